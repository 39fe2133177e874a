use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value that a phrase names: the app never builds sentences, it fills none itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Param {
    /// A day; shown in the reader's way of writing dates.
    Date(super::Date),
    /// A number; chooses the plural form.
    Number(i64),
    /// A name, a phone number, a word from the message: shown as it is.
    Text(String),
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<super::Date> for Param {
    fn from(date: super::Date) -> Self {
        Self::Date(date)
    }
}

/// One thing that was found, as a code with parameters and as a sentence in the asked language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, the key of the phrase (`warning.status_not_published`).
    pub code: String,
    /// What the phrase names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Param>,
    /// The sentence in the asked language.
    pub sentence: String,
}
