//! The repository: what it holds, who must sign, and what the phones' verifier makes of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod common;

use std::fs;
use std::path::Path;

use common::options;
use safe_migration::pack::Pack;
use safe_migration::sync::bundle::{Bundle, Entry};
use safe_migration::trust::{MemoryStore, Options, TrustError, Updater, Want};
use safe_migration_publisher::repository::{
    Lifetimes, PublicKey, Publication, Repository, RepositoryError, RoleKeys, Rotation, Signing, SigningKey, TopKeys,
    demo, sign_file,
};
use safe_migration_publisher::{BuildOptions, Effort, Error, Source, build};
use serde_json::Value;
use tempfile::TempDir;

/// 2026-11-24T12:00:00Z.
const NOW: i64 = 1_795_521_600_000;
const DAY: i64 = 86_400_000;

/// A pack with so many agencies.
fn pack(version: u64, agencies: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    let rows: String = (0..agencies).map(|n| format!("{n},Agency Number {n},L-{n},Valid,,,{n} Road,,\n")).collect();
    fs::write(&file, format!("id,name,licence,status,phones,emails,address,country,expires\n{rows}")).unwrap();
    let source = Source::open(&common::descriptor("plain-csv"), &[file]).unwrap();
    build(&[source], &BuildOptions { version, ..options() }).unwrap().bytes
}

fn role(keys: &[&SigningKey], threshold: usize) -> RoleKeys {
    RoleKeys { keys: keys.iter().map(|key| key.public().clone()).collect(), threshold }
}

fn signing(keys: &[SigningKey], now: i64) -> Signing<'_> {
    Signing { keys, now, lifetimes: Lifetimes::default() }
}

fn publication(pack: Vec<u8>) -> Publication<'static> {
    Publication { pack: Some(pack), effort: Effort::Fastest, ..Publication::default() }
}

/// Root 2 of 3, targets 2 of 3, one online key; root published.
struct Desk {
    folder: TempDir,
    root: Vec<SigningKey>,
    targets: Vec<SigningKey>,
    online: Vec<SigningKey>,
}

fn keys(count: usize) -> Vec<SigningKey> {
    (0..count).map(|_| SigningKey::generate().unwrap()).collect()
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), root: keys(3), targets: keys(3), online: keys(1) };
        let all = |keys: &'_ [SigningKey], threshold| role(&keys.iter().collect::<Vec<_>>(), threshold);
        let top = TopKeys {
            root: all(&desk.root, 2),
            targets: all(&desk.targets, 2),
            snapshot: all(&desk.online, 1),
            timestamp: all(&desk.online, 1),
        };
        desk.repository().init(&top, signing(&desk.root[..2], NOW)).unwrap();
        desk.repository().publish(signing(&[], NOW)).unwrap();
        desk
    }

    fn repository(&self) -> Repository {
        Repository::at(self.folder.path())
    }

    fn release(&self, pack: Vec<u8>, now: i64) -> Result<(), RepositoryError> {
        self.repository().release(publication(pack), signing(&self.targets[..2], now))?;
        self.repository().publish(signing(&self.online, now)).map(|_| ())
    }

    fn root_file(&self, version: u64) -> Vec<u8> {
        self.repository().metadata(&format!("{version}.root.json")).unwrap().unwrap()
    }

    fn timestamp(&self) -> Value {
        serde_json::from_slice(&self.repository().metadata("timestamp.json").unwrap().unwrap()).unwrap()
    }
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_demonstration_shows_the_whole_chain() {
    let folder = tempfile::tempdir().unwrap();
    let repository = Repository::at(folder.path());
    // Both say version 1: their place in the list counts.
    let shown = demo(&repository, &[pack(1, 300), pack(1, 310), pack(1, 320)], NOW, Effort::Fastest).unwrap();
    let ways: Vec<(u64, u64)> = shown.deltas.iter().map(|delta| (delta.from, delta.to)).collect();
    assert_eq!(ways, [(2, 3), (1, 3)]);
    assert!(shown.deltas.iter().all(|delta| delta.bytes < shown.full));
    assert!(shown.metadata < 4_000, "{}", shown.metadata);
    let names = files(&folder.path().join("metadata"));
    assert_eq!(
        names,
        [
            "1.root.json",
            "1.snapshot.json",
            "1.targets.json",
            "2.snapshot.json",
            "2.targets.json",
            "3.snapshot.json",
            "3.targets.json",
            "timestamp.json"
        ]
    );
    assert!(files(&folder.path().join("targets")).iter().all(|name| name.find('.') == Some(64)));
    assert_eq!(files(folder.path()), ["metadata", "targets"]);
    assert!(demo(&repository, &[], NOW, Effort::Fastest).is_err(), "what is there stays");
}

#[test]
fn nothing_is_public_before_the_threshold_has_signed() {
    let desk = Desk::new();
    let repository = desk.repository();
    repository.release(publication(pack(1, 50)), signing(&desk.targets[..1], NOW)).unwrap();
    let early = repository.publish(signing(&desk.online, NOW)).unwrap_err();
    assert_eq!(early.to_string(), "not published yet: 1.targets.json has 1 of 2 signatures");
    assert!(repository.metadata("timestamp.json").unwrap().is_none());

    // The draft is carried to the machine of another signer and back.
    let draft = repository.drafts().unwrap().pop().unwrap();
    let stranger = sign_file(&fs::read(&draft).unwrap(), &SigningKey::generate().unwrap()).unwrap();
    fs::write(&draft, stranger).unwrap();
    assert!(matches!(repository.publish(signing(&desk.online, NOW)), Err(RepositoryError::Unsigned(_))));
    let carried = sign_file(&fs::read(&draft).unwrap(), &desk.targets[2]).unwrap();
    fs::write(&draft, &carried).unwrap();
    let without = repository.publish(signing(&[], NOW)).unwrap_err().to_string();
    assert!(without.contains("snapshot needs its online key"), "{without}");
    let published = repository.publish(signing(&desk.online, NOW)).unwrap();
    assert_eq!(published.metadata, ["1.targets.json", "1.snapshot.json", "timestamp.json"]);
    assert!(repository.drafts().unwrap().is_empty());
    repository.verify(&desk.root_file(1), NOW).unwrap();
}

#[test]
fn releases_follow_each_other_and_tripwires_stop_them() {
    let desk = Desk::new();
    desk.release(pack(1, 100), NOW).unwrap();
    desk.release(pack(4, 101), NOW + DAY).unwrap();
    let found = desk.repository().verify(&desk.root_file(1), NOW + DAY).unwrap();
    let names: Vec<&str> = found.targets.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["full-4", "index-4"]);
    assert_eq!(found.deltas[0].name, "delta-1-4");
    assert_eq!(desk.timestamp()["signed"]["x-issued"], "2026-11-25T12:00:00Z");

    let lost = desk.release(pack(5, 60), NOW).unwrap_err();
    assert!(matches!(lost, RepositoryError::Publish(Error::Refused { .. })), "{lost}");
    assert!(lost.to_string().contains("it lost 41 of 101 rows"));
    let again = desk.release(pack(4, 101), NOW).unwrap_err().to_string();
    assert!(again.contains("version 4 is not above 4"), "{again}");
    assert!(desk.repository().drafts().unwrap().is_empty());
    let diff = desk.repository().review(None, &pack(5, 60), 3).unwrap().unwrap();
    assert_eq!(diff.registers[0].vanished.count, 41);

    let accept_loss = vec!["plain-csv".to_owned()];
    let publication = Publication { accept_loss, ..publication(pack(5, 60)) };
    desk.repository().release(publication, signing(&desk.targets, NOW)).unwrap();
    desk.repository().publish(signing(&desk.online, NOW + 2 * DAY)).unwrap();
    let index = desk.repository().verify(&desk.root_file(1), NOW + 2 * DAY).unwrap();
    assert_eq!(index.deltas.iter().map(|delta| &*delta.name).collect::<Vec<_>>(), ["delta-4-5", "delta-1-5"]);
}

#[test]
fn a_machine_renews_the_timestamp_and_in_time_the_snapshot() {
    let desk = Desk::new();
    desk.release(pack(1, 20), NOW).unwrap();
    let next = desk.repository().publish(signing(&desk.online, NOW + 7 * DAY)).unwrap();
    assert_eq!(next.metadata, ["timestamp.json"]);
    let later = desk.repository().publish(signing(&desk.online, NOW + 40 * DAY)).unwrap();
    assert_eq!(later.metadata, ["2.snapshot.json", "timestamp.json"]);
    assert_eq!(desk.timestamp()["signed"]["version"], 3);
    // Once targets have expired, nothing is signed over them.
    let over = desk.repository().publish(signing(&desk.online, NOW + 200 * DAY)).unwrap_err();
    assert!(over.to_string().contains("expired"), "{over}");
    assert_eq!(desk.timestamp()["signed"]["version"], 3);
}

#[test]
fn stolen_keys_are_removed_and_old_roots_still_lead_here() {
    let mut desk = Desk::new();
    desk.release(pack(1, 20), NOW).unwrap();
    let stolen = desk.online[0].public().keyid()[..16].to_owned();
    let fresh = SigningKey::generate().unwrap();
    let rotation = Rotation { add: vec![fresh.public().clone()], remove: vec![stolen], threshold: None };
    for role in ["snapshot", "timestamp"] {
        desk.repository().rotate(role, &rotation, signing(&desk.root[1..], NOW)).unwrap();
    }
    assert!(desk.repository().publish(signing(&desk.online, NOW)).is_err(), "the stolen key signs nothing any more");
    desk.online = vec![fresh];
    let written = desk.repository().publish(signing(&desk.online, NOW)).unwrap().metadata;
    assert_eq!(written, ["2.root.json", "2.snapshot.json", "timestamp.json"]);

    // Root itself: one signer leaves, another comes; the old threshold and the new one sign.
    let newcomer = SigningKey::generate().unwrap();
    let gone = desk.root[0].public().keyid().to_owned();
    let rotation = Rotation { add: vec![newcomer.public().clone()], remove: vec![gone], threshold: None };
    desk.repository().rotate("root", &rotation, signing(std::slice::from_ref(&newcomer), NOW)).unwrap();
    let few = desk.repository().publish(signing(&desk.online, NOW)).unwrap_err().to_string();
    assert!(few.contains("3.root.json has 0 of 2 signatures"), "{few}");
    desk.repository().publish(signing(&desk.root[1..2], NOW)).unwrap_err();
    let mut all = desk.root.split_off(1);
    all.append(&mut desk.online);
    desk.repository().publish(signing(&all, NOW)).unwrap();

    // Targets: what is there lacks signatures then, and is drafted anew.
    let gone = desk.targets[0].public().keyid().to_owned();
    let rotation = Rotation { remove: vec![gone], ..Rotation::default() };
    desk.repository().rotate("targets", &rotation, signing(&all, NOW)).unwrap();
    let few = desk.repository().publish(signing(&all, NOW)).unwrap_err().to_string();
    assert!(few.contains("2.targets.json has 0 of 2 signatures"), "{few}");
    all.extend(desk.targets.split_off(1));
    desk.repository().publish(signing(&all, NOW)).unwrap();
    for version in 1..=4 {
        let found = desk.repository().verify(&desk.root_file(version), NOW).unwrap();
        assert_eq!(found.roles["root"].version, 4);
    }
}

#[test]
fn a_partner_signs_for_one_country_alone() {
    let desk = Desk::new();
    desk.release(pack(1, 20), NOW).unwrap();
    let partner = keys(1);
    desk.repository().add_role("in", &role(&[&partner[0]], 1), signing(&desk.targets[..2], NOW)).unwrap();
    let waits = desk.repository().publish(signing(&desk.online, NOW)).unwrap_err().to_string();
    assert!(waits.contains("1.in.json has 0 of 1 signatures"), "{waits}");
    desk.repository().publish(signing(&partner, NOW)).unwrap_err();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap();

    let advisory = |name: &str| Publication {
        role: Some("in"),
        files: vec![(name.to_owned(), b"[]".to_vec())],
        ..Publication::default()
    };
    for foreign in ["advisories", "ph-advisories", "in-full-9", "in-../x", "IN-x"] {
        assert!(desk.repository().release(advisory(foreign), signing(&partner, NOW)).is_err(), "{foreign}");
    }
    desk.repository().release(advisory("in-advisories"), signing(&partner, NOW)).unwrap();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap();
    let own = Publication { role: Some("in"), ..publication(pack(1, 30)) };
    desk.repository().release(own, signing(&partner, NOW)).unwrap();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap();
    let found = desk.repository().verify(&desk.root_file(1), NOW).unwrap();
    let names: Vec<&str> = found.targets.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["full-1", "in-advisories", "in-full-1", "in-index-1", "index-1"]);
    assert_eq!(found.roles["in"].version, 3);

    // The partner's key is lost.
    let fresh = keys(1);
    let rotation = Rotation {
        add: vec![fresh[0].public().clone()],
        remove: vec![partner[0].public().keyid().to_owned()],
        threshold: None,
    };
    desk.repository().rotate("in", &rotation, signing(&desk.targets[..2], NOW)).unwrap();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap_err();
    desk.repository().publish(signing(&fresh, NOW)).unwrap_err();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap();
    assert_eq!(desk.repository().verify(&desk.root_file(1), NOW).unwrap().roles["in"].version, 4);
    assert!(desk.repository().add_role("in", &role(&[&fresh[0]], 1), signing(&[], NOW)).is_err());
}

#[test]
fn every_changed_file_is_refused() {
    let desk = Desk::new();
    desk.release(pack(1, 100), NOW).unwrap();
    desk.release(pack(2, 103), NOW).unwrap();
    let root = desk.root_file(1);
    let current = ["timestamp.json", "2.snapshot.json", "2.targets.json"];
    for folder in ["metadata", "targets"] {
        let folder = desk.folder.path().join(folder);
        for name in files(&folder) {
            let listed = !name.ends_with(".full-1") && !name.ends_with(".index-1");
            if name.ends_with(".json") && !current.contains(&&*name) || !listed {
                continue;
            }
            let path = folder.join(&name);
            let whole = fs::read(&path).unwrap();
            let mut changed = whole.clone();
            let middle = changed.len() / 2;
            changed[middle] ^= 1;
            for bad in [&changed[..], &whole[..whole.len() - 1], b"<html>", b""] {
                fs::write(&path, bad).unwrap();
                assert!(desk.repository().verify(&root, NOW).is_err(), "{name}");
            }
            fs::write(&path, &whole).unwrap();
        }
    }
    desk.repository().verify(&root, NOW).unwrap();
    let other = Desk::new();
    assert!(desk.repository().verify(&other.root_file(1), NOW).is_err());
}

#[test]
fn the_hand_over_file_holds_what_a_phone_needs() {
    let desk = Desk::new();
    desk.release(pack(1, 40), NOW).unwrap();
    desk.repository().rotate("root", &Rotation::default(), signing(&desk.root, NOW)).unwrap();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap();
    let file = desk.repository().bundle(NOW).unwrap();
    let bundle = Bundle::open(&file).unwrap();
    let entries: Vec<String> = bundle.entries().map(|(entry, _)| entry.to_string()).collect();
    assert_eq!(entries, ["root 2", "timestamp", "snapshot", "targets", "full-1", "index-1"]);
    let full = bundle.get(&Entry::Target("full-1".to_owned())).unwrap();
    assert_eq!(Pack::open(full).unwrap().manifest().rows, 40);
}

#[test]
fn thresholds_that_cannot_be_reached_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::generate().unwrap();
    let one = role(&[&key], 1);
    let repository = Repository::at(folder.path());
    for (root, threshold) in [(role(&[&key, &key], 2), 2), (role(&[], 1), 1), (role(&[&key], 0), 0)] {
        let top = TopKeys { root, targets: one.clone(), snapshot: one.clone(), timestamp: one.clone() };
        assert!(repository.init(&top, signing(&[], NOW)).is_err(), "{threshold}");
    }
    assert!(!folder.path().join("draft").exists());
    assert!(PublicKey::read(b"{\"keytype\":\"dsa\",\"scheme\":\"dsa\",\"keyval\":{\"public\":\"00\"}}").is_err());
}

#[test]
fn an_interrupted_publication_is_finished_by_the_next() {
    let mut desk = Desk::new();
    desk.release(pack(1, 20), NOW).unwrap();
    desk.repository().rotate("root", &Rotation::default(), signing(&desk.root, NOW)).unwrap();
    desk.repository().release(publication(pack(2, 21)), signing(&desk.targets, NOW)).unwrap();
    let obstacle = desk.folder.path().join("metadata/.timestamp.json.new");
    fs::create_dir(&obstacle).unwrap();
    assert!(matches!(desk.repository().publish(signing(&desk.online, NOW)), Err(RepositoryError::Io { .. })));
    assert_eq!(desk.repository().verify(&desk.root_file(1), NOW).unwrap().roles["targets"].version, 1);
    fs::remove_dir(&obstacle).unwrap();
    // Another minute, another snapshot: what was written before stays as it is.
    desk.repository().publish(signing(&desk.online, NOW + 60_000)).unwrap();
    let found = desk.repository().verify(&desk.root_file(1), NOW).unwrap();
    assert_eq!(["root", "targets", "snapshot"].map(|role| found.roles[role].version), [2, 2, 3]);
    assert_eq!(desk.repository().drafts().unwrap(), Vec::<std::path::PathBuf>::new());
    desk.targets.rotate_left(1);
    desk.release(pack(3, 22), NOW).unwrap();
}

/// For `tests/conformance`, where python-tuf reads it: two of three signers, rotated keys, a delegated role.
#[test]
fn a_repository_for_the_peer() {
    let mut desk = Desk::new();
    desk.release(pack(1, 50), NOW).unwrap();
    let partner = keys(1);
    desk.repository().add_role("in", &role(&[&partner[0]], 1), signing(&desk.targets, NOW)).unwrap();
    let advisories = "[\"रोज़गार के लिए पैसे न दें\"]";
    let publication = Publication {
        role: Some("in"),
        files: vec![("in-advisories".to_owned(), advisories.as_bytes().to_vec())],
        ..Publication::default()
    };
    desk.repository().release(publication, signing(&partner, NOW)).unwrap();
    desk.repository().publish(signing(&desk.online, NOW)).unwrap();
    let fresh = keys(1);
    let rotation = Rotation {
        add: vec![fresh[0].public().clone()],
        remove: vec![desk.online[0].public().keyid().to_owned()],
        threshold: None,
    };
    for role in ["snapshot", "timestamp"] {
        desk.repository().rotate(role, &rotation, signing(&desk.root, NOW)).unwrap();
    }
    desk.online = fresh;
    desk.release(pack(2, 51), NOW).unwrap();
    let found = desk.repository().verify(&desk.root_file(1), NOW).unwrap();
    let Some(peer) = std::env::var_os("SAFEMIG_PEER_DIR") else { return };
    let peer = Path::new(&peer).join("publisher");
    for (from, to) in [("metadata", "m"), ("targets", "t")] {
        fs::create_dir_all(peer.join(to)).unwrap();
        for name in files(&desk.folder.path().join(from)) {
            fs::copy(desk.folder.path().join(from).join(&name), peer.join(to).join(&name)).unwrap();
        }
    }
    let versions: std::collections::BTreeMap<_, _> =
        found.roles.iter().filter(|(role, _)| *role != "in").map(|(role, file)| (role, file.version)).collect();
    let sizes: std::collections::BTreeMap<_, _> = found.targets.iter().map(|file| (&file.name, file.bytes)).collect();
    let expected = serde_json::json!({"versions": versions, "targets": {"in-advisories": advisories}, "sizes": sizes});
    fs::write(peer.join("expected.json"), expected.to_string()).unwrap();
}

/// One update of a phone that keeps what it has seen.
fn update(store: &mut MemoryStore, repository: &Repository, root: &[u8]) -> Result<u64, TrustError> {
    let mut updater = Updater::new(store, &Options { now: NOW, shipped_root: Some(root), ..Options::default() })?;
    while let Want::Metadata { file, .. } = updater.want() {
        updater.give(repository.metadata(&file).unwrap().as_deref())?;
    }
    Ok(updater.floors().timestamp())
}

#[test]
fn a_phone_that_saw_the_thiefs_versions_comes_back_only_when_the_stolen_key_is_removed() {
    let mut desk = Desk::new();
    desk.release(pack(1, 20), NOW).unwrap();
    let (root, mut phone) = (desk.root_file(1), MemoryStore::default());
    let path = desk.folder.path().join("metadata/timestamp.json");
    let ours = fs::read(&path).unwrap();
    let mut thief = desk.timestamp();
    thief["signed"]["version"] = (1_u64 << 62).into();
    fs::write(&path, sign_file(thief.to_string().as_bytes(), &desk.online[0]).unwrap()).unwrap();
    assert_eq!(update(&mut phone, &desk.repository(), &root), Ok(1 << 62));
    fs::write(&path, ours).unwrap();
    assert!(matches!(update(&mut phone, &desk.repository(), &root), Err(TrustError::Rollback { .. })));

    // Another key beside the stolen one helps nobody.
    let fresh = keys(1);
    let mut rotation = Rotation { add: vec![fresh[0].public().clone()], ..Rotation::default() };
    let mut signers = desk.root.split_off(0);
    signers.extend(fresh);
    for turn in 0..2 {
        for role in ["snapshot", "timestamp"] {
            desk.repository().rotate(role, &rotation, signing(&signers, NOW)).unwrap();
        }
        desk.repository().publish(signing(&signers, NOW)).unwrap();
        let updated = update(&mut phone, &desk.repository(), &root);
        if turn == 0 {
            assert!(matches!(updated, Err(TrustError::Rollback { .. })), "{updated:?}");
        } else {
            assert_eq!(updated, Ok(3));
        }
        rotation = Rotation { remove: vec![desk.online[0].public().keyid().to_owned()], ..Rotation::default() };
    }
}
