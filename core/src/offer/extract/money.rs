use std::ops::Range;
use std::sync::LazyLock;

use crate::licence::plain::PlainText;

/// Sums looked at in one message at most.
const MAX_SUMS: usize = 64;
/// Numbers tried at most.
const MAX_TRIED: usize = 2000;

/// What a sum is for, by the nearest word for it in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MoneyRole {
    Salary,
    Fee,
    Deposit,
    /// Named only to say that it is not taken.
    Free,
    Unknown,
}

/// A sum of money in a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Money {
    pub text: String,
    /// Bytes of the message.
    pub span: Range<usize>,
    /// In whole units of the currency; of a range, its lower and upper end.
    pub amount: f64,
    pub upper: f64,
    /// ISO 4217; `rupee` where four countries share the word; absent when none is written.
    pub currency: Option<&'static str>,
    pub role: MoneyRole,
}

/// A word that tells what a sum is for.
#[derive(Debug, Clone)]
pub(crate) struct MoneyCue {
    /// Bytes of the message.
    pub span: Range<usize>,
    pub role: MoneyRole,
}

struct Words {
    currencies: Vec<(String, &'static str)>,
    times: Vec<(String, f64)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { currencies: Vec::new(), times: Vec::new() };
    for line in include_str!("../../../../content/lexicons/currencies.tsv").lines() {
        let mut cells = line.split('\t');
        let (Some(kind), Some(word), Some(value)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let word = PlainText::lower(word).as_str().to_owned();
        match kind {
            "currency" => words.currencies.push((word, value)),
            "times" => words.times.extend(value.parse().ok().map(|value| (word, value))),
            _ => {}
        }
    }
    // The longest first: "us$" before "$".
    words.currencies.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words.times.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words
});

/// The sums of a message. `masked` is `plain`'s text without phones, licence numbers and links; `sentence` gives the
/// bytes of the message around a place.
pub(crate) fn find(
    text: &str,
    plain: &PlainText,
    masked: &str,
    cues: &[MoneyCue],
    sentence: impl Fn(usize) -> Range<usize>,
) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    let mut from = 0;
    for _ in 0..MAX_TRIED {
        let Some(start) = masked.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) else { break };
        let start = from + start;
        let Some(sum) = sum_at(masked, start) else {
            from = after_digits(masked, start);
            continue;
        };
        from = sum.range.end.max(start + 1);
        let span = plain.span(sum.range.clone());
        let role = role_of(&span, cues, &sentence(span.start));
        // A bare number is money only right beside a word for it.
        let bare_is_money = role.1 <= 24 && sum.amount >= 100.0 && !is_counted(masked, sum.range.end);
        if sum.currency.is_none() && !bare_is_money {
            continue;
        }
        let Some(original) = text.get(span.clone()) else { continue };
        sums.push(Money {
            text: original.trim().to_owned(),
            span,
            amount: sum.amount,
            upper: sum.upper,
            currency: sum.currency,
            role: role.0,
        });
        if sums.len() >= MAX_SUMS {
            break;
        }
    }
    sums
}

/// "8 hours", "2 years", "20 workers": numbers of other things.
fn is_counted(masked: &str, end: usize) -> bool {
    let rest = masked.get(end..).unwrap_or_default().trim_start_matches([' ', '-', '+']);
    let units = [
        "hour",
        "hr",
        "year",
        "yr",
        "month",
        "day",
        "worker",
        "people",
        "person",
        "nos",
        "%",
        "wpm",
        "words",
        "age",
        "vacanc",
        "post",
        "jam",
        "tahun",
        "bulan",
        "oras",
        "taon",
        "घंटे",
        "घण्टा",
        "साल",
        "वर्ष",
        "জন",
        "ঘণ্টা",
        "বছর",
        "जना",
        "जन",
        "orang",
        "am",
        "pm",
        ":",
    ];
    units.iter().any(|unit| rest.starts_with(PlainText::lower(unit).as_str()))
}

fn role_of(span: &Range<usize>, cues: &[MoneyCue], sentence: &Range<usize>) -> (MoneyRole, usize) {
    let near = cues.iter().filter(|cue| cue.span.start >= sentence.start && cue.span.start < sentence.end);
    let distance = |cue: &MoneyCue| {
        if cue.span.end <= span.start {
            span.start - cue.span.end
        } else if cue.span.start >= span.end {
            // What a sum is for is more often said before it.
            (cue.span.start - span.end) * 3 / 2 + 2
        } else {
            0
        }
    };
    near.map(|cue| (cue.role, distance(cue))).min_by_key(|(_, far)| *far).unwrap_or((MoneyRole::Unknown, usize::MAX))
}

struct Sum {
    range: Range<usize>,
    amount: f64,
    upper: f64,
    currency: Option<&'static str>,
}

fn after_digits(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()).max(1)
}

fn sum_at(text: &str, start: usize) -> Option<Sum> {
    let before = text.get(..start)?;
    // Part of a word, a date or a longer number.
    if before.ends_with(|c: char| c.is_ascii_digit() || c == '/' || c == crate::licence::plain::MASK) {
        return None;
    }
    let (mut amount, mut end, scaled) = number(text, start)?;
    let mut upper = amount;
    let mut currency = currency_after(text, end);
    if let Some((code, after)) = currency {
        end = after;
        currency = Some((code, after));
    }
    let rest = text.get(end..)?;
    let dash = rest.trim_start();
    // As they stand in plain text: NFKD, one kind of dash.
    let to = ["-", "to ", "থেকে", "से", "देखि", "sampai", "hingga", "đe\u{302}\u{301}n", "至", "~"];
    if let Some(sep) = to.iter().find(|sep| dash.starts_with(*sep)) {
        let next = end + (rest.len() - dash.len()) + sep.len();
        let gap = text.get(next..)?;
        let digits = gap.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= 5);
        let is_money_gap = digits.and_then(|at| gap.get(..at)).is_some_and(|mark| !mark.contains(['\n', ',']));
        let high = digits.filter(|_| is_money_gap).and_then(|at| number(text, next + at));
        if let Some((high, high_end, high_scaled)) = high.filter(|high| high.0 >= amount || high.2 > scaled) {
            // "15-20 juta": the word for the multiple stands once.
            amount *= if scaled < high_scaled { high_scaled / scaled } else { 1.0 };
            upper = high;
            end = high_end;
            if let Some((code, after)) = currency_after(text, end) {
                end = after;
                currency = Some((code, after));
            }
        }
    }
    let (currency, begin) = match currency_before(text, start) {
        Some((code, at)) => (Some(code), at),
        None => (currency.map(|(code, _)| code), start),
    };
    // "5/9821", "12-05-2024", "10:30".
    let follows = text.get(end..)?;
    let is_other = currency.is_none()
        && (follows.starts_with(['/', ':'])
            && follows.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    if is_other || amount <= 0.0 {
        return None;
    }
    if follows.starts_with("/-") {
        end += 2;
    }
    Some(Sum { range: begin..end, amount, upper, currency })
}

/// A number with separators and a word such as lakh or juta: its value, its end, and what it was multiplied by.
fn number(text: &str, start: usize) -> Option<(f64, usize, f64)> {
    let rest = text.get(start..)?;
    let mut length = 0;
    let bytes = rest.as_bytes();
    while let Some(byte) = bytes.get(length) {
        let next_is_digit = bytes.get(length + 1).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_digit() || (matches!(byte, b',' | b'.') && next_is_digit) {
            length += 1;
        } else {
            break;
        }
    }
    let written = rest.get(..length)?;
    if length > 15 {
        return None;
    }
    let mut groups = written.split([',', '.']);
    let last = groups.next_back()?;
    let is_grouped = written.contains(',') || written.contains('.');
    // "5.000.000" and "1,200" are grouped; "2.5" is not.
    let whole = !is_grouped || last.len() == 3 || (written.contains(',') && !written.contains('.'));
    let value: f64 = if whole {
        written.replace([',', '.'], "").parse().ok()?
    } else {
        let head: String = written.get(..written.len() - last.len() - 1)?.replace([',', '.'], "");
        format!("{head}.{last}").parse().ok()?
    };
    let end = start + length;
    let after = text.get(end..)?;
    let trimmed = after.trim_start_matches(' ');
    for (word, times) in &WORDS.times {
        if after.len() - trimmed.len() <= 1 && trimmed.starts_with(word.as_str()) && ends_word(trimmed, word) {
            return Some((value * times, end + (after.len() - trimmed.len()) + word.len(), *times));
        }
    }
    Some((value, end, 1.0))
}

fn ends_word(text: &str, word: &str) -> bool {
    let is_latin = word.ends_with(|c: char| c.is_ascii_alphanumeric());
    let next = text.get(word.len()..).and_then(|rest| rest.chars().next());
    !is_latin || !next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '\u{300}'..='\u{36f}'))
}

fn currency_after(text: &str, end: usize) -> Option<(&'static str, usize)> {
    let rest = text.get(end..)?;
    let trimmed = rest.strip_prefix("/-").unwrap_or(rest);
    let trimmed = trimmed.trim_start_matches([' ', '.']);
    let gap = rest.len() - trimmed.len();
    if gap > 3 {
        return None;
    }
    WORDS
        .currencies
        .iter()
        .find(|(word, _)| trimmed.starts_with(word.as_str()) && ends_word(trimmed, word))
        .map(|(word, code)| (*code, end + gap + word.len()))
}

fn currency_before(text: &str, start: usize) -> Option<(&'static str, usize)> {
    let before = text.get(..start)?;
    let trimmed = before.trim_end_matches([' ', '.', ':', '=']);
    if before.len() - trimmed.len() > 3 {
        return None;
    }
    let found = WORDS.currencies.iter().find(|(word, _)| {
        let is_latin = word.starts_with(|c: char| c.is_ascii_alphanumeric());
        let earlier = trimmed.strip_suffix(word.as_str()).and_then(|rest| rest.chars().next_back());
        trimmed.ends_with(word.as_str()) && !(is_latin && earlier.is_some_and(char::is_alphanumeric))
    });
    if let Some((word, code)) = found {
        return Some((code, trimmed.len() - word.len()));
    }
    // "P25,000" in the Philippines.
    let peso = before.strip_suffix('p').filter(|rest| !rest.ends_with(|c: char| c.is_alphanumeric()));
    peso.map(|rest| ("PHP", rest.len()))
}
