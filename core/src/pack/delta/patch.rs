//! The new manifest as pieces of the old one. Few numbers of it change from week to week, and the manifest of a pack
//! with many registers would else outweigh a small delta.
//!
//! ```text
//! patch = bytes of the new manifest (varint) | piece*, until they are all there
//! piece = bytes to copy (varint)
//!       | where from (varint, only when there is something to copy): zigzag of the distance to where the last copy ended
//!       | bytes to add (varint) | those bytes
//! ```

use std::collections::HashMap;

use super::super::inflate::Inflate;
use super::super::write::put_varint;
use super::super::{MAX_MANIFEST_BYTES, PackError};

/// Shorter matches cost more than they save.
const LEAST_MATCH: usize = 8;
/// Places looked at for one match: bounds the work on a manifest that repeats itself.
const MOST_PLACES: usize = 64;

/// Writes `new` as pieces of `old`.
pub(super) fn write(old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (at, window) in old.windows(LEAST_MATCH).enumerate() {
        let at_window = places.entry(window).or_default();
        if at_window.len() < MOST_PLACES {
            at_window.push(at);
        }
    }
    let mut patch = Vec::new();
    put_varint(&mut patch, new.len());
    let (mut at, mut old_end) = (0, 0);
    while at < new.len() {
        let (from, copied) = best_match(&places, old, new, at, old_end).unwrap_or_default();
        put_varint(&mut patch, copied);
        if copied > 0 {
            put_varint(&mut patch, zigzag(from, old_end));
            old_end = from + copied;
        }
        at += copied;
        let added = (at..new.len()).find(|&next| best_match(&places, old, new, next, old_end).is_some());
        let added = new.get(at..added.unwrap_or(new.len())).unwrap_or_default();
        put_varint(&mut patch, added.len());
        patch.extend_from_slice(added);
        at += added.len();
    }
    patch
}

/// The longest match for what comes at `at`, and of those the nearest to the end of the last one: `(from, length)`.
fn best_match(
    places: &HashMap<&[u8], Vec<usize>>,
    old: &[u8],
    new: &[u8],
    at: usize,
    old_end: usize,
) -> Option<(usize, usize)> {
    let window = new.get(at..at + LEAST_MATCH)?;
    let rest = new.get(at..)?;
    let length = |from: usize| {
        let old = old.get(from..).unwrap_or_default();
        old.iter().zip(rest).take_while(|(a, b)| a == b).count()
    };
    let found = places.get(window)?.iter().map(|&from| (from, length(from)));
    found.max_by_key(|&(from, length)| (length, std::cmp::Reverse(from.abs_diff(old_end))))
}

fn zigzag(from: usize, old_end: usize) -> usize {
    let distance = from.abs_diff(old_end) << 1;
    if from < old_end { distance - 1 } else { distance }
}

fn unzigzag(distance: usize, old_end: usize) -> Option<usize> {
    match distance & 1 {
        0 => old_end.checked_add(distance >> 1),
        _ => old_end.checked_sub((distance >> 1) + 1),
    }
}

/// Reads the new manifest; never more than [`MAX_MANIFEST_BYTES`].
pub(super) fn read(content: &mut Inflate<'_>, old: &[u8]) -> Result<String, PackError> {
    const IMPOSSIBLE: PackError = PackError::Damaged("a manifest that cannot be put together");
    let length = content.varint()?;
    if length > MAX_MANIFEST_BYTES {
        return Err(PackError::TooLarge);
    }
    let mut new = Vec::with_capacity(length);
    let mut old_end = 0usize;
    while new.len() < length {
        let copied = content.varint()?;
        if copied > 0 {
            let from = unzigzag(content.varint()?, old_end).ok_or(IMPOSSIBLE)?;
            old_end = from.checked_add(copied).ok_or(IMPOSSIBLE)?;
            new.extend_from_slice(old.get(from..old_end).ok_or(IMPOSSIBLE)?);
        }
        let added = content.varint()?;
        let start = new.len();
        if (copied == 0 && added == 0) || start > length || added > length - start {
            return Err(IMPOSSIBLE);
        }
        new.resize(start + added, 0);
        content.fill(new.get_mut(start..).unwrap_or_default())?;
    }
    String::from_utf8(new).map_err(|_| IMPOSSIBLE)
}
