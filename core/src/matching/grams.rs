//! What a name is found by: hashed pieces that survive typing mistakes, joined and split words and romanisations.

use super::normalise::Name;

/// Names whose joined fold is at most this long also get pairs of letters: three letters leave nothing to share.
const SHORT_NAME: usize = 6;

/// Words up to this length get a key for the word without each of its letters: with a slip in them three letters in a
/// row rarely survive.
const SHORT_WORD: usize = 5;

/// The keys of a name, each once.
///
/// Runs of three letters over the whole name without spaces; of each telling word its first three letters and its
/// consonants; for a name of trade words alone, the words themselves.
pub(crate) fn gram_keys(name: &Name) -> Vec<u32> {
    let joined: String = name.without_legal_forms().map(|token| token.fold.as_str()).collect();
    let mut keys = Vec::with_capacity(joined.len() + 12);
    let bytes = joined.as_bytes();
    keys.extend(bytes.windows(3).map(|run| hash(b't', run)));
    if bytes.len() <= SHORT_NAME {
        keys.extend(bytes.windows(2).map(|run| hash(b'b', run)));
    }
    let mut has_distinctive = false;
    for token in name.tokens.iter().filter(|token| token.is_distinctive()) {
        has_distinctive |= token.fold.len() > 2;
        if let Some(start) = token.fold.as_bytes().get(..3) {
            keys.push(hash(b'p', start));
        }
        let letters = token.latin.as_bytes();
        if (3..=SHORT_WORD).contains(&letters.len()) {
            keys.push(hash(b'd', letters));
            for left_out in 0..letters.len() {
                let rest: Vec<u8> =
                    letters.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, letter)| *letter).collect();
                keys.push(hash(b'd', &rest));
            }
        }
        if token.skeleton.len() >= 2 {
            keys.push(hash(b's', token.skeleton.as_bytes()));
        }
    }
    if !has_distinctive {
        keys.push(hash(b'=', name.sorted_key().as_bytes()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The runs of three letters alone, for comparing two names.
pub(crate) fn trigrams(name: &Name) -> Vec<u32> {
    let joined: String = name.without_legal_forms().map(|token| token.fold.as_str()).collect();
    let padded = format!(" {joined} ");
    let mut keys: Vec<u32> = padded.as_bytes().windows(3).map(|run| hash(b't', run)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// FNV-1a with a final mix, so that near runs land far apart.
fn hash(kind: u8, bytes: &[u8]) -> u32 {
    let mut state: u32 = 0x811c_9dc5;
    for byte in std::iter::once(&kind).chain(bytes) {
        state = (state ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    state ^= state >> 15;
    state = state.wrapping_mul(0x2c1b_3c6d);
    state ^ (state >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_more_or_less_hardly_changes_the_keys() {
        let one = gram_keys(&Name::read("Golden Star Overseas"));
        let other = gram_keys(&Name::read("Goldenstar Overseas"));
        let shared = one.iter().filter(|key| other.contains(key)).count();
        assert!(shared * 10 >= one.len() * 6, "{shared} of {}", one.len());
    }

    #[test]
    fn trade_words_alone_are_found_as_a_whole() {
        let one = gram_keys(&Name::read("International Manpower Services Ltd"));
        let whole = hash(b'=', Name::read("Manpower International Services").sorted_key().as_bytes());
        assert!(one.contains(&whole));
    }
}
