//! Behaviours of the public conformance suite, group "keys": 8; and what section 6 of the design asks of signatures.

use std::rc::Rc;

use serde_json::{Value, json};

use super::builder::{Repo, Signer, canonical, envelope, hex};
use super::client::Client;
use crate::trust::TrustError;

fn too_few(valid: u64, threshold: u64) -> TrustError {
    TrustError::Signatures { role: "snapshot".to_owned(), valid, threshold }
}

#[test]
fn snapshot_below_its_threshold() {
    let mut repo = Repo::new();
    repo.threshold("snapshot", 3);
    repo.add_key("snapshot", &Signer::ed25519(20));
    repo.add_key("snapshot", &Signer::ed25519(21));
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    repo.signers.get_mut("snapshot").unwrap().pop();
    repo.publish_targets();
    assert_eq!(client.refresh(&repo), Err(too_few(2, 3)));
    assert_eq!(client.versions(), [2, 3, 2, 2]);
}

#[test]
fn a_threshold_that_the_keys_cannot_reach() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    client.refresh(&repo).unwrap();
    for seed in 20..24 {
        repo.add_key("snapshot", &Signer::ed25519(seed));
    }
    repo.threshold("snapshot", 6);
    repo.publish(&["root", "snapshot", "timestamp"]);
    assert_eq!(client.refresh(&repo), Err(too_few(5, 6)));
    // Keys were only added: the snapshot is not deleted.
    assert_eq!(client.versions(), [2, 2, 1, 1]);
}

#[test]
fn a_keyid_twice_in_a_role_is_refused() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    let signer = Signer::ed25519(20);
    for _ in 0..9 {
        repo.add_key("snapshot", &signer);
    }
    repo.threshold("snapshot", 6);
    repo.publish(&["root"]);
    assert_eq!(
        client.refresh(&repo),
        Err(TrustError::Format { role: "root".to_owned(), reason: "a keyid occurs twice in a role" })
    );
    assert_eq!(client.version("snapshot"), 0);
}

#[test]
fn one_key_under_many_keyids_counts_once() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    let signer = Signer::ed25519(20);
    for i in 0..9 {
        repo.add_key("snapshot", &signer.renamed(&format!("other{i}")));
    }
    repo.threshold("snapshot", 3);
    repo.publish(&["root", "snapshot", "timestamp"]);
    assert_eq!(client.refresh(&repo), Err(too_few(2, 3)));
    assert_eq!(client.version("snapshot"), 0);
}

#[test]
fn one_ecdsa_key_spelled_two_ways_counts_once() {
    let mut repo = Repo::new();
    let signer = Signer::ecdsa();
    repo.rotate("snapshot", &signer);
    repo.threshold("snapshot", 2);
    let root = repo.role("root");
    let mut other = signer.key.clone();
    other["keytype"] = json!("ecdsa-sha2-nistp256");
    other["keyval"]["public"] = json!(other["keyval"]["public"].as_str().unwrap().replace('\n', "\r\n"));
    root["keys"]["other"] = other;
    root["roles"]["snapshot"]["keyids"].as_array_mut().unwrap().push(json!("other"));
    repo.publish(&["root", "snapshot", "timestamp"]);
    let bytes = &repo.metadata["2.snapshot.json"];
    let mut file: Value = serde_json::from_slice(bytes).unwrap();
    let again = json!({"keyid": "other", "sig": hex(&signer.sign(canonical(&file["signed"]).as_bytes()))});
    file["signatures"].as_array_mut().unwrap().push(again);
    repo.metadata.insert("2.snapshot.json".to_owned(), file.to_string().into_bytes());
    assert_eq!(Client::new(&repo).refresh(&repo), Err(too_few(1, 2)));
}

#[test]
fn a_keyid_twice_in_signatures_is_refused() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    let mut file: Value = serde_json::from_slice(&repo.metadata["1.snapshot.json"]).unwrap();
    let again = file["signatures"][0].clone();
    file["signatures"].as_array_mut().unwrap().push(again);
    repo.metadata.insert("1.snapshot.json".to_owned(), file.to_string().into_bytes());
    assert_eq!(
        client.refresh(&repo),
        Err(TrustError::Format { role: "snapshot".to_owned(), reason: "two signatures with one keyid" })
    );
}

/// A root that needs this key as a second one: accepted, and refused when the signature is another's.
fn kind(signer: &Rc<Signer>) {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.add_key("root", signer);
    repo.threshold("root", 2);
    repo.publish(&["root"]);
    client.refresh(&repo).unwrap();
    assert_eq!(client.version("root"), 2);
    repo.publish(&["root"]);
    let mut file: Value = serde_json::from_slice(&repo.root_bytes(3)).unwrap();
    let entry = file["signatures"].as_array_mut().unwrap().iter_mut().find(|entry| entry["keyid"] == signer.keyid);
    entry.unwrap()["sig"] = json!(hex(&signer.sign(b"something else")));
    repo.metadata.insert("3.root.json".to_owned(), file.to_string().into_bytes());
    assert!(matches!(client.refresh(&repo), Err(TrustError::Signatures { valid: 1, threshold: 2, .. })));
    assert_eq!(client.version("root"), 2);
}

#[test]
fn ed25519_keys() {
    kind(&Signer::ed25519(30));
}

#[test]
fn ecdsa_keys() {
    kind(&Signer::ecdsa());
}

#[test]
fn rsa_pss_keys() {
    kind(&Signer::rsa());
}

/// A snapshot whose only signature is changed so: refused, whatever it is.
fn bad_signature(change: impl Fn(Vec<u8>) -> String) {
    let mut repo = Repo::new();
    let mut file: Value = serde_json::from_slice(&repo.metadata["1.snapshot.json"]).unwrap();
    let signature = repo.signers["snapshot"][0].sign(canonical(&file["signed"]).as_bytes());
    file["signatures"][0]["sig"] = json!(change(signature));
    repo.metadata.insert("1.snapshot.json".to_owned(), file.to_string().into_bytes());
    assert_eq!(Client::new(&repo).refresh(&repo), Err(too_few(0, 1)));
}

#[test]
fn empty_short_long_and_odd_signatures() {
    bad_signature(|_| String::new());
    bad_signature(|signature| hex(&signature[..63]));
    bad_signature(|signature| hex(&signature) + "00");
    bad_signature(|signature| hex(&signature)[1..].to_owned());
    bad_signature(|_| "no hexadecimal digits".to_owned());
}

#[test]
fn ed25519_signature_with_s_plus_l_is_refused() {
    // The order of the group, little end first (RFC 8032, 5.1): S + L verifies in a careless implementation.
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    bad_signature(|mut signature| {
        let mut carry = 0_u16;
        for (byte, add) in signature[32..].iter_mut().zip(L) {
            carry += u16::from(*byte) + u16::from(add);
            *byte = carry.to_be_bytes()[1];
            carry >>= 8;
        }
        hex(&signature)
    });
}

#[test]
fn non_minimal_der_of_an_ecdsa_signature_is_refused() {
    let mut repo = Repo::new();
    let signer = Signer::ecdsa();
    repo.rotate("snapshot", &signer);
    repo.publish(&["root", "snapshot", "timestamp"]);
    let mut file: Value = serde_json::from_slice(&repo.metadata["2.snapshot.json"]).unwrap();
    let good = signer.sign(canonical(&file["signed"]).as_bytes());
    // A zero more before the first integer.
    let mut bad = good.clone();
    bad[1] += 1;
    bad[3] += 1;
    bad.insert(4, 0);
    file["signatures"][0]["sig"] = json!(hex(&bad));
    repo.metadata.insert("2.snapshot.json".to_owned(), file.to_string().into_bytes());
    assert_eq!(Client::new(&repo).refresh(&repo), Err(too_few(0, 1)));
}

#[test]
fn threshold_zero_is_refused() {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    repo.threshold("targets", 0);
    repo.publish(&["root"]);
    assert_eq!(
        client.refresh(&repo),
        Err(TrustError::Format { role: "root".to_owned(), reason: "a threshold below 1" })
    );
}

#[test]
fn a_key_of_unknown_kind_or_scheme_only_fails_to_count() {
    for change in [
        ("scheme", json!("ed25519ph")),
        ("keytype", json!("post-quantum")),
        ("scheme", json!("rsassa-pss-sha256")),
        ("keyval", json!({"public": "not a key"})),
        ("keyval", json!({"public": "00"})),
    ] {
        let mut repo = Repo::new();
        let mut client = Client::new(&repo);
        let signer = Signer::ed25519(20);
        repo.add_key("snapshot", &signer);
        repo.role("root")["keys"][&signer.keyid][change.0] = change.1;
        repo.publish(&["root", "snapshot", "timestamp"]);
        client.refresh(&repo).unwrap();
        repo.threshold("snapshot", 2);
        repo.publish(&["root", "snapshot", "timestamp"]);
        assert_eq!(client.refresh(&repo), Err(too_few(1, 2)));
    }
}

#[test]
fn a_signature_for_one_role_does_not_serve_another() {
    // Signed by the snapshot key, served as targets.
    let mut repo = Repo::new();
    let bytes = envelope(&repo.roles["targets"], &repo.signers["snapshot"]);
    repo.metadata.insert("1.targets.json".to_owned(), bytes);
    assert!(matches!(Client::new(&repo).refresh(&repo), Err(TrustError::Signatures { valid: 0, .. })));
}
