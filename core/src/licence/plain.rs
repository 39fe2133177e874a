//! Text with its confusing variety removed, and the way back to the bytes it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::ascii_digit;

/// A character that is not seen: joiners, direction marks, variation selectors, the soft hyphen.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Upper-case letters of other scripts that look like a Latin one and are used in its place.
fn latin_twin(letter: char) -> char {
    match letter {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'І' | 'Ι' => 'I',
        other => other,
    }
}

/// Stands for what was already found and is not to be read again.
pub(crate) const MASK: char = '\u{1}';

/// One way of writing for letters, digits, hyphens, slashes and spaces, byte for byte traceable to the original.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlainText {
    text: String,
    /// For each byte of `text`, where the original character it came from starts and ends.
    origins: Vec<(usize, usize)>,
}

impl PlainText {
    /// Upper case, with emphasis marks as spaces and look-alike letters as Latin: for numbers.
    pub fn upper(original: &str) -> Self {
        Self::build(original, |letter, out| {
            let letter = if matches!(letter, '*' | '_' | '~' | '`') { ' ' } else { letter };
            out.extend(letter.to_uppercase().map(latin_twin));
        })
    }

    /// Lower case: for words.
    pub fn lower(original: &str) -> Self {
        Self::build(original, |letter, out| out.extend(letter.to_lowercase()))
    }

    fn build(original: &str, fold: impl Fn(char, &mut String)) -> Self {
        let mut plain =
            Self { text: String::with_capacity(original.len()), origins: Vec::with_capacity(original.len()) };
        for (start, letter) in original.char_indices().filter(|(_, letter)| !is_invisible(*letter)) {
            let end = start + letter.len_utf8();
            for part in std::iter::once(letter).nfkd() {
                match ascii_digit(part) {
                    Some(digit) => plain.text.push(digit),
                    None => match part {
                        '\n' | '\r' | '\u{2028}' | '\u{2029}' => plain.text.push('\n'),
                        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{58a}' | '\u{30fc}' => plain.text.push('-'),
                        '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\\' => plain.text.push('/'),
                        other if other.is_whitespace() => plain.text.push(' '),
                        other => fold(other, &mut plain.text),
                    },
                }
            }
            plain.origins.resize(plain.text.len(), (start, end));
        }
        plain
    }

    /// The plain text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The plain text with each byte that came from one of `ranges` of the original as [`MASK`]. Same length, so
    /// places in it are places in the plain text.
    pub fn masked(&self, ranges: &[Range<usize>]) -> String {
        let mut ranges: Vec<_> = ranges.iter().filter(|range| !range.is_empty()).collect();
        ranges.sort_by_key(|range| range.start);
        let mut ranges = ranges.into_iter().peekable();
        let mut reach = 0;
        let mut masked = String::with_capacity(self.text.len());
        for (index, letter) in self.text.char_indices() {
            let start = self.origins.get(index).map_or(0, |origin| origin.0);
            while let Some(range) = ranges.next_if(|range| range.start <= start) {
                reach = reach.max(range.end);
            }
            if start < reach {
                masked.extend(std::iter::repeat_n(MASK, letter.len_utf8()));
            } else {
                masked.push(letter);
            }
        }
        masked
    }

    /// The bytes of the original that the bytes `range` of the plain text came from.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let last = self.origins.len().saturating_sub(1);
        let start = self.origins.get(range.start).or(self.origins.get(last)).map_or(0, |origin| origin.0);
        if range.is_empty() {
            return start..start;
        }
        let end = self.origins.get(range.end.saturating_sub(1).min(last)).map_or(start, |origin| origin.1);
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_read() {
        for (native, plain) in [("০৯৮০", "0980"), ("९८०", "980"), ("௯௮௦", "980"), ("٩٨٠", "980"), ("၉၈၀", "980")]
        {
            assert_eq!(PlainText::upper(native).as_str(), plain);
        }
        assert_eq!(PlainText::upper("៩៨០ ๙๘๐ ９８０ 𝟵𝟴𝟬").as_str(), "980 980 980 980");
    }

    #[test]
    fn spans_lead_back_to_the_original() {
        let original = "আরএল\u{200d} ১০২৪–𝗔";
        let plain = PlainText::upper(original);
        let digits = plain.as_str().find("1024").expect("digits");
        assert_eq!(&original[plain.span(digits..digits + 4)], "১০২৪");
        assert_eq!(&original[plain.span(digits + 4..digits + 6)], "–𝗔");
        assert_eq!(plain.span(0..plain.as_str().len()), 0..original.len());
    }
}
