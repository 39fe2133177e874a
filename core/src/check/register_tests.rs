//! What real registers teach: removed agencies, and attacks on every entry.

use super::*;
use crate::model::{Date, LicenceState, Outcome, PackManifest, Recruiter};
use crate::pack::fixtures::{pack_of, shipped_part};
use crate::pack::{Pack, PackRow};

/// Days on which the copies are fresh.
const FRESH: [(&str, &str, &str); 3] =
    [("bd-bmet", "BD", "2023-04-02"), ("ph-dmw", "PH", "2026-07-15"), ("vn-dolab", "VN", "2024-02-02")];

fn store_of(manifest: &PackManifest, rows: &[PackRow]) -> Store {
    Store::in_memory(&Pack::open(&pack_of(manifest, rows)).unwrap(), &|_, _| ()).unwrap()
}

fn recruiters(rows: &[PackRow]) -> Vec<Recruiter> {
    rows.iter()
        .filter_map(|row| match row {
            PackRow::Recruiter(recruiter) => Some(recruiter.clone()),
            PackRow::JobOrder(_) => None,
        })
        .collect()
}

fn ask(store: &Store, request: &CheckRequest) -> CheckReport {
    Checker::new(store, DecisionModel::shipped(), 0).check(request).unwrap()
}

fn request(name: &str, origin: &str, day: &str) -> CheckRequest {
    CheckRequest {
        name: Some(name.to_owned()),
        origin: Some(origin.to_owned()),
        at: Some(day.parse::<Date>().unwrap().to_millis()),
        ..CheckRequest::default()
    }
}

#[test]
fn no_removed_agency_is_taken_for_another() {
    let (id, origin, day) = FRESH[0];
    let (manifest, rows) = shipped_part(&[id]);
    let all = recruiters(&rows);
    let (mut asked, mut on_register) = (0, Vec::new());
    for removed in &all {
        // Two agencies of one name: removing one leaves the name on the register.
        if all.iter().any(|other| {
            other.id != removed.id && crate::matching::name_key(&other.name) == crate::matching::name_key(&removed.name)
        }) {
            continue;
        }
        let left: Vec<PackRow> = rows.iter().filter(|row| row.id() != removed.id).cloned().collect();
        let store = store_of(&manifest, &left);
        let mut question = request(&removed.name, origin, day);
        let by_name = ask(&store, &question).outcome;
        question.licence.clone_from(&removed.licence);
        question.phone = removed.phones.first().cloned();
        question.address.clone_from(&removed.address);
        let by_all = ask(&store, &question);
        for outcome in [by_name, by_all.outcome] {
            assert!(
                !matches!(outcome, Outcome::Registered | Outcome::RegisteredWithWarnings),
                "{} is taken for {:?}",
                removed.name,
                by_all.candidates.first().map(|c| &c.name)
            );
        }
        asked += 1;
        if by_name == Outcome::NameOnRegister {
            on_register.push(removed.name.clone());
        }
    }
    assert!(asked > 480, "{asked}");
    assert!(on_register.len() * 100 <= asked, "{} of {asked}: {on_register:?}", on_register.len());
}

/// Each entry that is in good standing, with what an impostor would make of it.
fn attacks(visit: impl Fn(&str, &CheckReport, &Recruiter, &str)) -> usize {
    let mut count = 0;
    for (id, origin, day) in FRESH {
        let (manifest, rows) = shipped_part(&[id]);
        let store = store_of(&manifest, &rows);
        let all = recruiters(&rows);
        let good: Vec<&Recruiter> = all
            .iter()
            .filter(|recruiter| {
                let state = manifest.registers[0].statuses.state(recruiter.status.as_deref());
                state.is_good_standing() || state == LicenceState::NotPublished
            })
            .collect();
        for (index, entry) in good.iter().enumerate() {
            let other = good[(index + 1) % good.len()];
            let mut tries = Vec::new();
            if let Some(swapped) = look_alike(&entry.name) {
                tries.push((
                    "look-alike letters",
                    CheckRequest { phone: entry.phones.first().cloned(), ..request(&swapped, origin, day) },
                ));
            }
            for word in ["Group", "Global", "Online"] {
                tries.push(("added word", request(&format!("{} {word}", entry.name), origin, day)));
            }
            let foreign = Some("+855 12 345 678".to_owned());
            tries.push(("foreign phone", CheckRequest { phone: foreign, ..request(&entry.name, origin, day) }));
            if let Some(licence) = entry.licence.as_deref() {
                let swapped = swapped_digits(licence);
                tries.push((
                    "swapped digits",
                    CheckRequest { licence: Some(swapped), ..request(&entry.name, origin, day) },
                ));
            }
            if let (Some(own), Some(licence)) = (&entry.licence, &other.licence)
                && own != licence
            {
                tries.push((
                    "borrowed number",
                    CheckRequest { licence: Some(licence.clone()), ..request(&entry.name, origin, day) },
                ));
            }
            for (attack, question) in tries {
                visit(attack, &ask(&store, &question), entry, question.name.as_deref().unwrap_or_default());
                count += 1;
            }
        }
    }
    count
}

/// The first letter that has a Cyrillic twin, swapped for it.
fn look_alike(name: &str) -> Option<String> {
    let twin = |c| {
        Some(match c {
            'a' => 'а',
            'A' => 'А',
            'e' => 'е',
            'E' => 'Е',
            'o' => 'о',
            'O' => 'О',
            'c' => 'с',
            'C' => 'С',
            _ => return None,
        })
    };
    let at = name.char_indices().find(|(_, c)| twin(*c).is_some())?;
    Some(name.char_indices().map(|(i, c)| if i == at.0 { twin(c).unwrap_or(c) } else { c }).collect())
}

/// The last two digits swapped; the last one raised by one where they are the same.
fn swapped_digits(licence: &str) -> String {
    let mut digits: Vec<u8> = licence.bytes().collect();
    let end = digits.len();
    if end < 2 || digits[end - 1] == digits[end - 2] {
        digits[end - 1] = if digits[end - 1] == b'9' { b'8' } else { digits[end - 1] + 1 };
    } else {
        digits.swap(end - 1, end - 2);
    }
    String::from_utf8(digits).unwrap()
}

#[test]
fn no_attack_on_any_entry_is_reassured() {
    let count = attacks(|attack, report, entry, name| {
        let outcome = report.outcome;
        assert_ne!(outcome, Outcome::Registered, "{attack} on {}", entry.name);
        match attack {
            "look-alike letters" | "foreign phone" | "borrowed number" => assert!(
                matches!(outcome, Outcome::PossibleImpostor | Outcome::NotInGoodStanding),
                "{attack} on {}: {name} is {outcome:?}",
                entry.name
            ),
            _ => assert_ne!(outcome, Outcome::RegisteredWithWarnings, "{attack} on {}: {name}", entry.name),
        }
    });
    assert!(count > 4_000, "{count}");
}

#[test]
fn the_same_question_gets_the_same_answer() {
    let (id, origin, day) = FRESH[1];
    let (manifest, rows) = shipped_part(&[id]);
    let question = request("1015 brilliant minds", origin, day);
    let answer = ask(&store_of(&manifest, &rows), &question);
    assert_eq!(ask(&store_of(&manifest, &rows), &question), answer);
}
