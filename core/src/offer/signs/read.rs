use std::ops::Range;

use super::data::{Place, PlaceKind, Signs};
use super::fold::{CLAUSE, Folded, SENTENCE};
use super::lexicon::{Find, List, distance};

/// Words between a "no" and what it denies.
const NOT_BEFORE_WORDS: usize = 5;
const NOT_AFTER_WORDS: usize = 4;
/// Words between two things of one list ("no fee, deposit or charges").
const NEXT_ITEM_WORDS: usize = 2;
/// Words between a thing and what undoes it ("the fee … is paid by the company").
const UNDONE_WORDS: usize = 7;

/// Does a phrase say what it says?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Said,
    /// "No fee", "fee paid by the company".
    Denied,
    /// A fee after the contract, or against a receipt.
    Lawful,
    /// Quoted in a warning.
    Warned,
    /// Part of a harmless phrase ("visit visa holders").
    Harmless,
}

/// A phrase of a list in a text.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub list: List,
    pub standing: Standing,
    /// Bytes of the folded text.
    pub range: Range<usize>,
    /// Bytes of the original.
    pub span: Range<usize>,
    pub place: Option<usize>,
    sentence: usize,
}

/// What a text says, by the lists of `content/signs`.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    signs: &'a Signs,
    pub hits: Vec<Hit>,
    /// The text warns of offers and makes none.
    pub is_warning: bool,
    /// Bytes of the original where sentences end.
    sentence_ends: Vec<usize>,
    /// Places of this country are home: a job there is no job abroad.
    home: Option<String>,
}

impl<'a> Reading<'a> {
    pub fn new(signs: &'a Signs, text: &str) -> Self {
        let folded = Folded::new(text);
        let plain = folded.as_str();
        let finds = signs.lexicon.find(plain);
        let ends: Vec<usize> = plain.match_indices(SENTENCE).map(|(at, _)| at).collect();
        let clauses: Vec<usize> = plain.match_indices([SENTENCE, CLAUSE]).map(|(at, _)| at).collect();
        let judge = Judge { signs, plain, finds: &finds, ends: &ends, clauses: &clauses, text, folded: &folded };
        let (standings, is_warning) = judge.standings();
        let hits = finds
            .iter()
            .zip(standings)
            .map(|(find, standing)| Hit {
                list: find.list,
                standing,
                span: folded.span(&find.range),
                range: find.range.clone(),
                place: find.place,
                sentence: ends.partition_point(|end| *end < find.range.start),
            })
            .collect();
        let sentence_ends = ends.iter().map(|end| folded.span(&(*end..end + 1)).start).collect();
        Self { signs, hits, is_warning, sentence_ends, home: None }
    }

    /// With the country that the worker is from.
    pub fn at_home_in(mut self, country: Option<&str>) -> Self {
        self.home = country.map(str::to_owned);
        self
    }

    /// What is said (not denied, not quoted) of the list of this name; places at home are left out.
    pub fn said_of(&self, name: &str) -> impl Iterator<Item = &Hit> {
        let list = self.signs.lexicon.list(name);
        self.hits
            .iter()
            .filter(move |hit| Some(hit.list) == list && hit.standing == Standing::Said && !self.is_home(hit))
    }

    fn is_home(&self, hit: &Hit) -> bool {
        // People are led to compounds in their own country too.
        let is_home = |place: &Place| place.country == self.home && place.kind != PlaceKind::Compound;
        self.home.is_some() && self.place(hit).is_some_and(is_home)
    }

    pub fn says(&self, name: &str) -> bool {
        self.said_of(name).next().is_some()
    }

    /// The place of a hit in a list of places.
    pub fn place(&self, hit: &Hit) -> Option<&'a Place> {
        self.signs.data.places.get(hit.place?)
    }

    pub fn list_name(&self, hit: &Hit) -> &'a str {
        self.signs.lexicon.name(hit.list)
    }

    pub fn same_sentence(a: &Hit, b: &Hit) -> bool {
        a.sentence == b.sentence
    }

    /// The sentence, in bytes of the original, around a place of it.
    pub fn sentence_around(&self, place: usize) -> Range<usize> {
        let next = self.sentence_ends.partition_point(|end| *end < place);
        let start = next.checked_sub(1).and_then(|index| self.sentence_ends.get(index)).map_or(0, |end| end + 1);
        let end = self.sentence_ends.get(next).copied().unwrap_or(usize::MAX);
        start..end
    }
}

struct Judge<'a> {
    signs: &'a Signs,
    plain: &'a str,
    finds: &'a [Find],
    ends: &'a [usize],
    clauses: &'a [usize],
    text: &'a str,
    folded: &'a Folded,
}

impl Judge<'_> {
    fn list(&self, name: &str) -> Option<List> {
        self.signs.lexicon.list(name)
    }

    fn of(&self, name: &str) -> Vec<&Find> {
        let list = self.list(name);
        self.finds.iter().filter(|find| Some(find.list) == list).collect()
    }

    fn standings(&self) -> (Vec<Standing>, bool) {
        let mut standings = vec![Standing::Said; self.finds.len()];
        self.mark_harmless(&mut standings);
        let before = self.free("not_before");
        let after = self.free("not_after");
        let free = self.free("free_word");
        let mut last_denied: Option<&Find> = None;
        for (find, standing) in self.finds.iter().zip(&mut standings) {
            let Some(attributes) = self.signs.lexicon.attributes.get(find.list) else { continue };
            if *standing != Standing::Said || !attributes.negation {
                continue;
            }
            let goes_on = last_denied.is_some_and(|last| {
                last.list == find.list && self.near(last.range.end, find.range.start, NEXT_ITEM_WORDS)
                    || self.is_next_item(last, find)
            });
            let denied = self.denied_before(find, &before) || self.denied_after(find, &after) || goes_on;
            for list in &attributes.undone_by {
                if let Some(undone) = self.undone(find, *list, &free)
                    && *standing != Standing::Denied
                {
                    *standing = undone;
                }
            }
            if denied {
                *standing = Standing::Denied;
            }
            if denied {
                last_denied = Some(find);
            }
        }
        let is_warning = self.mark_warned(&mut standings);
        (standings, is_warning)
    }

    /// Phrases of `name` that are not part of a longer phrase of another list ("no experience").
    fn free(&self, name: &str) -> Vec<Range<usize>> {
        let own = self.list(name);
        let longer: Vec<&Find> = self.finds.iter().filter(|find| Some(find.list) != own).collect();
        let mut free = Vec::new();
        for find in self.of(name) {
            let length = find.range.len();
            let from = longer.partition_point(|other| other.range.start + 80 < find.range.start);
            let is_part = longer
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|other| other.range.start <= find.range.start)
                .any(|other| other.range.end >= find.range.end && other.range.len() > length);
            // "No. 1284" is a number.
            let is_number = name == "not_before"
                && self.plain.get(find.range.clone()) == Some("no")
                && self
                    .plain
                    .get(find.range.end..)
                    .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
            if !is_part && !is_number {
                free.push(find.range.clone());
            }
        }
        free
    }

    fn mark_harmless(&self, standings: &mut [Standing]) {
        for (index, longer) in self.finds.iter().enumerate() {
            let Some(attributes) = self.signs.lexicon.attributes.get(longer.list) else { continue };
            if attributes.cancels.is_empty() {
                continue;
            }
            // Finds are in order of their start: only neighbours can lie inside.
            let first = self.finds.partition_point(|find| find.range.start < longer.range.start);
            for other in first..self.finds.len() {
                let Some(find) = self.finds.get(other) else { break };
                if find.range.start >= longer.range.end {
                    break;
                }
                let is_inside = other != index && find.range.end <= longer.range.end;
                if is_inside
                    && attributes.cancels.contains(&find.list)
                    && let Some(standing) = standings.get_mut(other)
                {
                    *standing = Standing::Harmless;
                }
            }
        }
    }

    fn denied_before(&self, find: &Find, before: &[Range<usize>]) -> bool {
        let clause = last_before(self.clauses, find.range.start).map_or(0, |at| at + 1);
        let next = before.partition_point(|range| range.end <= find.range.start);
        let words = before.get(next.saturating_sub(3)..next).unwrap_or_default();
        words.iter().any(|range| range.start >= clause && self.near(range.end, find.range.start, NOT_BEFORE_WORDS))
    }

    fn denied_after(&self, find: &Find, after: &[Range<usize>]) -> bool {
        let at = self.clauses.partition_point(|at| *at < find.range.end);
        let clause = self.clauses.get(at).copied().unwrap_or(self.plain.len());
        let next = after.partition_point(|range| range.start < find.range.end);
        let words = after.get(next..(next + 3).min(after.len())).unwrap_or_default();
        words.iter().any(|range| range.start <= clause && self.near(find.range.end, range.start, NOT_AFTER_WORDS))
    }

    /// "No processing fee, deposit or other charges": what was denied goes on through a list.
    fn is_next_item(&self, last: &Find, find: &Find) -> bool {
        let Some(between) = self.plain.get(last.range.end..find.range.start) else { return false };
        let words = between.split([' ', CLAUSE]).filter(|word| !word.is_empty());
        let joins = |word: &str| {
            matches!(
                word,
                "or" | "and"
                    | "nor"
                    | "any"
                    | "other"
                    | "o"
                    | "at"
                    | "ni"
                    | "atau"
                    | "dan"
                    | "या"
                    | "और"
                    | "ya"
                    | "বা"
                    | "ও"
                    | "र"
                    | "वा"
                    | "หรือ"
                    | "hoac"
                    | "no"
            )
        };
        !between.contains(SENTENCE) && words.clone().count() <= NEXT_ITEM_WORDS && words.clone().all(joins)
    }

    fn near(&self, end: usize, start: usize, words: usize) -> bool {
        self.plain.get(end..start).is_some_and(|between| !between.contains(SENTENCE) && distance(between) <= words)
    }

    /// What makes it no demand: "free" right after it, the employer who pays in the same part of the sentence, a contract
    /// before it or a receipt for it in the same sentence.
    fn undone(&self, find: &Find, list: List, free: &[Range<usize>]) -> Option<Standing> {
        match self.signs.lexicon.name(list) {
            "free_word" => {
                let next = free.partition_point(|range| range.start < find.range.end);
                let range = free.get(next)?;
                let between = self.plain.get(find.range.end..range.start)?;
                let is_next = distance(between) <= 1 && !between.contains([SENTENCE, CLAUSE, '0', '1', '2', '5']);
                is_next.then_some(Standing::Denied)
            }
            "after_contract" => self
                .around(find, list)
                .any(|other| self.gap(find, other).is_some_and(|gap| distance(gap) <= UNDONE_WORDS + 3))
                .then_some(Standing::Lawful),
            _ => self
                .around(find, list)
                .any(|other| {
                    self.gap(find, other).is_some_and(|gap| {
                        let words = gap.split([' ', CLAUSE]).filter(|word| word.contains(char::is_alphabetic)).count();
                        if gap.contains(CLAUSE) {
                            words <= 1 && other.range.start > find.range.start
                        } else {
                            words <= UNDONE_WORDS
                        }
                    })
                })
                .then_some(Standing::Denied),
        }
    }

    /// Finds of a list near another find.
    fn around(&self, find: &Find, list: List) -> impl Iterator<Item = &Find> {
        let from = self.finds.partition_point(|other| other.range.start + 160 < find.range.start);
        let reach = find.range.end + 160;
        let around =
            self.finds.get(from..).unwrap_or_default().iter().take_while(move |other| other.range.start < reach);
        around.filter(move |other| other.list == list)
    }

    /// What stands between two finds of one sentence.
    fn gap(&self, find: &Find, other: &Find) -> Option<&str> {
        let (end, start) = if other.range.start >= find.range.start {
            (find.range.end, other.range.start)
        } else {
            (other.range.end, find.range.start)
        };
        let gap = if end >= start { "" } else { self.plain.get(end..start)? };
        (!gap.contains(SENTENCE)).then_some(gap)
    }

    /// Sentences that warn, and texts that do nothing else.
    fn mark_warned(&self, standings: &mut [Standing]) -> bool {
        let sentence = |find: &Find| self.ends.partition_point(|end| *end < find.range.start);
        let warnings: Vec<usize> =
            self.of("warn").into_iter().map(sentence).filter(|sentence| !self.is_question(*sentence)).collect();
        let official = self.of("warn_official").len();
        let cue = self.list("offer_cue");
        let said = self.finds.iter().zip(standings.iter());
        let offers = said.filter(|(find, standing)| Some(find.list) == cue && **standing == Standing::Said).count();
        let is_warning = warnings.len() + official * 2 > offers.saturating_mul(2) + 1 && warnings.len() + official >= 2
            || (official > 0 && offers == 0 && warnings.len() + official >= 2);
        let own: Vec<usize> = self.of("first_person").into_iter().map(sentence).collect();
        for (find, standing) in self.finds.iter().zip(standings) {
            // "They took my passport" is no quotation, "passports were taken" may be one.
            let survives = own.binary_search(&sentence(find)).is_ok()
                && self.signs.lexicon.attributes.get(find.list).is_some_and(|attributes| attributes.survives_warning);
            if *standing == Standing::Said && !survives && (is_warning || warnings.contains(&sentence(find))) {
                *standing = Standing::Warned;
            }
        }
        is_warning
    }

    /// "Is it fake?" warns of nothing.
    fn is_question(&self, sentence: usize) -> bool {
        let Some(end) = self.ends.get(sentence) else { return false };
        let span = self.folded.span(&(*end..end + 1));
        self.text.get(span).is_some_and(|mark| mark.contains(['?', '？', '؟']))
    }
}

fn last_before(places: &[usize], place: usize) -> Option<usize> {
    places.partition_point(|at| *at < place).checked_sub(1).and_then(|index| places.get(index)).copied()
}
