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

/// Length in bytes of the longest known word `rest` starts with.
fn known_prefix(lexicon: &Lexicon, rest: &str, at_edge: bool) -> Option<usize> {
    if rest.chars().next().is_some_and(|letter| !writes_no_spaces(letter) || joins_back(letter)) {
        return None;
    }
    let mut best = None;
    let mut letters = 0;
    for (at, letter) in rest.char_indices().take(lexicon.longest_run() + 1) {
        // A word does not end inside a syllable, and two letters are a word only at the edges of the run.
        if letters >= 2 && !joins_back(letter) && (letters > 2 || at_edge || is_han_or_kana(letter)) {
            let known = rest.get(..at).is_some_and(|part| lexicon.is_run_word(part));
            if known {
                best = Some(at);
            }
        }
        letters += 1;
    }
    if letters >= 2 && letters <= lexicon.longest_run() && lexicon.is_run_word(rest) { Some(rest.len()) } else { best }
}

/// Vowel signs, tone marks, medials and closing marks: never the start of a word.
fn joins_back(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E30..=0x0E3A | 0x0E45..=0x0E4E | 0x0EB0..=0x0EBD | 0x0EC8..=0x0ECE
        | 0x102B..=0x103E | 0x17B4..=0x17D3 | 0x17DD | 0x200B..=0x200F)
}
