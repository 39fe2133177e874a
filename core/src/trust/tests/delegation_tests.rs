//! Behaviours of the public conformance suite, groups "delegation graphs": 23, and "quoting of role names": 4.

use serde_json::{Value, json};

use super::builder::{Repo, sha256};
use super::client::Client;
use crate::trust::{TrustError, quoted};

type Edge<'a> = (&'a str, &'a str, &'a [&'a str], bool);

const ALL: &[&str] = &["*"];

fn graph(edges: &[Edge<'_>]) -> Repo {
    let mut repo = Repo::new();
    for (from, to, paths, terminating) in edges {
        repo.delegate(from, to, json!({"paths": paths}), *terminating);
    }
    publish_all(&mut repo);
    repo
}

/// Every targets role, then what lists them.
fn publish_all(repo: &mut Repo) {
    let names: Vec<String> = repo.roles.keys().cloned().collect();
    for name in names.iter().filter(|name| !["root", "timestamp", "snapshot", "targets"].contains(&name.as_str())) {
        repo.publish(&[name]);
    }
    repo.publish_targets();
}

/// The delegated roles fetched, in order, in the search for a path.
fn visited(repo: &Repo, path: &str) -> Vec<String> {
    let mut client = Client::new(repo);
    client.find(repo, path).unwrap();
    client.asked[4..].iter().map(|file| file.trim_start_matches("1.").trim_end_matches(".json").to_owned()).collect()
}

macro_rules! graphs {
    ($($name:ident: [$($edge:expr),*] => $order:expr;)*) => {
        $(#[test] fn $name() { assert_eq!(visited(&graph(&[$($edge),*]), "missingpath"), $order.map(str::to_owned)); })*
    };
}

graphs! {
    one: [("targets", "A", ALL, false)] => ["A"];
    two_beside_each_other: [("targets", "A", ALL, false), ("targets", "B", ALL, false)] => ["A", "B"];
    two_levels: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("B", "C", ALL, false)] => ["A", "B", "C"];
    depth_first: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("A", "C", ALL, false), ("A", "D", ALL, false)] => ["A", "C", "D", "B"];
    depth_first_three_levels: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("A", "C", ALL, false), ("C", "D", ALL, false)] => ["A", "C", "D", "B"];
    terminating: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("A", "C", ALL, true), ("A", "D", ALL, false)] => ["A", "C"];
    terminating_keeps_its_descendants: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("A", "C", ALL, true), ("C", "D", ALL, false)] => ["A", "C", "D"];
    other_paths: [("targets", "A", &["*.py"], false), ("targets", "B", ALL, false), ("A", "C", ALL, false)] => ["B"];
    other_paths_deeper: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("A", "C", &["*.py"], false), ("C", "D", ALL, false)] => ["A", "B"];
    cycle: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("B", "C", ALL, false), ("C", "D", ALL, false), ("D", "B", ALL, false)] => ["A", "B", "C", "D"];
    two_delegate_to_a_third: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("B", "C", ALL, false), ("A", "C", ALL, false)] => ["A", "C", "B"];
    two_delegate_to_a_third_other_paths: [("targets", "A", ALL, false), ("targets", "B", ALL, false), ("B", "C", ALL, false), ("A", "C", &["*.py"], false)] => ["A", "B", "C"];
    terminating_without_a_match_does_not_end_the_search: [("targets", "A", &["*.py"], true), ("targets", "B", ALL, false)] => ["B"];
}

fn tree() -> Repo {
    let mut repo = graph(&[
        ("targets", "A", &["*.doc", "*.md"], false),
        ("targets", "B", &["releases/*/*"], false),
        ("B", "C", &["releases/x/*"], false),
        ("B", "D", &["releases/y/*.zip"], false),
    ]);
    for (role, path) in [
        ("targets", "targetfile"),
        ("A", "README.md"),
        ("C", "releases/x/x_v1"),
        ("D", "releases/y/y_v1.zip"),
        ("D", "releases/z/z_v1.zip"),
    ] {
        repo.add_target(role, path, format!("{path} by {role}").as_bytes());
    }
    for role in ["A", "B", "C", "D"] {
        repo.publish_as_is(role);
    }
    repo.publish_targets();
    repo
}

fn found(path: &str, by: &str, order: &[&str]) {
    let repo = tree();
    let mut client = Client::new(&repo);
    assert_eq!(client.download(&repo, path).unwrap(), format!("{path} by {by}").into_bytes());
    assert_eq!(visited(&repo, path), order);
}

#[test]
fn search_without_delegations() {
    found("targetfile", "targets", &[]);
}

#[test]
fn search_by_wildcard() {
    found("README.md", "A", &["A"]);
}

#[test]
fn search_below_folders() {
    found("releases/x/x_v1", "C", &["B", "C"]);
}

#[test]
fn search_below_folders_with_suffix() {
    found("releases/y/y_v1.zip", "D", &["B", "D"]);
}

#[test]
fn search_for_a_path_not_delegated_at_every_hop() {
    let repo = tree();
    assert_eq!(Client::new(&repo).find(&repo, "releases/z/z_v1.zip").unwrap(), None);
    assert_eq!(visited(&repo, "releases/z/z_v1.zip"), ["B"]);
}

#[test]
fn several_searches_in_one_update_fetch_each_role_once() {
    let repo = tree();
    let mut client = Client::new(&repo);
    let (_, found) =
        client.look_up(&repo, &["releases/x/x_v1", "releases/y/y_v1.zip", "releases/x/x_v1", "targetfile"]).unwrap();
    assert!(found.iter().all(Option::is_some));
    assert_eq!(client.asked[4..], ["1.B.json", "1.C.json", "1.D.json"]);
    // And the next update none.
    client.find(&repo, "releases/x/x_v1").unwrap();
    assert_eq!(client.asked, ["2.root.json", "timestamp.json"]);
}

#[test]
fn hash_bins() {
    let mut repo = Repo::new();
    let paths: Vec<String> = (0..40).map(|i| format!("list-{i}")).collect();
    for bin in 0..4 {
        let prefixes: Vec<String> = (0..4).map(|i| format!("{:x}", bin * 4 + i)).collect();
        repo.delegate("targets", &format!("bin-{bin}"), json!({"path_hash_prefixes": prefixes}), false);
    }
    for path in &paths {
        let bin = u8::from_str_radix(&sha256(path.as_bytes())[..1], 16).unwrap() / 4;
        repo.add_target(&format!("bin-{bin}"), path, path.as_bytes());
    }
    publish_all(&mut repo);
    for path in &paths {
        let mut client = Client::new(&repo);
        assert_eq!(client.download(&repo, path).unwrap(), path.as_bytes());
        assert_eq!(client.asked.len(), 5, "one bin only");
    }
}

#[test]
fn delegate_with_unknown_keys_or_too_few_signatures_ends_the_search() {
    let mut repo = graph(&[("targets", "A", ALL, false), ("targets", "B", ALL, false)]);
    repo.add_target("B", "list", b"content");
    repo.publish_as_is("B");
    repo.signers.insert("A".to_owned(), vec![super::builder::Signer::ed25519(9)]);
    repo.publish_as_is("A");
    repo.publish(&["snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    assert!(matches!(client.find(&repo, "list"), Err(TrustError::Signatures { role, .. }) if role == "A"));
    assert_eq!(client.version("A"), 0);
}

#[test]
fn delegate_missing_from_the_snapshot_ends_the_search() {
    let mut repo = graph(&[("targets", "A", ALL, false)]);
    repo.role("snapshot")["meta"].as_object_mut().unwrap().remove("A.json");
    repo.publish(&["snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    assert_eq!(client.find(&repo, "list"), Err(TrustError::NotListed { role: "A".to_owned() }));
}

#[test]
fn delegate_of_another_version_or_hash_is_refused() {
    let mut repo = graph(&[("targets", "A", ALL, false)]);
    repo.role("A")["version"] = json!(2);
    repo.serve_as("A", 1);
    repo.role("snapshot")["meta"]["A.json"]["version"] = json!(1);
    repo.publish(&["snapshot", "timestamp"]);
    assert!(matches!(Client::new(&repo).find(&repo, "list"), Err(TrustError::OtherVersion { .. })));
    repo.hashes = true;
    repo.publish(&["A", "snapshot", "timestamp"]);
    repo.metadata.get_mut("3.A.json").unwrap().push(b' ');
    assert!(matches!(Client::new(&repo).find(&repo, "list"), Err(TrustError::TooLong { .. })));
    repo.metadata.get_mut("3.A.json").unwrap().truncate(10);
    assert!(matches!(Client::new(&repo).find(&repo, "list"), Err(TrustError::Mismatch { .. })));
}

#[test]
fn the_keys_of_a_delegate_are_those_of_its_delegator() {
    // B also delegates to C, but with another key: what A's C signed is not valid by way of B.
    let mut repo = graph(&[("targets", "A", &["a*"], false), ("targets", "B", &["*"], false), ("A", "C", ALL, false)]);
    let stranger = super::builder::Signer::ed25519(8);
    repo.role("B")["delegations"] = json!({
        "keys": {&stranger.keyid: stranger.key},
        "roles": [{"name": "C", "keyids": [stranger.keyid], "threshold": 1, "paths": ["*"], "terminating": false}],
    });
    repo.add_target("C", "a1", b"x");
    repo.add_target("C", "b1", b"x");
    for role in ["B", "C"] {
        repo.publish_as_is(role);
    }
    repo.publish(&["snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    assert!(client.find(&repo, "a1").unwrap().is_some());
    assert!(matches!(client.look_up(&repo, &["a1", "b1"]), Err(TrustError::Signatures { role, .. }) if role == "C"));
}

#[test]
fn the_number_of_roles_visited_is_bounded() {
    let mut repo = Repo::new();
    for i in 0..40 {
        let from = if i == 0 { "targets".to_owned() } else { format!("r{}", i - 1) };
        repo.delegate(&from, &format!("r{i}"), json!({"paths": ["*"]}), false);
    }
    publish_all(&mut repo);
    let mut client = Client::new(&repo);
    assert_eq!(client.find(&repo, "list"), Err(TrustError::TooManyRoles(32)));
    assert_eq!(client.asked.len(), 4 + 32);
}

#[test]
fn a_delegate_cannot_take_the_name_of_a_top_level_role() {
    for name in ["root", "timestamp", "snapshot", "targets", ""] {
        let mut repo = Repo::new();
        let signer = super::builder::Signer::ed25519(8);
        let role: Value =
            json!({"name": name, "keyids": [signer.keyid], "threshold": 1, "paths": ["*"], "terminating": false});
        repo.role("targets")["delegations"] = json!({"keys": {&signer.keyid: signer.key}, "roles": [role]});
        repo.publish_targets();
        assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })), "{name}");
    }
}

#[test]
fn delegations_that_say_too_much_or_too_little_are_refused() {
    for change in [
        json!({"paths": ["*"], "path_hash_prefixes": ["0"]}),
        json!({}),
        json!({"paths": "*"}),
        json!({"paths": ["*"], "threshold": 0}),
        json!({"paths": ["*"], "terminating": "no"}),
    ] {
        let mut repo = Repo::new();
        repo.delegate("targets", "A", change, false);
        publish_all(&mut repo);
        assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })));
    }
    let repo = graph(&[("targets", "A", ALL, false), ("targets", "A", &["x"], false)]);
    assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Format { .. })));
}

/// A role of this name is fetched under its quoted name and kept.
fn quoting(role: &str, quoted_name: &str) {
    assert_eq!(quoted(role), quoted_name);
    let repo = graph(&[("targets", role, ALL, false)]);
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("metadata");
    let store = crate::trust::FolderStore::open(&inside).unwrap();
    let mut client = Client::with_store(Box::new(store), &repo.root_bytes(1));
    assert_eq!(client.find(&repo, "nonexistent target").unwrap(), None);
    assert_eq!(client.asked[4], format!("1.{quoted_name}.json"));
    let kept = |folder: &std::path::Path| {
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".json")).count()
    };
    assert_eq!(kept(&inside), 5);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing beside the folder");
}

#[test]
fn role_name_with_a_question_mark() {
    quoting("?", "%3F");
}

#[test]
fn role_name_with_a_hash() {
    quoting("#", "%23");
}

#[test]
fn role_name_with_a_slash() {
    quoting("/delegatedrole", "%2Fdelegatedrole");
}

#[test]
fn role_name_that_climbs() {
    quoting("../delegatedrole", "..%2Fdelegatedrole");
}

#[test]
fn role_name_outside_ascii_or_with_controls() {
    quoting("नेपाल\u{0}\r\n", "%E0%A4%A8%E0%A5%87%E0%A4%AA%E0%A4%BE%E0%A4%B2%00%0D%0A");
}
