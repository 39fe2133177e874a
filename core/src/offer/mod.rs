//! What is wrong with an offer: who and what it names, which warning signs it shows, what governments say of its route.
//!
//! Pure: text, answers and dated data in, a report out. The words and rules are data (`content/signs`,
//! `content/rules`); `docs/signs.md` says how to change them.

mod assess;
pub(crate) mod extract;
mod facts;
mod limits;
mod questions;
mod signs;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::advisories::{Advisory, AdvisoryQuery};
use crate::check::{CheckRequest, MAX_TEXT_BYTES};
use crate::helplines::HelplineAnswer;
use crate::model::{Date, Finding};
use crate::phrases::Phrases;
use extract::Extracted;

pub use facts::{OfferFacts, VisaKind};
pub use limits::{GovernmentRule, government_rules};
pub use questions::{Question, Questions, questions};
pub use signs::{Level, Stage, lint_signs};

/// Advisories shown with one offer at most.
const MAX_ADVISORIES: usize = 5;

/// The answer to a question: not knowing is an answer of its own, never a "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The sign is there.
    Yes,
    /// It is not.
    No,
    /// Not known; changes nothing.
    DontKnow,
}

/// A part of the text that was given, in bytes; the end is not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// What a sign rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Id of an advisory or a rule, or an ILO indicator (`ILO:debt bondage`).
    pub id: String,
    /// Who said it.
    pub issuer: String,
    /// When; absent for ILO indicators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A warning sign that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Id of the question it answers (`B01`), or of a rule that is only read (`C01`).
    pub id: String,
    /// Where on the way.
    pub stage: Stage,
    /// How grave.
    pub level: Level,
    /// What it rests on.
    pub basis: Vec<Basis>,
    /// The words of the text that show it; none when it comes from an answer.
    pub spans: Vec<Span>,
    /// The same as text.
    pub words: Vec<String>,
    /// What was answered to its question, if it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What it means, in the asked language.
    pub sentence: String,
}

/// What is wrong with an offer, as far as was given. There is no "safe": the least is that no sign was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferReport {
    /// The gravest sign.
    pub level: Level,
    /// The level in a sentence.
    pub headline: Finding,
    /// The text warns of offers and makes none; what it quotes is not held against anybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_warning: bool,
    /// Help comes before anything else: the person is on the way or held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub help_first: bool,
    /// Gravest first.
    pub signs: Vec<Sign>,
    /// What the text names.
    pub facts: OfferFacts,
    /// Fee limits that hold for this origin, destination and job; empty: no limit is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fee_limits: Vec<GovernmentRule>,
    /// What to do.
    pub next_steps: Vec<Finding>,
}

impl OfferReport {
    /// Does the text make an unlisted phone suspect, or spoil a clean register entry?
    pub(crate) fn is_second_signal(&self) -> bool {
        self.level >= Level::Strong || self.signs.iter().any(|sign| sign.id == "B07" || sign.id == "B08")
    }
}

/// An offer with what governments say of it and whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferAnswer {
    /// The offer.
    #[serde(flatten)]
    pub offer: OfferReport,
    /// Advisories that fit, newest first.
    pub advisories: Vec<Advisory>,
    /// Whom to call.
    pub helplines: Vec<HelplineAnswer>,
}

/// Reads an offer without asking any register. `today` is the day the answer is for. Touches neither disk nor network.
pub fn read(request: &CheckRequest, today: Date) -> OfferAnswer {
    let text = request.text.as_deref().map(cut);
    let mut regions: Vec<&str> = request.origin.as_deref().into_iter().collect();
    for region in ["IN", "PH", "BD", "NP", "ID", "VN", "LK", "PK", "TH", "MY"] {
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    let extracted = text.map(|text| extract::extract(text, &regions)).unwrap_or_default();
    answer(request, text, &extracted, today)
}

/// The text as far as it is read.
pub(crate) fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT_BYTES)).unwrap_or(text)
}

/// As [`read`], over what was already taken from the text.
pub(crate) fn answer(request: &CheckRequest, text: Option<&str>, extracted: &Extracted, today: Date) -> OfferAnswer {
    let language = request.language.as_deref().unwrap_or_default();
    let phrases = Phrases::for_language(language);
    let assessed = assess::assess(request, text.unwrap_or_default(), extracted, today, phrases);
    let origin = request.origin.clone().map(|code| code.trim().to_ascii_uppercase());
    let is_suspect = assessed.report.level >= Level::Strong || assessed.report.help_first;
    let destination = assessed.destination.clone();
    let has_route = destination.is_some() || !assessed.transit.is_empty();
    let advisories = if has_route || is_suspect {
        crate::advisories::find(&AdvisoryQuery {
            origin: origin.clone(),
            destination: destination.clone(),
            transit: assessed.transit.clone(),
            role: request.role.clone(),
            visa: request.visa.clone(),
            words: None,
            limit: MAX_ADVISORIES,
        })
    } else {
        Vec::new()
    };
    let is_away = assessed.report.help_first || matches!(request.stage, Some(Stage::OnTheWay | Stage::AtDestination));
    let place = if is_away { destination.or_else(|| assessed.transit.first().cloned()) } else { origin.clone() };
    let helplines = if origin.is_some() || place.is_some() {
        crate::helplines::find(origin.as_deref(), place.as_deref(), language)
    } else {
        Vec::new()
    };
    OfferAnswer { offer: assessed.report, advisories, helplines }
}

/// A finding of a phrase.
fn finding(phrases: &Phrases, code: &str) -> Finding {
    Finding { code: code.to_owned(), params: BTreeMap::new(), sentence: phrases.phrase(code, &BTreeMap::new()) }
}

#[cfg(test)]
mod tests;
