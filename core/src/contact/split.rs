//! Cutting "86470-716 / 7001-9618 (Off.)" into numbers.

use std::ops::Range;

/// Fewest digits of a phone number: old local numbers of six are still printed.
pub(super) const MIN_DIGITS: usize = 6;
/// Most digits of a phone number (ITU-T E.164), with an international prefix.
pub(super) const MAX_DIGITS: usize = 18;
/// Numbers read from one field at most.
pub(super) const MAX_NUMBERS: usize = 32;
/// Longest range ("48318901-10") written out.
const MAX_RANGE: u32 = 20;

/// One number of a field: its digits and marks, and where it stands in the (plain) text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub range: Range<usize>,
}

impl Piece {
    pub fn digits(&self) -> String {
        digits(&self.text)
    }
}

pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The numbers in `plain`, whose digits are ASCII and whose letters are lower case. `is_one` tells whether a text with
/// spaces inside is one number.
pub(super) fn pieces(plain: &str, limit: usize, is_one: impl Fn(&str) -> bool) -> Vec<Piece> {
    let mut found = Vec::new();
    for range in stretches(plain) {
        let Some(text) = plain.get(range.clone()) else { continue };
        for part in words_or_whole(text, &is_one) {
            let Some(number) = text.get(part.clone()) else { continue };
            let range = range.start + part.start..range.start + part.end;
            found.extend(ranged(number).into_iter().map(|text| Piece { text, range: range.clone() }));
        }
        if found.len() >= limit {
            break;
        }
    }
    found.retain(|piece| {
        let digits = piece.digits();
        digits.trim_start_matches('0').len() >= MIN_DIGITS && digits.len() <= MAX_DIGITS
    });
    found.truncate(limit);
    found
}

/// Stretches of digits with what people put between them. Letters end one, and digits after a word for "extension"
/// belong to none.
fn stretches(plain: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut word = String::new();
    let mut extension = false;
    for (index, letter) in plain.char_indices() {
        let belongs = letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '.' | '(' | ')');
        if let Some(start) = open.filter(|_| !belongs || letter == '+') {
            found.push(start..index);
            open = None;
        }
        match letter {
            '+' => open = Some(index),
            '/' | ',' | ';' | '|' | '&' | '\n' => extension &= letter == '/',
            _ if letter.is_alphabetic() => word.push(letter),
            _ if belongs && (letter.is_ascii_digit() || letter == '(') && open.is_none() => {
                let is_extension = matches!(word.as_str(), "ext" | "extn" | "extension" | "loc" | "local" | "x");
                extension = (extension && word.is_empty()) || is_extension;
                word.clear();
                if !extension {
                    open = Some(index);
                }
            }
            _ => {}
        }
        if letter.is_ascii_digit() {
            word.clear();
        }
    }
    found.extend(open.map(|start| start..plain.len()));
    found
}

/// A stretch is one number, or several with only spaces between them ("5362997 5360831").
fn words_or_whole(text: &str, is_one: &impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let trimmed = text.trim_end_matches([' ', '-', '.', '(']);
    let start = trimmed.len() - trimmed.trim_start_matches([' ', '-', '.', ')']).len();
    let whole = start..trimmed.len();
    let Some(inside) = text.get(whole.clone()) else { return Vec::new() };
    let words: Vec<_> = inside.split(' ').filter(|word| !word.is_empty()).collect();
    let alone = words.len() > 1 && words.iter().all(|word| digits(word).len() >= MIN_DIGITS);
    if !alone || is_one(inside) {
        return vec![whole];
    }
    let mut from = start;
    words
        .iter()
        .filter_map(|word| {
            let at = from + text.get(from..)?.find(word)?;
            from = at + word.len();
            Some(at..from)
        })
        .collect()
}

/// "48318901-10" is 48318901 to 48318910; other hyphens are part of a number.
fn ranged(number: &str) -> Vec<String> {
    let whole = vec![number.to_owned()];
    let Some((base, last)) = number.rsplit_once('-') else { return whole };
    let (base, last) = (base.trim_end(), last.trim());
    let run = base.len() - base.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    if run < 7 || !matches!(last.len(), 1 | 2) || !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole;
    }
    let cut = base.len() - last.len();
    let (Some(stem), Some(first)) = (base.get(..cut), base.get(cut..)) else { return whole };
    let (Ok(from), Ok(to)) = (first.parse::<u32>(), last.parse::<u32>()) else { return whole };
    if to <= from || to - from > MAX_RANGE {
        return vec![base.to_owned()];
    }
    let width = last.len();
    (from..=to).map(|end| format!("{stem}{end:0width$}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        pieces(text, MAX_NUMBERS, |_| false).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn registers_print_several_numbers_in_one_field() {
        assert_eq!(split("(02) 86818959/09178870567/09998800089"), ["(02) 86818959", "09178870567", "09998800089"]);
        assert_eq!(split("86470-716 / 7001-9618"), ["86470-716", "7001-9618"]);
        assert_eq!(split("5362997 5360831"), ["5362997", "5360831"]);
        assert_eq!(split("9897946(off.) 9897841"), ["9897946", "9897841"]);
        assert_eq!(split("5241261 loc 117/117"), ["5241261"]);
        assert_eq!(split("+632-7798-4048 / +63917-851-2276"), ["+632-7798-4048", "+63917-851-2276"]);
        assert_eq!(split("+84 56.3522166 - +84 56.3522931"), ["+84 56.3522166", "+84 56.3522931"]);
        assert_eq!(split("09985466887 / 632 34168228 /63 917 701 7979").len(), 3);
        assert_eq!(split("2522289 (d), 2522286, 2522287 (ctg. off.)"), ["2522289", "2522286", "2522287"]);
    }

    #[test]
    fn ranges_are_written_out() {
        let all = split("48318901-10 (pabx) (off.), 9857669, 9857670");
        assert_eq!(all.len(), 12);
        assert_eq!((all[0].as_str(), all[9].as_str(), all[11].as_str()), ("48318901", "48318910", "9857670"));
        assert_eq!(split("9353512-5"), ["9353512", "9353513", "9353514", "9353515"]);
        assert_eq!(split("08.39433770-76").len(), 7);
        assert_eq!(split("8687-33-69"), ["8687-33-69"]);
        assert_eq!(split("+880255111652-53"), ["+880255111652", "+880255111653"]);
    }

    #[test]
    fn what_is_no_number_gives_nothing() {
        for text in ["", "()", "+", "12", "2f & 3f", "---", "1-2-3"] {
            assert!(split(text).is_empty(), "{text}");
        }
    }
}
