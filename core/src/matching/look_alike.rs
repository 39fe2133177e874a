//! Letters and digits that imitate Latin letters: "Gulf" with a Cyrillic у, "0verseas" with a zero.
//!
//! The letters are `content/lexicons/look-alikes.tsv`, from the Unicode Consortium's confusables data (UTS 39).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon::Lexicon;

const LETTERS: &str = include_str!("../../../content/lexicons/look-alikes.tsv");

static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let lines = LETTERS.lines().filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once('\t'));
    entries
        .flat_map(|(latin, letters)| {
            latin.chars().next().map(|latin| letters.chars().map(move |letter| (letter, latin)))
        })
        .flatten()
        .collect()
});

/// The Latin letter `letter` imitates, marks aside.
fn imitated(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    if let Some(latin) = TABLE.get(&letter) {
        return Some(*latin);
    }
    let mut base = None;
    unicode_normalization::char::decompose_canonical(letter, |part| {
        base.get_or_insert(part);
    });
    base.filter(|base| *base != letter).and_then(|base| TABLE.get(&base)).copied()
}

/// The Latin spelling, in lower case, that `word` imitates: it mixes Latin letters with look-alikes of other scripts,
/// or has digits in the place of letters. `None` when it does neither. For NFKC text; better before lower-casing,
/// since a capital may imitate another letter than its small form (Greek Ν and ν).
pub(crate) fn to_latin(word: &str) -> Option<String> {
    let letters = if word.is_ascii() { None } else { from_letters(word, true) };
    let spelled = letters.as_deref().unwrap_or(word);
    from_digits(spelled).or(letters)
}

/// As [`to_latin`], for a word without any Latin letter, all of whose letters have a Latin look-alike ("РОСТОК"). That
/// is an ordinary word in its own script: ask only when the other words of the name are Latin.
pub(crate) fn whole_word(word: &str) -> Option<String> {
    if word.is_ascii() { None } else { from_letters(word, false) }
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

fn from_letters(word: &str, mixed: bool) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    let (mut latin, mut foreign, mut unknown) = (0_usize, 0_usize, 0_usize);
    for letter in word.chars() {
        if letter.is_ascii() {
            latin += usize::from(letter.is_ascii_alphabetic());
            out.push(letter.to_ascii_lowercase());
        } else if let Some(spelled) = imitated(letter) {
            foreign += 1;
            out.push(spelled);
        } else if !is_combining(letter) {
            // Latin letters with marks are Latin; the rest is another script's own.
            if super::script::is_latin(letter) {
                latin += 1
            } else {
                unknown += usize::from(letter.is_alphabetic())
            }
            out.extend(letter.to_lowercase());
        }
    }
    let fires = if mixed {
        foreign > 0 && latin > 0 && (unknown == 0 || latin > unknown)
    } else {
        foreign >= 1 && latin == 0 && unknown == 0
    };
    fires.then_some(out)
}

/// Endings that make a number an ordinal, and other words that begin with a digit and mean it.
const AFTER_NUMBER: [&str; 22] = [
    "st", "nd", "rd", "th", "star", "stars", "stop", "way", "ways", "ever", "life", "percent", "day", "days", "hour",
    "hours", "hrs", "points", "seas", "oceans", "plus", "sixty",
];

fn from_digits(word: &str) -> Option<String> {
    if !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let letters: Vec<char> = word.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    let digits = letters.iter().filter(|letter| letter.is_ascii_digit()).count();
    let others = letters.iter().filter(|letter| letter.is_alphabetic()).count();
    // "b2b", "24x7", "g4s", "mp3": too little word to be one.
    if others < 3 || others < 2 * digits || others + digits != letters.len() {
        return None;
    }
    let mut out = String::with_capacity(word.len());
    let mut certain = false;
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_digit() {
            out.push(*letter);
            continue;
        }
        let side = |letter: Option<&char>| letter.copied();
        let before = at.checked_sub(1).and_then(|at| side(letters.get(at)));
        let after = side(letters.get(at + 1));
        out.push(imitated_by_digit(*letter, before, after)?);
        let inside = letters.get(..at).is_some_and(|start| start.iter().any(|letter| letter.is_alphabetic()))
            && letters.get(at..).is_some_and(|end| end.iter().any(|letter| letter.is_alphabetic()));
        // A zero in front of a word is nobody's spelling.
        certain = certain || inside || (at == 0 && *letter == '0');
    }
    let rest: String = letters.iter().skip_while(|letter| letter.is_ascii_digit()).collect();
    if AFTER_NUMBER.contains(&rest.as_str()) {
        return None;
    }
    // At an edge a digit may be a digit (5star, zone1): only a word everybody knows tells.
    (certain || Lexicon::shipped().look_up(&out).is_some()).then_some(out)
}

fn imitated_by_digit(digit: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let is_vowel = |letter: Option<char>| {
        letter.is_some_and(|letter| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | '0' | '3' | '4'))
    };
    Some(match digit {
        '0' => 'o',
        // "v1sa", "1ndia" but "gu1f", "g1obal".
        '1' if !is_vowel(before) && after.is_some() && !is_vowel(after) => 'i',
        '1' => 'l',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' | '8' => 'b',
        '9' => 'g',
        _ => return None,
    })
}

#[cfg(test)]
#[path = "look_alike_tests.rs"]
mod tests;
