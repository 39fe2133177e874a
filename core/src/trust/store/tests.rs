use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::super::floors::Floors;
use super::super::tests::builder::{NOW, Repo, Signer};
use super::super::tests::client::Client;
use super::{FolderStore, Held, MemoryStore, SqliteStore, StoreFault, TrustStore};
use crate::trust::{Incident, Options, TrustError, Updater};

fn sqlite(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder).unwrap()
}

#[allow(clippy::disallowed_methods, reason = "to damage it")]
fn raw(folder: &Path) -> Connection {
    Connection::open(folder.join("trust.sqlite")).unwrap()
}

/// A state of version 2, and its repository served back at version 1.
fn two_versions(folder: &Path) -> (Repo, Repo) {
    let mut repo = Repo::new();
    let old = Repo::new();
    repo.publish_targets();
    Client::with_store(Box::new(sqlite(folder)), &repo.root_bytes(1)).refresh(&repo).unwrap();
    (repo, old)
}

fn refresh(folder: &Path, repo: &Repo) -> Result<Vec<Incident>, TrustError> {
    let mut client = Client::with_store(Box::new(sqlite(folder)), &repo.root_bytes(1));
    client.refresh(repo).map(|report| report.incidents)
}

#[test]
fn all_stores_keep_what_they_are_given() {
    let folder = tempfile::tempdir().unwrap();
    let stores: [Box<dyn TrustStore>; 3] = [
        Box::new(MemoryStore::default()),
        Box::new(FolderStore::open(&folder.path().join("f")).unwrap()),
        Box::new(sqlite(&folder.path().join("s"))),
    ];
    for mut store in stores {
        assert_eq!(store.floors().unwrap().floors, None);
        let mut floors = Floors { change: 1, root: 3, ..Floors::default() };
        store.keep_root(3, b"third", &floors).unwrap();
        assert_eq!(store.keep("timestamp", b"t", &floors), Err(StoreFault::Busy), "the same change twice");
        floors.change = 2;
        store.keep("timestamp", b"\xff raw \x00", &floors).unwrap();
        floors.change = 3;
        floors.raise_role("a/b\n", 7);
        store.keep("3.root", b"a delegate, not a root", &floors).unwrap();
        assert_eq!(store.load("root").unwrap(), Held::Bytes(b"third".to_vec()));
        assert_eq!(store.load_root(3).unwrap(), Held::Bytes(b"third".to_vec()));
        assert_eq!(store.load_root(2).unwrap(), Held::Absent);
        assert_eq!(store.load("timestamp").unwrap(), Held::Bytes(b"\xff raw \x00".to_vec()));
        floors.change = 4;
        store.forget(&["timestamp", "snapshot"], &floors).unwrap();
        assert_eq!(store.load("timestamp").unwrap(), Held::Absent);
        let kept = store.floors().unwrap();
        assert_eq!((kept.floors, kept.repaired), (Some(floors), false));
    }
}

#[test]
fn floors_survive_as_text_and_notice_any_change() {
    let mut floors = Floors { change: 9, root: 4, timestamp: u64::MAX, snapshot: 2, issued: -5, ..Floors::default() };
    floors.timestamp_keys.insert(vec![1; 32]);
    floors.snapshot_keys.extend([vec![2; 32], vec![3; 32]]);
    floors.raise_role("नेपाल", 8);
    floors.raise_role("line\nbreak sum ", 9);
    let text = floors.to_text();
    assert_eq!(Floors::from_text(&text), Some(floors));
    for at in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] ^= 1;
        assert_eq!(Floors::from_text(&String::from_utf8(changed).unwrap()), None, "byte {at}");
        assert_eq!(Floors::from_text(&text[..at]), None);
    }
}

#[test]
fn corrupt_floor_row_is_reported_and_not_lowered() {
    let folder = tempfile::tempdir().unwrap();
    let (repo, old) = two_versions(folder.path());
    for damage in ["UPDATE floors SET body = replace(body, 'timestamp 2', 'timestamp 1')", "DELETE FROM floors"] {
        raw(folder.path()).execute_batch(damage).unwrap();
        assert!(matches!(refresh(folder.path(), &old), Err(TrustError::Rollback { found: 1, least: 2, .. })));
        assert_eq!(refresh(folder.path(), &repo).unwrap(), [Incident::FloorsRepaired]);
        // A change of state writes both copies again.
        let mut newer = Repo::new();
        newer.role("timestamp")["version"] = serde_json::json!(repo.version("timestamp") + 10);
        newer.publish_targets();
        refresh(folder.path(), &newer).unwrap();
        assert_eq!(refresh(folder.path(), &newer).unwrap(), []);
        fs::remove_dir_all(folder.path()).unwrap();
        two_versions(folder.path());
    }
}

#[test]
fn corrupt_second_copy_is_reported_and_not_lowered() {
    let folder = tempfile::tempdir().unwrap();
    let (repo, old) = two_versions(folder.path());
    let second = folder.path().join("trust.floors");
    fs::write(&second, "safe-migration floors 1\ntimestamp 0\n").unwrap();
    assert!(matches!(refresh(folder.path(), &old), Err(TrustError::Rollback { .. })));
    assert_eq!(refresh(folder.path(), &repo).unwrap(), [Incident::FloorsRepaired]);
    fs::remove_file(&second).unwrap();
    assert_eq!(refresh(folder.path(), &repo).unwrap(), [Incident::FloorsRepaired]);
}

#[test]
fn both_copies_corrupt_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (repo, _) = two_versions(folder.path());
    raw(folder.path()).execute_batch("UPDATE floors SET body = 'x'").unwrap();
    fs::write(folder.path().join("trust.floors"), "x").unwrap();
    assert_eq!(refresh(folder.path(), &repo), Err(TrustError::Store(StoreFault::Damaged)));
}

#[test]
fn a_database_set_back_to_an_older_copy_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut repo = Repo::new();
    refresh(path, &repo).unwrap();
    let backup = fs::read(path.join("trust.sqlite")).unwrap();
    let old = Repo::new();
    repo.publish_targets();
    refresh(path, &repo).unwrap();
    fs::write(path.join("trust.sqlite"), backup).unwrap();
    assert!(matches!(refresh(path, &old), Err(TrustError::Rollback { found: 1, least: 2, .. })));
    assert_eq!(refresh(path, &repo).unwrap(), [Incident::FloorsRepaired]);
}

#[test]
fn a_file_that_is_no_database_is_moved_aside_and_floors_hold() {
    let folder = tempfile::tempdir().unwrap();
    let (repo, old) = two_versions(folder.path());
    for bytes in [b"not a database at all, and long enough to be looked at by the library".repeat(90), vec![0; 4096]] {
        fs::write(folder.path().join("trust.sqlite"), bytes).unwrap();
        assert!(matches!(refresh(folder.path(), &old), Err(TrustError::Rollback { .. })));
        refresh(folder.path(), &repo).unwrap();
        assert!(folder.path().join("trust.damaged.sqlite").exists());
    }
}

#[test]
fn every_flipped_byte_of_the_database_leaves_the_floors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (_, old) = two_versions(path);
    let (database, floors) =
        (fs::read(path.join("trust.sqlite")).unwrap(), fs::read(path.join("trust.floors")).unwrap());
    for at in (0..database.len()).step_by(97) {
        let mut damaged = database.clone();
        damaged[at] ^= 0x55;
        fs::write(path.join("trust.sqlite"), damaged).unwrap();
        fs::write(path.join("trust.floors"), &floors).unwrap();
        let opened = SqliteStore::open(path);
        let Ok(store) = opened else { continue };
        let mut client = Client::with_store(Box::new(store), &old.root_bytes(1));
        match client.refresh(&old) {
            Err(TrustError::Rollback { least: 2, .. } | TrustError::Store(_)) => {}
            other => panic!("byte {at}: {other:?}"),
        }
    }
}

#[test]
fn damaged_role_bytes_are_reported_and_fetched_again() {
    let folder = tempfile::tempdir().unwrap();
    let (repo, _) = two_versions(folder.path());
    let change = "UPDATE held SET bytes = substr(bytes, 2) WHERE name = 'role/targets'";
    raw(folder.path()).execute_batch(change).unwrap();
    assert_eq!(refresh(folder.path(), &repo).unwrap(), [Incident::RoleDamaged("targets".to_owned())]);
    assert_eq!(refresh(folder.path(), &repo).unwrap(), []);
    raw(folder.path()).execute_batch("UPDATE held SET bytes = x'00' WHERE name = 'role/root'").unwrap();
    assert_eq!(refresh(folder.path(), &repo).unwrap(), [Incident::RoleDamaged("root".to_owned())]);
}

#[test]
fn a_kill_after_any_step_is_continued() {
    // An update of root, timestamp, snapshot, targets that is dropped after n answers.
    for stop in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let mut repo = Repo::new();
        let root = repo.root_bytes(1);
        refresh(folder.path(), &repo).unwrap();
        repo.publish(&["root", "targets", "snapshot", "timestamp"]);
        {
            let mut store = sqlite(folder.path());
            let options = Options { now: NOW, shipped_root: Some(&root), ..Options::default() };
            let mut updater = Updater::new(&mut store, &options).unwrap();
            for _ in 0..stop {
                let crate::trust::Want::Metadata { file, .. } = updater.want() else { break };
                updater.give(repo.metadata.get(&file).map(Vec::as_slice)).unwrap();
            }
        }
        // The second copy of the floors may be one change behind after a kill between the two writes.
        assert_eq!(refresh(folder.path(), &repo).unwrap(), []);
        let mut client = Client::with_store(Box::new(sqlite(folder.path())), &root);
        assert_eq!(client.versions(), [2, 2, 2, 2], "stopped after {stop}");
    }
}

#[test]
fn a_kill_between_the_two_copies_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let mut repo = Repo::new();
    refresh(folder.path(), &repo).unwrap();
    let before = fs::read(folder.path().join("trust.floors")).unwrap();
    repo.publish(&["timestamp"]);
    refresh(folder.path(), &repo).unwrap();
    fs::write(folder.path().join("trust.floors"), before).unwrap();
    assert_eq!(refresh(folder.path(), &repo).unwrap(), []);
    assert!(matches!(refresh(folder.path(), &Repo::new()), Err(TrustError::Rollback { .. })));
}

#[test]
fn a_second_copy_that_cannot_be_written_ends_the_update_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut repo = Repo::new();
    refresh(folder.path(), &repo).unwrap();
    repo.publish_targets();
    let in_the_way = folder.path().join("trust.floors.new");
    fs::create_dir(&in_the_way).unwrap();
    assert!(matches!(refresh(folder.path(), &repo), Err(TrustError::Store(_))));
    assert!(matches!(refresh(folder.path(), &Repo::new()), Err(TrustError::Rollback { least: 2, .. })));
    fs::remove_dir(&in_the_way).unwrap();
    assert_eq!(refresh(folder.path(), &repo).unwrap(), []);
    let mut client = Client::with_store(Box::new(sqlite(folder.path())), &repo.root_bytes(1));
    assert_eq!(client.versions(), [1, 2, 2, 2]);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("file");
    fs::write(&in_the_way, "").unwrap();
    assert!(SqliteStore::open(&in_the_way).is_err());
    assert!(FolderStore::open(&in_the_way).is_err());
}

#[test]
fn a_state_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    two_versions(folder.path());
    raw(folder.path()).execute_batch("PRAGMA user_version = 99").unwrap();
    assert_eq!(SqliteStore::open(folder.path()).err(), Some(StoreFault::TooNew));
}

#[test]
fn a_folder_without_floors_takes_them_from_its_metadata() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut repo = Repo::new();
    let old = Repo::new();
    repo.publish_targets();
    let client = |repo: &Repo| Client::with_store(Box::new(FolderStore::open(path).unwrap()), &repo.root_bytes(1));
    client(&repo).refresh(&repo).unwrap();
    fs::remove_file(path.join("floors")).unwrap();
    fs::remove_file(path.join("roots/floors")).unwrap();
    let result = client(&old).refresh(&old);
    assert_eq!(result, Err(TrustError::Rollback { role: "timestamp".to_owned(), found: 1, least: 2 }));
}

#[test]
fn a_lost_root_does_not_make_an_old_rotation_count_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut repo = Repo::new();
    refresh(path, &repo).unwrap();
    repo.rotate("timestamp", &Signer::ed25519(50));
    repo.publish(&["root", "timestamp"]);
    let old = repo.metadata["timestamp.json"].clone();
    repo.publish(&["timestamp"]);
    refresh(path, &repo).unwrap();
    // The way from the app's root 1 leads past the rotation a second time.
    raw(path).execute_batch("DELETE FROM held WHERE name = 'role/root'").unwrap();
    repo.metadata.insert("timestamp.json".to_owned(), old);
    let result = refresh(path, &repo);
    assert_eq!(result, Err(TrustError::Rollback { role: "timestamp".to_owned(), found: 2, least: 3 }));
}
