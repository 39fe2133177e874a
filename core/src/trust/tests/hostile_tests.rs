//! The ten hostile tests of the design (section 1.5), and other attacks from its list of faults.

use serde_json::{Value, json};

use super::builder::{DAY, NOW, Repo, Signer, canonical, hex, in_days};
use super::client::{Client, drive};
use crate::trust::{
    Floors, FolderStore, Held, Incident, MemoryStore, Options, SqliteStore, StoreFault, TrustError, Updater,
};

#[test]
fn damaged_timestamp_in_the_store_then_rollback() {
    let folder = tempfile::tempdir().unwrap();
    let mut repo = Repo::new();
    let old = repo.metadata["timestamp.json"].clone();
    let mut client = Client::with_store(Box::new(FolderStore::open(folder.path()).unwrap()), &repo.root_bytes(1));
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    let stored = folder.path().join("timestamp.json");
    let bytes = std::fs::read(&stored).unwrap();
    for damage in [&bytes[..bytes.len() / 2], &[], b"null"] {
        std::fs::write(&stored, damage).unwrap();
        let new = repo.metadata.insert("timestamp.json".to_owned(), old.clone()).unwrap();
        assert!(matches!(client.refresh(&repo), Err(TrustError::Rollback { found: 1, least: 2, .. })));
        repo.metadata.insert("timestamp.json".to_owned(), new);
        let report = client.refresh(&repo).unwrap();
        assert_eq!(report.incidents, [Incident::RoleDamaged("timestamp".to_owned())]);
        assert!(client.refresh(&repo).unwrap().incidents.is_empty(), "repaired");
    }
}

#[test]
fn damaged_snapshot_in_the_store_then_rollback_of_targets() {
    let folder = tempfile::tempdir().unwrap();
    let mut repo = Repo::new();
    let mut client = Client::with_store(Box::new(FolderStore::open(folder.path()).unwrap()), &repo.root_bytes(1));
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    std::fs::write(folder.path().join("snapshot.json"), b"{").unwrap();
    repo.role("targets")["version"] = json!(0);
    repo.publish_targets();
    assert!(matches!(client.refresh(&repo), Err(TrustError::Rollback { found: 1, least: 2, .. })));
}

#[test]
fn rotated_timestamp_key_then_rollback_with_the_root_of_the_app() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.rotate("timestamp", &Signer::ed25519(50));
    repo.publish(&["root", "timestamp"]);
    let old = repo.metadata["timestamp.json"].clone();
    repo.publish(&["timestamp"]);
    client.refresh(&repo).unwrap();
    repo.metadata.insert("timestamp.json".to_owned(), old);
    // The app still ships root 1; the rotation is not seen a second time.
    for _ in 0..3 {
        assert!(matches!(client.refresh(&repo), Err(TrustError::Rollback { found: 2, least: 3, .. })));
    }
}

#[test]
fn a_delegate_that_signs_a_path_not_his_blocks_nobody() {
    let mut repo = Repo::new();
    repo.delegate("targets", "india", json!({"paths": ["in/*"]}), true);
    repo.delegate("targets", "nepal", json!({"paths": ["np/*"]}), true);
    repo.add_target("india", "in/list", b"in");
    repo.add_target("nepal", "np/list", b"np");
    repo.add_target("india", "np/list", b"forged");
    repo.publish(&["india", "nepal", "targets", "snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    assert_eq!(client.download(&repo, "in/list").unwrap(), b"in");
    assert_eq!(client.download(&repo, "np/list").unwrap(), b"np");
}

#[test]
fn an_expired_delegate_blocks_only_himself() {
    let mut repo = Repo::new();
    repo.delegate("targets", "india", json!({"paths": ["in/*"]}), true);
    repo.delegate("targets", "nepal", json!({"paths": ["np/*"]}), true);
    repo.role("india")["expires"] = json!(in_days(-1));
    repo.add_target("nepal", "np/list", b"np");
    repo.publish(&["india", "nepal", "targets", "snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    assert_eq!(client.download(&repo, "np/list").unwrap(), b"np");
    assert!(matches!(client.find(&repo, "in/list"), Err(TrustError::Expired { .. })));
    assert_eq!(client.download(&repo, "np/list").unwrap(), b"np");
}

#[test]
fn a_clock_that_was_fast_once_does_no_lasting_harm() {
    let mut repo = Repo::new();
    repo.role("timestamp")["x-issued"] = json!(in_days(0));
    repo.publish(&["timestamp"]);
    let mut client = Client::new(&repo);
    client.now = NOW + 2 * 3_600_000;
    client.refresh(&repo).unwrap();
    client.now = NOW;
    repo.publish_targets();
    assert!(!client.refresh(&repo).unwrap().clock_behind);
    assert_eq!(client.version("targets"), 2);
}

#[test]
fn a_name_twice_in_the_signed_part_is_refused() {
    // Signed by the right key over what a reader that keeps the last of two names sees.
    let mut repo = Repo::new();
    let signed = repo.roles["timestamp"].clone();
    let message = canonical(&signed);
    let signature = hex(&repo.signers["timestamp"][0].sign(message.as_bytes()));
    let keyid = repo.signers["timestamp"][0].keyid.clone();
    let doubled = message.replacen('{', "{\"version\":9,", 1);
    let file = format!(r#"{{"signatures":[{{"keyid":"{keyid}","sig":"{signature}"}}],"signed":{doubled}}}"#);
    repo.metadata.insert("timestamp.json".to_owned(), file.into_bytes());
    let expected = TrustError::Format { role: "timestamp".to_owned(), reason: "a name occurs twice" };
    assert_eq!(Client::new(&repo).refresh(&repo), Err(expected));
}

#[test]
fn json_16000_deep_is_refused() {
    let mut repo = Repo::new();
    let deep = [vec![b'['; 7_000], vec![b']'; 7_000]].concat();
    repo.metadata.insert("timestamp.json".to_owned(), deep);
    assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })));
    let deep = [vec![b'['; 16_000], vec![b']'; 16_000]].concat();
    repo.metadata.insert("2.root.json".to_owned(), deep);
    assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })));
}

const PORTAL: &[u8] = b"<!DOCTYPE html><html><body>Welcome to Airport Free WiFi</body></html>";

#[test]
fn captive_portal_as_timestamp_then_recovery() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.publish_targets();
    let good = repo.metadata.insert("timestamp.json".to_owned(), PORTAL.to_vec()).unwrap();
    assert!(matches!(client.refresh(&repo), Err(TrustError::Format { role, .. }) if role == "timestamp"));
    assert_eq!(client.versions(), [1, 1, 1, 1]);
    repo.metadata.insert("timestamp.json".to_owned(), good);
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [1, 2, 2, 2]);
}

#[test]
fn captive_portal_as_root_then_recovery() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.metadata.insert("2.root.json".to_owned(), PORTAL.to_vec());
    assert!(matches!(client.refresh(&repo), Err(TrustError::Format { role, .. }) if role == "root"));
    repo.metadata.remove("2.root.json");
    repo.publish_targets();
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [1, 2, 2, 2]);
}

#[test]
fn forty_roots_behind() {
    let mut repo = Repo::new();
    for seed in 0..40 {
        let old = repo.signers["root"].clone();
        let new = Signer::ed25519(100 + seed);
        repo.rotate("root", &new);
        repo.signers.get_mut("root").unwrap().extend(old.into_iter().take(1));
        repo.publish(&["root"]);
        repo.signers.insert("root".to_owned(), vec![new]);
    }
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("root"), 41);
    // All of them are kept, to be handed on.
    for version in 2..=41 {
        assert_eq!(client.store.load_root(version).unwrap(), Held::Bytes(repo.root_bytes(version)));
    }
}

#[test]
fn an_endless_chain_of_roots_is_cut_and_goes_on_next_time() {
    let mut repo = Repo::new();
    for _ in 0..5 {
        repo.publish(&["root"]);
    }
    let root = repo.root_bytes(1);
    let mut client = Client::new(&repo);
    {
        let mut options = Options { now: NOW, shipped_root: Some(&root), ..Default::default() };
        options.limits.roots = 3;
        let mut updater = Updater::new(client.store.as_mut(), &options).unwrap();
        let result = drive(&mut updater, &repo, &mut Vec::new());
        assert_eq!(result, Err(TrustError::TooManyRoots(3)));
        assert_eq!(updater.give(None), Err(TrustError::OutOfTurn), "a failed update is over");
    }
    assert_eq!(client.version("root"), 4);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("root"), 6);
}

#[test]
fn endless_metadata_is_cut() {
    for (file, role, most) in [("2.root.json", "root", 512_000), ("timestamp.json", "timestamp", 16_384)] {
        let mut repo = Repo::new();
        repo.metadata.insert(file.to_owned(), vec![b' '; 600_000]);
        let error = Client::new(&repo).refresh(&repo).unwrap_err();
        assert_eq!(error, TrustError::TooLong { role: role.to_owned(), most });
    }
}

#[test]
fn all_three_online_keys_stolen_then_recovered() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    for role in ["targets", "snapshot", "timestamp"] {
        repo.role(role)["version"] = json!(u64::MAX - 2);
        repo.role(role)["x-issued"] = json!(in_days(80));
        repo.publish(&[role]);
    }
    client.refresh(&repo).unwrap();
    for (seed, role) in [(50, "targets"), (51, "snapshot"), (52, "timestamp")] {
        repo.rotate(role, &Signer::ed25519(seed));
        repo.role(role)["version"] = json!(0);
        repo.role(role)["x-issued"] = json!(in_days(1));
    }
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.versions(), [2, 1, 1, 1]);
}

#[test]
fn mix_and_match_of_two_publications_is_refused() {
    let mut repo = Repo::new();
    repo.hashes = true;
    repo.publish_targets();
    let old = repo.metadata["2.targets.json"].clone();
    repo.publish_targets();
    repo.metadata.insert("3.targets.json".to_owned(), old.clone());
    assert_eq!(Client::new(&repo).refresh(&repo), Err(TrustError::Mismatch { role: "targets".to_owned() }));
    repo.hashes = false;
    repo.publish_targets();
    repo.metadata.insert("4.targets.json".to_owned(), old);
    assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::OtherVersion { .. })));
}

#[test]
fn versions_out_of_range_are_refused() {
    for version in [json!(0), json!(-1), json!(u64::MAX), json!(1.0), json!("1"), json!(null)] {
        let mut repo = Repo::new();
        repo.role("timestamp")["version"] = version.clone();
        let bytes = super::builder::envelope(&repo.roles["timestamp"], &repo.signers["timestamp"]);
        repo.metadata.insert("timestamp.json".to_owned(), bytes);
        assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })), "{version}");
    }
}

#[test]
fn a_timestamp_that_lists_more_than_the_snapshot_is_refused() {
    let mut repo = Repo::new();
    repo.role("timestamp")["meta"]["targets.json"] = json!({"version": 1});
    repo.publish(&["timestamp"]);
    assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })));
}

#[test]
fn the_shipped_root_moves_an_old_state_on() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.publish(&["root"]);
    let mut client =
        Client::with_store(std::mem::replace(&mut client.store, Box::new(MemoryStore::default())), &repo.root_bytes(2));
    client.refresh(&repo).unwrap();
    assert_eq!(client.asked, ["3.root.json", "timestamp.json"]);
    assert_eq!(client.version("root"), 2);
}

#[test]
fn floors_built_into_the_app_hold_for_a_deleted_state() {
    let mut repo = Repo::new();
    let old = repo.metadata.clone();
    let root = repo.root_bytes(1);
    repo.publish_targets();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    let text = client.store.floors().unwrap().floors.unwrap().to_text();
    let least = Floors::from_text(&text).unwrap();
    let options = Options { now: NOW, shipped_root: Some(&root), least: Some(&least), ..Default::default() };
    let mut empty = MemoryStore::default();
    let mut updater = Updater::new(&mut empty, &options).unwrap();
    let mut rolled_back = Repo::new();
    rolled_back.metadata = old;
    let result = drive(&mut updater, &rolled_back, &mut Vec::new());
    assert!(matches!(result, Err(TrustError::Rollback { found: 1, least: 2, .. })));
    // But not against a recovery by new keys that the app could not know of.
    repo.rotate("timestamp", &Signer::ed25519(50));
    repo.role("timestamp")["version"] = json!(0);
    repo.publish(&["root", "timestamp"]);
    let mut empty = MemoryStore::default();
    let mut updater = Updater::new(&mut empty, &options).unwrap();
    drive(&mut updater, &repo, &mut Vec::new()).unwrap();
}

#[test]
fn a_hostile_role_name_does_not_reach_an_error_line() {
    let mut repo = Repo::new();
    let name = format!("evil\u{1b}[2J\n{}", "x".repeat(500));
    repo.delegate("targets", &name, json!({"paths": ["*"]}), false);
    repo.publish(&["targets", "snapshot", "timestamp"]);
    let line = Client::new(&repo).find(&repo, "list").unwrap_err().to_string();
    assert!(line.len() < 120 && !line.chars().any(char::is_control), "{line:?}");
}

#[test]
fn two_updates_at_once_do_not_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut repo = Repo::new();
    let root = repo.root_bytes(1);
    let store = || Box::new(SqliteStore::open(folder.path()).unwrap());
    Client::with_store(store(), &root).refresh(&repo).unwrap();
    let mut first = store();
    let options = Options { now: NOW, ..Default::default() };
    let mut slow = Updater::new(first.as_mut(), &options).unwrap();
    repo.publish(&["timestamp"]);
    let stale: Value = serde_json::from_slice(&repo.metadata["timestamp.json"]).unwrap();
    repo.publish(&["timestamp"]);
    slow.give(None).unwrap();
    Client::with_store(store(), &root).refresh(&repo).unwrap();
    let result = slow.give(Some(stale.to_string().as_bytes()));
    assert_eq!(result, Err(TrustError::Store(StoreFault::Busy)));
    assert_eq!(Client::with_store(store(), &root).version("timestamp"), 3);
}

#[test]
fn age_alone_never_moves_the_clock() {
    let repo = Repo::new();
    let mut client = Client::new(&repo);
    client.now = NOW + DAY;
    client.refresh(&repo).unwrap();
    assert_eq!(client.store.floors().unwrap().floors.unwrap().issued(), 0);
}
