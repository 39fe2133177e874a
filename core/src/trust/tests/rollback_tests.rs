//! Behaviours of the public conformance suite, group "rollback and fast-forward recovery": 9.

use serde_json::json;

use super::builder::{Repo, Signer};
use super::client::Client;
use crate::trust::{MemoryStore, Options, TrustError, TrustStore, Updater};

fn rollback(role: &str, found: u64, least: u64) -> TrustError {
    TrustError::Rollback { role: role.to_owned(), found, least }
}

#[test]
fn older_snapshot_under_the_same_timestamp_is_not_fetched() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.publish(&["snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    repo.role("snapshot")["version"] = json!(1);
    repo.serve_as("snapshot", 2);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("snapshot"), 2);
    assert_eq!(client.asked.last().unwrap(), "timestamp.json");
}

#[test]
fn older_timestamp_is_refused() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    repo.role("timestamp")["version"] = json!(1);
    repo.publish_as_is("timestamp");
    assert_eq!(client.refresh(&repo), Err(rollback("timestamp", 1, 2)));
    assert_eq!(client.version("timestamp"), 2);
    assert_eq!(client.asked.last().unwrap(), "timestamp.json");
}

fn older_snapshot(hashes: bool) {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.hashes = hashes;
    repo.publish(&["snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    repo.role("snapshot")["version"] = json!(1);
    repo.publish_as_is("snapshot");
    repo.publish(&["timestamp"]);
    assert_eq!(client.refresh(&repo), Err(rollback("snapshot", 1, 2)));
    assert_eq!(client.versions(), [1, 2, 2, 1]);
    assert_eq!(client.asked.last().unwrap(), "timestamp.json");
}

#[test]
fn older_snapshot_in_a_newer_timestamp_is_refused() {
    older_snapshot(false);
}

#[test]
fn older_snapshot_in_a_newer_timestamp_with_hashes_is_refused() {
    older_snapshot(true);
}

fn older_targets(hashes: bool) {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.hashes = hashes;
    repo.publish_targets();
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    repo.role("targets")["version"] = json!(1);
    repo.publish_targets();
    assert_eq!(client.refresh(&repo), Err(rollback("targets", 2, 3)));
    // The timestamp before it in the workflow is trusted; the snapshot is not.
    assert_eq!(client.versions(), [1, 4, 3, 3]);
}

#[test]
fn older_targets_in_a_newer_snapshot_are_refused() {
    older_targets(false);
}

#[test]
fn older_targets_in_a_newer_snapshot_with_hashes_are_refused() {
    older_targets(true);
}

#[test]
fn a_role_that_leaves_the_snapshot_is_refused() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.delegate("targets", "india", json!({"paths": ["in-*"]}), true);
    repo.publish(&["india"]);
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    repo.role("snapshot")["meta"].as_object_mut().unwrap().remove("india.json");
    repo.publish(&["snapshot", "timestamp"]);
    assert_eq!(client.refresh(&repo), Err(rollback("india", 0, 1)));
}

#[test]
fn an_expired_stored_snapshot_still_guards_against_rollback() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.role("snapshot")["expires"] = json!(super::builder::in_days(7));
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    client.now += 8 * super::builder::DAY;
    repo.role("targets")["version"] = json!(0);
    repo.role("snapshot")["expires"] = json!(super::builder::in_days(30));
    repo.publish_targets();
    assert_eq!(client.refresh(&repo), Err(rollback("targets", 1, 2)));
}

#[test]
fn targets_recover_from_fast_forward_by_a_new_snapshot_key() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.role("targets")["version"] = json!(99);
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("targets"), 100);
    repo.role("targets")["version"] = json!(0);
    repo.publish_targets();
    assert_eq!(client.refresh(&repo), Err(rollback("targets", 1, 100)));
    repo.rotate("snapshot", &Signer::ed25519(50));
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("targets"), 2);
}

#[test]
fn snapshot_recovers_from_fast_forward_by_new_keys() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.role("snapshot")["version"] = json!(99_998);
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("snapshot"), 99_999);
    repo.rotate("snapshot", &Signer::ed25519(50));
    repo.rotate("timestamp", &Signer::ed25519(51));
    repo.role("snapshot")["version"] = json!(0);
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("snapshot"), 1);
}

#[test]
fn timestamp_recovers_from_fast_forward_by_a_new_key() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    // The last version but one that can be written: nothing overflows.
    repo.role("timestamp")["version"] = json!(u64::MAX - 2);
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("timestamp"), u64::MAX - 1);
    repo.rotate("timestamp", &Signer::ed25519(50));
    repo.role("timestamp")["version"] = json!(0);
    repo.publish(&["root", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("timestamp"), 1);
}

#[test]
fn a_snapshot_newer_than_the_timestamp_says_is_not_fetched() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.role("snapshot")["version"] = json!(2);
    repo.serve_as("snapshot", 1);
    repo.role("timestamp")["meta"]["snapshot.json"]["version"] = json!(1);
    repo.publish(&["timestamp"]);
    assert_eq!(
        client.refresh(&repo),
        Err(TrustError::OtherVersion { role: "snapshot".to_owned(), found: 2, expected: 1 })
    );
    assert_eq!(client.versions(), [1, 2, 0, 0]);
    assert_eq!(client.asked.last().unwrap(), "1.snapshot.json");
}

#[test]
fn recovery_survives_a_kill_between_the_root_and_the_deletion() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.role("timestamp")["version"] = json!(1000);
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    repo.rotate("timestamp", &Signer::ed25519(50));
    repo.role("timestamp")["version"] = json!(0);
    repo.publish(&["root", "timestamp"]);
    // Root 2 is stored, and then the source falls silent before it says that there is no root 3.
    {
        let options = Options { now: client.now, ..Default::default() };
        let mut updater = Updater::new(client.store.as_mut(), &options).unwrap();
        updater.give(Some(&repo.root_bytes(2))).unwrap();
    }
    assert_eq!(client.version("root"), 2);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("timestamp"), 1);
}

#[test]
fn a_root_below_the_highest_one_seen_is_refused() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.publish(&["root"]);
    repo.publish(&["root"]);
    client.refresh(&repo).unwrap();
    // The stored root is lost, and the source withholds root 3.
    let floors = client.store.floors().unwrap().floors.unwrap();
    let mut emptied = MemoryStore::default();
    emptied.forget(&[], &floors).unwrap();
    client.store = Box::new(emptied);
    let third = repo.metadata.remove("3.root.json").unwrap();
    assert_eq!(client.refresh(&repo), Err(rollback("root", 2, 3)));
    repo.metadata.insert("3.root.json".to_owned(), third);
    client.refresh(&repo).unwrap();
}
