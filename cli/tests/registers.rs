//! What the shipped pack answers about rows that the registers really print.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use common::{check, names};
use tempfile::TempDir;

/// A day on which the Philippine copy is fresh.
const PH_FRESH: &str = "2026-07-15";
/// A day on which the Bangladeshi copy is fresh.
const BD_FRESH: &str = "2023-04-02";

#[test]
fn twins_one_dot_apart_are_both_shown() {
    let data = TempDir::new().unwrap();
    for at in [PH_FRESH, "2026-11-24"] {
        let report = check(data.path(), &["--name", "1015 BRILLIANT MINDS INC", "--origin", "PH", "--at", at]);
        let names = names(&report);
        assert!(
            names.contains(&"1015 BRILLIANT MINDS INC") && names.contains(&"1015 BRILLIANT MINDS INC."),
            "{names:?}"
        );
        assert_eq!(report["outcome"], "NotInGoodStanding");
    }
}

#[test]
fn the_phone_on_file_tells_twins_apart() {
    let data = TempDir::new().unwrap();
    let report = check(
        data.path(),
        &["--name", "1015 Brilliant Minds", "--phone", "0926-061-6965", "--origin", "PH", "--at", PH_FRESH],
    );
    assert_eq!(report["outcome"], "RegisteredWithWarnings");
    assert_eq!(report["candidates"][0]["name"], "1015 BRILLIANT MINDS INC.");
    assert_eq!(report["candidates"][0]["agreed"], serde_json::json!(["name", "phone"]));
}

#[test]
fn an_expired_agency_with_an_open_job_order_is_not_in_good_standing() {
    let data = TempDir::new().unwrap();
    let report =
        check(data.path(), &["--name", "1010 EPHESIANS HUMAN RESOURCES INC", "--origin", "PH", "--at", PH_FRESH]);
    assert_eq!(report["outcome"], "NotInGoodStanding");
    assert_eq!(report["candidates"][0]["job_orders"]["state"], "some");
    let codes: Vec<_> = report["warnings"].as_array().unwrap().iter().map(|w| w["code"].clone()).collect();
    assert!(codes.contains(&"warning.job_order_despite_status".into()), "{codes:?}");
}

#[test]
fn name_and_phone_of_a_valid_licensee_are_registered() {
    let data = TempDir::new().unwrap();
    let ask = |phone: &str| {
        check(
            data.path(),
            &["--name", "10th Story Placement Agency", "--phone", phone, "--origin", "PH", "--at", PH_FRESH],
        )
    };
    assert_eq!(ask("09178077482")["outcome"], "Registered");
    assert_eq!(ask("+639178077482")["outcome"], "Registered");
    assert_eq!(ask("0917 807 7483")["outcome"], "NameOnRegister");
    assert_eq!(ask("+855 12 345 678")["outcome"], "PossibleImpostor");
    let old = check(
        data.path(),
        &["--name", "10th Story Placement Agency", "--phone", "09178077482", "--origin", "PH", "--at", "2026-12-24"],
    );
    assert_eq!(
        (old["outcome"].clone(), old["outcome_then"].clone()),
        ("TooOld".into(), "RegisteredWithWarnings".into())
    );
}

#[test]
fn one_name_of_two_agencies_names_both() {
    let data = TempDir::new().unwrap();
    let report = check(data.path(), &["--name", "Gulf Associate", "--origin", "BD", "--at", BD_FRESH]);
    let licences: Vec<_> =
        report["candidates"].as_array().unwrap().iter().filter_map(|c| c["licence"].as_str()).collect();
    assert!(licences.contains(&"0251") && licences.contains(&"0923"), "{licences:?}");
    assert_eq!(report["outcome"], "NameOnRegister");
    let settled =
        check(data.path(), &["--name", "Gulf Associate", "--licence", "RL 923", "--origin", "BD", "--at", BD_FRESH]);
    assert_eq!(settled["outcome"], "RegisteredWithWarnings");
    assert_eq!(settled["candidates"][0]["licence"], "0923");
}

#[test]
fn a_register_without_status_never_gives_plain_registered() {
    let data = TempDir::new().unwrap();
    let report = check(
        data.path(),
        &["--name", "Orchard International", "--licence", "RL-0010", "--origin", "BD", "--at", BD_FRESH],
    );
    assert_eq!(report["outcome"], "RegisteredWithWarnings");
    let today = check(
        data.path(),
        &["--name", "Orchard International", "--licence", "RL-0010", "--origin", "BD", "--at", "2026-11-24"],
    );
    assert_eq!(today["outcome"], "TooOld");
    assert_eq!(names(&today)[0], "Orchard International");
    assert_eq!(today["outcome_then"], "RegisteredWithWarnings");
}

#[test]
fn a_borrowed_number_names_its_owner() {
    let data = TempDir::new().unwrap();
    for name in ["Sunshine Dream Careers", "Reaz Overseas"] {
        let report =
            check(data.path(), &["--name", name, "--licence", "RL-0010", "--origin", "BD", "--at", "2026-11-24"]);
        assert_eq!(report["outcome"], "PossibleImpostor", "{name}");
        assert!(report["message"].as_str().unwrap().contains("Orchard International"), "{}", report["message"]);
    }
}

#[test]
fn a_name_between_two_entries_shows_both_and_confirms_neither() {
    let data = TempDir::new().unwrap();
    let report = check(data.path(), &["--name", "Al-Amim International", "--origin", "BD", "--at", BD_FRESH]);
    assert_eq!(report["outcome"], "SimilarOnly");
    let names = names(&report);
    assert!(names.contains(&"Al-Amin International") && names.contains(&"Al-Amir International"), "{names:?}");
}

#[test]
fn what_is_not_held_is_not_covered() {
    let data = TempDir::new().unwrap();
    for args in [
        ["--name", "River Overseas", "--origin", "NP"],
        ["--name", "Zzyzx Kwality Wanderers", "--origin", "PH"],
        ["--name", "Zzyzx Kwality Wanderers", "--origin", "BD"],
        ["--name", "PT Zamrud Khatulistiwa Bahari", "--origin", "ID"],
    ] {
        assert_eq!(check(data.path(), &args)["outcome"], "NotCovered", "{args:?}");
    }
}

#[test]
fn a_sanctioned_entity_is_listed_whatever_the_origin() {
    let data = TempDir::new().unwrap();
    for origin in ["IN", "PH", "NP"] {
        let report = check(data.path(), &["--name", "Prince Holding Group", "--origin", origin]);
        assert_eq!(report["outcome"], "ListedAsUnregistered");
    }
}

#[test]
fn a_pasted_message_is_read() {
    let data = TempDir::new().unwrap();
    let message =
        "URGENT HIRING!\nAgency: 10TH STORY PLACEMENT AGENCY, INC.\nCall or text 0917-807-7482\nKitchen staff, Qatar";
    let report = check(data.path(), &[message, "--origin", "PH", "--at", PH_FRESH]);
    assert_eq!(report["outcome"], "Registered", "{report:#}");
    let forged = message.replace("0917-807-7482", "+95 9 420 000 111");
    assert_eq!(check(data.path(), &[&forged, "--origin", "PH", "--at", PH_FRESH])["outcome"], "PossibleImpostor");
}
