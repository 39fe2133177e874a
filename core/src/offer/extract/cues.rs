use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::licence::plain::PlainText;

/// What a cue word tells (see `content/lexicons/segment-cues.tsv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Label,
    SignOff,
    By,
    Trade,
    Legal,
    Talk,
    Phone,
}

struct Lexicon {
    automaton: AhoCorasick,
    /// The kinds of each word: a word may have several.
    kinds: Vec<Vec<Kind>>,
}

static LEXICON: LazyLock<Option<Lexicon>> = LazyLock::new(|| {
    let mut words: Vec<String> = Vec::new();
    let mut kinds: Vec<Vec<Kind>> = Vec::new();
    for line in include_str!("../../../../content/lexicons/segment-cues.tsv").lines() {
        let Some((kind, word)) = row(line) else { continue };
        match words.iter().position(|known| *known == word) {
            Some(place) => kinds.get_mut(place)?.push(kind),
            None => {
                words.push(word);
                kinds.push(vec![kind]);
            }
        }
    }
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()?;
    Some(Lexicon { automaton, kinds })
});

fn row(line: &str) -> Option<(Kind, String)> {
    let mut cells = line.split('\t');
    let kind = match cells.nth(1)? {
        "label" => Kind::Label,
        "signoff" => Kind::SignOff,
        "by" => Kind::By,
        "trade" => Kind::Trade,
        "legal" => Kind::Legal,
        "talk" => Kind::Talk,
        "phone" => Kind::Phone,
        _ => return None,
    };
    Some((kind, PlainText::lower(cells.next()?).as_str().to_owned()))
}

/// The cue words of one text, in order.
#[derive(Debug)]
pub(super) struct Cues {
    found: Vec<(Range<usize>, &'static [Kind])>,
}

impl Cues {
    /// `plain` is lower case.
    pub fn find(plain: &str) -> Self {
        let Some(lexicon) = LEXICON.as_ref() else { return Self { found: Vec::new() } };
        let found = lexicon
            .automaton
            .find_iter(plain)
            .filter(|found| is_word(plain, found.range()))
            .filter_map(|found| Some((found.range(), lexicon.kinds.get(found.pattern().as_usize())?.as_slice())))
            .collect();
        Self { found }
    }

    /// The words of `kind` inside `range`.
    pub fn within(&self, kind: Kind, range: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let first = self.found.partition_point(|(cue, _)| cue.start < range.start);
        let end = range.end;
        let rest = self.found.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |(cue, _)| cue.end <= end)
            .filter(move |(_, kinds)| kinds.contains(&kind))
            .map(|(cue, _)| cue)
    }

    /// Does `place` lie inside a word of `kind`?
    pub fn covers(&self, kind: Kind, place: usize) -> bool {
        let next = self.found.partition_point(|(cue, _)| cue.start <= place);
        let last = next.checked_sub(1).and_then(|index| self.found.get(index));
        last.is_some_and(|(cue, kinds)| cue.end > place && kinds.contains(&kind))
    }

    /// Does a word of `kind` end on the same line at most `distance` bytes before `place`?
    pub fn is_before(&self, kind: Kind, place: usize, distance: usize, plain: &str) -> bool {
        let start = place.saturating_sub(distance);
        let last = self.found.partition_point(|(cue, _)| cue.end <= place);
        let before = self.found.get(..last).unwrap_or_default().iter().rev();
        before.take_while(|(cue, _)| cue.end >= start).any(|(cue, kinds)| {
            kinds.contains(&kind) && plain.get(cue.end..place).is_some_and(|between| !between.contains('\n'))
        })
    }
}

/// Latin words end where letters end; other scripts join suffixes to words.
fn is_word(plain: &str, range: Range<usize>) -> bool {
    let first = plain.get(range.clone()).and_then(|word| word.chars().next());
    let last = plain.get(range.clone()).and_then(|word| word.chars().next_back());
    let before = plain.get(..range.start).and_then(|text| text.chars().next_back());
    let after = plain.get(range.end..).and_then(|text| text.chars().next());
    let goes_on = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}'))
    };
    let starts = !first.is_some_and(|first| first.is_ascii_alphanumeric()) || !goes_on(before);
    let ends = !last.is_some_and(|last| last.is_ascii_alphanumeric()) || !goes_on(after);
    starts && ends
}
