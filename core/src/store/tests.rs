use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::install::InstallProgress;
use super::open::Opened;
use super::*;
use crate::pack::Pack;
use crate::pack::fixtures::{pack_of, shipped_part};

const NO_PROGRESS: InstallProgress<'_> = &|_, _| ();

fn shipped() -> Pack<'static> {
    Pack::open(crate::shipped::PACK).unwrap()
}

fn open(folder: &Path) -> (Store, Opened) {
    Store::open(folder, &shipped(), NO_PROGRESS).unwrap()
}

fn store_file(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("lists-")).unwrap()
}

#[test]
fn the_first_opening_installs_and_the_second_reads() {
    let folder = TempDir::new().unwrap();
    assert_eq!(open(folder.path()).1, Opened::Installed);
    let (store, how) = open(folder.path());
    assert_eq!(how, Opened::AsInstalled);
    assert_eq!(store.manifest(), shipped().manifest());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "the store, the file that names it and the lock");
}

#[test]
fn every_row_of_the_pack_is_found_by_its_id() {
    let folder = TempDir::new().unwrap();
    let (store, _) = open(folder.path());
    for row in shipped().rows() {
        if let crate::pack::PackRow::Recruiter(recruiter) = row.unwrap() {
            assert_eq!(store.entry_by_id(&recruiter.id).unwrap().unwrap().recruiter, recruiter);
        }
    }
    for unknown in ["", "zz:1", "bd-bmet:", "ph-dmw:none"] {
        assert!(store.entry_by_id(unknown).unwrap().is_none());
    }
}

#[test]
fn a_higher_version_replaces_and_a_lower_one_does_not() {
    let folder = TempDir::new().unwrap();
    let (mut manifest, rows) = shipped_part(&["bd-dos"]);
    manifest.version = 7;
    let newer = pack_of(&manifest, &rows);
    let version = |bytes: &[u8]| {
        let pack = Pack::open(bytes).unwrap();
        Store::open(folder.path(), &pack, NO_PROGRESS).unwrap().0.manifest().version
    };
    assert_eq!(version(crate::shipped::PACK), 1);
    assert_eq!(version(&newer), 7);
    assert_eq!(version(crate::shipped::PACK), 7);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "the older store is gone");
}

#[test]
fn a_store_of_a_newer_schema_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    open(folder.path());
    let file = store_file(folder.path());
    #[allow(clippy::disallowed_methods, reason = "damages a store on purpose")]
    let connection = Connection::open(&file).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    seal::put_in_place(folder.path(), &file).unwrap();
    let before = fs::read(store_file(folder.path())).unwrap();
    let error = Store::open(folder.path(), &shipped(), NO_PROGRESS).unwrap_err();
    assert_eq!(error.kind, StorageKind::TooNew);
    assert_eq!(fs::read(store_file(folder.path())).unwrap(), before);
}

#[test]
fn damage_anywhere_in_the_file_is_noticed_and_mended() {
    let folder = TempDir::new().unwrap();
    open(folder.path());
    let bytes = fs::read(store_file(folder.path())).unwrap();
    for place in (0..bytes.len()).step_by(bytes.len() / 23) {
        let file = store_file(folder.path());
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        fs::write(&file, &damaged).unwrap();
        let (store, how) = open(folder.path());
        assert_eq!(how, Opened::Rebuilt, "byte {place}");
        assert_eq!(store.manifest(), shipped().manifest());
    }
}

#[test]
fn a_cut_pack_leaves_the_store_as_it_was() {
    let folder = TempDir::new().unwrap();
    open(folder.path());
    let (mut manifest, rows) = shipped_part(&["bd-bmet"]);
    manifest.version = 9;
    let mut bytes = pack_of(&manifest, &rows);
    let last = bytes.len() - 5;
    bytes[last - 100] ^= 0x20;
    let pack = Pack::open(&bytes).unwrap();
    assert_eq!(Store::open(folder.path(), &pack, NO_PROGRESS).unwrap_err().kind, StorageKind::Corrupt);
    assert_eq!(open(folder.path()).1, Opened::AsInstalled);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn an_empty_file_upgraded_step_by_step_equals_a_fresh_one() {
    let tables = |connection: &Connection| -> Vec<(String, Option<String>)> {
        let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut fresh = Connection::open_in_memory().unwrap();
    schema::migrate(&mut fresh).unwrap();
    assert_eq!(schema::version(&fresh).unwrap(), schema::SCHEMA);
    let before = tables(&fresh);
    schema::migrate(&mut fresh).unwrap();
    assert_eq!(tables(&fresh), before, "a second time changes nothing");
    fresh.pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(schema::migrate(&mut fresh).unwrap_err().kind, StorageKind::TooNew);
}

#[test]
fn leftovers_of_a_killed_installation_are_removed() {
    let folder = TempDir::new().unwrap();
    open(folder.path());
    fs::write(folder.path().join("building-1.sqlite"), b"half").unwrap();
    fs::write(folder.path().join("current.new"), b"{").unwrap();
    assert_eq!(open(folder.path()).1, Opened::AsInstalled);
    let (mut manifest, rows) = shipped_part(&["bd-dos"]);
    manifest.version = 2;
    Store::install(folder.path(), &Pack::open(&pack_of(&manifest, &rows)).unwrap(), NO_PROGRESS).unwrap();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}
