use super::super::normalise::Name;
use super::*;

fn words(name: &str) -> Vec<Weighted> {
    // Every word is in one of a hundred names: what is left are the classes.
    Name::read(name).tokens.into_iter().map(|token| Weighted::new(token, 1, 100)).collect()
}

fn aligned(query: &str, entry: &str) -> (Summary, Alignment) {
    let (query_words, entry_words) = (words(query), words(entry));
    let query: Vec<&Weighted> = query_words.iter().collect();
    let entry: Vec<&Weighted> = entry_words.iter().collect();
    let paired = pair(&query, &entry, |i, j| similarity(&query[i].token, &entry[j].token));
    (paired.summary, paired.explain(&query, &entry, &[]))
}

fn score(query: &str, entry: &str) -> f32 {
    aligned(query, entry).0.score
}

fn kinds(query: &str, entry: &str) -> Vec<TokenKind> {
    aligned(query, entry).1.tokens.iter().map(|token| token.kind).collect()
}

#[test]
fn a_name_equals_itself_and_its_spellings() {
    for (a, b) in [
        ("Gulf Associate", "GULF ASSOCIATE"),
        ("Gulf Associate Ltd.", "Gulf Associate Limited"),
        ("1015 BRILLIANT MINDS INC", "1015 BRILLIANT MINDS INC."),
    ] {
        assert!(score(a, b) > 0.999, "{a} / {b}: {}", score(a, b));
    }
}

#[test]
fn joined_and_split_words_pair() {
    assert!(score("Goldenstar Overseas", "Golden Star Overseas") > 0.9);
    assert!(score("Golden Star Over seas", "Goldenstar Overseas") > 0.9);
}

#[test]
fn different_numbers_are_different_agencies() {
    assert!(score("1010 Ephesians", "1015 Ephesians") < 0.6);
    assert_eq!(aligned("1010 Ephesians", "Ephesians").0.numbers_differ, 0.5);
}

#[test]
fn a_shared_trade_word_is_no_match() {
    let (summary, _) = aligned("Sunrise Overseas", "Harbour Overseas");
    assert!(summary.score < 0.4 && !summary.distinctive_matched, "{summary:?}");
}

#[test]
fn an_added_word_is_told_only_where_the_rest_is_whole() {
    assert_eq!(aligned("Orchard International Online", "Orchard International").1.added_words(), ["online"]);
    assert!(aligned("Harbour International Online", "Orchard International").1.added_words().is_empty());
}

#[test]
fn each_word_is_explained() {
    assert_eq!(
        kinds("Orchad International", "Orchard International Ltd"),
        [TokenKind::LettersDiffer, TokenKind::Same, TokenKind::CompanyForm]
    );
    assert_eq!(kinds("Al Ameen", "Al Amin"), [TokenKind::Same, TokenKind::SoundsAlike]);
    assert_eq!(aligned("Orchad International", "Orchard International").1.differing_words(), ["orchad"]);
}

proptest::proptest! {
    #[test]
    fn scores_stay_in_range_and_self_is_one(a in "[a-z0-9 ]{0,40}", b in "[a-z0-9 ]{0,40}") {
        let found = score(&a, &b);
        proptest::prop_assert!((0.0..=1.0).contains(&found));
        if !Name::read(&a).tokens.is_empty() {
            proptest::prop_assert!(score(&a, &a) > 0.999);
        }
    }

    #[test]
    fn unrelated_words_never_raise_the_score(a in "[a-z]{4,9} [a-z]{4,9}", extra in "[0-9]{5}x[0-9]{5}") {
        let entry = "orchard brilliant";
        let longer = format!("{a} {extra}");
        proptest::prop_assert!(score(&longer, entry) <= score(&a, entry) + 1e-6);
    }
}
