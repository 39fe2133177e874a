//! The wording of every answer, in the reader's language, from `content/phrases/<language>.json`.
//!
//! Code chooses a phrase and names the values in it; the words, their order, the plural forms, the digits and the way
//! dates are written are data, so that a person who knows a language and no Rust can mend them
//! (`docs/translating.md`). Pure: reads nothing at run time.

mod bundle;
mod numbers;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Param;
pub use bundle::Review;
use bundle::{Bundle, Direction};

/// The phrases of one language.
#[derive(Debug)]
pub struct Phrases {
    tag: &'static str,
    bundle: LazyLock<Bundle>,
}

macro_rules! language {
    ($tag:literal) => {
        Phrases {
            tag: $tag,
            bundle: LazyLock::new(|| Bundle::parse(include_str!(concat!("../../../content/phrases/", $tag, ".json")))),
        }
    };
}

/// The language whose phrases stand in where another has none.
static ENGLISH: Phrases = language!("en");
static OTHERS: [Phrases; 5] = [language!("hi"), language!("bn"), language!("fil"), language!("ne"), language!("id")];

/// Older and regional names of the same languages, as platforms still give them.
const ALIASES: [(&str, &str); 2] = [("tl", "fil"), ("in", "id")];

/// Shown in place of a value that was not given; a brace would be read aloud.
const MISSING: &str = "…";

impl Phrases {
    /// The phrases for a language tag (`hi`, `hi-IN`, `fil_PH`, `tl`): the exact language, then the one before the
    /// first hyphen, else English.
    pub fn for_language(tag: &str) -> &'static Self {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let base = tag.split('-').next().unwrap_or_default();
        [tag.as_str(), base].into_iter().find_map(Self::exactly).unwrap_or(&ENGLISH)
    }

    /// The language tags that have phrases, English first.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        Self::all().map(|phrases| phrases.tag)
    }

    fn all() -> impl Iterator<Item = &'static Self> {
        std::iter::once(&ENGLISH).chain(&OTHERS)
    }

    fn exactly(tag: &str) -> Option<&'static Self> {
        let tag = ALIASES.iter().find(|(alias, _)| *alias == tag).map_or(tag, |(_, tag)| tag);
        Self::all().find(|phrases| phrases.tag == tag)
    }

    /// The language tag, such as `fil`.
    pub fn language(&self) -> &'static str {
        self.tag
    }

    /// The language's own name for itself.
    pub fn name(&self) -> &str {
        &self.bundle.name
    }

    /// Is the language written from right to left?
    pub fn is_right_to_left(&self) -> bool {
        self.bundle.direction == Direction::RightToLeft
    }

    /// Who has read the wording of this phrase; a phrase that is missing here is the English one.
    pub fn review(&self, code: &str) -> Review {
        match self.bundle.phrases.get(code) {
            Some(phrase) => phrase.review.unwrap_or(self.bundle.review),
            None => ENGLISH.bundle.review,
        }
    }

    /// The phrase `code` with `params` filled in: numbers and dates in the reader's way, text as it is.
    ///
    /// A phrase that this language lacks comes in English; an unknown code is answered with the code itself.
    pub fn phrase(&self, code: &str, params: &BTreeMap<String, Param>) -> String {
        if let Some(phrase) = self.bundle.phrases.get(code) {
            self.fill(phrase.form(self.bundle.plurals, params), params)
        } else if let Some(phrase) = ENGLISH.bundle.phrases.get(code) {
            ENGLISH.fill(phrase.form(ENGLISH.bundle.plurals, params), params)
        } else {
            code.to_owned()
        }
    }

    /// `a, b and c`, the way the language joins things.
    pub fn list(&self, items: &[String]) -> String {
        let patterns = &self.bundle.list;
        let join = |pattern: &str, left: &str, right: &str| {
            replace(pattern, |key| match key {
                "0" => left.to_owned(),
                "1" => right.to_owned(),
                _ => MISSING.to_owned(),
            })
        };
        match items {
            [] => String::new(),
            [only] => self.isolated(only),
            [first, second] => join(&patterns.two, &self.isolated(first), &self.isolated(second)),
            [first, middle @ .., last] => {
                let start = middle
                    .iter()
                    .fold(self.isolated(first), |joined, item| join(&patterns.middle, &joined, &self.isolated(item)));
                join(&patterns.end, &start, &self.isolated(last))
            }
        }
    }

    fn fill(&self, text: &str, params: &BTreeMap<String, Param>) -> String {
        replace(text, |key| {
            params.get(key).map_or_else(|| MISSING.to_owned(), |value| self.isolated(&self.show(value)))
        })
    }

    fn show(&self, value: &Param) -> String {
        match value {
            Param::Date(date) => numbers::date(&self.bundle, *date),
            Param::Number(number) => numbers::grouped(&self.bundle, *number),
            Param::Text(text) => text.clone(),
        }
    }

    /// Keeps the direction of a name or number apart from that of a sentence written from right to left
    /// (FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE).
    fn isolated(&self, value: &str) -> String {
        if self.is_right_to_left() { format!("\u{2068}{value}\u{2069}") } else { value.to_owned() }
    }
}

/// Replaces each `{key}` of `text`, once: braces inside a value stay what they are.
fn replace(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((key, after)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        filled.push_str(&value(key));
        // `… belongs to A. B. INC.` ends with one full stop.
        rest = if filled.ends_with('.') { after.strip_prefix('.').unwrap_or(after) } else { after };
    }
    filled.push_str(rest);
    filled
}

/// The keys that `text` names in braces.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(key, _)| key)
}

#[cfg(test)]
mod content_tests;
#[cfg(test)]
mod tests;
