use serde::{Deserialize, Serialize};

use crate::advisories::Advisory;
use crate::helplines::HelplineAnswer;
use crate::matching::AlignedToken;
use crate::model::{Coverage, Date, Finding, Freshness, LicenceState, Outcome};
use crate::offer::{OfferAnswer, OfferReport};

/// The answer to one check. Flat and complete: the host shows it and builds no sentence of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// Who the recruiter is, as far as the lists tell.
    pub outcome: Outcome,
    /// What the copy said, when it is too old to say it plainly (`outcome` is `TooOld`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome_then: Option<Outcome>,
    /// The whole answer as plain text in the asked language: headline, why, warnings, next step.
    pub message: String,
    /// Headline, why and next step, each with its code.
    pub headline: Finding,
    /// Why, in one or two sentences.
    pub why: Finding,
    /// What to do first.
    pub step: Finding,
    /// What must be read with the outcome, gravest first.
    pub warnings: Vec<Finding>,
    /// The entries that the answer rests on or that are near, best first. Never silently just one of several.
    pub candidates: Vec<Candidate>,
    /// The registers that were asked.
    pub registers: Vec<RegisterAnswer>,
    /// What was read from the request: the facts that were compared.
    pub given: Given,
    /// What is wrong with the offer; absent when neither a text nor an answer was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferReport>,
    /// Government notices that fit the route, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advisories: Vec<Advisory>,
    /// Whom to call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helplines: Vec<HelplineAnswer>,
    /// The language of the sentences; another than asked when that one is not at hand.
    pub language: String,
    /// The moment the answer is for, milliseconds since 1970 UTC.
    pub at: i64,
}

impl CheckReport {
    /// Joins what was found in the offer: its level and signs follow the answer about the recruiter.
    pub(super) fn add_offer(&mut self, answer: OfferAnswer) {
        let OfferAnswer { offer, advisories, helplines } = answer;
        let signs = offer.signs.iter().map(|sign| sign.sentence.as_str());
        for sentence in std::iter::once(offer.headline.sentence.as_str()).chain(signs) {
            self.message.push('\n');
            self.message.push_str(sentence);
        }
        self.offer = Some(offer);
        self.advisories = advisories;
        self.helplines = helplines;
    }
}

/// One entry of a register beside what was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// `<register>:<id>`.
    pub id: String,
    /// The name as the register prints it.
    pub name: String,
    /// Other names on the same row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// The status word as published; absent when none is.
    pub status: Option<String>,
    /// What the word means.
    pub state: LicenceState,
    /// The state in the asked language.
    pub state_text: String,
    /// The day the status was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_date: Option<Date>,
    /// The licence's last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Licence number as printed in the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Phones on the register: the ones to call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// E-mail addresses on the register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Office on the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The fields that agree: `name`, `licence`, `phone`, `email`, `address`.
    pub agreed: Vec<String>,
    /// The fields that were given and differ.
    pub disagreed: Vec<String>,
    /// The fields that could not be compared: not given, or not on the register.
    pub not_compared: Vec<String>,
    /// How well the name fits, 0 to 1, calibrated; absent when no name was compared.
    pub score: Option<f32>,
    /// The name, word by word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<ExplainedToken>,
    /// What is known of approved job orders.
    pub job_orders: JobOrders,
    /// Why this entry does not simply count, each in a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// One word of the name that was given beside one of the register's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedToken {
    /// The words and how they differ.
    #[serde(flatten)]
    pub token: AlignedToken,
    /// The difference in the asked language; absent when the words are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
}

/// Approved job orders of an agency, as far as a list of them is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum JobOrders {
    /// No list of job orders is held, or only a part and the agency is not in it.
    NotKnown,
    /// The list is held in full and the agency is not in it.
    None,
    /// The agency has job orders on the list.
    Some {
        /// How many are held in this copy.
        count: u32,
    },
}

/// One register that was asked, and how old the copy is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterAnswer {
    /// Short id such as `ph-dmw`.
    pub id: String,
    /// The authority.
    pub authority: String,
    /// What the list is called.
    pub title: String,
    /// The day our copy was made; absent when that is not known.
    pub captured_at: Option<Date>,
    /// The date the authority prints on its list.
    pub source_as_of: Option<Date>,
    /// How much of the list the copy holds.
    pub coverage: Coverage,
    /// How old the copy is.
    pub freshness: Freshness,
    /// Rows in the copy.
    pub rows: u32,
    /// Age and coverage in the asked language.
    pub sentence: String,
}

/// The facts that were compared, as they stand in the request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Names tried, best first.
    pub names: Vec<String>,
    /// Licence numbers.
    pub licences: Vec<String>,
    /// Phone numbers.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Was something left out because it was too long?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}
