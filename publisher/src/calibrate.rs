//! Where the decision cuts of a pack lie: measured on this very pack with names that it does not hold.
//!
//! The best source of real-looking names that are not on a register is the register itself: each sampled recruiter
//! is taken out in turn and its name is looked up among the others. Names that another recruiter has too stay out
//! of the sample, since taking one away does not take the name off the list.

use std::collections::HashMap;

use safe_migration::matching::{DecisionModel, Matcher, MemoryIndex, SearchOptions, name_key};
use safe_migration::model::{Calibration, Cuts};
use safe_migration::pack::PackRow;

use crate::Error;

/// Recruiters taken out in turn.
const SAMPLE: usize = 2_000;
/// Parts of a pasted message that are tried as names (matching.md, section 8: about a dozen).
const PARTS_OF_A_MESSAGE: f64 = 12.0;
/// However few names a list has, a name below these is not the entry's: a sample of a small list says little of the
/// names that are not in it.
const LEAST: Cuts = Cuts { one_percent: 0.5, five_percent: 0.08 };

/// Measures where the matcher's cuts lie for these rows, in their final order. Deterministic.
///
/// # Errors
/// [`Error::Matching`] when the names cannot be indexed.
pub fn calibrate(rows: &[PackRow]) -> Result<Calibration, Error> {
    let recruiters = rows.iter().filter_map(|row| match row {
        PackRow::Recruiter(recruiter) => Some(recruiter),
        PackRow::JobOrder(_) => None,
    });
    let names: Vec<(&str, u32)> = (0..)
        .zip(recruiters)
        .flat_map(|(owner, recruiter)| {
            std::iter::once(&recruiter.name).chain(&recruiter.other_names).map(move |name| (name.as_str(), owner))
        })
        .collect();
    measure(&names)
}

/// Each name comes with the number of its recruiter.
fn measure(names: &[(&str, u32)]) -> Result<Calibration, Error> {
    let index = MemoryIndex::new(names.iter().copied())?;
    let matcher = Matcher::new(&index, DecisionModel::shipped());
    let mut keys: HashMap<String, Vec<u32>> = HashMap::new();
    for (name, owner) in names {
        let owners = keys.entry(name_key(name)).or_default();
        if !owners.contains(owner) {
            owners.push(*owner);
        }
    }
    let mut scores = Vec::with_capacity(SAMPLE);
    for (name, owner) in names.iter().step_by((names.len() / SAMPLE).max(1)) {
        if keys.get(&name_key(name)).is_none_or(|owners| owners.len() > 1) {
            continue;
        }
        let others = |document: u32| names.get(document as usize).is_some_and(|(_, other)| other != owner);
        let hits = matcher.search(name, &SearchOptions { limit: 1, filter: Some(&others) })?;
        scores.push(hits.first().map_or(0.0, |best| best.score));
    }
    scores.sort_by(f32::total_cmp);
    // One of a dozen parts passes the cut as often as a single name would, when each passes it a twelfth as often.
    let of_parts = |share: f64| 1.0 - (1.0 - share).powf(1.0 / PARTS_OF_A_MESSAGE);
    Ok(Calibration {
        single: Cuts {
            one_percent: cut(&scores, 0.01, LEAST.one_percent),
            five_percent: cut(&scores, 0.05, LEAST.five_percent),
        },
        pasted: Cuts {
            one_percent: cut(&scores, of_parts(0.01), LEAST.one_percent),
            five_percent: cut(&scores, of_parts(0.05), LEAST.five_percent),
        },
        sample: u32::try_from(scores.len()).unwrap_or(u32::MAX),
    })
}

/// The score that `share` of the sorted `scores` reach, at least `least`.
fn cut(scores: &[f32], share: f64, least: f32) -> f32 {
    let above = (scores.len() as f64 * share).floor() as usize;
    let at = scores.len().checked_sub(above + 1);
    // Just above the score of the last name that must stay out.
    at.and_then(|at| scores.get(at)).map_or(least, |score| score.next_up().max(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_lets_the_asked_share_through() {
        let scores: Vec<f32> = (0_i16..1000).map(|n| f32::from(n) / 1000.0).collect();
        let through = |cut: f32| scores.iter().filter(|score| **score >= cut).count();
        assert_eq!(through(cut(&scores, 0.05, 0.0)), 50);
        assert_eq!(through(cut(&scores, 0.01, 0.0)), 10);
        assert_eq!(cut(&[], 0.05, 0.4), 0.4);
    }

    #[test]
    fn namesakes_do_not_raise_the_cuts() {
        let names = [("Gulf Associate", 0), ("Gulf Associate", 1), ("Orchard International", 2), ("River Overseas", 3)];
        let measured = measure(&names).unwrap();
        assert_eq!(measured.sample, 2);
        assert!(measured.single.one_percent < 1.0);
    }
}
