//! Offers, questions, advisories and helplines from the command line; none of them installs a list.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of tests fails as a test does")]

mod common;

use common::{check, safemig};
use serde_json::Value;

fn json(args: &[&str]) -> Value {
    let data = tempfile::tempdir().unwrap();
    let output = safemig(data.path()).args(args).arg("--json").output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0, "nothing is written");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn an_offer_is_read() {
    let text = "customer support, Thailand, typing test, tourist visa, free ticket, only Telegram";
    let answer = json(&["offer", text, "--origin", "IN"]);
    assert_eq!(answer["level"], "stop");
    assert!(
        answer["signs"]
            .as_array()
            .unwrap()
            .iter()
            .any(|sign| sign["id"] == "B10" && sign["words"][0] == "customer support")
    );
    assert_eq!(answer["facts"]["visa_kind"], "tourist");
    let calm = json(&[
        "offer",
        "Free visa free ticket, urgent, Qatar, licence 1284/074/75, interview 5 March",
        "--origin",
        "NP",
    ]);
    assert_eq!((&calm["level"], calm["signs"].as_array().unwrap().len()), (&Value::from("none"), 0));
}

#[test]
fn answers_count() {
    let answer = json(&["offer", "--answer", "B01=yes", "--answer", "b14=dont_know"]);
    assert_eq!(answer["level"], "stop");
    assert_eq!(answer["signs"].as_array().unwrap().len(), 1);
    let data = tempfile::tempdir().unwrap();
    safemig(data.path()).args(["offer", "--answer", "B01=maybe"]).assert().code(2);
    safemig(data.path()).arg("offer").assert().code(2);
}

#[test]
fn help_comes_first_where_one_is_held() {
    let answer = json(&["offer", "--stage", "at_destination", "--origin", "IN", "--destination", "KH"]);
    assert_eq!(answer["helplines"][0]["reach"], "own_mission");
    assert_eq!(json(&["questions", "--stage", "at_destination"])["help_first"], true);
    assert_eq!(json(&["questions"])["questions"].as_array().unwrap().len(), 27);
    let lines = json(&["helplines", "--nationality", "bd", "--located-in", "kh"]);
    assert_eq!(lines[0]["tap"], "tel:+8809610102030");
    assert!(lines.as_array().unwrap().iter().all(|line| line["source_date"].is_string()));
    assert!(!json(&["advisories", "--origin", "NP", "--destination", "KH"]).as_array().unwrap().is_empty());
}

#[test]
fn a_check_joins_it_all() {
    let data = tempfile::tempdir().unwrap();
    let text = "Agency: Gulf Associate. Pay Rs 5,000 registration fee by bKash. Typist in Cambodia, tourist visa";
    let report = check(data.path(), &[text, "--origin", "BD"]);
    assert_eq!(report["offer"]["level"], "stop");
    assert!(report["message"].as_str().unwrap().lines().count() > 4);
    assert!(
        !report["advisories"].as_array().unwrap().is_empty() && !report["helplines"].as_array().unwrap().is_empty()
    );
    let plain = check(data.path(), &["--name", "Gulf Associate", "--origin", "BD"]);
    assert!(plain["offer"].is_null());
}
