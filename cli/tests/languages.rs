//! Every outcome in every language: whole sentences, in the asked language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::collections::BTreeSet;

use common::check;
use tempfile::TempDir;

const LANGUAGES: [&str; 6] = ["en", "hi", "bn", "fil", "ne", "id"];

/// Questions to the shipped lists, and what they answer.
const QUESTIONS: [(&str, &[&str]); 9] = [
    (
        "Registered",
        &["--name", "10th Story Placement Agency", "--phone", "09178077482", "--origin", "PH", "--at", "2026-07-15"],
    ),
    (
        "RegisteredWithWarnings",
        &["--name", "Orchard International", "--licence", "RL-0010", "--origin", "BD", "--at", "2023-04-02"],
    ),
    ("NameOnRegister", &["--name", "Orchard International", "--origin", "BD", "--at", "2023-04-02"]),
    ("NotInGoodStanding", &["--name", "1015 BRILLIANT MINDS INC", "--origin", "PH", "--at", "2026-07-15"]),
    (
        "PossibleImpostor",
        &["--name", "Orchard International", "--phone", "+855 12 345 678", "--origin", "BD", "--at", "2023-04-02"],
    ),
    ("ListedAsUnregistered", &["--name", "Prince Holding Group", "--origin", "IN", "--at", "2026-11-24"]),
    ("SimilarOnly", &["--name", "Orchart Internationl", "--origin", "BD", "--at", "2023-04-02"]),
    ("NotCovered", &["--name", "River Overseas", "--origin", "NP", "--at", "2026-11-24"]),
    ("TooOld", &["--name", "Orchard International", "--origin", "BD", "--at", "2026-11-24"]),
];

#[test]
fn each_outcome_is_told_in_each_language() {
    let data = TempDir::new().unwrap();
    for (outcome, question) in QUESTIONS {
        let mut messages = BTreeSet::new();
        for language in LANGUAGES {
            let mut args = question.to_vec();
            args.extend(["--lang", language]);
            let report = check(data.path(), &args);
            assert_eq!(report["outcome"], outcome, "{question:?}");
            assert_eq!(report["language"], language);
            let message = report["message"].as_str().unwrap();
            for broken in ['{', '}', '\u{fffd}'] {
                assert!(!message.contains(broken), "{language}: {message}");
            }
            assert!(message.lines().count() >= 3, "{language}: {message}");
            messages.insert(message.to_owned());
        }
        assert_eq!(messages.len(), LANGUAGES.len(), "{outcome}: two languages say the same");
    }
}

#[test]
fn an_unknown_language_is_answered_in_english_and_says_so() {
    let data = TempDir::new().unwrap();
    let report = check(data.path(), &["--name", "River Overseas", "--origin", "NP", "--lang", "xx"]);
    assert_eq!(report["language"], "en");
}
