//! Changed and arbitrary bytes: refused, or the same trusted result; never a panic.

use proptest::prelude::*;
use serde_json::json;

use super::builder::{NOW, Repo, Signer, envelope};
use super::client::{Client, drive};
use crate::trust::{MemoryStore, Options, Updater};

/// A repository with every feature: three kinds of keys, hashes, delegations, bins, custom fields.
fn rich() -> Repo {
    let mut repo = Repo::new();
    repo.hashes = false;
    repo.add_key("root", &Signer::ecdsa());
    repo.add_key("targets", &Signer::rsa());
    repo.role("timestamp")["x-issued"] = json!(super::builder::in_days(-1));
    repo.delegate("targets", "india", json!({"paths": ["in/*"]}), true);
    repo.delegate("targets", "bin", json!({"path_hash_prefixes": ["0", "1", "2", "3", "4", "5", "6", "7"]}), false);
    repo.add_target("india", "in/list", b"content");
    repo.role("india")["targets"]["in/list"]["custom"] = json!({"from": 1, "to": 2, "text": "ñ \"\\"});
    repo.publish(&["root", "india", "bin", "targets", "snapshot", "timestamp"]);
    repo
}

const FILES: [&str; 5] = ["2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json", "1.india.json"];

/// The trusted outcome, as text: the target found, the floors, and what is expired.
fn outcome(repo: &Repo) -> Option<String> {
    let root = repo.root_bytes(1);
    let mut store = MemoryStore::default();
    let options = Options { now: NOW, shipped_root: Some(&root), ..Options::default() };
    let mut updater = Updater::new(&mut store, &options).unwrap();
    drive(&mut updater, repo, &mut Vec::new()).ok()?;
    updater.look_up("in/list").ok()?;
    drive(&mut updater, repo, &mut Vec::new()).ok()?;
    Some(format!("{:?} {:?}", updater.found(), updater.floors()))
}

#[test]
fn every_changed_byte_is_refused_or_changes_nothing() {
    let mut repo = rich();
    let good = outcome(&repo).unwrap();
    assert!(good.contains("in/list"));
    // The root may be withheld as well: a broken root ends the update, so it never comes to that.
    let (mut refused, mut same) = (0, 0);
    for file in FILES {
        let bytes = repo.metadata[file].clone();
        for at in 0..bytes.len() {
            // One bit, case, a digit, a quote, a space.
            let byte = bytes[at];
            for new in [byte ^ 1, byte ^ 0x20, b'0', b'"', b' '] {
                if new == byte || (at % 3 != 0 && new != byte ^ 1) {
                    continue;
                }
                let mut changed = bytes.clone();
                changed[at] = new;
                repo.metadata.insert(file.to_owned(), changed);
                match outcome(&repo) {
                    None => refused += 1,
                    Some(result) => {
                        assert_eq!(result, good, "{file}, byte {at} to {new}");
                        same += 1;
                    }
                }
            }
        }
        repo.metadata.insert(file.to_owned(), bytes);
    }
    assert!(refused > 10 * same / 2, "{refused} refused, {same} without effect");
}

#[test]
fn every_cut_is_refused() {
    let mut repo = rich();
    for file in FILES {
        let bytes = repo.metadata[file].clone();
        for at in (0..bytes.len()).step_by(7) {
            repo.metadata.insert(file.to_owned(), bytes[..at].to_vec());
            assert_eq!(outcome(&repo), None, "{file} cut at {at}");
        }
        repo.metadata.insert(file.to_owned(), bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn several_changes_at_once(file in 0..FILES.len(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut repo = rich_once();
        let good = outcome(&repo);
        let bytes = repo.metadata.get_mut(FILES[file]).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let result = outcome(&repo);
        prop_assert!(result.is_none() || result == good);
    }

    #[test]
    fn arbitrary_bytes_in_place_of_any_file(file in 0..FILES.len(), bytes: Vec<u8>) {
        let mut repo = rich_once();
        repo.metadata.insert(FILES[file].to_owned(), bytes);
        prop_assert_eq!(outcome(&repo), None);
    }

    #[test]
    fn well_signed_nonsense_never_panics(role in 0..4_usize, field in 0..NONSENSE.len(), value in "[-0-9a-z*\\[\\]]{0,9}") {
        // A field replaced by something else, and signed by the right key.
        let role = ["root", "timestamp", "snapshot", "targets"][role];
        let mut repo = rich_once();
        if let Some(slot) = repo.role(role).pointer_mut(NONSENSE[field]) {
            *slot = serde_json::from_str(&value).unwrap_or(json!(value));
            let bytes = envelope(&repo.roles[role], &repo.signers[role]);
            let file = if role == "timestamp" { "timestamp.json".to_owned() } else { format!("2.{role}.json") };
            repo.metadata.insert(file, bytes);
        }
        let _ = Client::new(&repo).find(&repo, "in/list");
    }
}

const NONSENSE: [&str; 22] = [
    "/_type",
    "/spec_version",
    "/version",
    "/expires",
    "/x-issued",
    "/consistent_snapshot",
    "/keys",
    "/roles",
    "/roles/root",
    "/roles/timestamp/threshold",
    "/roles/timestamp/keyids",
    "/meta",
    "/meta/snapshot.json",
    "/meta/snapshot.json/version",
    "/meta/targets.json",
    "/meta/india.json/version",
    "/targets",
    "/delegations",
    "/delegations/keys",
    "/delegations/roles",
    "/delegations/roles/0",
    "/delegations/roles/0/paths",
];

/// RSA signing is slow without optimisation: one repository for all cases.
fn rich_once() -> Repo {
    thread_local!(static RICH: std::cell::OnceCell<Repo> = const { std::cell::OnceCell::new() });
    RICH.with(|once| {
        let repo = once.get_or_init(rich);
        Repo {
            roles: repo.roles.clone(),
            signers: repo.signers.clone(),
            metadata: repo.metadata.clone(),
            files: repo.files.clone(),
            hashes: repo.hashes,
        }
    })
}
