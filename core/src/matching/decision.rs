//! Is the best hit the one that was meant? Boosted trees over what the alignment comes to; no string-similarity
//! percentage is ever the verdict.
//!
//! The trees are fitted on a desk (`tests/bench/fit`) and travel as integers in `content/lexicons`.

use std::sync::LazyLock;

use super::align::Summary;

/// What a decision rests on, in the order of the model's columns.
pub(crate) const FEATURES: usize = 21;

/// Name of each feature and the direction the model may not go against: `+1` more can only raise, `-1` only lower.
///
/// "Adding unrelated text never raises a verdict" and "a closer name never scores lower" rest on these.
pub const FEATURE_NAMES: [(&str, i8); FEATURES] = [
    ("alignment", 1),
    ("rank", 1),
    ("grams", 1),
    ("letters", 1),
    ("matched", 1),
    ("matched_exactly", 1),
    ("matched_nearly", 0),
    ("unmatched_query", -1),
    ("unmatched_entry", -1),
    ("heaviest_unmatched_query", -1),
    ("heaviest_unmatched_entry", -1),
    ("heaviest_matched", 1),
    ("lowest_similarity", 1),
    ("numbers_differ", -1),
    ("out_of_order", -1),
    ("margin_to_second", 1),
    ("margin_to_third", 1),
    ("entry_words", 0),
    ("entry_letters", 0),
    ("across_scripts", 0),
    ("leftovers", 1),
];

/// The numbers a decision rests on, in the order of [`FEATURE_NAMES`].
pub type Features = [f32; FEATURES];

/// What is known of a hit beside its alignment.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings {
    pub rank: f32,
    pub grams: f32,
    pub letters: f32,
    pub margin_to_second: f32,
    pub margin_to_third: f32,
    pub entry_words: f32,
    pub entry_letters: f32,
}

pub(super) fn features(summary: &Summary, around: &Surroundings) -> Features {
    [
        summary.score,
        around.rank,
        around.grams,
        around.letters,
        summary.matched,
        summary.matched_exactly,
        summary.matched_nearly,
        summary.unmatched_query,
        summary.unmatched_entry,
        summary.heaviest_unmatched_query,
        summary.heaviest_unmatched_entry,
        summary.heaviest_matched,
        summary.lowest_similarity,
        summary.numbers_differ,
        summary.out_of_order,
        around.margin_to_second,
        around.margin_to_third,
        around.entry_words,
        around.entry_letters,
        f32::from(u8::from(summary.across_scripts)),
        summary.leftovers,
    ]
}

/// What orders the hits and what decides on the first.
#[derive(Debug, Clone, Default)]
pub struct DecisionModel {
    ranking: Trees,
    decision: Trees,
}

/// Boosted regression trees over the features.
#[derive(Debug, Clone, Default)]
struct Trees {
    base: i32,
    trees: Vec<Vec<Node>>,
}

#[derive(Debug, Clone, Copy)]
enum Node {
    /// The next node when the feature is at most the threshold, else the node `right`.
    Split {
        feature: usize,
        threshold: i32,
        right: usize,
    },
    Leaf(i32),
}

const RANKING: &str = include_str!("../../../content/lexicons/ranking-model.tsv");
const DECISION: &str = include_str!("../../../content/lexicons/decision-model.tsv");

/// Features and leaves are whole numbers of this fraction.
const UNIT: f32 = 10_000.0;

/// The model file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("model, line {line}: {reason}")]
pub struct ModelError {
    line: usize,
    reason: &'static str,
}

impl DecisionModel {
    /// The model that ships inside the library.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<DecisionModel> = LazyLock::new(|| {
            // A test holds that the shipped files are well formed.
            DecisionModel::parse(RANKING, DECISION).unwrap_or_default()
        });
        &SHIPPED
    }

    /// Reads the text form of both parts: lines that begin with `#` are comments; `base N`; then one tree a line, its
    /// nodes in pre-order with spaces between, `feature,threshold,right` for a split (the left child is the next
    /// node) and a single number for a leaf. All numbers are whole, values in units of 1/10,000. A part without
    /// trees leaves its work to the alignment.
    ///
    /// # Errors
    /// [`ModelError`] with the line for anything else.
    pub fn parse(ranking: &str, decision: &str) -> Result<Self, ModelError> {
        Ok(Self { ranking: Trees::parse(ranking)?, decision: Trees::parse(decision)? })
    }

    /// Where the hit with these features stands among others: more is nearer. The margins are not known yet and 0.
    pub(super) fn rank(&self, features: &Features) -> f32 {
        self.ranking.sum(features).unwrap_or_else(|| features.get(1).copied().unwrap_or_default())
    }

    /// How sure it is, 0 to 1, that the hit with these features is the entry that was meant.
    pub fn score(&self, features: &Features) -> f32 {
        match self.decision.sum(features) {
            Some(sum) => 1.0 / (1.0 + (-sum).exp()),
            None => features.first().copied().unwrap_or_default(),
        }
    }
}

impl Trees {
    fn parse(text: &str) -> Result<Self, ModelError> {
        let mut model = Self::default();
        for (line, content) in (1..).zip(text.lines()) {
            let error = |reason| ModelError { line, reason };
            let content = content.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if let Some(base) = content.strip_prefix("base ") {
                model.base = base.trim().parse().map_err(|_| error("the base is no whole number"))?;
                continue;
            }
            let tree: Vec<Node> = content.split(' ').map(node).collect::<Option<_>>().ok_or(error("not a node"))?;
            for (at, node) in tree.iter().enumerate() {
                if let Node::Split { feature, right, .. } = node {
                    let leads_on = at + 1 < tree.len() && *right > at + 1 && *right < tree.len();
                    if !leads_on || *feature >= FEATURES {
                        return Err(error("a split leads nowhere"));
                    }
                }
            }
            model.trees.push(tree);
        }
        Ok(model)
    }

    /// The sum of the leaves; `None` without trees.
    fn sum(&self, features: &Features) -> Option<f32> {
        if self.trees.is_empty() {
            return None;
        }
        let columns = features.map(|value| (value * UNIT).round() as i32);
        let sum = self.trees.iter().map(|tree| leaf(tree, &columns)).fold(self.base, i32::saturating_add);
        Some(sum as f32 / UNIT)
    }
}

fn node(text: &str) -> Option<Node> {
    let mut parts = text.split(',');
    let first = parts.next()?;
    match (parts.next(), parts.next(), parts.next()) {
        (None, None, None) => Some(Node::Leaf(first.parse().ok()?)),
        (Some(threshold), Some(right), None) => Some(Node::Split {
            feature: first.parse().ok()?,
            threshold: threshold.parse().ok()?,
            right: right.parse().ok()?,
        }),
        _ => None,
    }
}

fn leaf(tree: &[Node], columns: &[i32; FEATURES]) -> i32 {
    let mut at = 0;
    // Children come after their parent (the reader checks), so this ends.
    loop {
        match tree.get(at) {
            Some(Node::Split { feature, threshold, right }) => {
                let value = columns.get(*feature).copied().unwrap_or_default();
                at = if value <= *threshold { at + 1 } else { *right };
            }
            Some(Node::Leaf(value)) => return *value,
            None => return 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_well_formed() {
        let model = DecisionModel::parse(RANKING, DECISION).unwrap();
        assert!(!model.ranking.trees.is_empty() && !model.decision.trees.is_empty());
    }

    #[test]
    fn a_tree_is_walked_as_written() {
        let model = DecisionModel::parse("", "# a comment\nbase 0\n0,5000,2 -20000 7,1000,4 30000 0\n").unwrap();
        let mut row = [0.0; FEATURES];
        assert!(model.score(&row) < 0.2);
        row[0] = 0.9;
        assert!(model.score(&row) > 0.9);
        row[7] = 0.5;
        assert_eq!(model.score(&row), 0.5);
    }

    #[test]
    fn a_damaged_model_is_refused() {
        for text in ["0,1,2", "99,1,2 1 1", "0,1,1 1 1", "x", "base x", "0,1 2 3"] {
            assert!(DecisionModel::parse(text, "").is_err(), "{text}");
        }
    }
}
