use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Millis;
use crate::offer::{Answer, Stage};

/// Longest text that is read, in bytes; what comes after it is left out and the report says so.
pub const MAX_TEXT_BYTES: usize = 100 * 1024;
/// Longest single field that is read, in bytes.
pub const MAX_FIELD_BYTES: usize = 1024;

/// What a person has: a pasted message, single facts, or both. Everything is optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CheckRequest {
    /// A pasted message. Names, licence numbers, phones and e-mails in it are compared like given ones.
    pub text: Option<String>,
    /// The recruiter's name.
    pub name: Option<String>,
    /// A licence number, as printed.
    pub licence: Option<String>,
    /// A phone number, as printed.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// An office address.
    pub address: Option<String>,
    /// Where the worker is from: ISO 3166-1 alpha-2. Its registers are asked; without it, all are.
    pub origin: Option<String>,
    /// Country of work that is promised: ISO 3166-1 alpha-2, or a place in words.
    pub destination: Option<String>,
    /// A country or place on the way, the same.
    pub transit: Option<String>,
    /// The job that is offered, in words.
    pub role: Option<String>,
    /// The visa that is offered, in words.
    pub visa: Option<String>,
    /// Answers to the questions of [`crate::offer::questions`], by id.
    pub answers: BTreeMap<String, Answer>,
    /// Where the person is; at the destination help comes before anything else.
    pub stage: Option<Stage>,
    /// The moment the answer is for, in milliseconds since 1970 UTC; the host's clock when absent.
    pub at: Option<Millis>,
    /// Language of the sentences (`hi`, `bn`, `fil`, `ne`, `id`, `en`).
    pub language: Option<String>,
}

impl CheckRequest {
    /// Is there nothing to compare?
    pub fn is_empty(&self) -> bool {
        [&self.text, &self.name, &self.licence, &self.phone, &self.email, &self.address]
            .iter()
            .all(|field| field.as_deref().is_none_or(|text| text.trim().is_empty()))
    }
}
