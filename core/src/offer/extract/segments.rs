use std::ops::Range;

use super::cues::{Cues, Kind};
use crate::licence::plain::{MASK, PlainText};

/// Segments kept at most.
const MAX_SEGMENTS: usize = 24;
/// Segments looked at in one message at most.
const MAX_PARTS: usize = 4096;
/// Longest name, in bytes and in words: longer parts are sentences.
const MAX_BYTES: usize = 320;
const MAX_WORDS: usize = 20;
/// Longest part that is taken for a name because of a trade word in it, without a legal form.
const MAX_NAME_WORDS: usize = 10;
/// Score of a title-cased part with one word that names seldom hold ("Job Finders").
const ONE_TALK_WORD: i32 = -3;
/// Parts of one line that are also tried as one name.
const MAX_JOINED: usize = 4;

/// A part of a message that may be a recruiter's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameSegment {
    /// As it stands in the message.
    pub text: String,
    /// Where, in bytes of the message.
    pub span: Range<usize>,
    evidence: Evidence,
    score: i32,
}

/// Why a part is taken for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// A word for "agency" or a sign-off stands before it.
    Marked,
    /// It holds a legal form or a word of the trade, and nothing that names do not.
    Worded,
    /// Nothing else in the message could be one.
    Alone,
    /// None: it is only tried.
    None,
}

impl NameSegment {
    /// Is it a name by what stands around or in it? Other segments are only tried.
    pub fn is_certain(&self) -> bool {
        self.evidence != Evidence::None
    }
}

/// A part of the message between two separators, in bytes of the plain text.
#[derive(Debug, Clone)]
struct Part {
    range: Range<usize>,
    /// The separator after it.
    after: char,
    line: usize,
}

/// The likeliest names, best first. `numbers` are the licence numbers' places in the message.
pub(super) fn find(
    text: &str,
    plain: &PlainText,
    masked: &str,
    cues: &Cues,
    numbers: &[Range<usize>],
) -> Vec<NameSegment> {
    let parts = parts(masked, cues);
    let last_line = parts.last().map_or(0, |part| part.line);
    let reader = Reader { text, plain, masked, cues };
    let mut found: Vec<NameSegment> = Vec::new();
    let mut marked = false;
    for part in &parts {
        let range = trimmed(masked, part.range.clone(), cues);
        if range.is_empty() {
            continue;
        }
        if is_label(masked, &range, part.after, cues) {
            marked = true;
            continue;
        }
        let (range, is_by) = without_by(masked, range, cues);
        let whole = reader.segment(range.clone(), marked || is_by);
        if whole.as_ref().is_none_or(|segment| !segment.is_certain()) {
            found.extend(reader.capitalised(range));
        }
        if let Some(mut segment) = whole {
            segment.score += i32::from(part.line == last_line) * 4;
            segment.score += i32::from(numbers.iter().any(|number| near(text, &segment.span, number))) * 8;
            found.push(segment);
        }
        marked = false;
    }
    let is_alone = found.len() == 1 && parts.iter().filter(|part| has_letters(masked, &part.range)).count() == 1;
    found.extend(joined(&parts, &reader));
    let unproven = |only: &&mut NameSegment| only.evidence == Evidence::None && only.score >= ONE_TALK_WORD;
    if let Some(only) = found.first_mut().filter(|_| is_alone).filter(unproven) {
        only.evidence = Evidence::Alone;
    }
    found.sort_by_key(|segment| (std::cmp::Reverse(segment.score), segment.span.start));
    let mut kept: Vec<NameSegment> = Vec::new();
    for segment in found {
        if kept.len() < MAX_SEGMENTS && !kept.iter().any(|other| other.text.eq_ignore_ascii_case(&segment.text)) {
            kept.push(segment);
        }
    }
    kept
}

/// Lines whose parts were cut at hyphens and commas, as one name: "… Quốc tế – TIC".
fn joined(parts: &[Part], reader: &Reader<'_>) -> Vec<NameSegment> {
    let mut found = Vec::new();
    let mut first = 0;
    for (index, part) in parts.iter().enumerate() {
        if matches!(part.after, '-' | ',') && index + 1 < parts.len() {
            continue;
        }
        let run = parts.get(first..=index).unwrap_or_default();
        if let ([start, .., end], 2..=MAX_JOINED) = (run, run.len()) {
            let range = trimmed(reader.masked, start.range.start..end.range.end, reader.cues);
            let whole = if range.is_empty() { None } else { reader.segment(range, false) };
            found.extend(whole.filter(|whole| whole.evidence == Evidence::Worded).map(|mut whole| {
                whole.score -= 5;
                whole
            }));
        }
        first = index + 1;
    }
    found
}

fn has_letters(masked: &str, range: &Range<usize>) -> bool {
    masked.get(range.clone()).unwrap_or_default().chars().filter(|letter| letter.is_alphabetic()).count() >= 2
}

/// On the same or the next line.
fn near(text: &str, span: &Range<usize>, number: &Range<usize>) -> bool {
    let (from, to) = (span.end.min(number.end), span.start.max(number.start));
    to.saturating_sub(from) < 80 && text.get(from.min(to)..to).is_some_and(|gap| gap.matches('\n').count() <= 1)
}

fn parts(masked: &str, cues: &Cues) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut line = 0;
    let mut before: Option<char> = None;
    let mut letters = masked.char_indices().peekable();
    while let Some((index, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let end = index + letter.len_utf8();
        let cuts = match letter {
            '\n' | MASK | '|' | ';' | '!' | '?' | '=' | '"' | '“' | '”' | '।' | '·' | '•' | '<' | '>' | '\u{3002}' => {
                true
            }
            ':' | '،' | '、' => true,
            '-' => (before.is_none_or(|before| before == ' ')) && next.is_none_or(|next| next == ' '),
            ',' => {
                next.is_none_or(|next| next == ' ' || next.is_alphabetic()) && !legal_form_follows(masked, end, cues)
            }
            '.' => next == Some(' ') && ends_sentence(masked, start..index, cues),
            letter => is_symbol(letter),
        };
        if cuts {
            if start < index {
                // A full stop may belong to the company form; `trimmed` takes it off where it does not.
                let stop = if letter == '.' { end } else { index };
                parts.push(Part { range: start..stop, after: letter, line });
            } else if let Some(last) = parts.last_mut().filter(|last: &&mut Part| last.after == ' ') {
                last.after = letter;
            }
            start = end;
        }
        line += usize::from(letter == '\n');
        before = Some(letter);
        if parts.len() >= MAX_PARTS {
            return parts;
        }
    }
    if start < masked.len() {
        parts.push(Part { range: start..masked.len(), after: '\n', line });
    }
    parts
}

/// Arrows, boxes, dingbats, emoji.
fn is_symbol(letter: char) -> bool {
    matches!(letter, '\u{2022}' | '\u{2023}' | '\u{2043}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// "AGENCY, INC." is one name.
fn legal_form_follows(masked: &str, place: usize, cues: &Cues) -> bool {
    let rest = masked.get(place..).unwrap_or_default();
    let start = place + (rest.len() - rest.trim_start_matches([' ', '.']).len());
    let end = masked.floor_char_boundary(start + 24);
    cues.covers(Kind::Legal, place)
        || cues.within(Kind::Legal, &(start..end)).next().is_some_and(|cue| cue.start == start)
        || rest.trim_start().starts_with("co.")
}

/// A full stop after a word that is no abbreviation, or after the company form that ends a name ("AGENCY, INC. Text us").
fn ends_sentence(masked: &str, before: Range<usize>, cues: &Cues) -> bool {
    let text = masked.get(before.clone()).unwrap_or_default();
    let word = text.rsplit([' ', '.']).next().unwrap_or_default();
    let is_legal = cues.within(Kind::Legal, &before).any(|cue| cue.end == before.end);
    let is_word = word.chars().count() > 3 && word.chars().all(|letter| letter.is_alphanumeric() || !letter.is_ascii());
    // PT., CV. and UD. open a name instead.
    let ends_name = is_legal && text.split_whitespace().count() > 2 && !matches!(word, "pt" | "cv" | "ud");
    ((is_word && !is_legal) || ends_name) && !legal_form_follows(masked, before.end + 1, cues)
}

/// Without spaces, marks of emphasis and brackets that do not match, and without a full stop that ends no abbreviation.
fn trimmed(masked: &str, range: Range<usize>, cues: &Cues) -> Range<usize> {
    let text = masked.get(range.clone()).unwrap_or_default();
    let is_edge = |letter: char| {
        letter.is_whitespace() || matches!(letter, '*' | '_' | '~' | '`' | '-' | ',' | '/' | '#' | '&' | '+' | '@')
    };
    let mut start = range.start
        + (text.len() - text.trim_start_matches(|letter| is_edge(letter) || matches!(letter, '.' | ')' | '\'')).len());
    let mut end = range.start + text.trim_end_matches(is_edge).len();
    loop {
        let Some(text) = masked.get(start..end).filter(|text| !text.is_empty()) else { return start..start };
        if text.len() > 2 * MAX_BYTES {
            return start..end;
        }
        let opened = text.matches('(').count();
        let closed = text.matches(')').count();
        if text.ends_with('(') || (text.ends_with(')') && closed > opened) {
            end -= 1;
        } else if text.starts_with('(') && (opened > closed || text.ends_with(')')) {
            start += 1;
            end -= usize::from(text.ends_with(')') && opened == closed);
        } else if text.ends_with('.') && !ends_abbreviation(text, start, cues) {
            end -= 1;
        } else if text.ends_with(is_edge) {
            end = start + text.trim_end_matches(is_edge).len();
        } else if text.starts_with(' ') {
            start += 1;
        } else {
            return start..end;
        }
    }
}

fn ends_abbreviation(text: &str, start: usize, cues: &Cues) -> bool {
    let body = text.trim_end_matches('.');
    let word = body.rsplit([' ', ',']).next().unwrap_or_default();
    let range = start..start + body.len();
    let is_legal = cues.within(Kind::Legal, &range).any(|cue| cue.end == range.end);
    text.len() - body.len() == 1 && (is_legal || matches!(word, "co") || word.contains('.'))
}

/// Is the part a word for "agency" or a sign-off, so that the next part is the name?
fn is_label(masked: &str, range: &Range<usize>, after: char, cues: &Cues) -> bool {
    let is_whole = |cue: &Range<usize>| cue.end == range.end && cue.start == range.start;
    let ends = |cue: &Range<usize>| cue.end == range.end;
    let is_short = masked.get(range.clone()).is_some_and(|text| text.split(' ').count() <= 4);
    let labels = matches!(after, ':' | '=' | '-')
        && cues.within(Kind::Label, range).any(|cue| is_whole(cue) || (is_short && ends(cue)));
    labels || cues.within(Kind::SignOff, range).any(is_whole)
}

/// Strips "by", "M/s" and the like.
fn without_by(masked: &str, range: Range<usize>, cues: &Cues) -> (Range<usize>, bool) {
    let Some(cue) = cues.within(Kind::By, &range).next().filter(|cue| cue.start == range.start) else {
        return (range, false);
    };
    let rest = masked.get(cue.end..range.end).unwrap_or_default();
    let start = cue.end + (rest.len() - rest.trim_start_matches([' ', '.', '-']).len());
    let has_name =
        masked.get(start..range.end).is_some_and(|name| name.chars().filter(|c| c.is_alphabetic()).count() > 2);
    // "Agency" alone starts names too ("Agency Asia"), so it stays and marks nothing.
    let is_word = masked.get(cue.clone()) == Some("agency");
    if has_name && rest.starts_with([' ', '.']) && !is_word { (start..range.end, true) } else { (range, false) }
}

struct Reader<'a> {
    text: &'a str,
    plain: &'a PlainText,
    masked: &'a str,
    cues: &'a Cues,
}

impl Reader<'_> {
    fn segment(&self, range: Range<usize>, marked: bool) -> Option<NameSegment> {
        let lower = self.masked.get(range.clone())?;
        let words = lower.split_whitespace().count();
        let letters = lower.chars().filter(|letter| letter.is_alphabetic()).count();
        let digits = lower.chars().filter(char::is_ascii_digit).count();
        if letters < 2 || digits > letters || words > MAX_WORDS || lower.len() > MAX_BYTES || lower.contains(MASK) {
            return None;
        }
        let span = self.plain.span(range.clone());
        let text = self.text.get(span.clone())?.to_owned();
        let count = |kind| i32::try_from(self.cues.within(kind, &range).count()).unwrap_or(i32::MAX);
        let (trade, legal) = (count(Kind::Trade), count(Kind::Legal));
        // "(FORMERLY ..." and "(FOR ..." belong to names.
        let before_bracket =
            range.start..range.start + lower.find('(').filter(|place| *place > 0).unwrap_or(lower.len());
        let talk = i32::try_from(self.cues.within(Kind::Talk, &before_bracket).count()).unwrap_or(i32::MAX);
        let is_titled =
            text.split_whitespace().all(|word| !word.starts_with(|letter: char| letter.is_ascii_lowercase()));
        let is_mostly_talk = usize::try_from(talk).is_ok_and(|talk| talk * 2 > words);
        if !marked && is_mostly_talk && trade + legal == 0 {
            return None;
        }
        // A trade word alone ("overseas") is no name.
        let own_words = i32::try_from(words).unwrap_or(i32::MAX) - trade - legal;
        let has_own_word = (own_words > 0 || !lower.is_ascii()) && words > 1;
        let worded = match (legal, trade) {
            (0, 0) => false,
            (0, _) => talk == 0 && words <= MAX_NAME_WORDS,
            _ => talk == 0 || (talk == 1 && is_titled),
        };
        let evidence = match (marked && talk < 2, worded && has_own_word) {
            (true, _) => Evidence::Marked,
            (_, true) => Evidence::Worded,
            _ => Evidence::None,
        };
        let base = match evidence {
            Evidence::Marked => 100,
            Evidence::Worded => 60,
            _ => 0,
        };
        let score = base + (legal.min(2) * 8) + (trade.min(2) * 6) - talk.min(8) * 6 + i32::from(is_titled) * 3;
        Some(NameSegment { text, span, evidence, score })
    }

    /// Names inside a sentence: words in a row that start with a capital letter.
    fn capitalised(&self, range: Range<usize>) -> Vec<NameSegment> {
        let Some(lower) = self.masked.get(range.clone()) else { return Vec::new() };
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut open: Option<Range<usize>> = None;
        let mut all = true;
        let mut place = range.start;
        for word in lower.split_inclusive(' ') {
            let at = place..place + word.trim_end().len();
            place += word.len();
            let original = self.text.get(self.plain.span(at.clone())).unwrap_or_default();
            let first = original.chars().find(|letter| letter.is_alphanumeric());
            let is_talk = self.cues.within(Kind::Talk, &at).any(|cue| cue.start <= at.start + 1);
            let is_name =
                !is_talk && first.is_none_or(|first| first.is_uppercase() || first.is_ascii_digit()) && !at.is_empty();
            all &= is_name;
            open = match (open, is_name) {
                (Some(run), true) => Some(run.start..at.end),
                (None, true) if first.is_some() => Some(at),
                (Some(run), false) => {
                    runs.push(run);
                    None
                }
                (open, _) => open,
            };
        }
        runs.extend(open);
        if all {
            return Vec::new();
        }
        let trimmed = runs.into_iter().map(|run| trimmed(self.masked, run, self.cues));
        let several = trimmed.filter(|run| self.masked.get(run.clone()).is_some_and(|text| text.contains(' ')));
        several.filter_map(|run| self.segment(run, false)).collect()
    }
}
