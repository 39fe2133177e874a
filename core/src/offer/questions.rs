use serde::{Deserialize, Serialize};

use super::signs::{Level, Signs, Stage};
use crate::phrases::{Phrases, Review};

/// A question whose "yes" is a warning sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable id (`B01`).
    pub id: String,
    /// Where on the way it is asked.
    pub stage: Stage,
    /// Level of a "yes" by itself.
    pub level: Level,
    /// The question in the asked language.
    pub question: String,
    /// What a "yes" means.
    pub explanation: String,
    /// What it rests on.
    pub basis: Vec<String>,
    /// Who has read the wording.
    pub review: Review,
}

/// The questions of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    /// Show help before any question; nothing that is answered is kept.
    pub help_first: bool,
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
}

/// The questions of `stage` (of all stages without one) in `language`.
pub fn questions(stage: Option<Stage>, language: &str) -> Questions {
    let language = Phrases::for_language(language).language();
    let data = &Signs::shipped().data;
    let rules = data.rules.iter().filter(|rule| !rule.question.is_empty());
    let asked = rules.filter(|rule| stage.is_none_or(|stage| rule.stage == stage));
    let questions = asked
        .map(|rule| Question {
            id: rule.id.clone(),
            stage: rule.stage,
            level: rule.level,
            question: in_language(&rule.question, language),
            explanation: in_language(&rule.explanation, language),
            basis: rule.basis.clone(),
            review: data.review.get(language).copied().unwrap_or_default(),
        })
        .collect();
    Questions { help_first: stage == Some(Stage::AtDestination), questions }
}

/// The text in this language, else in English.
pub(super) fn in_language(texts: &std::collections::BTreeMap<String, String>, language: &str) -> String {
    texts.get(language).or_else(|| texts.get("en")).cloned().unwrap_or_default()
}
