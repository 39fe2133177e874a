use std::ops::Range;

use crate::licence::plain::PlainText;

/// End of a sentence, of a line, or of an item of a list.
pub(super) const SENTENCE: char = '\n';
/// End of a part of a sentence.
pub(super) const CLAUSE: char = ',';

/// Text made alike for looking up phrases: lower case, one space between words, no accents, no emphasis marks, all
/// ends of sentences as [`SENTENCE`] and all commas and brackets as [`CLAUSE`]. Every byte leads back to the original.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    text: String,
    plain: PlainText,
    /// For each byte of `text`, the byte of `plain` it came from.
    places: Vec<u32>,
}

impl Folded {
    pub fn new(original: &str) -> Self {
        let plain = PlainText::lower(original);
        let mut folded = Writer { text: String::with_capacity(plain.as_str().len()), places: Vec::new() };
        let source = plain.as_str();
        let mut before = ' ';
        let mut letters = source.char_indices().peekable();
        while let Some((place, letter)) = letters.next() {
            let next = letters.peek().map_or('\n', |(_, next)| *next);
            let rest = source.get(place..).unwrap_or_default();
            folded.push(part(letter, before, next, rest, &folded.text), place);
            before = letter;
        }
        Self { text: folded.text, places: folded.places, plain }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that `range` came from.
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let place = |index: usize| self.places.get(index).map_or(0, |place| *place as usize);
        if range.is_empty() {
            return 0..0;
        }
        let last = place(range.end.saturating_sub(1));
        self.plain.span(place(range.start)..last + 1)
    }
}

/// A phrase of the data, folded as the text is.
pub(super) fn phrase(text: &str) -> String {
    Folded::new(text).as_str().trim_matches([' ', SENTENCE, CLAUSE]).to_owned()
}

struct Writer {
    text: String,
    places: Vec<u32>,
}

impl Writer {
    fn push(&mut self, part: Option<char>, place: usize) {
        let Some(letter) = part else { return };
        let last = self.text.chars().next_back();
        match (letter, last) {
            (' ', None | Some(' ' | SENTENCE | CLAUSE)) | (CLAUSE | SENTENCE, None | Some(SENTENCE)) => return,
            // The stronger end takes the place of the weaker one.
            (CLAUSE | SENTENCE, Some(' ' | CLAUSE)) => {
                self.text.pop();
                self.places.pop();
                self.push(Some(letter), place);
                return;
            }
            _ => {}
        }
        self.text.push(letter);
        self.places.resize(self.text.len(), u32::try_from(place).unwrap_or(u32::MAX));
    }
}

/// What a character becomes; `None` leaves it out.
fn part(letter: char, before: char, next: char, rest: &str, written: &str) -> Option<char> {
    match letter {
        // Accents of Latin letters, nukta and vowel marks that are often left out.
        '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{9bc}' | '\u{a3c}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{640}' => {
            None
        }
        '\u{901}' => Some('\u{902}'),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'ہ' | 'ۀ' | 'ۂ' | 'ھ' | 'ة' => Some('ه'),
        'đ' => Some('d'),
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' | '\u{ad}' => None,
        '.' => match (before.is_alphanumeric(), next) {
            (_, next) if next.is_alphanumeric() => Some(if before.is_ascii_digit() { '.' } else { ' ' }),
            (true, ' ') if is_abbreviation(written, rest) => Some(' '),
            _ => Some(SENTENCE),
        },
        '\n' => Some(if wraps(written, rest) { ' ' } else { SENTENCE }),
        '!' | '?' | ';' | '|' | '•' | '●' | '▪' | '►' | '➤' | '✅' | '।' | '॥' | '。' | '！' | '？' | '；' | '｡'
        | '။' | '។' | '۔' | '؟' | '؛' => Some(SENTENCE),
        ',' if before.is_ascii_digit() && next.is_ascii_digit() => None,
        ',' | '(' | ')' | '[' | ']' | '{' | '}' | '،' | '、' | '，' | '၊' | '（' | '）' => Some(CLAUSE),
        '%' | '+' | '@' | '&' | '#' | '$' | '₹' | '€' | '£' | '₱' | '৳' | '฿' | '₫' | '៛' => {
            Some(letter)
        }
        other if other.is_alphanumeric() || is_mark(other) => Some(other),
        _ => Some(' '),
    }
}

/// Vowel signs and other marks that belong to words of South and South-East Asian scripts.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{dff}' | '\u{e31}' | '\u{e34}'..='\u{e4e}' | '\u{eb1}'..='\u{ecd}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}' | '\u{653}'..='\u{65f}')
}

/// "Rs. 500", "Lic. No. 12": a short word and a digit or a short word after it.
fn is_abbreviation(written: &str, rest: &str) -> bool {
    let word = written.rsplit([' ', SENTENCE, CLAUSE]).next().unwrap_or_default();
    let follows_digit = rest.trim_start_matches(['.', ' ']).starts_with(|next: char| next.is_ascii_digit());
    word.len() <= 4 && (follows_digit || matches!(word, "rs" | "tk" | "lic" | "regd" | "reg" | "govt" | "mr" | "ms"))
}

/// A line that was broken to fit: the next one goes on in small letters.
fn wraps(written: &str, rest: &str) -> bool {
    let goes_on = rest.trim_start_matches(['\n', ' ']).starts_with(|next: char| next.is_ascii_lowercase());
    let is_one_break = rest.chars().take_while(|letter| *letter == '\n').count() == 1;
    let is_long = written.rsplit(SENTENCE).next().is_some_and(|line| line.len() > 55);
    goes_on && is_one_break && is_long && written.ends_with(|last: char| last.is_alphanumeric() || last == CLAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alike_and_lead_back() {
        let original = "Apply  NOW!! *Tourist-Visa*… Rs. 5,000 (don’t tell) फ़ीस।";
        let folded = Folded::new(original);
        assert_eq!(folded.as_str(), "apply now\ntourist visa\nrs 5000,dont tell,फीस\n");
        let at = folded.as_str().find("tourist visa").unwrap();
        assert_eq!(&original[folded.span(&(at..at + 12))], "Tourist-Visa");
        assert_eq!(phrase("  Tourist\u{a0}visa. "), "tourist visa");
        assert_eq!(phrase("không mất phí"), "khong mat phi");
    }
}
