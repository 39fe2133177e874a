//! Behaviours of the public conformance suite, group "file download": 9.

use serde_json::json;

use super::builder::{Repo, sha256, sha512};
use super::client::Client;
use crate::trust::TrustError;

fn with_target(path: &str, content: &[u8]) -> Repo {
    let mut repo = Repo::new();
    repo.add_target("targets", path, content);
    repo.publish_targets();
    repo
}

#[test]
fn the_file_signed_for() {
    let repo = with_target("target_file.txt", b"target file contents");
    let mut client = Client::new(&repo);
    assert_eq!(client.download(&repo, "target_file.txt").unwrap(), b"target file contents");
}

#[test]
fn the_hash_goes_before_the_last_segment() {
    let repo = with_target("path/to/a/target_file.txt", b"target file contents");
    let mut client = Client::new(&repo);
    assert_eq!(client.download(&repo, "path/to/a/target_file.txt").unwrap(), b"target file contents");
    let target = client.find(&repo, "path/to/a/target_file.txt").unwrap().unwrap();
    let hash = sha256(b"target file contents");
    assert_eq!(target.source_path(true), format!("path/to/a/{hash}.target_file.txt"));
    assert_eq!(target.source_path(false), "path/to/a/target_file.txt");
}

#[test]
fn source_paths_are_quoted_by_segment() {
    let repo = with_target("a b/../c?d#e/ñ", b"");
    let target = Client::new(&repo).find(&repo, "a b/../c?d#e/ñ").unwrap().unwrap();
    assert_eq!(target.source_path(false), "a%20b/../c%3Fd%23e/%C3%B1");
}

#[test]
fn a_substituted_file_is_refused() {
    let mut repo = with_target("one", b"target file contents");
    repo.add_target("targets", "two", b"content");
    repo.publish_targets();
    let mut client = Client::new(&repo);
    client.download(&repo, "one").unwrap();
    for content in repo.files.values_mut() {
        *content = b"malicious data - should not download".to_vec();
    }
    assert_eq!(client.download(&repo, "one"), Err(TrustError::TooLong { role: "one".to_owned(), most: 20 }));
    assert_eq!(client.download(&repo, "two"), Err(TrustError::TooLong { role: "two".to_owned(), most: 7 }));
    for content in repo.files.values_mut() {
        *content = b"CONTENT".to_vec();
    }
    assert_eq!(client.download(&repo, "one"), Err(TrustError::Mismatch { role: "one".to_owned() }));
    assert_eq!(client.download(&repo, "two"), Err(TrustError::Mismatch { role: "two".to_owned() }));
}

#[test]
fn many_changes_of_a_target() {
    let mut repo = with_target("file", b"target file contents");
    let mut client = Client::new(&repo);
    client.download(&repo, "file").unwrap();
    for i in 0..11 {
        let content = format!("modified file contents {i}");
        repo.add_target("targets", "file", content.as_bytes());
        repo.add_target("targets", &format!("new-{i}"), b"new");
        repo.publish_targets();
        // The client sees every fifth version.
        if i % 5 == 0 {
            assert_eq!(client.download(&repo, "file").unwrap(), content.as_bytes());
            assert_eq!(client.download(&repo, &format!("new-{i}")).unwrap(), b"new");
            let malicious = format!("malicious contents {i:04}");
            repo.serve_target("file", &sha256(content.as_bytes()), malicious.as_bytes());
            assert!(client.download(&repo, "file").is_err());
        }
    }
}

/// A target with these hashes, served under the one that the client asks for.
fn hashes(hashes: serde_json::Value, served_under: &str) -> Result<Vec<u8>, TrustError> {
    let mut repo = Repo::new();
    repo.role("targets")["targets"]["file"] = json!({"length": 7, "hashes": hashes});
    repo.serve_target("file", served_under, b"content");
    repo.publish_targets();
    Client::new(&repo).download(&repo, "file")
}

#[test]
fn sha256_alone() {
    let hash = sha256(b"content");
    hashes(json!({"sha256": hash}), &hash).unwrap();
    hashes(json!({"sha256": hash.to_uppercase()}), &hash).unwrap();
}

#[test]
fn sha512_alone() {
    let hash = sha512(b"content");
    hashes(json!({"sha512": hash}), &hash).unwrap();
    assert!(hashes(json!({"sha512": sha512(b"other")}), &sha512(b"other")).is_err());
}

#[test]
fn sha256_and_sha512_must_both_match() {
    let (short, long) = (sha256(b"content"), sha512(b"content"));
    hashes(json!({"sha256": short, "sha512": long}), &short).unwrap();
    assert!(hashes(json!({"sha256": short, "sha512": sha512(b"other")}), &short).is_err());
}

#[test]
fn the_right_hash_under_a_wrong_length_is_refused() {
    let hash = sha256(b"content");
    for length in [6, 8] {
        let mut repo = Repo::new();
        repo.role("targets")["targets"]["file"] = json!({"length": length, "hashes": {"sha256": hash}});
        repo.serve_target("file", &hash, b"content");
        repo.publish_targets();
        assert!(Client::new(&repo).download(&repo, "file").is_err());
    }
}

#[test]
fn unknown_hash_alone_is_no_proof() {
    let mut repo = Repo::new();
    repo.role("targets")["targets"]["file"] = json!({"length": 7, "hashes": {"unknown-hash": sha512(b"content")}});
    repo.files.insert("file".to_owned(), b"content".to_vec());
    repo.publish_targets();
    assert_eq!(Client::new(&repo).download(&repo, "file"), Err(TrustError::Mismatch { role: "file".to_owned() }));
    let hash = sha256(b"content");
    hashes(json!({"sha256": hash, "unknown-hash": "x"}), &hash).unwrap();
}

#[test]
fn hashes_that_are_none_are_refused() {
    for bad in [json!({}), json!({"sha256": ""}), json!({"sha256": "00"}), json!({"sha256": 7}), json!("x")] {
        assert!(matches!(hashes(bad, ""), Err(TrustError::Format { .. })));
    }
}

#[test]
fn a_file_is_checked_piece_by_piece() {
    let repo = with_target("file", b"target file contents");
    let target = Client::new(&repo).find(&repo, "file").unwrap().unwrap();
    let mut checker = target.checker();
    checker.add(b"target file ").unwrap();
    assert_eq!(checker.left(), 8);
    checker.add(b"contents").unwrap();
    checker.finish().unwrap();
    let mut checker = target.checker();
    checker.add(b"target").unwrap();
    assert!(checker.finish().is_err(), "cut short");
    let mut checker = target.checker();
    checker.add(b"target file contents").unwrap();
    assert_eq!(checker.add(b"!"), Err(TrustError::TooLong { role: "file".to_owned(), most: 20 }));
}

#[test]
fn custom_is_handed_on() {
    let mut repo = with_target("file", b"x");
    repo.role("targets")["targets"]["file"]["custom"] = json!({"to": 12, "from": 11, "digest": "ab"});
    repo.publish_targets();
    let target = Client::new(&repo).find(&repo, "file").unwrap().unwrap();
    assert_eq!(target.custom.as_deref(), Some(r#"{"digest":"ab","from":11,"to":12}"#));
}
