//! Words of other scripts in Latin letters, as the people who carry these names write them themselves.
//!
//! Not a scholarly transliteration: what counts is that "ओवरसीज़" and "overseas", "สมชาย" and "Somchai" come out close,
//! after the matcher's fold. Short vowels that a script does not write are not invented (Arabic, Urdu); those it
//! implies are written only where people write them (Hindi drops most, Telugu none).

mod arabic;
mod burmese;
mod indic;
mod khmer;
mod segment;
mod tamil;
#[cfg(test)]
mod tests;
mod thai;
mod zawgyi;

#[allow(unused_imports)] // until the matcher calls them
pub(crate) use {segment::segment, zawgyi::fix_zawgyi};

/// Which table a letter belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Block {
    /// ASCII, and Latin letters with marks.
    Latin,
    Indic,
    Tamil,
    Thai,
    Lao,
    Burmese,
    Khmer,
    Arabic,
    /// Everything else: `any_ascii` knows it.
    Other,
    /// Joiners and variation selectors: part of whatever stands before them.
    Inherited,
}

fn block_of(letter: char) -> Block {
    match u32::from(letter) {
        0..=0x024F | 0x0300..=0x036F | 0x1E00..=0x1EFF => Block::Latin,
        0x0B80..=0x0BFF => Block::Tamil,
        0x0900..=0x0DFF => Block::Indic,
        0x0E00..=0x0E7F => Block::Thai,
        0x0E80..=0x0EFF => Block::Lao,
        0x1000..=0x109F | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F => Block::Burmese,
        0x1780..=0x17FF => Block::Khmer,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF => Block::Arabic,
        0x200B..=0x200F | 0xFE00..=0xFE0F => Block::Inherited,
        _ => Block::Other,
    }
}

/// One word (NFKC, lower case, ASCII digits) in lower-case ASCII letters and digits, as South and South-East Asians
/// would write that name. ASCII words come back unchanged, Latin words without their marks.
pub(crate) fn to_latin(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let mut start = 0;
    let mut current = Block::Latin;
    for (at, letter) in word.char_indices() {
        let block = block_of(letter);
        if block == current || block == Block::Inherited {
            continue;
        }
        romanise(word.get(start..at).unwrap_or_default(), current, &mut out);
        start = at;
        current = block;
    }
    romanise(word.get(start..).unwrap_or_default(), current, &mut out);
    out
}

fn romanise(run: &str, block: Block, out: &mut String) {
    match block {
        _ if run.is_empty() => {}
        Block::Latin => strip_marks(run, out),
        Block::Indic => indic::romanise(run, out),
        Block::Tamil => tamil::romanise(run, out),
        Block::Thai => thai::romanise(run, false, out),
        Block::Lao => thai::romanise(run, true, out),
        Block::Burmese => burmese::romanise(run, out),
        Block::Khmer => khmer::romanise(run, out),
        Block::Arabic => arabic::romanise(run, out),
        Block::Other | Block::Inherited => run.chars().for_each(|letter| push_any_ascii(letter, out)),
    }
}

fn strip_marks(run: &str, out: &mut String) {
    for letter in run.chars() {
        if letter.is_ascii() {
            out.push(letter);
            continue;
        }
        // Letters that decompose to nothing (a stroke is not a combining mark) or that two letters stand for.
        let spelled = match letter {
            'đ' | 'ð' => "d",
            'ø' => "o",
            'ł' => "l",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'þ' => "th",
            'ħ' => "h",
            'ı' => "i",
            _ => "",
        };
        if spelled.is_empty() {
            unicode_normalization::char::decompose_canonical(letter, |part| match part {
                part if part.is_ascii() => out.push(part.to_ascii_lowercase()),
                '\u{300}'..='\u{36F}' => {}
                part => push_any_ascii(part, out),
            });
        } else {
            out.push_str(spelled);
        }
    }
}

fn push_any_ascii(letter: char, out: &mut String) {
    let spelled = any_ascii::any_ascii_char(letter);
    out.extend(spelled.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
}

/// Whether `letter` is a Latin letter, with or without marks.
pub(super) fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && block_of(letter) == Block::Latin
}

/// Whether `word` is of a script whose spelling does not tell k from g, t from d, p from b reliably (Tamil) or whose
/// names are spelled in Latin by ear (Thai, Lao, Burmese, Khmer): there a voiced letter is as good as its voiceless twin.
pub(crate) fn blurs_voicing(word: &str) -> bool {
    let blurred =
        |letter| matches!(block_of(letter), Block::Tamil | Block::Thai | Block::Lao | Block::Burmese | Block::Khmer);
    !word.is_ascii() && word.chars().any(blurred)
}
