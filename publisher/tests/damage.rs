//! Real compressed packs, damaged in every place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use common::{rows, shipped};
use safe_migration::pack::{Pack, PackError, PackRow};

fn read(bytes: &[u8]) -> Result<Vec<PackRow>, PackError> {
    Pack::open(bytes)?.rows().collect()
}

#[test]
fn every_cut_is_noticed() {
    let whole = shipped(&["id-kp2mi"]).bytes;
    for length in 0..whole.len() {
        assert!(read(&whole[..length]).is_err(), "{length}");
    }
    assert!(read(&[&whole[..], &[0]].concat()).is_err());
}

#[test]
fn a_flipped_bit_never_panics_and_never_changes_a_row() {
    let pack = shipped(&["id-kp2mi"]);
    let rows = rows(&pack);
    let compressed = 12 + usize::try_from(u32::from_le_bytes(pack.bytes[8..12].try_into().unwrap())).unwrap();
    for at in 0..pack.bytes.len() {
        for bit in 0..8 {
            let mut bytes = pack.bytes.clone();
            bytes[at] ^= 1 << bit;
            match read(&bytes) {
                Ok(read) => assert_eq!(read, rows, "byte {at} bit {bit}"),
                // The first flips of the compressed part can ask for a larger window, nothing else.
                Err(error) => assert!(at < compressed || matches!(error, PackError::Damaged(_)), "{error}"),
            }
        }
    }
}
