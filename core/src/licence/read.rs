//! Runs the grammar table over a text.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::plain::PlainText;
use super::table::{COMMON_CUES, Form, GRAMMARS, Grammar, KeyRule, NUMBER_WORDS, Needs, PLACES, Part, Shape};
use super::{MAX_FOUND, PLAIN, ParsedLicence};
use crate::model::LicenceKey;

/// Bytes before a number that are searched for a word saying that it is another kind of number.
const BEFORE: usize = 28;

struct Compiled {
    grammar: &'static Grammar,
    form: &'static Form,
    regex: Regex,
    not_after: Vec<String>,
}

static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let rows = GRAMMARS.iter().flat_map(|grammar| grammar.forms.iter().map(move |form| (grammar, form)));
    rows.filter_map(|(grammar, form)| {
        let regex = Regex::new(&expand(form.pattern, grammar.cues)).ok()?;
        let not_after = grammar.not_after.iter().map(|word| folded(word)).collect();
        Some(Compiled { grammar, form, regex, not_after })
    })
    .collect()
});

/// The table's short forms written out as a regular expression.
fn expand(pattern: &str, own: &[&str]) -> String {
    let numbers = format!("(?:[ .,:;#№()\\[\\]/-]|{}){{0,8}}", alternatives(NUMBER_WORDS.iter()));
    pattern
        .replace("{own}", &format!("(?:{}){{no}}", alternatives(own.iter())))
        .replace("{cue}", &format!("(?:{}){{no}}", alternatives(own.iter().chain(COMMON_CUES))))
        .replace("{no}", &numbers)
        .replace("{/}", " {0,3}/{1,2} {0,3}")
        .replace("{-}", "[ .]{0,3}-?[ .]{0,3}")
        .replace("{d}", "[0-9OIL]")
}

/// Longest first, so that "NUMBER" is not read as "NUM".
fn alternatives<'a>(words: impl Iterator<Item = &'a &'a str>) -> String {
    let mut words: Vec<String> = words.map(|word| regex_lite::escape(&folded(word))).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

fn folded(word: &str) -> String {
    PlainText::upper(word).as_str().to_owned()
}

/// The row whose forms give keys of `scheme`: a licence's and its job orders' are one row.
fn grammar_of(scheme: &str) -> Option<&'static Grammar> {
    let scheme = scheme.strip_suffix("-joborder").unwrap_or(scheme);
    GRAMMARS.iter().find(|grammar| grammar.scheme == scheme)
}

/// The country whose numbers follow `scheme`.
pub(super) fn country_of(scheme: &str) -> Option<&'static str> {
    grammar_of(scheme).map(|grammar| grammar.country)
}

/// Digits that numbers of `scheme` are printed with, when their keys drop leading zeros; 0 otherwise.
pub(super) fn width_of(scheme: &str) -> usize {
    GRAMMARS.iter().find(|grammar| grammar.scheme == scheme).map_or(0, |grammar| grammar.width)
}

/// Reads a licence field.
pub(super) fn in_field(text: &str, region: Option<&str>) -> Vec<ParsedLicence> {
    read(text, |compiled| match compiled.form.needs {
        Needs::Nothing | Needs::Country if compiled.form.shape != Shape::Bare => true,
        Needs::Nothing => true,
        Needs::Country | Needs::Field => region.is_none_or(|region| compiled.grammar.country == region),
        Needs::Register => false,
    })
}

/// Reads a message.
pub(super) fn in_text(text: &str, regions: &[&str]) -> Vec<ParsedLicence> {
    read(text, |compiled| match compiled.form.needs {
        Needs::Nothing => true,
        Needs::Country => regions.is_empty() || regions.contains(&compiled.grammar.country),
        Needs::Field | Needs::Register => false,
    })
}

/// The keys of a number on the page of a register of `scheme`; none when its grammar does not read it.
pub(super) fn on_file(scheme: &str, printed: &str) -> Vec<LicenceKey> {
    let plain = PlainText::upper(printed);
    let Some(grammar) = grammar_of(scheme).filter(|_| scheme != PLAIN) else { return Vec::new() };
    let own = COMPILED.iter().filter(|compiled| compiled.grammar.scheme == grammar.scheme);
    for compiled in own {
        for captures in compiled.regex.captures_iter(plain.as_str()) {
            let rules = compiled.form.keys.iter().chain(compiled.form.also_on_file);
            let keys: Vec<_> = rules
                .filter_map(|rule| build(rule, &captures))
                .map(|(key, _)| key)
                .filter(|key| key.scheme() == scheme)
                .collect();
            if !keys.is_empty() && is_whole(plain.as_str(), &number(&captures)) {
                return keys;
            }
        }
    }
    Vec::new()
}

struct Hit {
    readings: Vec<(LicenceKey, bool)>,
    shape: Shape,
    scheme: &'static str,
    range: Range<usize>,
}

fn read(text: &str, may_read: impl Fn(&Compiled) -> bool) -> Vec<ParsedLicence> {
    let plain = PlainText::upper(text);
    let mut hits = Vec::new();
    for compiled in COMPILED.iter().filter(|compiled| may_read(compiled)) {
        collect(compiled, plain.as_str(), &mut hits);
    }
    // A fuller reading of a place rules out the others that overlap it; equal readings of one place stay side by side.
    hits.sort_by_key(|hit| (hit.scheme == PLAIN, hit.shape, std::cmp::Reverse(hit.range.len())));
    let mut kept: Vec<&Hit> = Vec::new();
    for hit in &hits {
        let clashes = |other: &&Hit| {
            let overlaps = other.range.start < hit.range.end && hit.range.start < other.range.end;
            overlaps && (other.range != hit.range || other.shape < hit.shape)
        };
        if !kept.iter().any(clashes) && kept.len() < MAX_FOUND {
            kept.push(hit);
        }
    }
    kept.iter()
        .flat_map(|hit| {
            hit.readings.iter().map(|(key, repaired)| ParsedLicence {
                key: key.clone(),
                span: plain.span(hit.range.clone()),
                shape: hit.shape,
                repaired: *repaired,
            })
        })
        .collect()
}

fn collect(compiled: &Compiled, text: &str, hits: &mut Vec<Hit>) {
    let mut from = 0;
    let mut count = 0;
    while let Some(captures) = compiled.regex.captures_at(text, from) {
        let Some(whole) = captures.get(0) else { return };
        let range = number(&captures);
        let readings: Vec<_> = compiled.form.keys.iter().filter_map(|rule| build(rule, &captures)).collect();
        let is_another = follows(text, whole.start(), &compiled.not_after)
            || (compiled.form.shape == Shape::Bare && goes_on(text, range.end));
        let fits = !readings.is_empty() && !is_another && is_whole(text, &(whole.start()..range.end));
        if fits {
            from = range.end.max(whole.start() + 1);
            hits.push(Hit { readings, shape: compiled.form.shape, scheme: compiled.grammar.scheme, range });
            count += 1;
        } else {
            from = text.ceil_char_boundary(whole.start() + 1);
        }
        if count >= MAX_FOUND || from > text.len() {
            return;
        }
    }
}

/// Where the number itself stands: from its first group on when a mere word for "licence" stands before it, and with
/// its letters ("RL-", "B-", "DMW-") when those are part of it.
fn number(captures: &Captures<'_>) -> Range<usize> {
    let Some(whole) = captures.get(0) else { return 0..0 };
    let first = captures.get(1).map_or(whole.start(), |group| group.start());
    let head = whole.as_str().get(..first - whole.start()).unwrap_or_default();
    // Letters that belong to the number stand close to it: keep "RL-" and "B-", leave "LICENCE NO:".
    let kept: usize = head
        .rfind(|letter: char| letter.is_whitespace() || matches!(letter, ':' | '(' | '#' | '['))
        .map_or(0, |space| space + 1);
    let is_common = COMMON_CUES.iter().any(|cue| head.get(kept..).is_some_and(|kept| kept.starts_with(cue)));
    let trimmed = whole.as_str().trim_end_matches(|letter: char| !letter.is_alphanumeric() && letter != '+');
    let start = if is_common { first } else { whole.start() + kept };
    start.min(first)..(whole.start() + trimmed.len()).max(first)
}

/// Neither end cuts a word or a number in two.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let first = text.get(range.start..).and_then(|rest| rest.chars().next());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    let starts = match (before, first) {
        (Some(before), Some(first)) if first.is_ascii() => !before.is_ascii_alphanumeric(),
        (Some(before), Some(_)) => !before.is_alphabetic(),
        _ => true,
    };
    starts && after.is_none_or(|after| !after.is_ascii_alphanumeric())
}

/// Does the number go on after what was read, so that it is another one?
fn goes_on(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let mut letters = rest.trim_start_matches(' ').chars();
    match letters.next() {
        Some('/') => true,
        Some('-' | '.' | ',') => {
            letters.next().is_some_and(|next| next.is_ascii_alphanumeric()) && !rest.starts_with(' ')
        }
        _ => false,
    }
}

fn follows(text: &str, start: usize, words: &[String]) -> bool {
    let from = text.ceil_char_boundary(start.saturating_sub(BEFORE));
    let before = text.get(from..start).unwrap_or_default();
    // Only the same line and the same part of it.
    let near = before.rsplit(['\n', ',', ';', '|']).next().unwrap_or_default();
    words.iter().any(|word| near.contains(word.as_str()))
}

/// A key and whether letters were read as digits in it; `None` when a part holds no digit where it must.
fn build(rule: &KeyRule, captures: &Captures<'_>) -> Option<(LicenceKey, bool)> {
    let mut key = String::new();
    let mut repaired = false;
    let group = |index: usize| captures.get(index).map(|group| group.as_str());
    let mut digits = |index: usize| {
        let text = group(index)?;
        let digits = repair(text)?;
        repaired |= digits != text;
        Some(digits)
    };
    for part in rule.parts {
        match part {
            Part::Text(text) => key.push_str(text),
            Part::Serial(index) => key.push_str(without_zeros(&digits(*index)?)),
            Part::Padded(index, width) => key.push_str(&format!("{:0>width$}", without_zeros(&digits(*index)?))),
            Part::Digits(index) => key.push_str(&digits(*index)?),
            Part::MonthFirstDate(index) => {
                let date = digits(*index)?;
                match (date.len(), date.get(..4), date.get(6..)) {
                    (8, Some(day), Some(year)) => key.push_str(&format!("{day}{year}")),
                    _ => key.push_str(&date),
                }
            }
            Part::SambatYear(index) => {
                let year = digits(*index)?;
                let short = year.get(year.len().saturating_sub(2)..)?;
                key.push('0');
                key.push_str(short);
            }
            Part::Place(index) => {
                let printed = group(*index)?;
                let place = PLACES.iter().find(|(long, _)| *long == printed).map_or(printed, |(_, short)| short);
                key.push_str(place);
            }
            Part::Printed(index) => key.extend(group(*index)?.chars().filter(|letter| letter.is_alphanumeric())),
        }
    }
    let has_digit = key.contains(|letter: char| letter.is_ascii_digit());
    has_digit.then(|| (LicenceKey::new(rule.scheme, &key), repaired))
}

/// Digits with the letters mistaken for them replaced; `None` when there is no digit at all.
fn repair(text: &str) -> Option<String> {
    if !text.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    Some(
        text.chars()
            .map(|letter| match letter {
                'O' => '0',
                'I' | 'L' => '1',
                digit => digit,
            })
            .collect(),
    )
}

/// Digits without leading zeros, but never nothing.
pub(super) fn without_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => digits.get(..1).unwrap_or_default(),
        rest => rest,
    }
}

#[cfg(test)]
pub(super) fn compiled_forms() -> usize {
    COMPILED.len()
}
