use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::super::memory::MemoryIndex;
use super::*;

const REGISTER: [&str; 14] = [
    "Gulf Associate",
    "Gulf Associate",
    "Orchard International",
    "1010 EPHESIANS HUMAN RESOURCES INC",
    "1015 BRILLIANT MINDS INC.",
    "Al-Amin International",
    "Al-Amir International",
    "River Overseas Ltd",
    "Golden Star Manpower Services",
    "International Manpower Services",
    "CÔNG TY CỔ PHẦN HỢP TÁC LAO ĐỘNG QUỐC TẾ VINACO",
    "Meridian Employment Agency",
    "Sunrise Recruiting Agency",
    "Harbour Overseas Consultants",
];

fn index() -> MemoryIndex {
    MemoryIndex::new(REGISTER.into_iter().zip(0..)).unwrap()
}

fn search(query: &str) -> Vec<Match> {
    let index = index();
    Matcher::new(&index, DecisionModel::shipped()).search(query, &SearchOptions::default()).unwrap()
}

fn best(query: &str) -> Option<(&'static str, f32)> {
    search(query).first().map(|hit| (REGISTER[hit.doc as usize], hit.score))
}

#[test]
fn every_entry_finds_itself_with_certainty() {
    for name in REGISTER {
        assert_eq!(best(name), Some((name, 1.0)));
    }
}

#[test]
fn two_recruiters_of_one_name_are_both_found() {
    let hits = search("Gulf Associate");
    assert_eq!(hits.iter().take(2).map(|hit| (hit.doc, hit.score)).collect::<Vec<_>>(), [(0, 1.0), (1, 1.0)]);
}

#[test]
fn the_nearer_of_two_near_names_comes_first() {
    assert_eq!(best("Al Ameen Intl").unwrap().0, "Al-Amin International");
    assert_eq!(best("Orchad Internationl").unwrap().0, "Orchard International");
    assert_eq!(best("Goldenstar Manpower").unwrap().0, "Golden Star Manpower Services");
    assert_eq!(best("VINACO JSC").unwrap().0, "CÔNG TY CỔ PHẦN HỢP TÁC LAO ĐỘNG QUỐC TẾ VINACO");
}

#[test]
fn trade_words_alone_reach_only_the_same_words() {
    assert_eq!(best("International Manpower Services"), Some(("International Manpower Services", 1.0)));
    let (_, score) = best("Overseas Employment Consultants").unwrap();
    assert!(score < 0.1, "{score}");
}

#[test]
fn look_alike_letters_are_seen() {
    // The first letter is Cyrillic.
    let hit = &search("Оrchard International")[0];
    assert_eq!(REGISTER[hit.doc as usize], "Orchard International");
    assert!(hit.flags.look_alike);
    assert_eq!(hit.alignment.look_alike_words(), ["orchard"]);
    assert!(!search("Orchard International")[0].flags.look_alike);
}

#[test]
fn a_filter_leaves_the_others_out() {
    let index = index();
    let filter = |document: u32| document != 2;
    let options = SearchOptions { filter: Some(&filter), ..SearchOptions::default() };
    let hits = Matcher::new(&index, DecisionModel::shipped()).search("Orchard International", &options).unwrap();
    assert!(hits.iter().all(|hit| hit.doc != 2 && hit.score < 1.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics_and_scores_fall(query in "\\PC{0,200}") {
        let hits = search(&query);
        prop_assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(hits.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
    }

    #[test]
    fn writing_it_otherwise_changes_nothing(row in 0..REGISTER.len(), seed in 0_usize..4) {
        let name = REGISTER[row];
        let other = match seed {
            0 => name.to_uppercase(),
            1 => name.nfd().collect(),
            2 => format!("  {}  ", name.replace(' ', "   ")),
            _ => format!("🛫 {name} ✅"),
        };
        let scores = |query: &str| search(query).iter().map(|hit| (hit.doc, hit.score)).collect::<Vec<_>>();
        prop_assert_eq!(scores(name), scores(&other));
    }

    #[test]
    fn unrelated_text_never_raises_the_best_score(row in 0..REGISTER.len(), extra in "[bcdfg]{5,9}") {
        let name = REGISTER[row].split(' ').next().unwrap_or_default();
        let best = |query: &str| search(query).first().map_or(0.0, |hit| hit.score);
        let longer = format!("{name} {extra}");
        prop_assert!(best(&longer) <= best(name) + 1e-6, "{} {}", best(name), best(&longer));
    }
}
