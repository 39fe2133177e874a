//! The words names of agencies share: company forms, trade words, places, numbers, in the languages of the corridors.
//!
//! The data is `content/lexicons/words.tsv` and `spellings.tsv`, written by `tools/lexicons.py`; people edit the files that reads.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../../content/lexicons/words.tsv");
/// Words of no class, listed for their spellings only: royal, golden.
const SPELLINGS: &str = include_str!("../../../content/lexicons/spellings.tsv");

/// What kinds of word a word is: a set.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Classes(u16);

impl Classes {
    /// Company forms: ltd, pvt ltd, sdn bhd, บริษัท.
    pub(crate) const LEGAL: Self = Self(1);
    /// Company forms that are also initials people trade under (sa, as, kk): forms only as the last word of a name.
    pub(crate) const LEGAL_LAST: Self = Self(1 << 9);
    /// Company forms that open a name (pt, cv, ud): forms only as its first word.
    pub(crate) const LEGAL_FIRST: Self = Self(1 << 10);
    /// Words of the trade: overseas, manpower, recruitment.
    pub(crate) const GENERIC: Self = Self(1 << 1);
    /// Countries and big cities.
    pub(crate) const PLACE: Self = Self(1 << 2);
    /// Words of job advertisements: visa, urgent, hiring.
    pub(crate) const JOB: Self = Self(1 << 3);
    /// Words impostors add to a real name: group, official, hr.
    pub(crate) const ADDED: Self = Self(1 << 4);
    /// Number words; the canonical form is digits.
    pub(crate) const NUMBER: Self = Self(1 << 5);
    /// Ordinals; the canonical form is digits and ending: 1st.
    pub(crate) const ORDINAL: Self = Self(1 << 6);
    /// Roman numerals; the canonical form is digits.
    pub(crate) const ROMAN: Self = Self(1 << 7);
    /// Roman numerals that are also letters or syllables (i, v, x, mi): numerals only as the last word of a name.
    pub(crate) const ROMAN_LAST: Self = Self(1 << 8);

    /// The set as a number, for storing.
    pub(crate) fn bits(self) -> u32 {
        u32::from(self.0)
    }

    /// The set stored as this number.
    pub(crate) fn from_bits(bits: u32) -> Self {
        Self(u16::try_from(bits).unwrap_or_default())
    }

    fn named(name: &str) -> Self {
        match name {
            "legal" => Self::LEGAL,
            "legal-last" => Self::LEGAL_LAST,
            "legal-first" => Self::LEGAL_FIRST,
            "generic" => Self::GENERIC,
            "place" => Self::PLACE,
            "job" => Self::JOB,
            "added" => Self::ADDED,
            "number" => Self::NUMBER,
            "ordinal" => Self::ORDINAL,
            "roman" => Self::ROMAN,
            "roman-last" => Self::ROMAN_LAST,
            _ => Self::default(),
        }
    }

    /// Whether the word is of any of these kinds.
    pub(crate) fn any(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }

    /// Both sets together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What the lexicon knows of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct WordInfo {
    /// The one spelling all its forms are compared by.
    pub(crate) canonical: &'static str,
    /// The kinds of word it is.
    pub(crate) classes: Classes,
}

/// The parsed lexicon.
pub(crate) struct Lexicon {
    words: HashMap<&'static str, WordInfo>,
    /// Forms of several words, by their first word, longest first.
    phrases: HashMap<&'static str, Vec<(Vec<&'static str>, WordInfo)>>,
    /// Forms in scripts that write no spaces.
    run_words: HashSet<&'static str>,
    longest_run: usize,
    /// Company forms and trade words of one Latin word, long enough to be known with a slip in them.
    trade_words: Vec<(&'static str, WordInfo)>,
}

/// Shorter words are never taken for a misspelt trade word.
const LEAST_MISSPELT: usize = 4;

static SHIPPED: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(&[WORDS, SPELLINGS]));

impl Lexicon {
    /// The lexicon inside the library, parsed at first use.
    pub(crate) fn shipped() -> &'static Self {
        &SHIPPED
    }

    fn parse(texts: &[&'static str]) -> Self {
        let mut lexicon = Self {
            words: HashMap::with_capacity(texts.iter().map(|text| text.len() / 16).sum()),
            phrases: HashMap::new(),
            run_words: HashSet::new(),
            longest_run: 0,
            trade_words: Vec::new(),
        };
        for line in texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(canonical), Some(classes), Some(forms)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let classes = classes.split(',').fold(Classes::default(), |all, name| all.with(Classes::named(name)));
            let info = WordInfo { canonical, classes };
            for form in forms.split('|').filter(|form| !form.is_empty()) {
                lexicon.add(form, info);
            }
        }
        let is_trade = |info: &WordInfo| info.classes.any(Classes::LEGAL.with(Classes::GENERIC));
        lexicon.trade_words = lexicon
            .words
            .iter()
            .filter(|(form, info)| form.is_ascii() && form.len() >= LEAST_MISSPELT && is_trade(info))
            .map(|(form, info)| (*form, *info))
            .collect();
        lexicon.trade_words.sort_unstable_by_key(|(form, _)| *form);
        for phrases in lexicon.phrases.values_mut() {
            phrases.sort_by_key(|(tokens, _)| std::cmp::Reverse(tokens.len()));
        }
        lexicon
    }

    fn add(&mut self, form: &'static str, info: WordInfo) {
        if form.contains(' ') {
            let tokens: Vec<&'static str> = form.split(' ').collect();
            if let Some(first) = tokens.first().copied() {
                self.phrases.entry(first).or_default().push((tokens, info));
            }
            return;
        }
        self.words.entry(form).or_insert(info);
        if !form.is_ascii() && form.chars().all(|letter| u32::from(letter) >= 0x0E00) {
            self.longest_run = self.longest_run.max(form.chars().count());
            self.run_words.insert(form);
        }
    }

    /// Company forms and trade words that `word` may be a misspelling of, by their length and first or last letter.
    pub(crate) fn trade_words_like(&self, word: &str) -> impl Iterator<Item = &(&'static str, WordInfo)> {
        let ends = (word.bytes().next(), word.bytes().last());
        let length = word.len();
        self.trade_words.iter().filter(move |(form, _)| {
            let other = (form.bytes().next(), form.bytes().last());
            length >= LEAST_MISSPELT && form.len().abs_diff(length) <= 2 && (other.0 == ends.0 || other.1 == ends.1)
        })
    }

    /// The word with this form (NFKC, lower case, no dots or apostrophes).
    pub(crate) fn look_up(&self, form: &str) -> Option<&WordInfo> {
        self.words.get(form)
    }

    /// The longest form `tokens` begin with, of several words or one: how many tokens it takes, and the word.
    pub(crate) fn phrases(&self, tokens: &[&str]) -> Option<(usize, &WordInfo)> {
        let first = tokens.first()?;
        let phrases = self.phrases.get(*first).map(Vec::as_slice).unwrap_or_default();
        let starts = |phrase: &[&str]| tokens.get(..phrase.len()).is_some_and(|start| start == phrase);
        match phrases.iter().find(|(phrase, _)| starts(phrase)) {
            Some((phrase, info)) => Some((phrase.len(), info)),
            None => self.look_up(first).map(|info| (1, info)),
        }
    }

    /// Every single-word form.
    #[cfg(test)]
    pub(crate) fn forms(&self) -> impl Iterator<Item = &'static str> {
        self.words.keys().copied()
    }

    /// Whether `part` is a known word of a script without spaces.
    pub(crate) fn is_run_word(&self, part: &str) -> bool {
        self.run_words.contains(part)
    }

    /// Length of the longest such word, in characters.
    pub(crate) fn longest_run(&self) -> usize {
        self.longest_run
    }
}

#[cfg(test)]
#[path = "lexicon_tests.rs"]
mod tests;
