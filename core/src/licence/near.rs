//! Numbers that are easily mistaken for one another.

use super::{PLAIN, read};
use crate::model::LicenceKey;

/// Numbers longer than this have no neighbours: they are no licence numbers, and their neighbours would be many.
const MAX_LENGTH: usize = 40;

/// The keys that differ in one digit, in the order of two digits side by side, or in a digit and the letter that
/// looks like it (O and 0, I or L and 1).
///
/// A neighbour is a reason to look twice, never an agreement.
pub fn neighbours(key: &LicenceKey) -> impl Iterator<Item = LicenceKey> + use<> {
    let scheme = key.scheme().to_owned();
    let width = read::width_of(&scheme);
    let letters = padded(key.key(), width);
    let mut near = Vec::new();
    if letters.len() <= MAX_LENGTH {
        for index in 0..letters.len() {
            for edited in edits_at(&letters, index, scheme == PLAIN) {
                near.push(LicenceKey::new(&scheme, &unpadded(&edited, width)));
            }
        }
    }
    near.sort_unstable();
    near.dedup();
    let own = key.clone();
    near.into_iter().filter(move |other| *other != own)
}

fn edits_at(letters: &[char], index: usize, letters_too: bool) -> Vec<Vec<char>> {
    let with = |changes: &[(usize, char)]| {
        let mut edited = letters.to_vec();
        for &(place, letter) in changes {
            if let Some(old) = edited.get_mut(place) {
                *old = letter;
            }
        }
        edited
    };
    let Some(&letter) = letters.get(index) else { return Vec::new() };
    let mut edited = Vec::new();
    if letter.is_ascii_digit() {
        edited.extend(('0'..='9').filter(|&digit| digit != letter).map(|digit| with(&[(index, digit)])));
        if let Some(&next) = letters.get(index + 1).filter(|next| next.is_ascii_digit() && **next != letter) {
            edited.push(with(&[(index, next), (index + 1, letter)]));
        }
    }
    if letters_too {
        let twins: &[char] = match letter {
            '0' => &['O'],
            'O' => &['0'],
            '1' => &['I', 'L'],
            'I' | 'L' => &['1'],
            _ => &[],
        };
        edited.extend(twins.iter().map(|&twin| with(&[(index, twin)])));
    }
    edited
}

/// The first run of digits with leading zeros up to `width`: 0980 and 1980 are one digit apart.
fn padded(key: &str, width: usize) -> Vec<char> {
    let start = key.find(|letter: char| letter.is_ascii_digit()).unwrap_or(key.len());
    let (before, rest) = key.split_at(start);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let zeros = std::iter::repeat_n('0', width.saturating_sub(digits));
    before.chars().chain(zeros).chain(rest.chars()).collect()
}

fn unpadded(letters: &[char], width: usize) -> String {
    let key: String = letters.iter().collect();
    if width == 0 {
        return key;
    }
    let start = key.find(|letter: char| letter.is_ascii_digit()).unwrap_or(key.len());
    let (before, rest) = key.split_at(start);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let after = rest.get(digits.len()..).unwrap_or_default();
    format!("{before}{}{after}", read::without_zeros(&digits))
}
