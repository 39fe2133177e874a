use std::ops::Range;

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region};

use super::split::{self, Piece, digits};
use super::vietnam;
use crate::licence::plain::PlainText;

/// Digits of the key that numbers without area or country code are found by.
const TAIL: usize = 7;
/// Stretches of digits looked at in one message at most.
const MAX_TRIED: usize = 512;
/// From this many digits on a number holds its area or network code.
const LONG: usize = 10;

/// A phone number as given or as a register prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phone {
    /// As it stands in the text.
    pub text: String,
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    /// The likeliest full number, `+639171234567`; `None` when area or country are not known.
    pub e164: Option<String>,
    /// The last seven digits (all of a shorter number): what it is looked up by when parts are missing.
    pub tail: String,
    /// All full numbers it may stand for, `e164` first: by country tried, and in Vietnam by old area code.
    pub readings: Vec<String>,
    /// Countries it may be of, ISO alpha-2; empty when nothing is known.
    pub regions: Vec<String>,
    /// The country code was given.
    pub is_international: bool,
    /// A mobile number, by today's numbering plan of the first reading.
    pub is_mobile: bool,
    /// All digits without the leading zeros.
    digits: String,
}

impl Phone {
    /// Surely of another country: its own country code was given.
    pub fn is_foreign_to(&self, country: &str) -> bool {
        self.is_international && !self.regions.is_empty() && !self.regions.iter().any(|region| region == country)
    }
}

/// The numbers of a phone field; `regions` are the countries whose ways of writing are tried, likeliest first.
pub(crate) fn phones(text: &str, regions: &[&str]) -> Vec<Phone> {
    read_all(text, regions)
}

/// The numbers that a register of `country` prints in one field.
pub(crate) fn phones_on_file(printed: &str, country: &str) -> Vec<Phone> {
    let mut phones = read_all(printed, &[country]);
    for phone in &mut phones {
        if phone.regions.is_empty() {
            phone.regions.push(country.to_owned());
        }
    }
    phones
}

fn read_all(text: &str, regions: &[&str]) -> Vec<Phone> {
    let plain = PlainText::lower(text);
    let is_one = |part: &str| !full_numbers(part, regions).is_empty();
    let mut phones: Vec<Phone> = Vec::new();
    for piece in split::pieces(plain.as_str(), split::MAX_NUMBERS, is_one) {
        let span = plain.span(piece.range.clone());
        let original = text.get(span.clone()).unwrap_or_default();
        let mut phone = read_piece(&piece, regions, original, span);
        if phone.e164.is_none() {
            inherit_area(&mut phone, phones.last(), regions);
        }
        if !phones.iter().any(|other| other.digits == phone.digits && other.e164 == phone.e164) {
            phones.push(phone);
        }
    }
    phones
}

/// The numbers in a message. `masked` is `plain`'s text with what is known to be something else blanked out;
/// `has_cue` tells whether a word for "phone" stands shortly before a place in it.
///
/// Without such a word only a valid full number counts, so that salaries, years and house numbers do not.
pub(crate) fn phones_in_message(
    text: &str,
    plain: &PlainText,
    masked: &str,
    regions: &[&str],
    has_cue: impl Fn(usize) -> bool,
) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::new();
    for piece in split::pieces(masked, MAX_TRIED, |part| !full_numbers(part, regions).is_empty()) {
        let span = plain.span(piece.range.clone());
        let phone = read_piece(&piece, regions, text.get(span.clone()).unwrap_or_default(), span);
        let is_one = if has_cue(piece.range.start) {
            phone.e164.is_some() || phone.digits.len() >= TAIL
        } else {
            phone.e164.is_some() && is_grouped(&piece.text)
        };
        if is_one && phones.len() < split::MAX_NUMBERS {
            phones.push(phone);
        }
    }
    phones
}

/// Written as one number: "2500 3000 45" is three.
fn is_grouped(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['+', '0', '(']) || !text.contains(' ') || text.split(' ').any(|group| digits(group).len() >= 5)
}

/// A number given with its country code but without the plus, as in chat links.
pub(crate) fn international(number: &str, original: &str, span: Range<usize>) -> Phone {
    let plain = PlainText::lower(number);
    let text = format!("+{}", digits(plain.as_str()));
    read_piece(&Piece { range: 0..text.len(), text }, &[], original, span)
}

fn read_piece(piece: &Piece, regions: &[&str], original: &str, span: Range<usize>) -> Phone {
    let all = piece.digits();
    let numbers = full_numbers(&piece.text, regions);
    let first = numbers.first();
    let mut of: Vec<String> = Vec::new();
    for number in &numbers {
        if !of.contains(&number.region) {
            of.push(number.region.clone());
        }
    }
    let is_exact = piece.text.trim() == digits(original) || piece.text.len() >= original.trim().len();
    Phone {
        text: if is_exact { original.trim().to_owned() } else { piece.text.clone() },
        span,
        e164: first.map(|number| number.e164.clone()),
        tail: tail(&all),
        readings: numbers.iter().map(|number| number.e164.clone()).collect(),
        regions: of,
        is_international: first.is_some_and(|number| number.is_international),
        is_mobile: first.is_some_and(|number| number.is_mobile),
        digits: all.trim_start_matches('0').to_owned(),
    }
}

fn tail(digits: &str) -> String {
    digits.get(digits.len().saturating_sub(TAIL)..).unwrap_or(digits).to_owned()
}

#[derive(Debug, Clone, PartialEq)]
struct FullNumber {
    e164: String,
    region: String,
    is_international: bool,
    is_mobile: bool,
}

/// Every valid full number that a text may stand for.
fn full_numbers(text: &str, regions: &[&str]) -> Vec<FullNumber> {
    let all = digits(text);
    let trimmed = text.trim_start_matches([' ', '-', '.', '(']);
    let with_plus = trimmed.starts_with('+').then(|| all.clone());
    let with_zeros = all.strip_prefix("00").filter(|rest| rest.len() >= LONG && !rest.starts_with('0'));
    let mut numbers: Vec<FullNumber> = Vec::new();
    if let Some(full) = with_plus.as_deref().or(with_zeros) {
        numbers.extend(valid(&format!("+{full}"), None, true));
        push_vietnamese(&mut numbers, full.strip_prefix("84"), true);
        prefer_area(&mut numbers, text);
        if !numbers.is_empty() || with_plus.is_some() {
            return numbers;
        }
    }
    for name in regions {
        let Ok(region) = name.parse::<Region>() else { continue };
        let number = valid(&all, Some(region), false).filter(|number| number.region == *name);
        if let Some(number) = number {
            push(&mut numbers, number);
        }
        if *name == "VN" {
            let national = all.strip_prefix("84").filter(|rest| rest.len() >= 8).unwrap_or(&all);
            push_vietnamese(&mut numbers, Some(national), false);
            push_vietnamese(&mut numbers, Some(&all), false);
            prefer_area(&mut numbers, text);
        }
    }
    // A full number without its plus: only when it is valid so and no country tried has such a number.
    if numbers.is_empty() && (LONG + 1..=13).contains(&all.len()) && !all.starts_with('0') {
        numbers.extend(valid(&format!("+{all}"), None, true));
    }
    numbers
}

fn push(numbers: &mut Vec<FullNumber>, number: FullNumber) {
    if !numbers.iter().any(|other| other.e164 == number.e164) {
        numbers.push(number);
    }
}

/// "08.39914439" is printed as area and number: the reading with an area code is then likelier than that of a mobile
/// number ("083 991 4439").
fn prefer_area(numbers: &mut [FullNumber], text: &str) {
    let mut groups = text.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty());
    let first = groups.find(|group| *group != "84").map(|group| group.trim_start_matches('0'));
    let next = groups.next();
    let is_area = first.is_some_and(|area| area.len() == 1) || next.is_some_and(|local| local.len() >= TAIL);
    if is_area {
        numbers.sort_by_key(|number| number.is_mobile);
    }
}

/// Adds the reading with an old area code.
fn push_vietnamese(numbers: &mut Vec<FullNumber>, national: Option<&str>, is_international: bool) {
    let national = national.map(|national| national.trim_start_matches('0'));
    let new = national.and_then(vietnam::with_new_area_code);
    if let Some(number) = new.and_then(|new| valid(&format!("+84{new}"), None, is_international)) {
        push(numbers, number);
    }
}

fn valid(text: &str, region: Option<Region>, is_international: bool) -> Option<FullNumber> {
    let number = PhoneNumber::parse(text, region).ok()?;
    if !number.is_valid() {
        return None;
    }
    let region = number.get_region_code()?.as_region_str().to_string();
    Some(FullNumber {
        e164: number.format_as(PhoneNumberFormat::E164).into_owned(),
        region,
        is_international,
        is_mobile: number.get_type() == PhoneNumberType::Mobile,
    })
}

/// "(02) 86818959 / 70019618": a number after another in the same field shares its area code, when the two together
/// are a valid number.
fn inherit_area(phone: &mut Phone, before: Option<&Phone>, regions: &[&str]) {
    let Some(before) = before.filter(|before| !before.is_mobile) else { return };
    let Some(full) = &before.e164 else { return };
    let Some(stem) = full.len().checked_sub(phone.digits.len()).and_then(|cut| full.get(..cut)) else { return };
    // The plus, the country code and an area code.
    if stem.len() < 3 {
        return;
    }
    let Some(number) = valid(&format!("{stem}{}", phone.digits), None, before.is_international) else { return };
    if !before.regions.contains(&number.region) && !regions.contains(&number.region.as_str()) {
        return;
    }
    phone.readings = vec![number.e164.clone()];
    phone.e164 = Some(number.e164);
    phone.regions = vec![number.region];
    phone.is_international = before.is_international;
    phone.is_mobile = number.is_mobile;
}

/// Are they the same telephone? Full numbers must be equal; where one lacks its area or country code, their ends must.
///
/// Numbers of different countries never are, nor a mobile number and a local one that ends alike.
pub(crate) fn same_phone(a: &Phone, b: &Phone) -> bool {
    if a.readings.iter().any(|number| b.readings.contains(number)) {
        return true;
    }
    if a.e164.is_some() && b.e164.is_some() {
        return false;
    }
    let known = !a.regions.is_empty() && !b.regions.is_empty();
    if known && !a.regions.iter().any(|region| b.regions.contains(region)) {
        return false;
    }
    let (short, long) = if a.digits.len() <= b.digits.len() { (a, b) } else { (b, a) };
    // Mobile numbers are never printed without their network code.
    if long.is_mobile && short.digits.len() < LONG {
        return false;
    }
    if short.digits.len() < split::MIN_DIGITS {
        return false;
    }
    let ends_alike = long.digits.ends_with(&short.digits);
    ends_alike || (short.digits.len() >= TAIL && short.digits.len() < LONG && short.tail == long.tail)
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
