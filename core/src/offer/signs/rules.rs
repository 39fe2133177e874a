use std::ops::Range;

use super::data::{Case, Level, Rule, Signs};
use super::read::{Hit, Reading};

/// A sign that a text shows.
#[derive(Debug, Clone)]
pub(crate) struct Shown<'a> {
    pub rule: &'a Rule,
    pub level: Level,
    /// Bytes of the original, in order.
    pub spans: Vec<Range<usize>>,
    /// Shown only beside graver ones.
    pub quiet: bool,
}

/// What is known beside the text: lists that count as said without words in it (a destination that was given).
pub(crate) type Known<'a> = &'a [&'a str];

/// The signs of a text, in the order of the rules. `known` names lists that the request itself says.
pub(crate) fn shown<'a>(signs: &'a Signs, reading: &Reading, known: Known) -> Vec<Shown<'a>> {
    signs.data.rules.iter().filter_map(|rule| best(rule, reading, known)).collect()
}

fn best<'a>(rule: &'a Rule, reading: &Reading, known: Known) -> Option<Shown<'a>> {
    let mut best: Option<Shown> = None;
    for case in &rule.text {
        let Some(hits) = fits(case, reading, known) else { continue };
        let mut spans: Vec<Range<usize>> = hits.iter().map(|hit| hit.span.clone()).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup();
        let is_better = best.as_ref().is_none_or(|best| (case.level, !case.quiet) > (best.level, !best.quiet));
        if is_better {
            best = Some(Shown { rule, level: case.level, spans, quiet: case.quiet });
        }
    }
    best
}

fn fits<'r>(case: &Case, reading: &'r Reading, known: Known) -> Option<Vec<&'r Hit>> {
    if case.none.iter().any(|name| has(name, reading, known)) {
        return None;
    }
    let mut hits = Vec::new();
    let mut anchors: Option<Vec<&Hit>> = None;
    for wanted in &case.all {
        let mut found: Vec<&Hit> = wanted.split('|').flat_map(|name| reading.said_of(name)).collect();
        let is_known = wanted.split('|').any(|name| known.contains(&name));
        if case.one_sentence {
            if let Some(anchors) = &mut anchors {
                anchors.retain(|anchor| found.iter().any(|hit| Reading::same_sentence(anchor, hit)));
                found.retain(|hit| anchors.iter().any(|anchor| Reading::same_sentence(anchor, hit)));
            } else {
                anchors = Some(found.clone());
            }
        }
        if found.is_empty() && !is_known {
            return None;
        }
        hits.extend(found.into_iter().take(MAX_SPANS));
    }
    let mut beside = 0;
    for name in &case.of {
        let found: Vec<&Hit> = name.split('|').flat_map(|name| reading.said_of(name)).collect();
        beside += usize::from(!found.is_empty() || name.split('|').any(|name| known.contains(&name)));
        hits.extend(found.into_iter().take(MAX_SPANS));
    }
    (beside >= case.at_least && !(case.all.is_empty() && case.at_least == 0)).then_some(hits)
}

/// Words shown for one list at most.
const MAX_SPANS: usize = 4;

fn has(name: &str, reading: &Reading, known: Known) -> bool {
    known.contains(&name) || reading.says(name)
}
