use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lexicon::Lexicon;
use crate::phrases::Review;

/// How grave a sign, or a whole offer, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No warning sign found in what was given. Never "safe".
    #[default]
    None,
    /// Counts only beside others.
    Weak,
    /// Enough to ask the authorities first.
    Strong,
    /// Alone enough for the strongest advice.
    Stop,
}

/// Where on the way a question belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before leaving.
    Before,
    /// On the way.
    OnTheWay,
    /// At the destination: help comes before any question.
    AtDestination,
}

/// Everything of `content/signs`, as `safemig publish signs` joins it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignData {
    /// Who has read the questions and explanations, by language.
    pub review: BTreeMap<String, Review>,
    pub rules: Vec<Rule>,
    pub words: BTreeMap<String, WordList>,
    pub places: Vec<Place>,
}

/// Phrases that mean one thing, by language tag (`hi`, `hi-Latn`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordList {
    /// A "no" before or after turns it off. True unless said.
    #[serde(default = "yes")]
    pub negation: bool,
    /// Lists whose phrases do not count where they stand inside one of these ("visit visa holders").
    #[serde(default)]
    pub cancels: Vec<String>,
    /// Lists that turn it off when they stand near in the same sentence ("paid by the company").
    #[serde(default)]
    pub undone_by: Vec<String>,
    /// Counts in a warning too: what a person says of him- or herself.
    #[serde(default)]
    pub survives_warning: bool,
    pub words: BTreeMap<String, Vec<String>>,
}

fn yes() -> bool {
    true
}

/// A country or a place in it, with its names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// ISO 3166-1 alpha-2; absent for regions.
    #[serde(default)]
    pub country: Option<String>,
    pub kind: PlaceKind,
    pub words: BTreeMap<String, Vec<String>>,
}

/// What a place means for an offer. Places move within months: this is dated data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceKind {
    /// A country, or a town of one, that scam compounds are in and that few go to for other work.
    Core,
    /// A country, or a town of one, that recruits are promised and that has other work too.
    Pattern,
    /// A place known for compounds.
    Compound,
    /// A border town that recruits are led through.
    Border,
    /// Named by some governments only.
    Partly,
    /// A region said in place of a country.
    Region,
    /// Any other country of work or of origin.
    Other,
}

impl PlaceKind {
    /// The list that rules name it by.
    pub fn list(self) -> &'static str {
        match self {
            Self::Core => "place_core",
            Self::Pattern => "place_pattern",
            Self::Compound => "place_compound",
            Self::Border => "place_border",
            Self::Partly => "place_partly",
            Self::Region => "place_region",
            Self::Other => "place_other",
        }
    }
}

/// One warning sign: a question whose "yes" is a sign, and what shows the same in a text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub id: String,
    pub stage: Stage,
    /// Level of a "yes".
    pub level: Level,
    /// Ids of advisories and rules, or names of ILO indicators (`ILO:…`).
    pub basis: Vec<String>,
    /// Shown as a question; absent for what is only read from text.
    #[serde(default)]
    pub question: BTreeMap<String, String>,
    /// What a hit means, in a sentence or two.
    pub explanation: BTreeMap<String, String>,
    /// What shows it in a text.
    #[serde(default)]
    pub text: Vec<Case>,
    /// Found in tables (`content/rules`), not in words.
    #[serde(default)]
    pub looked_up: bool,
    /// Other signs beside which it weighs more.
    #[serde(default)]
    pub raise: Vec<Raise>,
}

/// One way in which a text shows a sign.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub level: Level,
    /// Word lists that must all be there; `a|b` is one of them.
    #[serde(default)]
    pub all: Vec<String>,
    /// Word lists of which none may be there.
    #[serde(default)]
    pub none: Vec<String>,
    /// With `at_least`: so many of these must be there.
    #[serde(default)]
    pub of: Vec<String>,
    #[serde(default)]
    pub at_least: usize,
    /// `all` must stand in one sentence.
    #[serde(default)]
    pub one_sentence: bool,
    /// Shown only beside a sign that is strong or more.
    #[serde(default)]
    pub quiet: bool,
}

/// With one of these signs there, the level is at least `level`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raise {
    pub with: Vec<String>,
    pub level: Level,
}

impl SignData {
    /// Reads `content/signs/signs.json`.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

/// The rules shipped with the library, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Signs {
    pub data: SignData,
    pub lexicon: Lexicon,
}

impl Signs {
    pub fn new(data: SignData) -> Self {
        let lexicon = Lexicon::new(&data);
        Self { data, lexicon }
    }

    /// A file that cannot be read has no rules; a test keeps that from ever being shipped.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Signs> = LazyLock::new(|| {
            Signs::new(SignData::parse(include_str!("../../../../content/signs/signs.json")).unwrap_or_default())
        });
        &SHIPPED
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.data.rules.iter().find(|rule| rule.id == id)
    }
}
