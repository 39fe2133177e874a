//! Behaviours of the public conformance suite, group "expiration": 6, with the delegated roles of its newest version;
//! the modes strict and accept-stale; the time floor.

use serde_json::json;

use super::builder::{DAY, NOW, Repo, Signer, in_days};
use super::client::{Client, drive};
use crate::trust::{MemoryStore, Mode, Options, TrustError, Updater};

fn expired(result: &Result<impl Sized, TrustError>, role: &str) -> bool {
    matches!(result, Err(TrustError::Expired { role: found, .. }) if found == role)
}

#[test]
fn expired_root_is_kept_and_ends_the_update() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("root")["expires"] = json!(in_days(-1));
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    assert!(expired(&client.refresh(&repo), "root"));
    assert_eq!(client.versions(), [2, 1, 1, 1]);
    assert_eq!(client.asked, ["2.root.json", "3.root.json"]);
    // An expired root is where the next update begins.
    repo.role("root")["expires"] = json!(in_days(1));
    repo.publish(&["root"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [3, 2, 2, 2]);
}

#[test]
fn expired_timestamp_is_not_kept() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("timestamp")["expires"] = json!(in_days(-5));
    repo.publish(&["timestamp"]);
    assert!(expired(&client.refresh(&repo), "timestamp"));
    assert_eq!(client.versions(), [1, 1, 1, 1]);
}

#[test]
fn expired_snapshot_is_not_kept() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("snapshot")["expires"] = json!(in_days(-5));
    repo.publish(&["snapshot", "timestamp"]);
    assert!(expired(&client.refresh(&repo), "snapshot"));
    assert_eq!(client.versions(), [1, 2, 1, 1]);
}

#[test]
fn expired_targets_are_not_kept() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("targets")["expires"] = json!(in_days(-5));
    repo.publish_targets();
    assert!(expired(&client.refresh(&repo), "targets"));
    assert_eq!(client.versions(), [1, 2, 2, 1]);
}

#[test]
fn expired_stored_metadata_is_good_enough_to_update_from() {
    let mut repo = Repo::new();
    repo.role("timestamp")["expires"] = json!(in_days(7));
    repo.publish(&["timestamp"]);
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("timestamp")["expires"] = json!(in_days(21));
    repo.publish_targets();
    client.now = NOW + 18 * DAY;
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [1, 3, 2, 2]);
}

#[test]
fn stored_timestamp_that_expired_is_not_renewed_by_its_own_version() {
    let repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    client.now = NOW + 31 * DAY;
    assert!(expired(&client.refresh(&repo), "timestamp"));
}

#[test]
fn expires_is_the_first_moment_that_is_too_late() {
    let repo = Repo::new();
    let mut client = Client::new(&repo);
    client.now = NOW + 30 * DAY - 1;
    client.refresh(&repo).unwrap();
    client.now += 1;
    assert!(expired(&client.refresh(&repo), "timestamp"));
}

fn with_delegate(days: i64) -> Repo {
    let mut repo = Repo::new();
    repo.delegate("targets", "india", json!({"paths": ["in/*"]}), false);
    repo.role("india")["expires"] = json!(in_days(days));
    repo.add_target("india", "in/first", b"first");
    repo.add_target("india", "in/second", b"second");
    repo.publish(&["india", "targets", "snapshot", "timestamp"]);
    repo
}

#[test]
fn expired_delegate_is_not_used() {
    let repo = with_delegate(-1);
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    assert!(expired(&client.find(&repo, "in/first"), "india"));
    assert_eq!(client.version("india"), 0);
}

#[test]
fn stored_delegate_that_expired_is_not_used() {
    let repo = with_delegate(7);
    let mut client = Client::new(&repo);
    assert_eq!(client.download(&repo, "in/first").unwrap(), b"first");
    client.now = NOW + 18 * DAY;
    assert!(expired(&client.find(&repo, "in/second"), "india"));
}

#[test]
fn stored_delegate_that_expired_is_replaced() {
    let mut repo = with_delegate(7);
    let mut client = Client::new(&repo);
    client.download(&repo, "in/first").unwrap();
    repo.role("india")["expires"] = json!(in_days(21));
    repo.publish(&["india", "snapshot", "timestamp"]);
    client.now = NOW + 18 * DAY;
    assert_eq!(client.download(&repo, "in/second").unwrap(), b"second");
}

#[test]
fn accept_stale_uses_what_is_expired_and_says_so() {
    let repo = with_delegate(7);
    let mut client = Client::new(&repo);
    client.mode = Mode::AcceptStale;
    client.now = NOW + 400 * DAY;
    let (report, found) = client.look_up(&repo, &["in/first"]).unwrap();
    assert!(found[0].is_some());
    assert_eq!(report.expired, ["root", "timestamp", "snapshot", "targets", "india"]);
    assert!(report.clock_doubtful && report.newer);
    // The stored state serves as well.
    let (report, found) = client.look_up(&repo, &["in/second"]).unwrap();
    assert!(found[0].is_some());
    assert_eq!(client.asked, ["2.root.json", "timestamp.json"]);
    assert!(!report.clock_doubtful && !report.newer);
}

#[test]
fn accept_stale_relaxes_nothing_but_age() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.mode = Mode::AcceptStale;
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    repo.role("timestamp")["version"] = json!(0);
    repo.publish(&["timestamp"]);
    assert!(matches!(client.refresh(&repo), Err(TrustError::Rollback { .. })));
    repo.role("timestamp")["version"] = json!(2);
    repo.signers.get_mut("timestamp").unwrap().clear();
    repo.publish(&["timestamp"]);
    assert!(matches!(client.refresh(&repo), Err(TrustError::Signatures { .. })));
}

/// A repository whose roles say when they were signed.
fn issued(days: i64) -> Repo {
    let mut repo = Repo::new();
    for role in ["timestamp", "snapshot", "targets"] {
        repo.role(role)["x-issued"] = json!(in_days(days));
    }
    repo.publish_targets();
    repo
}

#[test]
fn the_present_is_not_before_what_was_signed() {
    let repo = issued(-1);
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    assert_eq!(client.store.floors().unwrap().floors.unwrap().issued(), NOW - DAY);
    // A clock of 1970 does not bring expired metadata back to life.
    let mut repo = issued(-1);
    repo.role("timestamp")["expires"] = json!(in_days(-2));
    repo.publish(&["timestamp"]);
    client.now = 0;
    assert!(expired(&client.refresh(&repo), "timestamp"));
}

#[test]
fn the_present_is_not_before_the_app_was_built() {
    let mut repo = Repo::new();
    repo.role("timestamp")["expires"] = json!(in_days(-2));
    repo.publish(&["timestamp"]);
    let root = repo.root_bytes(1);
    let options = |built| Options { now: 0, built, shipped_root: Some(&root), ..Options::default() };
    for (built, refused) in [(NOW - 3 * DAY, false), (NOW, true)] {
        let mut store = MemoryStore::default();
        let mut updater = Updater::new(&mut store, &options(built)).unwrap();
        assert_eq!(updater.start(), built);
        assert!(updater.report().clock_behind);
        assert_eq!(expired(&drive(&mut updater, &repo, &mut Vec::new()), "timestamp"), refused);
    }
}

#[test]
fn a_clock_behind_is_reported() {
    let mut repo = issued(-1);
    let mut client = Client::new(&repo);
    assert!(!client.refresh(&repo).unwrap().clock_behind);
    client.now = NOW - 2 * DAY;
    repo.publish(&["timestamp"]);
    assert!(client.refresh(&repo).unwrap().clock_behind);
}

#[test]
fn online_keys_cannot_push_the_present_past_the_offline_ones() {
    let mut repo = issued(-1);
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    // Targets are good for 90 days.
    repo.role("timestamp")["x-issued"] = json!(in_days(91));
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.store.floors().unwrap().floors.unwrap().issued(), NOW - DAY);
}

#[test]
fn a_time_floor_set_by_a_stolen_key_falls_with_the_key() {
    let mut repo = issued(-1);
    let mut client = Client::new(&repo);
    repo.role("timestamp")["x-issued"] = json!(in_days(80));
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.store.floors().unwrap().floors.unwrap().issued(), NOW + 80 * DAY);
    assert!(expired(&client.refresh(&repo), "timestamp"));
    repo.rotate("timestamp", &Signer::ed25519(50));
    repo.role("timestamp")["x-issued"] = json!(in_days(0));
    repo.publish(&["root", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.store.floors().unwrap().floors.unwrap().issued(), NOW);
}

#[test]
fn only_a_moment_is_a_moment() {
    for bad in [
        "2026-11-24",
        "2026-11-24T12:00:00",
        "2026-11-24T24:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-24T12:00:00+00:00",
        "2026-11-24T12:00:0Z",
        "2026-11-24T12:00:00:00Z",
        "",
    ] {
        let mut repo = Repo::new();
        repo.role("timestamp")["expires"] = json!(bad);
        repo.publish(&["timestamp"]);
        assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })), "{bad}");
    }
}
