//! Behaviours of the public conformance suite, group "key rotations": 25. One line a case: keys, threshold and
//! signers of each version, by number.

use std::rc::Rc;

use super::builder::{Repo, Signer};
use super::client::Client;
use crate::trust::TrustError;

type Version<'a> = (&'a [u8], u64, &'a [u8]);

fn signer(number: u8) -> Rc<Signer> {
    Signer::ed25519(60 + number)
}

fn set(repo: &mut Repo, role: &str, (keys, threshold, signers): Version<'_>) {
    repo.clear_keys(role);
    for key in keys {
        repo.add_key(role, &signer(*key));
    }
    repo.threshold(role, threshold);
    repo.signers.insert(role.to_owned(), signers.iter().map(|number| signer(*number)).collect());
}

/// Publishes a chain of roots; the last one is accepted or not.
fn roots(versions: &[Version<'_>], accepted: bool) {
    let mut repo = Repo::new();
    repo.role("root")["version"] = serde_json::json!(0);
    for version in versions {
        set(&mut repo, "root", *version);
        repo.publish(&["root"]);
    }
    let mut client = Client::new(&repo);
    let result = client.refresh(&repo);
    let last = versions.len() as u64;
    if accepted {
        result.unwrap();
        assert_eq!(client.bytes("root").unwrap(), repo.root_bytes(last));
    } else {
        assert!(matches!(result, Err(TrustError::Signatures { role, .. }) if role == "root"));
        assert_eq!(client.bytes("root").unwrap(), repo.root_bytes(last - 1));
    }
}

/// Lets timestamp, snapshot and targets have these keys, one after the other.
fn others(version: Version<'_>, accepted: bool) {
    let mut repo = Repo::new();
    let mut client = Client::new(&repo);
    for role in ["timestamp", "snapshot", "targets"] {
        set(&mut repo, role, version);
        repo.publish(&["root"]);
        repo.publish_as_is(role);
        let result = client.refresh(&repo);
        if !accepted {
            assert!(matches!(result, Err(TrustError::Signatures { role: found, .. }) if found == role), "{role}");
            return;
        }
        result.unwrap();
        let file = if role == "timestamp" { "timestamp.json".to_owned() } else { format!("1.{role}.json") };
        assert_eq!(client.bytes(role).unwrap(), repo.metadata[&file]);
    }
}

macro_rules! cases {
    ($($name:ident: $check:ident($versions:expr, $accepted:expr);)*) => {
        $(#[test] fn $name() { $check($versions, $accepted); })*
    };
}

cases! {
    root_1_of_1: roots(&[(&[1], 1, &[1]), (&[2], 1, &[2, 1]), (&[2], 1, &[2])], true);
    root_1_of_1_unused_signatures: roots(&[(&[1], 1, &[3, 1, 4]), (&[2], 1, &[3, 2, 1, 4]), (&[2], 1, &[3, 2, 4])], true);
    root_3_of_5_other_combinations: roots(&[(&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), (&[0, 1, 2, 3, 4], 3, &[0, 4, 1]), (&[0, 1, 2, 3, 4], 3, &[0, 1, 3]), (&[0, 1, 2, 3, 4], 3, &[0, 1, 3])], true);
    root_3_of_5_one_key: roots(&[(&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), (&[0, 1, 3, 4, 5], 3, &[0, 4, 1])], true);
    root_3_of_5_one_key_in_two_steps: roots(&[(&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), (&[0, 1, 3, 4, 5], 3, &[0, 2, 4, 5]), (&[0, 1, 3, 4, 5], 3, &[0, 4, 5])], true);
    root_3_of_5_all_keys: roots(&[(&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), (&[5, 6, 7, 8, 9], 3, &[0, 2, 4, 5, 6, 7]), (&[5, 6, 7, 8, 9], 3, &[5, 6, 7])], true);
    root_threshold_up: roots(&[(&[1, 2, 3], 1, &[1]), (&[1, 2, 3], 2, &[1, 2])], true);
    root_threshold_down: roots(&[(&[1, 2, 3], 2, &[1, 2]), (&[1, 2, 3], 1, &[1, 2]), (&[1, 2, 3], 1, &[1])], true);
    root_threshold_up_with_a_new_key: roots(&[(&[1], 1, &[1]), (&[1, 2], 2, &[1, 2])], true);
    root_not_signed_by_the_old_key: roots(&[(&[1], 1, &[1]), (&[2], 1, &[2, 3, 4])], false);
    root_not_signed_by_the_new_key: roots(&[(&[1], 1, &[1]), (&[2], 1, &[1, 3, 4])], false);
    root_not_signed_by_three_new_keys: roots(&[(&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), (&[0, 1, 3, 4, 5], 3, &[0, 2, 4])], false);
    root_not_signed_by_three_old_keys: roots(&[(&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), (&[0, 1, 3, 4, 5], 3, &[0, 4, 5])], false);
    root_below_the_new_threshold: roots(&[(&[1, 2, 3], 1, &[1]), (&[1, 2, 3], 2, &[2])], false);
    root_below_the_old_threshold: roots(&[(&[1, 2, 3], 2, &[1, 2]), (&[1, 2, 3], 1, &[1])], false);
    others_1_of_1: others((&[2], 1, &[2]), true);
    others_1_of_1_unused_signatures: others((&[1], 1, &[3, 1, 4]), true);
    others_not_signed_by_the_new_key: others((&[2], 1, &[1, 3, 4]), false);
    others_3_of_5_one_signature_of_an_old_key: others((&[0, 1, 3, 4, 5], 3, &[0, 2, 4]), false);
    others_3_of_5_one_signature_missing: others((&[0, 1, 3, 4, 5], 3, &[0, 4]), false);
    others_3_of_5_first_combination: others((&[0, 1, 2, 3, 4], 3, &[0, 2, 4]), true);
    others_3_of_5_second_combination: others((&[0, 1, 2, 3, 4], 3, &[0, 4, 1]), true);
    others_3_of_5_third_combination: others((&[0, 1, 2, 3, 4], 3, &[0, 1, 3]), true);
    others_3_of_5_fourth_combination: others((&[0, 1, 2, 3, 4], 3, &[1, 2, 3]), true);
    others_3_of_5_fifth_combination: others((&[0, 1, 2, 3, 4], 3, &[2, 3, 4]), true);
}
