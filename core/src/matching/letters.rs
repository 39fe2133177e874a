//! How alike two Latin spellings are by their letters alone.

/// The same sound, written differently.
pub(crate) const SAME_SOUND: f32 = 0.96;
/// Longest words compared letter by letter; what is beyond is cut.
const MAX_LETTERS: usize = 40;
/// What one full edit costs in a word of one letter; divided by the length of the longer word.
const EDIT_COST: f32 = 1.1;

/// The similarity of two Latin spellings by their letters alone.
pub(crate) fn spelling_similarity(a: &str, b: &str) -> f32 {
    if a == b { 1.0 } else { by_letters(a, b, SAME_SOUND) }
}

/// One minus the plain Levenshtein distance by the longer length.
pub(crate) fn likeness(a: &[u8], b: &[u8]) -> f32 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 0.0;
    }
    let mut row: Vec<u16> = (0..).take(b.len() + 1).collect();
    for (line, from) in (1_u16..).zip(a) {
        let mut diagonal = line - 1;
        let mut left = line;
        if let Some(first) = row.first_mut() {
            *first = line;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(b) {
            let cost = (diagonal + u16::from(from != to)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = cost;
            left = cost;
        }
    }
    let distance = row.last().copied().unwrap_or_default();
    1.0 - f32::from(distance) / longer as f32
}

/// From the weighted edits between two words, less from `same`; 0 beyond what a word of that length allows.
pub(crate) fn by_letters(a: &str, b: &str, same: f32) -> f32 {
    let (a, b) = (within(a), within(b));
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    let budget = budget(shorter);
    if longer - shorter > budget as usize + 1 || budget == 0.0 {
        return 0.0;
    }
    match distance(a, b, budget) {
        Some(edits) => (same - EDIT_COST * edits / longer as f32).max(0.0),
        None => 0.0,
    }
}

/// How many edits a word may have and still be the same: none where every letter tells words apart.
fn budget(letters: usize) -> f32 {
    match letters {
        0..=2 => 0.0,
        3 => 0.6,
        4 => 1.0,
        5..=7 => 2.0,
        8..=10 => 3.0,
        _ => 3.8,
    }
}

/// A word cut at the end ("INTERNATI"), or an abbreviation by its beginning ("Consult").
pub(crate) fn by_beginning(a: &str, b: &str) -> f32 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() >= 3 && long.starts_with(short) { 0.35 + 0.45 * short.len() as f32 / long.len() as f32 } else { 0.0 }
}

fn within(word: &str) -> &[u8] {
    let bytes = word.as_bytes();
    bytes.get(..MAX_LETTERS).unwrap_or(bytes)
}

/// Restricted Damerau-Levenshtein distance with cheaper edits where hands and ears slip; `None` above `limit`.
fn distance(a: &[u8], b: &[u8], limit: f32) -> Option<f32> {
    let mut before = [0.0_f32; MAX_LETTERS + 1];
    let mut above = [0.0_f32; MAX_LETTERS + 1];
    let mut row = [0.0_f32; MAX_LETTERS + 1];
    for ((slot, previous), letter) in (1..=b.len()).zip(0..).zip(b) {
        let value = get(&above, previous) + gap(*letter, before_of(b, previous));
        set(&mut above, slot, value);
    }
    let mut last = 0_u8;
    for (index, &from) in a.iter().enumerate() {
        let start = get(&above, 0) + gap(from, last);
        set(&mut row, 0, start);
        let mut least = start;
        let mut left_letter = 0_u8;
        for (column, &to) in b.iter().enumerate() {
            let mut cost = get(&above, column) + substitution(from, to);
            cost = cost.min(get(&above, column + 1) + gap(from, last));
            cost = cost.min(get(&row, column) + gap(to, left_letter));
            if index > 0 && column > 0 && from == left_letter && last == to && from != to {
                cost = cost.min(get(&before, column - 1) + 0.8);
            }
            set(&mut row, column + 1, cost);
            least = least.min(cost);
            left_letter = to;
        }
        if least > limit {
            return None;
        }
        before = above;
        above = row;
        last = from;
    }
    Some(get(&above, b.len())).filter(|edits| *edits <= limit)
}

fn before_of(letters: &[u8], index: usize) -> u8 {
    index.checked_sub(1).and_then(|index| letters.get(index)).copied().unwrap_or_default()
}

fn get(row: &[f32; MAX_LETTERS + 1], index: usize) -> f32 {
    row.get(index).copied().unwrap_or(f32::INFINITY)
}

fn set(row: &mut [f32; MAX_LETTERS + 1], index: usize, value: f32) {
    if let Some(slot) = row.get_mut(index) {
        *slot = value;
    }
}

/// Leaving a letter out or putting one in, after the letter `before`.
fn gap(letter: u8, before: u8) -> f32 {
    if letter == before {
        0.5
    } else if is_vowel(letter) {
        0.6
    } else if letter == b'h' {
        0.4
    } else {
        1.0
    }
}

fn substitution(a: u8, b: u8) -> f32 {
    if a == b {
        0.0
    } else if is_vowel(a) && is_vowel(b) {
        0.5
    } else if sounds_near(a, b) || sounds_near(b, a) {
        0.6
    } else {
        1.0
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Voiced and unvoiced pairs, and letters that romanisations exchange.
fn sounds_near(a: u8, b: u8) -> bool {
    matches!(
        (a, b),
        (b'b', b'p')
            | (b'b', b'v')
            | (b'd', b't')
            | (b'g', b'k')
            | (b'g', b'j')
            | (b'j', b'z')
            | (b's', b'z')
            | (b's', b'c')
            | (b'c', b'k')
            | (b'q', b'k')
            | (b'v', b'w')
            | (b'f', b'p')
            | (b'f', b'v')
            | (b'm', b'n')
            | (b'l', b'r')
            | (b'j', b'y')
            | (b'i', b'j')
    )
}
