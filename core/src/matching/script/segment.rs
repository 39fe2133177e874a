//! Finding the known words in a run of a script that writes no spaces.

use super::{Block, block_of};
use crate::matching::lexicon::Lexicon;

/// `word` cut where known words of the lexicon begin and end; what is not known stays whole. Words of scripts with
/// spaces come back as they are.
pub(crate) fn segment(word: &str) -> Vec<&str> {
    if word.is_ascii() || !word.chars().any(writes_no_spaces) {
        return vec![word];
    }
    let lexicon = Lexicon::shipped();
    let mut parts = Vec::new();
    let mut unknown_from = 0;
    let mut at = 0;
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        match known_prefix(lexicon, rest, at == unknown_from) {
            Some(length) => {
                push(&mut parts, word.get(unknown_from..at));
                push(&mut parts, rest.get(..length));
                at += length;
                unknown_from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push(&mut parts, word.get(unknown_from..));
    parts
}

fn push<'a>(parts: &mut Vec<&'a str>, part: Option<&'a str>) {
    parts.extend(part.filter(|part| !part.is_empty()));
}

fn writes_no_spaces(letter: char) -> bool {
    matches!(block_of(letter), Block::Thai | Block::Lao | Block::Burmese | Block::Khmer) || is_han_or_kana(letter)
}

fn is_han_or_kana(letter: char) -> bool {
    matches!(u32::from(letter), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Length in bytes of the longest known word `rest` starts with. `after_known`: no unknown letters stand before it.
fn known_prefix(lexicon: &Lexicon, rest: &str, after_known: bool) -> Option<usize> {
    let han = rest.chars().next().is_some_and(is_han_or_kana);
    if !is_boundary(rest) || !rest.starts_with(writes_no_spaces) {
        return None;
    }
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).enumerate().take(lexicon.longest_run() + 1);
    let fits = |(letters, end): &(usize, usize)| {
        let tail = rest.get(*end..).unwrap_or_default();
        // Two or three letters inside a longer word are a word by chance.
        let long_enough = *letters > 3 || *letters > 1 && (after_known || han || tail.is_empty() && *letters > 2);
        long_enough && is_boundary(tail) && rest.get(..*end).is_some_and(|part| lexicon.is_run_word(part))
    };
    ends.filter(fits).last().map(|(_, end)| end)
}

/// Whether a word may end before `tail`: not inside a syllable.
fn is_boundary(tail: &str) -> bool {
    let mut letters = tail.chars();
    let joins = letters.next().is_some_and(joins_back);
    // A consonant that is silenced, closes the syllable or carries another belongs to what stands before it.
    !joins && !matches!(letters.next(), Some('\u{0E4C}' | '\u{1039}' | '\u{103A}' | '\u{17CD}'))
}

/// Vowel signs, tone marks, medials and closing marks: never the start of a word.
fn joins_back(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E30..=0x0E3A | 0x0E45..=0x0E4E | 0x0EB0..=0x0EBD | 0x0EC8..=0x0ECE
        | 0x102B..=0x103E | 0x17B4..=0x17D3 | 0x17DD | 0x200B..=0x200F)
}
