use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::keys;
use crate::model::Param;

/// Who has read a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Review {
    /// Written in this language; the other languages follow it.
    Written,
    /// Drafted by a machine; nobody who speaks the language has read it yet.
    MachineDrafted,
    /// Read and corrected by a person who speaks the language.
    Reviewed,
}

/// One file of `content/phrases`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bundle {
    #[cfg_attr(not(test), expect(dead_code, reason = "says whose file it is; a test compares it"))]
    pub language: String,
    pub name: String,
    pub review: Review,
    pub direction: Direction,
    /// What a sentence ends with.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds the phrases to it"))]
    pub full_stop: String,
    /// The ten digits from 0 to 9.
    pub digits: String,
    pub group_separator: String,
    pub grouping: Grouping,
    pub plurals: Plurals,
    /// January to December.
    pub months: Vec<String>,
    /// With `{day}`, `{month}`, `{year}`.
    pub date: String,
    pub list: ListPatterns,
    pub phrases: BTreeMap<String, Phrase>,
}

impl Default for Review {
    /// What is not said is not claimed.
    fn default() -> Self {
        Self::MachineDrafted
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub(super) enum Direction {
    #[default]
    #[serde(rename = "ltr")]
    LeftToRight,
    #[serde(rename = "rtl")]
    RightToLeft,
}

/// Where separators stand in long numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Grouping {
    /// 1,234,567
    #[default]
    Thousands,
    /// 12,34,567
    Indian,
}

/// CLDR's cardinal plural rules for whole numbers; each tells when the form `one` is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Plurals {
    /// Never: one form for all.
    #[default]
    None,
    /// For 1.
    One,
    /// For 0 and 1.
    ZeroOrOne,
    /// Unless the last digit is 4, 6 or 9 (Filipino).
    #[serde(rename = "not_4_6_9")]
    Not469,
}

impl Plurals {
    pub fn is_one(self, number: i64) -> bool {
        let number = number.unsigned_abs();
        match self {
            Self::None => false,
            Self::One => number == 1,
            Self::ZeroOrOne => number <= 1,
            Self::Not469 => !matches!(number % 10, 4 | 6 | 9),
        }
    }
}

/// How things are joined: `two` for two, `middle` and, for the last, `end` for more.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListPatterns {
    pub two: String,
    pub middle: String,
    pub end: String,
}

/// A phrase, in one form or in plural forms.
#[derive(Debug, Deserialize)]
#[serde(from = "PhraseFile")]
pub(super) struct Phrase {
    pub review: Option<Review>,
    /// Exact numbers that have words of their own (`=0`).
    pub exact: BTreeMap<i64, String>,
    pub one: Option<String>,
    pub other: String,
}

/// As it is written: a string, or an object of forms.
#[derive(Deserialize)]
#[serde(untagged)]
enum PhraseFile {
    Text(String),
    Forms(Forms),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    review: Option<Review>,
    #[serde(rename = "=0")]
    zero: Option<String>,
    #[serde(rename = "=1")]
    single: Option<String>,
    one: Option<String>,
    other: String,
}

impl From<PhraseFile> for Phrase {
    fn from(file: PhraseFile) -> Self {
        match file {
            PhraseFile::Text(other) => Self { review: None, exact: BTreeMap::new(), one: None, other },
            PhraseFile::Forms(forms) => {
                let exact = [(0, forms.zero), (1, forms.single)];
                let exact = exact.into_iter().filter_map(|(number, text)| Some((number, text?))).collect();
                Self { review: forms.review, exact, one: forms.one, other: forms.other }
            }
        }
    }
}

impl Phrase {
    /// The form for the first number that the phrase names.
    pub fn form(&self, plurals: Plurals, params: &BTreeMap<String, Param>) -> &str {
        let number = keys(&self.other).find_map(|key| match params.get(key) {
            Some(Param::Number(number)) => Some(*number),
            _ => None,
        });
        let Some(number) = number else { return &self.other };
        if let Some(text) = self.exact.get(&number) {
            return text;
        }
        self.one.as_deref().filter(|_| plurals.is_one(number)).unwrap_or(&self.other)
    }

    /// Every form, for tests.
    #[cfg(test)]
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.exact.values().map(String::as_str).chain(self.one.as_deref()).chain([self.other.as_str()])
    }
}

impl Bundle {
    /// Reads a file of phrases. One that cannot be read has no phrases, so that English stands in; a test keeps that
    /// from ever being shipped.
    pub fn parse(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }
}
