//! Behaviours of the public conformance suite, group "basic": 24.

use serde_json::json;

use super::builder::{DAY, NOW, Repo, Signer, in_days, sha256};
use super::client::Client;
use crate::trust::TrustError;

#[test]
fn init_and_refresh() {
    let repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    assert_eq!(client.asked, ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"]);
    assert_eq!(client.versions(), [1, 1, 1, 1]);
}

#[test]
fn nothing_new_costs_two_requests() {
    let repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    let report = client.refresh(&repo).unwrap();
    assert_eq!(client.asked, ["2.root.json", "timestamp.json"]);
    assert!(!report.newer);
}

#[test]
fn implicit_refresh_before_a_search() {
    let repo = Repo::new();
    let mut client = Client::new(&repo);
    assert_eq!(client.find(&repo, "nonexistent artifact").unwrap(), None);
    assert_eq!(client.asked, ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"]);
    assert_eq!(client.versions(), [1, 1, 1, 1]);
}

#[test]
fn invalid_initial_root_asks_nothing() {
    let repo = Repo::new();
    let mut root: serde_json::Value = serde_json::from_slice(&repo.root_bytes(1)).unwrap();
    root["signed"].as_object_mut().unwrap().remove("version");
    let mut client = Client::with_root(root.to_string().as_bytes());
    assert_eq!(client.refresh(&repo), Err(TrustError::NoRoot));
    assert!(client.asked.is_empty());
}

#[test]
fn unsigned_initial_root_asks_nothing() {
    let repo = Repo::new();
    let mut root: serde_json::Value = serde_json::from_slice(&repo.root_bytes(1)).unwrap();
    root["signatures"][0]["sig"] = json!("00".repeat(64));
    let mut client = Client::with_root(root.to_string().as_bytes());
    assert_eq!(client.refresh(&repo), Err(TrustError::NoRoot));
    assert!(client.asked.is_empty());
}

/// A role that lacks its signature is refused; the roles before it in the workflow are trusted already.
fn unsigned(role: &str, trusted: [u64; 4]) {
    let mut repo = Repo::new();
    repo.signers.get_mut(role).unwrap().pop();
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    assert_eq!(client.refresh(&repo), Err(TrustError::Signatures { role: role.to_owned(), valid: 0, threshold: 1 }));
    assert_eq!(client.versions(), trusted);
}

#[test]
fn unsigned_root() {
    unsigned("root", [1, 0, 0, 0]);
}

#[test]
fn unsigned_timestamp() {
    unsigned("timestamp", [2, 0, 0, 0]);
}

#[test]
fn unsigned_snapshot() {
    unsigned("snapshot", [2, 2, 0, 0]);
}

#[test]
fn unsigned_targets() {
    unsigned("targets", [2, 2, 2, 0]);
}

/// Version 3 served under the name of version 2.
fn mismatch(role: &str, trusted: [u64; 4]) {
    let mut repo = Repo::new();
    for name in ["root", "targets", "snapshot", "timestamp"] {
        let version = repo.version(name) + 1;
        repo.role(name)["version"] = json!(if name == role { version + 1 } else { version });
        repo.serve_as(name, version);
        match name {
            "targets" => repo.role("snapshot")["meta"]["targets.json"]["version"] = json!(version),
            "snapshot" => repo.role("timestamp")["meta"]["snapshot.json"]["version"] = json!(version),
            _ => {}
        }
    }
    let mut client = Client::new(&repo);
    assert_eq!(client.refresh(&repo), Err(TrustError::OtherVersion { role: role.to_owned(), found: 3, expected: 2 }));
    assert_eq!(client.versions(), trusted);
}

#[test]
fn root_version_differs_from_its_name() {
    mismatch("root", [1, 0, 0, 0]);
}

#[test]
fn snapshot_version_differs_from_its_name() {
    mismatch("snapshot", [2, 2, 0, 0]);
}

#[test]
fn targets_version_differs_from_its_name() {
    mismatch("targets", [2, 2, 2, 0]);
}

#[test]
fn timestamp_of_equal_version_with_other_content_is_ignored() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    let before = client.bytes("timestamp");
    repo.role("timestamp")["meta"]["snapshot.json"]["version"] = json!(100);
    repo.publish_as_is("timestamp");
    client.refresh(&repo).unwrap();
    assert_eq!(client.asked.last().unwrap(), "timestamp.json");
    assert_eq!(client.bytes("timestamp"), before);
}

#[test]
fn metadata_hashes() {
    let mut repo = Repo::new();
    repo.hashes = true;
    repo.publish_targets();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.publish(&["targets"]);
    repo.role("snapshot")["meta"]["targets.json"]["hashes"]["sha256"] = json!(sha256(b"something else"));
    repo.publish(&["snapshot", "timestamp"]);
    assert_eq!(client.refresh(&repo), Err(TrustError::Mismatch { role: "targets".to_owned() }));
    assert_eq!(client.versions(), [1, 3, 3, 2]);
}

#[test]
fn metadata_hashes_of_the_snapshot() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.hashes = true;
    repo.publish(&["snapshot"]);
    repo.role("timestamp")["meta"]["snapshot.json"]["hashes"]["sha256"] = json!(sha256(b"something else"));
    repo.publish(&["timestamp"]);
    assert_eq!(client.refresh(&repo), Err(TrustError::Mismatch { role: "snapshot".to_owned() }));
    assert_eq!(client.versions(), [1, 2, 0, 0]);
}

#[test]
fn stored_metadata_of_the_right_version_but_another_hash_is_fetched_anew() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    repo.hashes = true;
    for role in ["targets", "snapshot"] {
        repo.role(role)["again"] = json!("signed twice under one version");
        repo.publish_as_is(role);
    }
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.asked[2..], ["2.snapshot.json", "2.targets.json"]);
    assert_eq!(client.bytes("targets").as_ref(), repo.metadata.get("2.targets.json"));
    // The snapshot alone stays, and with it the hash of the old targets.
    repo.role("targets")["again"] = json!("a third time");
    repo.publish_as_is("targets");
    repo.publish(&["snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.bytes("targets").as_ref(), repo.metadata.get("2.targets.json"));
}

#[test]
fn stored_bytes_are_those_served() {
    let mut repo = Repo::new();
    repo.metadata.get_mut("timestamp.json").unwrap().extend(b" \n");
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    assert_eq!(client.bytes("timestamp").as_ref(), repo.metadata.get("timestamp.json"));
    assert_eq!(client.bytes("targets").as_ref(), repo.metadata.get("1.targets.json"));
}

#[test]
fn targets_not_listed_in_the_snapshot_are_not_fetched() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.publish(&["targets"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.asked.last().unwrap(), "timestamp.json");
    assert_eq!(client.version("targets"), 1);
}

#[test]
fn unknown_fields_are_signed_and_ignored() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    let root = repo.role("root");
    root["custom-field"] = json!("value");
    root["roles"]["root"]["another-field"] = json!({"deep": [1, -2, null, true]});
    let signer = Signer::ed25519(40);
    repo.add_key("root", &signer);
    repo.role("root")["keys"][&signer.keyid]["extra-field"] = json!({"a": 1, "b": 2});
    repo.publish(&["root"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("root"), 2);
    // Signed means: a change is noticed.
    repo.role("root")["custom-field"] = json!("other");
    repo.publish(&["root"]);
    let bytes = String::from_utf8(repo.root_bytes(3)).unwrap().replace("other", "third");
    repo.metadata.insert("3.root.json".to_owned(), bytes.into_bytes());
    assert!(matches!(client.refresh(&repo), Err(TrustError::Signatures { .. })));
}

#[test]
fn deprecated_keyid_hash_algorithms_do_not_matter() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    let signer = Signer::ed25519(41);
    repo.rotate("snapshot", &signer);
    repo.role("root")["keys"][&signer.keyid]["keyid_hash_algorithms"] = json!("md5");
    repo.publish(&["root", "snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [2, 2, 2, 1]);
}

#[test]
fn missing_snapshot_leaves_the_new_timestamp_trusted() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("timestamp")["meta"]["snapshot.json"]["version"] = json!(2);
    repo.publish(&["timestamp"]);
    assert_eq!(client.refresh(&repo), Err(TrustError::Missing { role: "snapshot".to_owned() }));
    assert_eq!(client.asked.last().unwrap(), "2.snapshot.json");
    assert_eq!(client.versions(), [1, 2, 1, 1]);
    // And the next run goes on from there.
    repo.publish(&["snapshot"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [1, 2, 2, 1]);
}

#[test]
fn missing_targets_leave_the_new_snapshot_trusted() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.role("snapshot")["meta"]["targets.json"]["version"] = json!(2);
    repo.publish(&["snapshot", "timestamp"]);
    assert_eq!(client.refresh(&repo), Err(TrustError::Missing { role: "targets".to_owned() }));
    assert_eq!(client.asked.last().unwrap(), "2.targets.json");
    assert_eq!(client.versions(), [1, 2, 2, 1]);
}

#[test]
fn missing_timestamp() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.metadata.remove("timestamp.json");
    assert_eq!(client.refresh(&repo), Err(TrustError::Missing { role: "timestamp".to_owned() }));
    assert_eq!(client.asked.last().unwrap(), "timestamp.json");
}

#[test]
fn a_snapshot_is_no_timestamp() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    let timestamp_signer = std::rc::Rc::clone(&repo.signers["timestamp"][0]);
    repo.add_key("snapshot", &timestamp_signer);
    repo.role("snapshot")["meta"] = json!({"snapshot.json": {"version": 1}});
    repo.publish(&["root", "snapshot"]);
    let snapshot = repo.metadata["2.snapshot.json"].clone();
    repo.metadata.insert("timestamp.json".to_owned(), snapshot);
    assert_eq!(
        client.refresh(&repo),
        Err(TrustError::Format { role: "timestamp".to_owned(), reason: "another type of metadata" })
    );
    assert_eq!(client.versions(), [2, 0, 0, 0]);
}

#[test]
fn the_time_given_is_the_time_used() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.role("root")["expires"] = json!(in_days(7));
    repo.publish(&["root"]);
    client.refresh(&repo).unwrap();
    client.now = NOW + 8 * DAY;
    assert!(matches!(client.refresh(&repo), Err(TrustError::Expired { role, .. }) if role == "root"));
}

#[test]
fn without_consistent_snapshots_names_have_no_version() {
    let mut repo = Repo::new();
    repo.role("root")["consistent_snapshot"] = json!(false);
    repo.publish(&["root"]);
    for role in ["snapshot", "targets"] {
        let bytes = repo.metadata[&format!("1.{role}.json")].clone();
        repo.metadata.insert(format!("{role}.json"), bytes);
    }
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    assert_eq!(client.asked, ["2.root.json", "3.root.json", "timestamp.json", "snapshot.json", "targets.json"]);
}

#[test]
fn only_the_major_version_of_the_specification_matters() {
    for (version, accepted) in [
        ("1.0", true),
        ("1.0.99", true),
        ("1.7.0", true),
        ("2.0.0", false),
        ("1.", false),
        ("10.0", false),
        ("1.x", false),
    ] {
        let mut repo = Repo::new();
        repo.role("timestamp")["spec_version"] = json!(version);
        repo.publish(&["timestamp"]);
        assert_eq!(Client::new(&repo).refresh(&repo).is_ok(), accepted, "{version}");
    }
}
