use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::model::{Date, RegisterKind};
use crate::pack::delta::{Delta, DeltaError, assemble, write_content};
use crate::pack::{ContentWriter, Pack, PackError, PackRow, Stored, manifest_digest};
use crate::shipped;

fn quiet(_: u32, _: u32) {}

fn install(pack: &[u8]) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::install(folder.path(), &Pack::open(pack).unwrap(), &quiet).unwrap();
    (folder, store)
}

fn rows(pack: &[u8]) -> Vec<PackRow> {
    Pack::open(pack).unwrap().rows().collect::<Result<_, _>>().unwrap()
}

/// A pack of the shipped registers with other rows.
fn pack(version: u64, rows: Vec<PackRow>) -> Vec<u8> {
    let mut manifest = Pack::open(shipped::PACK).unwrap().manifest().clone();
    let mut writer = ContentWriter::new(Stored::new(Vec::new()));
    for register in &mut manifest.registers {
        let count = rows.iter().filter(|row| row.id().split_once(':').unwrap().0 == register.id).count();
        register.rows = u32::try_from(count).unwrap();
        register.captured_at += 604_800_000;
    }
    for row in rows {
        writer.push(row).unwrap();
    }
    let (stored, summary) = writer.finish().unwrap();
    (manifest.version, manifest.rows) = (version, summary.rows);
    (manifest.content_digest, manifest.content_bytes) = (summary.digest, summary.bytes);
    crate::pack::assemble(&manifest, &stored.finish().unwrap()).unwrap()
}

/// The shipped rows a week later.
fn next_week(version: u64) -> Vec<u8> {
    let mut rows = rows(shipped::PACK);
    rows.retain(|row| !row.id().ends_with('7'));
    for (number, row) in rows.iter_mut().enumerate() {
        match row {
            PackRow::Recruiter(row) if number % 9 == 0 => row.status = Some("Cancelled".to_owned()),
            PackRow::Recruiter(row) if number % 9 == 1 => row.expires = Date::new(2031, 2, 3),
            PackRow::JobOrder(row) => row.open_places = Some(7),
            PackRow::Recruiter(_) => {}
        }
    }
    pack(version, rows)
}

fn delta(old: &[u8], new: &[u8]) -> Vec<u8> {
    let (old, new) = (Pack::open(old).unwrap(), Pack::open(new).unwrap());
    let (stored, header) = write_content(&old, &new, Stored::new(Vec::new())).unwrap();
    assemble(&header, &stored.finish().unwrap()).unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_installed_rows_are_the_published_ones() {
    let (_folder, store) = install(shipped::PACK);
    let installed: Vec<PackRow> = store.rows().collect::<Result<_, _>>().unwrap();
    assert!(installed == rows(shipped::PACK));
    let kinds: Vec<RegisterKind> = store.registers().iter().map(|register| register.kind).collect();
    assert!(kinds.contains(&RegisterKind::JobOrders) && kinds.contains(&RegisterKind::Licensed));
}

#[test]
fn a_pack_is_rebuilt_from_the_installed_rows() {
    let (original, store) = install(shipped::PACK);
    let rebuilt = store.export_pack(Vec::new()).unwrap();
    let (rebuilt, published) = (Pack::open(&rebuilt).unwrap(), Pack::open(shipped::PACK).unwrap());
    assert_eq!(rebuilt.manifest_json(), published.manifest_json());
    assert_eq!(manifest_digest(rebuilt.manifest_json()), manifest_digest(published.manifest_json()));
    // The last of the rows is an error when their digest is not the manifest's.
    assert_eq!(rebuilt.rows().collect::<Result<Vec<_>, _>>(), published.rows().collect());
    let (folder, again) = install(&store.export_pack(Vec::new()).unwrap());
    assert_eq!(again.manifest_json(), published.manifest_json());
    assert_eq!(files(folder.path()), files(original.path()));
}

#[test]
fn an_export_tells_a_full_disk_from_damage() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_folder, store) = install(shipped::PACK);
    assert_eq!(store.export_pack(Full).err().unwrap().kind, StorageKind::Full);
}

#[test]
fn a_delta_is_installed_like_the_full_pack() {
    let new = next_week(2);
    let (folder, old) = install(shipped::PACK);
    let delta = delta(shipped::PACK, &new);
    let updated = old.update(folder.path(), &Delta::open(&delta).unwrap(), &quiet).unwrap();
    let (full_folder, full) = install(&new);
    assert_eq!(updated.manifest_json(), full.manifest_json());
    assert!(updated.rows().collect::<Result<Vec<_>, _>>().unwrap() == rows(&new));
    // The same rows make the same file, by whatever way they came.
    assert_eq!(files(folder.path()), files(full_folder.path()));
    assert_eq!(Store::open_installed(folder.path()).unwrap().unwrap().manifest().version, 2);
    // Whoever still reads the old file goes on.
    assert!(old.rows().collect::<Result<Vec<_>, _>>().unwrap() == rows(shipped::PACK));
}

#[test]
fn a_delta_that_does_not_fit_leaves_the_store() {
    let (second, third) = (next_week(2), pack(3, rows(shipped::PACK)));
    let (folder, store) = install(shipped::PACK);
    let before = files(folder.path());
    let good = delta(shipped::PACK, &second);
    let attempt = |delta: &[u8]| {
        let error = match Delta::open(delta) {
            Err(error) => error,
            Ok(delta) => match store.update(folder.path(), &delta, &quiet).err().unwrap() {
                UpdateError::Delta(error) => error,
                UpdateError::Storage(error) => panic!("{error}"),
            },
        };
        assert_eq!(files(folder.path()), before);
        assert_eq!(Store::open_installed(folder.path()).unwrap().unwrap().manifest().version, 1);
        error
    };
    assert_eq!(attempt(&delta(&second, &third)), DeltaError::OtherBase);
    assert_eq!(attempt(b"<html>"), DeltaError::NotADelta);
    assert!(matches!(attempt(&good[..good.len() - 1]), DeltaError::Content(PackError::Damaged(_))));
    // One letter of one changed cell: everything can be read, and only the digest tells.
    let at = good.windows(9).position(|window| window == &b"Cancelled"[..]).unwrap();
    let mut wrong = good.clone();
    wrong[at] = b'K';
    assert_eq!(attempt(&wrong), DeltaError::OtherResult);
    store.update(folder.path(), &Delta::open(&good).unwrap(), &quiet).unwrap();
}

#[test]
fn installations_at_once_never_leave_a_half_written_store() {
    let folder = tempfile::tempdir().unwrap();
    let packs = [shipped::PACK.to_vec(), next_week(2), next_week(3)];
    std::thread::scope(|scope| {
        for pack in &packs {
            scope.spawn(|| {
                for _ in 0..3 {
                    match Store::install(folder.path(), &Pack::open(pack).unwrap(), &quiet) {
                        Ok(store) => assert_eq!(store.manifest().rows, Pack::open(pack).unwrap().manifest().rows),
                        Err(error) => assert_eq!(error.kind, StorageKind::Locked),
                    }
                }
            });
        }
    });
    let store = Store::open_installed(folder.path()).unwrap().unwrap();
    let expected =
        packs.iter().find(|pack| Pack::open(pack).unwrap().manifest_json() == store.manifest_json()).unwrap();
    assert!(store.rows().collect::<Result<Vec<_>, _>>().unwrap() == rows(expected));
}
