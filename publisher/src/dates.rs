//! Dates as authorities print them.

use safe_migration::model::{Date, Millis};

const MILLIS_PER_MINUTE: i64 = 60_000;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Years of the Buddhist era are 543 ahead; Thai licences print them.
const BUDDHIST_OFFSET: i32 = 543;
/// First code points of the decimal digits that South and South-East Asian offices print.
const NATIVE_ZEROS: [char; 14] = ['٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '၀', '០'];

/// A way of writing a day: `YYYY`, `MM`, `DD` (one or two digits each), `Month` (English, three letters or whole),
/// `BBBB` (a year of the Buddhist era); everything else stands for itself. A `*` at the end takes any rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateFormat {
    parts: Vec<Part>,
    open_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    BuddhistYear,
    Month,
    MonthName,
    Day,
    Literal(char),
}

impl DateFormat {
    /// `None` unless day, month and year are each there once.
    pub(crate) fn parse(format: &str) -> Option<Self> {
        const WORDS: [(&str, Part); 5] = [
            ("YYYY", Part::Year),
            ("BBBB", Part::BuddhistYear),
            ("Month", Part::MonthName),
            ("MM", Part::Month),
            ("DD", Part::Day),
        ];
        let (mut rest, open_end) = match format.strip_suffix('*') {
            Some(rest) => (rest, true),
            None => (format, false),
        };
        let mut parts = Vec::new();
        'parts: while let Some(first) = rest.chars().next() {
            for (word, part) in WORDS {
                if let Some(after) = rest.strip_prefix(word) {
                    parts.push(part);
                    rest = after;
                    continue 'parts;
                }
            }
            parts.push(Part::Literal(first));
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
        let count = |wanted: &[Part]| parts.iter().filter(|part| wanted.contains(part)).count();
        let whole = count(&[Part::Year, Part::BuddhistYear]) == 1
            && count(&[Part::Month, Part::MonthName]) == 1
            && count(&[Part::Day]) == 1;
        whole.then_some(Self { parts, open_end })
    }

    /// The day that `text` names when it is written this way.
    pub(crate) fn read(&self, text: &str) -> Option<Date> {
        let ascii: String = text.trim().chars().map(ascii_digit).collect();
        let mut rest = ascii.as_str();
        let (mut year, mut month, mut day) = (0, 0u8, 0u8);
        for part in &self.parts {
            match part {
                Part::Year => year = number(&mut rest, 4, 4)?,
                Part::BuddhistYear => year = number(&mut rest, 4, 4)? - BUDDHIST_OFFSET,
                Part::Month => month = u8::try_from(number(&mut rest, 1, 2)?).ok()?,
                Part::Day => day = u8::try_from(number(&mut rest, 1, 2)?).ok()?,
                Part::MonthName => month = month_name(&mut rest)?,
                Part::Literal(' ') => rest = rest.trim_start(),
                Part::Literal(c) => rest = rest.strip_prefix(*c)?,
            }
        }
        (self.open_end || rest.is_empty()).then(|| Date::new(year, month, day)).flatten()
    }
}

/// A point in time: `YYYY-MM-DD`, or `YYYY-MM-DDThh:mm` with anything after it, read as UTC.
pub(crate) fn moment(text: &str) -> Option<Millis> {
    let text = text.trim();
    let day: Date = text.get(..10)?.parse().ok()?;
    let Some(time) = text.get(11..16) else { return (text.len() == 10).then(|| day.to_millis()) };
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(day.to_millis() + (hours * 60 + minutes) * MILLIS_PER_MINUTE)
}

/// The first day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: when only the month or year of a copy is known, the copy counts
/// as older than it is, never as younger.
pub(crate) fn first_day(text: &str) -> Option<Date> {
    match text.len() {
        4 => format!("{text}-01-01").parse().ok(),
        7 => format!("{text}-01").parse().ok(),
        _ => text.parse().ok(),
    }
}

fn number(rest: &mut &str, least: usize, most: usize) -> Option<i32> {
    // A day that a narrow column broke: `12-12-` and, on the next line, `2026`.
    *rest = rest.trim_start();
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(digits)?;
    *rest = after;
    if digits < least { None } else { number.parse().ok() }
}

fn month_name(rest: &mut &str) -> Option<u8> {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, after) = rest.split_at_checked(letters)?;
    let name = name.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| *month == name || (name.len() >= 3 && month.starts_with(&name)))?;
    *rest = after.strip_prefix('.').unwrap_or(after);
    u8::try_from(place + 1).ok()
}

fn ascii_digit(c: char) -> char {
    let value = NATIVE_ZEROS.iter().find_map(|&zero| u32::from(c).checked_sub(u32::from(zero)).filter(|&v| v < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formats_that_registers_print() {
        for (format, text, day) in [
            ("YYYY-MM-DD*", "2026-07-14T05:00:00.250Z", "2026-07-14"),
            ("DD-MM-YYYY", "29-05-2026", "2026-05-29"),
            ("DD Month YYYY", "26 May 2026", "2026-05-26"),
            ("DD Month YYYY", "2 sept 2026", "2026-09-02"),
            ("DD Month YYYY", "28 May\n2026", "2026-05-28"),
            ("DD-MM-YYYY", "12-12-\n2026", "2026-12-12"),
            ("DD.MM.YYYY", "12.08.2027", "2027-08-12"),
            ("DD/MM/YYYY", "১২/০৮/২০২৭", "2027-08-12"),
            ("DD/MM/BBBB", "๓๑/๑๒/๒๕๖๙", "2026-12-31"),
        ] {
            assert_eq!(DateFormat::parse(format).unwrap().read(text), day.parse().ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        let format = DateFormat::parse("DD-MM-YYYY").unwrap();
        for text in ["", "License suspended", "31-02-2026", "12-12-26", "12-12-2026 and", "2026-12-12", "12–12–2026"]
        {
            assert_eq!(format.read(text), None, "{text}");
        }
        for bad in ["", "YYYY", "DD-MM", "DD-MM-YYYY-DD"] {
            assert_eq!(DateFormat::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn moments_and_vague_days() {
        assert_eq!(moment("1970-01-02T01:01:00.250Z"), Some(86_400_000 + 3_660_000));
        assert_eq!(moment("1970-01-02"), Some(86_400_000));
        assert_eq!(moment("today"), None);
        assert_eq!(first_day("2023-04").unwrap().to_string(), "2023-04-01");
        assert_eq!(first_day("2026").unwrap().to_string(), "2026-01-01");
        assert_eq!(first_day("26"), None);
    }
}
