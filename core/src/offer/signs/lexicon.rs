use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::data::SignData;
use super::fold::{CLAUSE, SENTENCE, phrase};

/// Finds of single phrases looked at in one text at most; more is no message any more.
const MAX_FINDS: usize = 60_000;
/// Words that may stand where a phrase has "..".
const GAP_WORDS: usize = 4;
/// The same in scripts without spaces between words, in letters.
const GAP_LETTERS: usize = 24;

/// Number of a word list.
pub(crate) type List = usize;

/// A phrase of one list in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Find {
    pub list: List,
    pub range: Range<usize>,
    /// Which place, for lists of places.
    pub place: Option<usize>,
}

/// All phrases of all lists in one automaton.
#[derive(Debug)]
pub(crate) struct Lexicon {
    automaton: Option<AhoCorasick>,
    /// What each pattern of the automaton belongs to.
    uses: Vec<Vec<Use>>,
    names: Vec<String>,
    by_name: HashMap<String, List>,
    pub(super) attributes: Vec<Attributes>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    pub negation: bool,
    pub cancels: Vec<List>,
    pub undone_by: Vec<List>,
    pub survives_warning: bool,
}

#[derive(Debug, Clone, Copy)]
struct Use {
    list: List,
    place: Option<usize>,
    /// Number of the phrase and which part of it, when it has several.
    part: Option<(usize, usize, usize)>,
    /// Other letters may follow.
    open: bool,
    /// Whole words only, in every script that has spaces.
    whole: bool,
}

#[derive(Default)]
struct Builder {
    patterns: Vec<String>,
    uses: Vec<Vec<Use>>,
    by_text: HashMap<String, usize>,
    parted: usize,
}

impl Builder {
    fn add(&mut self, list: List, place: Option<usize>, text: &str, whole: bool) {
        let parts: Vec<(String, bool)> = text
            .split("..")
            .map(|part| (phrase(part.trim().trim_end_matches('*')), part.trim().ends_with('*')))
            .map(|(part, open)| (if whole { part } else { stem(part) }, open))
            .filter(|(part, _)| !part.is_empty())
            .collect();
        let count = parts.len();
        for (index, (part, open)) in parts.into_iter().enumerate() {
            let part_of = (count > 1).then_some((self.parted, index, count));
            let uses = Use { list, place, part: part_of, open, whole };
            let pattern = *self.by_text.entry(part.clone()).or_insert_with(|| {
                self.patterns.push(part);
                self.uses.push(Vec::new());
                self.patterns.len() - 1
            });
            if let Some(all) = self.uses.get_mut(pattern) {
                all.push(uses);
            }
        }
        self.parted += usize::from(count > 1);
    }
}

impl Lexicon {
    pub fn new(data: &SignData) -> Self {
        let mut names: Vec<String> = data.words.keys().cloned().collect();
        let place_lists = [
            "place_core",
            "place_pattern",
            "place_compound",
            "place_border",
            "place_partly",
            "place_region",
            "place_other",
        ];
        names.extend(place_lists.iter().map(|name| (*name).to_owned()));
        let by_name: HashMap<String, List> = names.iter().cloned().zip(0..).collect();
        let number = |names: &[String]| names.iter().filter_map(|name| by_name.get(name).copied()).collect::<Vec<_>>();
        let mut builder = Builder::default();
        let mut attributes = Vec::new();
        for (list, (name, words)) in data.words.iter().enumerate() {
            attributes.push(Attributes {
                negation: words.negation,
                cancels: number(&words.cancels),
                undone_by: number(&words.undone_by),
                survives_warning: words.survives_warning,
            });
            let whole = name.starts_with("not_");
            for text in words.words.values().flatten() {
                builder.add(list, None, text, whole);
            }
        }
        attributes.extend(place_lists.iter().map(|_| Attributes { negation: true, ..Attributes::default() }));
        for (place, entry) in data.places.iter().enumerate() {
            let Some(&list) = by_name.get(entry.kind.list()) else { continue };
            for text in entry.words.values().flatten() {
                builder.add(list, Some(place), text, false);
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&builder.patterns).ok();
        Self { automaton, uses: builder.uses, names, by_name, attributes }
    }

    /// The list of this name.
    pub fn list(&self, name: &str) -> Option<List> {
        self.by_name.get(name).copied()
    }

    pub fn name(&self, list: List) -> &str {
        self.names.get(list).map_or("", String::as_str)
    }

    /// Every phrase in a folded text, in order of place; of one list, the longest where several overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Find> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut finds: Vec<Find> = Vec::new();
        let mut parts: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
        let mut seen = 0;
        for found in automaton.find_overlapping_iter(text) {
            for one in self.uses.get(found.pattern().as_usize()).into_iter().flatten() {
                if !is_word(text, &found.range(), one) {
                    continue;
                }
                seen += 1;
                match one.part {
                    None => finds.push(Find { list: one.list, range: found.range(), place: one.place }),
                    Some((number, index, count)) => {
                        parts.entry(number).or_default().push(Part { index, count, range: found.range(), of: *one });
                    }
                }
            }
            if seen > MAX_FINDS {
                break;
            }
        }
        for found in parts.values() {
            join(text, found, &mut finds);
        }
        finds.sort_by(|a, b| (a.list, a.range.start, b.range.end).cmp(&(b.list, b.range.start, a.range.end)));
        let mut kept: Vec<Find> = Vec::with_capacity(finds.len());
        for find in finds {
            let inside = kept.last().is_some_and(|last| last.list == find.list && last.range.end >= find.range.end);
            if !inside {
                kept.push(find);
            }
        }
        kept.sort_by_key(|find| (find.range.start, find.range.end));
        kept
    }
}

/// Without the sign for "no vowel" at the end: endings put a vowel there (Tamil, Telugu, Malayalam, Sinhala).
fn stem(phrase: String) -> String {
    let stem = phrase.trim_end_matches(['\u{bcd}', '\u{c4d}', '\u{d4d}', '\u{dca}']);
    if stem.chars().count() >= 4 { stem.to_owned() } else { phrase }
}

/// One part of a phrase that has several, in a text.
struct Part {
    index: usize,
    count: usize,
    range: Range<usize>,
    of: Use,
}

/// Puts the parts of one phrase together: each next part in the same sentence, at most a gap further on.
fn join(text: &str, found: &[Part], finds: &mut Vec<Find>) {
    for first in found.iter().filter(|part| part.index == 0) {
        let mut end = first.range.end;
        for wanted in 1..first.count {
            let from = found.partition_point(|part| part.range.end <= end);
            let next = found
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take(16)
                .find(|part| part.index == wanted && text.get(end..part.range.start).is_some_and(is_gap));
            end = next.map_or(0, |part| part.range.end);
            if end == 0 {
                break;
            }
        }
        if end > 0 {
            finds.push(Find { list: first.of.list, range: first.range.start..end, place: first.of.place });
        }
    }
}

fn is_gap(between: &str) -> bool {
    if between.contains(SENTENCE) {
        return false;
    }
    distance(between) <= GAP_WORDS
}

/// Words in a stretch of text; letters of scripts without spaces count as parts of words.
pub(super) fn distance(between: &str) -> usize {
    let words = between.split([' ', CLAUSE, SENTENCE]).filter(|word| !word.is_empty()).count();
    let letters = between.chars().filter(|letter| is_unspaced(*letter)).count();
    words.max(letters * GAP_WORDS / GAP_LETTERS)
}

/// Letters of scripts that put no spaces between words.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff)
}

/// Latin words end where letters end; other scripts join suffixes to words, or put no spaces at all.
fn is_word(text: &str, range: &Range<usize>, one: &Use) -> bool {
    let Some(pattern) = text.get(range.clone()) else { return false };
    let goes_on = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || is_sign(letter));
    let first = pattern.chars().next();
    let last = pattern.chars().next_back();
    let unspaced = |letter: Option<char>| letter.is_some_and(is_unspaced);
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    if !unspaced(first) && goes_on(before) && !unspaced(before) {
        return false;
    }
    let is_latin = last.is_some_and(|last| last.is_ascii_alphanumeric());
    let is_short = pattern.chars().count() <= 3;
    let must_end = if is_latin { !one.open } else { !one.open && (one.whole || is_short) };
    unspaced(last) || !must_end || !goes_on(after) || unspaced(after)
}

/// Vowel signs that join to the letter before them.
fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{dff}')
}
