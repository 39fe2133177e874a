//! The keys of a number that a register prints.

use super::{plain_key, read};
use crate::model::LicenceKey;

/// The keys of a number as the register of the scheme `scheme` prints it: `0980`, `RL-0980` and `(980)` of `bd` are
/// one key.
///
/// The first key is the whole number; those after it are the shorter forms that agencies quote, so a number that was
/// cut short still finds its entry. A number that the grammar does not read, and one of an unknown scheme, keeps its
/// letters and digits under [`PLAIN`](super::PLAIN).
pub fn keys_on_file(scheme: &str, printed: &str) -> Vec<LicenceKey> {
    let mut keys = read::on_file(scheme, printed);
    if keys.is_empty() {
        keys.extend(plain_key(printed));
    }
    let mut kept: Vec<LicenceKey> = Vec::with_capacity(keys.len());
    for key in keys {
        if !kept.contains(&key) {
            kept.push(key);
        }
    }
    kept
}
