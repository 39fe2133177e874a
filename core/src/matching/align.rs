//! Two names laid side by side, word by word: which words pair, how well, and what stays over on either side.

use serde::{Deserialize, Serialize};

use super::letters::{SAME_SOUND, likeness};
use super::lexicon::Classes;
use super::normalise::Token;
use super::similarity::{LEAST, SAME_WORD, number, similarity};

/// Weight of a company form: it hardly tells one agency from another.
const LEGAL_WEIGHT: f32 = 0.016;
/// Least and most a word weighs.
const LEAST_WEIGHT: f32 = 0.06;
/// What a trade word weighs at most, however rare it is in a small register.
const MOST_TRADE_WEIGHT: f32 = 0.45;
/// Weight of a word of the question that no register knows.
const UNKNOWN_WEIGHT: f32 = 0.9;
/// A place or job word of the question that the entry does not have weighs this much of its weight: people add
/// "Dubai", and "visa", "urgent" and "office" to names.
const LIGHT_PLACE: f32 = 0.35;
const LIGHT_JOB: f32 = 0.08;
/// How much an unpaired word of the question, and of the entry, counts against the paired ones.
const UNMATCHED_QUERY: f32 = 0.85;
const UNMATCHED_ENTRY: f32 = 0.60;
/// When the entry's most telling word is not there, the rest says little.
const WITHOUT_HEAVIEST: f32 = 0.8;
/// Two names with different numbers are two agencies.
const NUMBERS_DIFFER: f32 = 0.7;
/// Each pair of words in another order.
const ORDER_PENALTY: f32 = 0.01;
/// Joined or split words ("Goldenstar", "Golden Star") must be at least this alike.
const LEAST_JOINED: f32 = 0.8;
/// Words joined to one at most.
const MAX_JOINED: usize = 4;
/// From this weight on a word is telling.
const TELLING: f32 = 0.3;

/// A word with how much it tells.
#[derive(Debug, Clone)]
pub(crate) struct Weighted {
    pub token: Token,
    pub weight: f32,
}

impl Weighted {
    /// `frequency` of `names` names have the word: the rarer, the more it tells (inverse document frequency).
    pub fn new(token: Token, frequency: u32, names: u32) -> Self {
        let names = f64::from(names.max(2));
        let rarity = ((names + 1.0) / (f64::from(frequency) + 0.5)).ln() / ((names + 1.0) / 1.5).ln();
        let weight = if token.is_legal() || token.key == "and" {
            LEGAL_WEIGHT
        } else {
            let weight = if frequency == 0 { UNKNOWN_WEIGHT } else { (rarity as f32).clamp(LEAST_WEIGHT, 1.0) };
            if token.is_generic() { weight.min(MOST_TRADE_WEIGHT) } else { weight }
        };
        Self { token, weight }
    }

    fn weight_when_unmatched(&self) -> f32 {
        if self.token.classes.any(Classes::JOB) {
            self.weight * LIGHT_JOB
        } else if self.token.classes.any(Classes::PLACE) {
            self.weight * LIGHT_PLACE
        } else {
            self.weight
        }
    }
}

/// How a word of the question and a word of the entry differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenKind {
    /// The same word.
    Same,
    /// The same word in another script.
    SameOtherScript,
    /// Written differently, sounds the same.
    SoundsAlike,
    /// A few letters differ.
    LettersDiffer,
    /// Letters of another script, or digits, stand in for look-alike ones.
    LookAlike,
    /// Only in the question.
    Extra,
    /// Only in the entry.
    Missing,
    /// A company form on one side only.
    CompanyForm,
    /// A trade word that many agencies have, on one side only.
    CommonWord,
}

impl TokenKind {
    /// The name used in JSON and phrase codes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::SameOtherScript => "same_other_script",
            Self::SoundsAlike => "sounds_alike",
            Self::LettersDiffer => "letters_differ",
            Self::LookAlike => "look_alike",
            Self::Extra => "extra",
            Self::Missing => "missing",
            Self::CompanyForm => "company_form",
            Self::CommonWord => "common_word",
        }
    }
}

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlignedToken {
    /// The word of the question; absent when the entry alone has one.
    pub query: Option<String>,
    /// The word of the entry.
    pub entry: Option<String>,
    /// How they differ.
    pub kind: TokenKind,
    /// The word's share of all that the names tell, 0 to 1.
    pub weight: f32,
    #[serde(skip)]
    is_distinctive: bool,
    #[serde(skip)]
    is_added: bool,
}

/// Two names side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// 0 to 1: weight of what pairs against what does not.
    pub score: f32,
    /// Word by word, in the order of the question, then what only the entry has.
    pub tokens: Vec<AlignedToken>,
}

impl Alignment {
    /// Words of the question in which look-alike letters stand.
    pub fn look_alike_words(&self) -> Vec<String> {
        self.words(|token| token.kind == TokenKind::LookAlike)
    }

    /// Words that impostors add to a listed name ("Group", "Online"), where the rest of the name is all there.
    pub fn added_words(&self) -> Vec<String> {
        let is_whole = !self.tokens.iter().any(|token| token.is_distinctive && token.kind == TokenKind::Missing);
        let has_core = self.tokens.iter().any(|token| token.is_distinctive && token.entry.is_some());
        if is_whole && has_core { self.words(|token| token.is_added) } else { Vec::new() }
    }

    /// Telling words that are written differently from the entry's.
    pub fn differing_words(&self) -> Vec<String> {
        self.words(|token| {
            token.is_distinctive && matches!(token.kind, TokenKind::SoundsAlike | TokenKind::LettersDiffer)
        })
    }

    fn words(&self, wanted: impl Fn(&AlignedToken) -> bool) -> Vec<String> {
        self.tokens.iter().filter(|token| wanted(token)).filter_map(|token| token.query.clone()).collect()
    }
}

/// What an alignment comes to, in numbers; the decision rests on these.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Summary {
    pub score: f32,
    pub matched: f32,
    pub matched_exactly: f32,
    pub matched_nearly: f32,
    pub unmatched_query: f32,
    pub unmatched_entry: f32,
    pub heaviest_unmatched_query: f32,
    pub heaviest_unmatched_entry: f32,
    pub heaviest_matched: f32,
    /// Least similarity among the telling words that pair; 1 where none does.
    pub lowest_similarity: f32,
    /// 0 the same numbers or none, 0.5 a number on one side only, 1 different numbers.
    pub numbers_differ: f32,
    pub out_of_order: f32,
    /// How alike the letters are that stay over on both sides; 1 when the question has none over.
    pub leftovers: f32,
    /// Does a native word pair with a Latin one?
    pub across_scripts: bool,
    /// Did a word pair that is neither a company form nor a trade word?
    pub distinctive_matched: bool,
}

/// A run of words of each side that pair: `(first, how many)`.
#[derive(Debug, Clone, Copy)]
struct Pair {
    query: (usize, usize),
    entry: (usize, usize),
    similarity: f32,
    weight: f32,
}

/// Pairs the words of two names: equal words first, then whatever gains most. `similarity_of(i, j)` is that of word
/// `i` of the question and word `j` of the entry.
pub(crate) fn pair(
    query: &[&Weighted],
    entry: &[&Weighted],
    mut similarity_of: impl FnMut(usize, usize) -> f32,
) -> Paired {
    let mut possible = Vec::with_capacity(query.len() + entry.len());
    for (i, q) in query.iter().enumerate() {
        for (j, e) in entry.iter().enumerate() {
            let similarity = similarity_of(i, j);
            if similarity >= LEAST {
                possible.push(Pair { query: (i, 1), entry: (j, 1), similarity, weight: pair_weight(q, e, similarity) });
            }
        }
    }
    let equal = |side: fn(&Pair) -> usize| {
        let taken: Vec<usize> = possible.iter().filter(|pair| pair.similarity >= SAME_WORD).map(side).collect();
        move |index: usize| !taken.contains(&index)
    };
    let (free_query, free_entry) = (equal(|pair| pair.query.0), equal(|pair| pair.entry.0));
    for (i, run, similarity) in joined(query, &free_query, entry, &free_entry) {
        possible.push(Pair { query: (i, 1), entry: run, similarity, weight: run_weight(entry, run) });
    }
    for (j, run, similarity) in joined(entry, &free_entry, query, &free_query) {
        let weight = entry.get(j).map_or(0.0, |word| word.weight);
        possible.push(Pair { query: run, entry: (j, 1), similarity, weight });
    }
    possible.sort_by(|a, b| {
        let rank = |pair: &Pair| (pair.similarity >= SAME_WORD, pair.weight * pair.similarity);
        let distance = |pair: &Pair| pair.query.0.abs_diff(pair.entry.0);
        rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal).then_with(|| distance(a).cmp(&distance(b)))
    });
    let (mut query_taken, mut entry_taken) = (vec![false; query.len()], vec![false; entry.len()]);
    let mut pairs: Vec<Pair> = Vec::with_capacity(query.len());
    for pair in possible {
        if is_free(&query_taken, pair.query) && is_free(&entry_taken, pair.entry) {
            take(&mut query_taken, pair.query);
            take(&mut entry_taken, pair.entry);
            pairs.push(pair);
        }
    }
    pairs.sort_by_key(|pair| pair.query.0);
    let summary = summarise(query, entry, &pairs, &query_taken, &entry_taken);
    Paired { pairs, summary }
}

fn is_free(taken: &[bool], (start, length): (usize, usize)) -> bool {
    taken.get(start..start + length).is_some_and(|run| run.iter().all(|taken| !taken))
}

fn take(taken: &mut [bool], (start, length): (usize, usize)) {
    taken.iter_mut().skip(start).take(length).for_each(|taken| *taken = true);
}

/// A misspelt common word is rare and would weigh like a name: what the entry has counts.
fn pair_weight(query: &Weighted, entry: &Weighted, similarity: f32) -> f32 {
    if similarity >= 0.75 { entry.weight } else { (query.weight + entry.weight) / 2.0 }
}

fn run_weight(words: &[&Weighted], (start, length): (usize, usize)) -> f32 {
    words.iter().skip(start).take(length).map(|word| word.weight).sum::<f32>().min(1.0)
}

/// Single words of `one` that equal a run of words of `many` written together.
fn joined(
    one: &[&Weighted],
    is_free_one: &impl Fn(usize) -> bool,
    many: &[&Weighted],
    is_free_many: &impl Fn(usize) -> bool,
) -> Vec<(usize, (usize, usize), f32)> {
    let mut found = Vec::new();
    for (index, single) in one.iter().enumerate().filter(|(index, _)| is_free_one(*index)) {
        let letters = single.token.latin.len();
        if letters < 4 {
            continue;
        }
        for start in 0..many.len() {
            let mut together = 0;
            for (length, word) in (1..=MAX_JOINED).zip(many.iter().skip(start)) {
                together += word.token.latin.len();
                if !is_free_many(start + length - 1) || together > letters + 2 {
                    break;
                }
                if length > 1 && together + 2 >= letters {
                    let key: String = many.iter().skip(start).take(length).map(|w| w.token.latin.as_str()).collect();
                    let run = Token::from_parts(key.clone(), key, Classes::default());
                    let similarity = similarity(&single.token, &run);
                    if similarity >= LEAST_JOINED {
                        found.push((index, (start, length), similarity.min(SAME_SOUND)));
                    }
                }
            }
        }
    }
    found
}

fn summarise(
    query: &[&Weighted],
    entry: &[&Weighted],
    pairs: &[Pair],
    query_taken: &[bool],
    entry_taken: &[bool],
) -> Summary {
    let mut summary = Summary { lowest_similarity: 1.0, ..Summary::default() };
    let mut paired_weight = 0.0;
    for pair in pairs {
        let gain = pair.weight * pair.similarity;
        paired_weight += pair.weight;
        summary.matched += gain;
        if pair.similarity >= 1.0 {
            summary.matched_exactly += gain
        } else {
            summary.matched_nearly += gain
        }
        summary.heaviest_matched = summary.heaviest_matched.max(gain);
        if pair.weight >= TELLING {
            summary.lowest_similarity = summary.lowest_similarity.min(pair.similarity);
        }
        let native = |words: &[&Weighted], run: (usize, usize)| {
            words.iter().skip(run.0).take(run.1).any(|word| word.token.is_native())
        };
        summary.across_scripts |= native(query, pair.query) != native(entry, pair.entry);
        summary.distinctive_matched |=
            entry.iter().skip(pair.entry.0).take(pair.entry.1).any(|word| word.token.is_distinctive());
    }
    for (word, _) in query.iter().zip(query_taken).filter(|(_, taken)| !**taken) {
        let weight = word.weight_when_unmatched();
        summary.unmatched_query += weight;
        summary.heaviest_unmatched_query = summary.heaviest_unmatched_query.max(weight);
    }
    for (word, _) in entry.iter().zip(entry_taken).filter(|(_, taken)| !**taken) {
        summary.unmatched_entry += word.weight;
        summary.heaviest_unmatched_entry = summary.heaviest_unmatched_entry.max(word.weight);
    }
    summary.leftovers = leftovers(query, query_taken, entry, entry_taken);
    summary.numbers_differ = numbers_differ(query, entry);
    let inversions = pairs.windows(2).filter(|pair| matches!(pair, [a, b] if a.entry.0 > b.entry.0)).count();
    summary.out_of_order = inversions as f32;
    let all = paired_weight + UNMATCHED_QUERY * summary.unmatched_query + UNMATCHED_ENTRY * summary.unmatched_entry;
    let mut score = if all > 0.0 { summary.matched / all } else { 0.0 };
    let heaviest = entry.iter().map(|word| word.weight).fold(0.0, f32::max);
    if heaviest > 0.0 && summary.heaviest_unmatched_entry >= heaviest {
        score *= WITHOUT_HEAVIEST;
    }
    if summary.numbers_differ >= 1.0 {
        score *= NUMBERS_DIFFER;
    }
    summary.score = (score - ORDER_PENALTY * summary.out_of_order).clamp(0.0, 1.0);
    summary
}

/// A word too far gone to pair, or split in an odd place, still looks like what the entry has left.
fn leftovers(query: &[&Weighted], query_taken: &[bool], entry: &[&Weighted], entry_taken: &[bool]) -> f32 {
    let letters = |words: &[&Weighted], taken: &[bool]| -> String {
        let left = words.iter().zip(taken).filter(|(word, taken)| !**taken && !word.token.is_legal());
        left.map(|(word, _)| word.token.latin.as_str()).collect()
    };
    let (query, entry) = (letters(query, query_taken), letters(entry, entry_taken));
    if query.is_empty() { 1.0 } else { likeness(query.as_bytes(), entry.as_bytes()) }
}

/// Do the names carry different numbers? Compared as sets of words with digits.
fn numbers_differ(query: &[&Weighted], entry: &[&Weighted]) -> f32 {
    let numbers = |words: &[&Weighted]| {
        let mut keys: Vec<String> =
            words.iter().filter(|word| word.token.has_digit()).map(|word| word.token.key.clone()).collect();
        keys.sort_unstable();
        keys
    };
    let (query, entry) = (numbers(query), numbers(entry));
    match (query.is_empty(), entry.is_empty()) {
        _ if same_numbers(&query, &entry) => 0.0,
        (false, false) => 1.0,
        _ => 0.5,
    }
}

fn same_numbers(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || number(a).is_some_and(|n| Some(n) == number(b)))
}

impl Paired {
    /// Does this word of the question pair with one of the entry?
    pub fn pairs_query(&self, index: usize) -> bool {
        self.pairs.iter().any(|pair| (pair.query.0..pair.query.0 + pair.query.1).contains(&index))
    }

    /// The explanation, in words. `look_alikes` are the words of the question that had look-alike letters.
    pub fn explain(&self, query: &[&Weighted], entry: &[&Weighted], look_alikes: &[String]) -> Alignment {
        let all: f32 = query.iter().chain(entry).map(|word| word.weight).sum();
        let share = |weight: f32| if all > 0.0 { weight / all } else { 0.0 };
        let mut tokens = Vec::with_capacity(query.len() + 2);
        for (index, word) in query.iter().enumerate() {
            let pair = self.pairs.iter().find(|pair| (pair.query.0..pair.query.0 + pair.query.1).contains(&index));
            match pair {
                None => tokens.push(AlignedToken {
                    query: Some(word.token.text.clone()),
                    entry: None,
                    kind: if look_alikes.contains(&word.token.text) {
                        TokenKind::LookAlike
                    } else {
                        lone_kind(&word.token, TokenKind::Extra)
                    },
                    weight: share(word.weight),
                    is_distinctive: word.token.is_distinctive(),
                    is_added: word.token.classes.any(Classes::ADDED),
                }),
                Some(pair) if pair.query.0 == index => {
                    let (queried, listed) = (run(query, pair.query), run(entry, pair.entry));
                    let weight = |side: &[&Weighted]| side.iter().map(|word| word.weight).sum::<f32>();
                    tokens.push(AlignedToken {
                        kind: pair_kind(pair, &queried, &listed, look_alikes),
                        query: Some(text(&queried)),
                        entry: Some(text(&listed)),
                        weight: share(weight(&queried) + weight(&listed)),
                        is_distinctive: listed.iter().any(|word| word.token.is_distinctive()),
                        is_added: false,
                    });
                }
                // A later word of a run that its first word already told.
                Some(_) => {}
            }
        }
        for (index, word) in entry.iter().enumerate() {
            let is_paired = self.pairs.iter().any(|pair| (pair.entry.0..pair.entry.0 + pair.entry.1).contains(&index));
            if !is_paired {
                tokens.push(AlignedToken {
                    query: None,
                    entry: Some(word.token.text.clone()),
                    kind: lone_kind(&word.token, TokenKind::Missing),
                    weight: share(word.weight),
                    is_distinctive: word.token.is_distinctive(),
                    is_added: false,
                });
            }
        }
        Alignment { score: self.summary.score, tokens }
    }
}

fn run<'w>(words: &[&'w Weighted], (start, length): (usize, usize)) -> Vec<&'w Weighted> {
    words.iter().skip(start).take(length).copied().collect()
}

fn text(words: &[&Weighted]) -> String {
    words.iter().map(|word| word.token.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn lone_kind(token: &Token, otherwise: TokenKind) -> TokenKind {
    if token.is_legal() {
        TokenKind::CompanyForm
    } else if token.is_generic() {
        TokenKind::CommonWord
    } else {
        otherwise
    }
}

fn pair_kind(pair: &Pair, query: &[&Weighted], entry: &[&Weighted], look_alikes: &[String]) -> TokenKind {
    if query.iter().any(|word| look_alikes.contains(&word.token.text)) {
        return TokenKind::LookAlike;
    }
    let is_native = |side: &[&Weighted]| side.iter().any(|word| word.token.is_native());
    let folds = |side: &[&Weighted]| side.iter().map(|word| word.token.fold.as_str()).collect::<String>();
    let skeletons = |side: &[&Weighted]| side.iter().map(|word| word.token.skeleton.as_str()).collect::<String>();
    let across = is_native(query) != is_native(entry);
    if across && (pair.similarity >= SAME_SOUND || skeletons(query) == skeletons(entry)) {
        TokenKind::SameOtherScript
    } else if pair.similarity >= SAME_WORD || (query.len() != entry.len() && folds(query) == folds(entry)) {
        TokenKind::Same
    } else if pair.similarity >= SAME_SOUND {
        TokenKind::SoundsAlike
    } else {
        TokenKind::LettersDiffer
    }
}

/// The pairs of two names and what they come to.
#[derive(Debug)]
pub(crate) struct Paired {
    pairs: Vec<Pair>,
    pub summary: Summary,
}

#[cfg(test)]
#[path = "align_tests.rs"]
mod tests;
