//! A question to an index: candidates, alignment, rank, decision.

use std::collections::HashMap;

use super::align::{Alignment, Paired, Summary, Weighted, pair};
use super::candidates::candidates;
use super::decision::{DecisionModel, Features, Surroundings, features};
use super::grams::trigrams;
use super::index::{IndexError, NameIndex, Vocabulary, numbers};
use super::letters::likeness;
use super::normalise::Name;
use super::similarity::similarity;
use crate::licence;

/// Hits that are decided and explained at most.
const MAX_HITS: usize = 24;
/// Hits that are looked at as rivals of one another.
const RIVALS: usize = 6;
/// The margin of a hit that has no rival.
const ALONE: f32 = 10.0;
/// A hit without a telling word in common is nobody's, whatever else it shares.
const WITHOUT_DISTINCTIVE: f32 = 0.05;
/// No name but the very same one is certain.
const MOST_BUT_CERTAIN: f32 = 0.9999;

/// How to search.
#[derive(Clone, Copy)]
pub struct SearchOptions<'a> {
    /// At most this many hits.
    pub limit: usize,
    /// Which documents to look at; all when absent.
    pub filter: Option<&'a dyn Fn(u32) -> bool>,
}

impl Default for SearchOptions<'_> {
    fn default() -> Self {
        Self { limit: 10, filter: None }
    }
}

impl std::fmt::Debug for SearchOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchOptions").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// One name of the index beside the question.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The document (name) in the index.
    pub doc: u32,
    /// How sure it is that this name was meant, 0 to 1.
    pub score: f32,
    /// The words of both, side by side.
    pub alignment: Alignment,
    /// What is odd about the question's spelling.
    pub flags: MatchFlags,
    /// What the score rests on, in the order of [`super::FEATURE_NAMES`].
    pub features: Features,
}

/// What is odd about the spelling of a question that hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatchFlags {
    /// A word that agrees with the entry's was written with look-alike letters.
    pub look_alike: bool,
}

/// Two names beside each other, without an index of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// 0 to 1.
    pub score: f32,
    /// Word by word.
    pub alignment: Alignment,
}

/// Answers questions from one index.
#[derive(Clone, Copy)]
pub struct Matcher<'a> {
    index: &'a dyn NameIndex,
    model: &'a DecisionModel,
}

impl std::fmt::Debug for Matcher<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Matcher").finish_non_exhaustive()
    }
}

/// A candidate after the word-by-word comparison.
struct Ranked {
    doc: u32,
    entry: Vec<u32>,
    paired: Paired,
    around: Surroundings,
    /// Its place when only the words of the question count that the first hit has: what rivals are measured by.
    bare_rank: f32,
    /// The same words, company forms aside: twins are no rivals.
    is_same_name: bool,
    /// A telling word pairs; or there is none, and the trade words are the same.
    is_telling: bool,
}

impl Ranked {
    /// The very name first, then the nearest; of equals the earlier on the register.
    fn order(a: &Self, b: &Self) -> std::cmp::Ordering {
        (b.is_same_name.cmp(&a.is_same_name)).then(b.around.rank.total_cmp(&a.around.rank)).then(a.doc.cmp(&b.doc))
    }
}

impl<'a> Matcher<'a> {
    /// A matcher over `index`.
    pub fn new(index: &'a dyn NameIndex, model: &'a DecisionModel) -> Self {
        Self { index, model }
    }

    /// The names of the index that the question may mean, best first. Reads the index; deterministic.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn search(&self, query: &str, options: &SearchOptions<'_>) -> Result<Vec<Match>, IndexError> {
        let mut name = Name::read(&licence::without_numbers(query));
        if name.tokens.is_empty() || options.limit == 0 {
            return Ok(Vec::new());
        }
        let vocabulary = self.index.vocabulary()?;
        name.mend_trade_words(|key| vocabulary.frequency(key) > 0);
        let question = Question::new(&name, vocabulary);
        let mut words = Words::new(vocabulary);
        let mut ranked = Vec::new();
        for doc in candidates(self.index, &name, options.filter)? {
            let entry: Vec<u32> = numbers(&self.index.document(doc)?).collect();
            words.learn(&entry);
            ranked.push(question.rank(doc, entry, &mut words));
        }
        ranked.sort_by(Ranked::order);
        // Whatever the limit, the same hits are ranked again: an answer does not depend on how many are shown.
        ranked.truncate(MAX_HITS);
        for candidate in &mut ranked {
            candidate.around.rank = self.model.rank(&features(&candidate.paired.summary, &candidate.around));
            candidate.bare_rank = candidate.around.rank;
        }
        ranked.sort_by(Ranked::order);
        self.set_bare_ranks(&question, &mut ranked, &words);
        self.set_margins(&mut ranked)?;
        let mut hits: Vec<Match> = Vec::with_capacity(ranked.len());
        for candidate in ranked.into_iter().take(options.limit) {
            let mut hit = self.decide(&question, &candidate, &words);
            // A lower place never carries a higher score.
            if let Some(before) = hits.last() {
                hit.score = hit.score.min(before.score);
            }
            hits.push(hit);
        }
        Ok(hits)
    }

    /// Text that the first hit does not have must not help it by hurting its rivals more, or a name would look surer
    /// the more is written beside it: rivals are compared without that text.
    fn set_bare_ranks(&self, question: &Question<'_>, ranked: &mut [Ranked], words: &Words<'_>) {
        let Some(first) = ranked.first() else { return };
        let tokens = question.name.tokens.iter().enumerate();
        let kept: Vec<_> =
            tokens.filter(|(at, _)| first.paired.pairs_query(*at)).map(|(_, token)| token.clone()).collect();
        if kept.is_empty() || kept.len() == question.name.tokens.len() {
            return;
        }
        let bare_name = Name { tokens: kept, look_alikes: Vec::new() };
        let bare = Question::new(&bare_name, words.vocabulary);
        let query = bare.words();
        for candidate in ranked.iter_mut().take(RIVALS) {
            let listed = words.of(&candidate.entry);
            let (paired, around, _) = bare.beside(&listed, |i, j| word_similarity(&query, &listed, i, j));
            candidate.bare_rank = self.model.rank(&features(&paired.summary, &around));
        }
    }

    /// How far each candidate is ahead of the best rivals: names of other recruiters that are not the same name.
    fn set_margins(&self, ranked: &mut [Ranked]) -> Result<(), IndexError> {
        let mut owners = Vec::with_capacity(ranked.len());
        for candidate in ranked.iter().take(RIVALS) {
            owners.push(self.index.owner(candidate.doc)?);
        }
        let margins: Vec<(f32, f32)> = ranked
            .iter()
            .enumerate()
            .map(|(place, candidate)| {
                let own = owners.get(place);
                let is_rival = |other: usize, rival: &Ranked, owner: &u32| {
                    other != place && Some(owner) != own && !(rival.is_same_name && candidate.is_same_name)
                };
                let mut rivals: Vec<f32> = (ranked.iter().zip(&owners).enumerate())
                    .filter(|(other, (rival, owner))| is_rival(*other, rival, owner))
                    .map(|(_, (rival, _))| rival.bare_rank)
                    .collect();
                rivals.sort_by(|a, b| b.total_cmp(a));
                let margin = |place: usize| rivals.get(place).map_or(ALONE, |rival| candidate.bare_rank - rival);
                (margin(0), margin(1))
            })
            .collect();
        for (candidate, (second, third)) in ranked.iter_mut().zip(margins) {
            candidate.around.margin_to_second = second;
            candidate.around.margin_to_third = third;
        }
        Ok(())
    }

    fn decide(&self, question: &Question<'_>, candidate: &Ranked, words: &Words<'_>) -> Match {
        let entry = words.of(&candidate.entry);
        let summary = &candidate.paired.summary;
        let features = features(summary, &candidate.around);
        let score = decided(self.model, &features, candidate.is_same_name, candidate.is_telling);
        let alignment = candidate.paired.explain(&question.words(), &entry, &question.name.look_alikes);
        let look_alike = !alignment.look_alike_words().is_empty();
        Match { doc: candidate.doc, score, alignment, flags: MatchFlags { look_alike }, features }
    }
}

/// The gates around the model: the very same name is certain, a name without a telling word in common is nobody's.
fn decided(model: &DecisionModel, features: &Features, is_same_name: bool, is_telling: bool) -> f32 {
    if is_same_name {
        return 1.0;
    }
    let score = model.score(features).min(MOST_BUT_CERTAIN);
    if is_telling { score } else { score * WITHOUT_DISTINCTIVE }
}

/// How alike two names are; `index` gives the weights of the words only.
///
/// # Errors
/// [`IndexError`] when the index cannot be read.
pub fn compare(a: &str, b: &str, index: &dyn NameIndex, model: &DecisionModel) -> Result<Comparison, IndexError> {
    let vocabulary = index.vocabulary()?;
    let (mut a, b) = (Name::read(a), Name::read(b));
    a.mend_trade_words(|key| vocabulary.frequency(key) > 0 || b.tokens.iter().any(|token| token.key == key));
    let question = Question::new(&a, vocabulary);
    let other = Question::new(&b, vocabulary);
    let (query, entry) = (question.words(), other.words());
    let paired = pair(&query, &entry, |i, j| word_similarity(&query, &entry, i, j));
    let mut around = question.surroundings(&paired.summary, &b, &other.letters, &other.trigrams);
    around.rank = model.rank(&features(&paired.summary, &around));
    around.margin_to_second = ALONE;
    around.margin_to_third = ALONE;
    let is_same_name = !a.tokens.is_empty() && a.strict_key() == b.strict_key();
    let features = features(&paired.summary, &around);
    let is_telling = question.is_telling(&paired.summary, &b);
    let score = decided(model, &features, is_same_name, is_telling);
    Ok(Comparison { score, alignment: paired.explain(&query, &entry, &a.look_alikes) })
}

fn word_similarity(query: &[&Weighted], entry: &[&Weighted], i: usize, j: usize) -> f32 {
    match (query.get(i), entry.get(j)) {
        (Some(query), Some(entry)) => similarity(&query.token, &entry.token),
        _ => 0.0,
    }
}

/// The question with all that is derived from it once.
struct Question<'n> {
    name: &'n Name,
    weighted: Vec<Weighted>,
    strict_key: String,
    letters: Vec<u8>,
    trigrams: Vec<u32>,
}

impl<'n> Question<'n> {
    fn new(name: &'n Name, vocabulary: &Vocabulary) -> Self {
        let names = vocabulary.documents();
        let weigh =
            |token: &super::normalise::Token| Weighted::new(token.clone(), vocabulary.frequency(&token.key), names);
        Self {
            name,
            weighted: name.tokens.iter().map(weigh).collect(),
            strict_key: name.strict_key(),
            letters: letters(name),
            trigrams: trigrams(name),
        }
    }

    fn words(&self) -> Vec<&Weighted> {
        self.weighted.iter().collect()
    }

    fn rank(&self, doc: u32, entry: Vec<u32>, words: &mut Words<'_>) -> Ranked {
        words.compare_with(&self.words(), &entry);
        let listed = words.of(&entry);
        let (paired, around, name) =
            self.beside(&listed, |i, j| entry.get(j).map_or(0.0, |number| words.similarity(i, *number)));
        let is_same_name = paired.summary.score > 0.9 && name.strict_key() == self.strict_key;
        let is_telling = self.is_telling(&paired.summary, &name);
        Ranked { doc, entry, paired, bare_rank: around.rank, around, is_same_name, is_telling }
    }

    /// Beside the words of one entry; `similarity_of(i, j)` is that of word `i` of the question and `j` of the entry.
    fn beside(
        &self,
        listed: &[&Weighted],
        similarity_of: impl FnMut(usize, usize) -> f32,
    ) -> (Paired, Surroundings, Name) {
        let paired = pair(&self.words(), listed, similarity_of);
        let name = Name { tokens: listed.iter().map(|word| word.token.clone()).collect(), look_alikes: Vec::new() };
        let around = self.surroundings(&paired.summary, &name, &letters(&name), &trigrams(&name));
        (paired, around, name)
    }

    fn is_telling(&self, summary: &Summary, entry: &Name) -> bool {
        summary.distinctive_matched || (summary.score > 0.8 && self.name.sorted_key() == entry.sorted_key())
    }

    fn surroundings(&self, summary: &Summary, entry: &Name, letters: &[u8], trigrams: &[u32]) -> Surroundings {
        let grams = shared(&self.trigrams, trigrams);
        let alike = likeness(&self.letters, letters);
        Surroundings {
            rank: 0.7 * summary.score + 0.15 * grams + 0.15 * alike,
            grams,
            letters: alike,
            entry_words: entry.tokens.len() as f32,
            entry_letters: letters.len() as f32,
            ..Surroundings::default()
        }
    }
}

/// The words of the candidates, each looked up, weighed and compared with the question's once.
struct Words<'v> {
    vocabulary: &'v Vocabulary,
    known: HashMap<u32, Weighted>,
    similarities: HashMap<(usize, u32), f32>,
}

impl<'v> Words<'v> {
    fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, known: HashMap::new(), similarities: HashMap::new() }
    }

    fn learn(&mut self, numbers: &[u32]) {
        for &number in numbers {
            if let std::collections::hash_map::Entry::Vacant(slot) = self.known.entry(number)
                && let Some((token, frequency)) = self.vocabulary.word(number)
            {
                slot.insert(Weighted::new(token, frequency, self.vocabulary.documents()));
            }
        }
    }

    fn compare_with(&mut self, query: &[&Weighted], numbers: &[u32]) {
        for &number in numbers {
            let Some(entry) = self.known.get(&number) else { continue };
            for (index, word) in query.iter().enumerate() {
                self.similarities.entry((index, number)).or_insert_with(|| similarity(&word.token, &entry.token));
            }
        }
    }

    fn similarity(&self, query: usize, number: u32) -> f32 {
        self.similarities.get(&(query, number)).copied().unwrap_or_default()
    }

    /// The words with these numbers; one that a damaged document names is left out.
    fn of(&self, numbers: &[u32]) -> Vec<&Weighted> {
        numbers.iter().filter_map(|number| self.known.get(number)).collect()
    }
}

/// Letters of the whole name as one row, company forms left out.
fn letters(name: &Name) -> Vec<u8> {
    let mut letters = Vec::with_capacity(40);
    for token in name.without_legal_forms() {
        if !letters.is_empty() {
            letters.push(b' ');
        }
        letters.extend_from_slice(token.latin.as_bytes());
    }
    letters.truncate(MAX_LETTERS);
    letters
}

const MAX_LETTERS: usize = 96;

/// Share of the three-letter runs that two names have in common (Dice).
fn shared(a: &[u32], b: &[u32]) -> f32 {
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    let common = a.iter().filter(|key| b.binary_search(key).is_ok()).count();
    2.0 * common as f32 / (a.len() + b.len()) as f32
}

#[cfg(test)]
#[path = "matcher_tests.rs"]
mod tests;
