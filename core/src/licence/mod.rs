//! Licence numbers: reading them as agencies and registers print them, and the keys they are compared by.
//!
//! A well-formed number proves nothing: numbers are copied and invented, and invented ones have a perfect shape.
//! Nothing here says that a number is real, only which entry of a register it would be.

mod near;
mod on_file;
pub(crate) mod plain;
mod read;
mod table;

use std::borrow::Cow;
use std::ops::Range;

use crate::model::LicenceKey;

pub use near::neighbours;
pub use on_file::keys_on_file;
pub use table::Shape;

/// The scheme of registers whose numbers follow no known grammar: letters and digits as printed.
pub const PLAIN: &str = "plain";

/// Readings of one text kept at most.
const MAX_FOUND: usize = 64;

/// A licence number as it may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedLicence {
    /// What it is looked up and compared by.
    pub key: LicenceKey,
    /// Where it stands in the given text, in bytes, without the words before it ("Licence No:").
    pub span: Range<usize>,
    /// How much of the number was there.
    pub shape: Shape,
    /// Letters were read as digits (`O` as 0, `I` and `L` as 1).
    pub repaired: bool,
}

/// Every number that a licence field may stand for; `region` is the recruiter's country, ISO alpha-2.
///
/// Digits alone are read by the grammars of `region`, or of every country when it is not known. The readings of
/// `region` come first, and the last is always the field's letters and digits, for registers of the scheme [`PLAIN`].
pub fn parse(text: &str, region: Option<&str>) -> Vec<ParsedLicence> {
    let mut found = read::in_field(text, region);
    let rank = |reading: &ParsedLicence| {
        let own = region.is_some_and(|region| read::country_of(reading.key.scheme()) == Some(region));
        (reading.key.scheme() == PLAIN, !own, reading.shape)
    };
    let whole = text.trim();
    let start = text.len() - text.trim_start().len();
    found.extend(plain_reading(whole, start..start + whole.len()));
    found.sort_by_key(rank);
    unique(found)
}

/// The numbers in a message, in the order they stand; `regions` are the countries asked about, none meaning all.
///
/// Digits alone count only right after a word for "licence". A number may have several readings of the same span.
/// Takes time linear in the text.
pub fn find(text: &str, regions: &[&str]) -> Vec<ParsedLicence> {
    let mut found = read::in_text(text, regions);
    let plain: Vec<_> = found
        .iter()
        .filter_map(|reading| plain_reading(text.get(reading.span.clone())?, reading.span.clone()))
        .collect();
    found.extend(plain);
    found.sort_by_key(|reading| (reading.span.start, reading.key.scheme() == PLAIN, reading.shape));
    found.truncate(MAX_FOUND);
    unique(found)
}

/// The text without the licence numbers in it: a name copied together with its number is still that name.
pub(crate) fn without_numbers(text: &str) -> Cow<'_, str> {
    let mut rest = Cow::Borrowed(text);
    let mut spans: Vec<_> = find(text, &[]).into_iter().map(|reading| reading.span).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    for span in spans {
        if rest.get(span.clone()).is_some() {
            rest.to_mut().replace_range(span, " ");
        }
    }
    rest
}

/// The text's letters and digits as a number of unknown grammar.
fn plain_reading(text: &str, span: Range<usize>) -> Option<ParsedLicence> {
    let key = plain_key(text)?;
    Some(ParsedLicence { key, span, shape: Shape::Bare, repaired: false })
}

fn plain_key(text: &str) -> Option<LicenceKey> {
    let plain = plain::PlainText::upper(text);
    let key: String = plain.as_str().chars().filter(|letter| letter.is_alphanumeric()).collect();
    key.contains(|letter: char| letter.is_ascii_digit()).then(|| LicenceKey::new(PLAIN, &key))
}

fn unique(readings: Vec<ParsedLicence>) -> Vec<ParsedLicence> {
    let mut kept: Vec<ParsedLicence> = Vec::with_capacity(readings.len());
    for reading in readings {
        if !kept.iter().any(|other| other.key == reading.key && other.span == reading.span) {
            kept.push(reading);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
