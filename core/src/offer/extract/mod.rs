//! Pulling names, licence numbers, phones and e-mails out of a pasted message.
//!
//! The order matters: what is found is masked, so that a licence number is not read as a phone nor an e-mail address
//! as a name.

mod cues;
pub(crate) mod dates;
mod links;
mod money;
mod segments;

use std::ops::Range;

use crate::contact::{self, Phone};
use crate::licence::plain::PlainText;
use crate::licence::{self, ParsedLicence};

use cues::{Cues, Kind};
pub(crate) use money::{Money, MoneyCue, MoneyRole};
pub(crate) use segments::NameSegment;

/// Bytes before a number that are searched for a word for "phone".
const PHONE_CUE_DISTANCE: usize = 32;

/// What a message holds. All spans are bytes of the message.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Extracted {
    /// Parts that may be a recruiter's name, likeliest first.
    pub names: Vec<NameSegment>,
    pub licences: Vec<ParsedLicence>,
    pub phones: Vec<Phone>,
    pub emails: Vec<Found>,
    /// Web and chat addresses.
    pub links: Vec<Found>,
}

/// A piece of the message as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub text: String,
    pub span: Range<usize>,
}

/// Reads a message; `regions` are the countries whose ways of writing numbers are tried, likeliest first.
///
/// Takes time linear in the text, and keeps a bounded number of each kind.
pub(crate) fn extract(text: &str, regions: &[&str]) -> Extracted {
    let plain = PlainText::lower(text);
    let cues = Cues::find(plain.as_str());
    let licences = licence::find(text, regions);
    let links = links::find(text);
    let mut masks: Vec<Range<usize>> = licences.iter().map(|licence| licence.span.clone()).collect();
    masks.extend(links.masks);
    let masked = plain.masked(&masks);
    let has_cue = |place: usize| cues.is_before(Kind::Phone, place, PHONE_CUE_DISTANCE, plain.as_str());
    let mut phones = links.phones;
    phones.extend(contact::phones_in_message(text, &plain, &masked, regions, has_cue));
    masks.extend(phones.iter().map(|phone| phone.span.clone()));
    let masked = plain.masked(&masks);
    let numbers: Vec<_> = licences.iter().map(|licence| licence.span.clone()).collect();
    let names = segments::find(text, &plain, &masked, &cues, &numbers);
    Extracted { names, licences, phones: unique(phones), emails: links.emails, links: links.links }
}

/// The sums of money in a message that was read, by the words for salary and fees in it (`cues`).
pub(crate) fn find_money(
    text: &str,
    found: &Extracted,
    cues: &[MoneyCue],
    sentence: impl Fn(usize) -> Range<usize>,
) -> Vec<Money> {
    let plain = PlainText::lower(text);
    let phones = found.phones.iter().filter(|phone| !is_range(&phone.text));
    let spans = found.licences.iter().map(|one| &one.span).chain(phones.map(|one| &one.span));
    let others = found.emails.iter().chain(&found.links).map(|one| &one.span);
    let mut masks: Vec<Range<usize>> = spans.chain(others).cloned().collect();
    masks.extend(dates::find(text));
    money::find(text, &plain, &plain.masked(&masks), cues, sentence)
}

/// "1200-1500" is read as a short telephone number too.
fn is_range(text: &str) -> bool {
    let is_sum = |part: &str| matches!(part.len(), 3..=5) && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(low, high)| is_sum(low.trim()) && is_sum(high.trim()))
}

fn unique(phones: Vec<Phone>) -> Vec<Phone> {
    let mut kept: Vec<Phone> = Vec::with_capacity(phones.len());
    for phone in phones {
        if !kept.iter().any(|other| other.tail == phone.tail && other.e164 == phone.e164) {
            kept.push(phone);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
