//! Which of many names are worth comparing word by word: those that share the rarest grams with the question.

use super::grams::gram_keys;
use super::index::{IndexError, NameIndex, documents};
use super::normalise::Name;

/// Names that are compared word by word for one question.
pub(super) const MAX_CANDIDATES: usize = 120;
/// Postings read for one question, and the grams that are read whatever they cost.
const POSTINGS_BUDGET: u64 = 300_000;
const LEAST_GRAMS: usize = 5;
/// Candidates collected before the weaker ones are thrown away.
const BUFFER: usize = 2_048;

/// The documents that share most with `name`, best first; only those that `wanted` lets through.
pub(super) fn candidates(
    index: &dyn NameIndex,
    name: &Name,
    wanted: Option<&dyn Fn(u32) -> bool>,
) -> Result<Vec<u32>, IndexError> {
    let vocabulary = index.vocabulary()?;
    let keys = gram_keys(name);
    let frequencies = index.gram_frequencies(&keys)?;
    let mut grams: Vec<(u32, u32)> =
        frequencies.into_iter().zip(keys).filter(|(frequency, _)| *frequency > 0).collect();
    grams.sort_unstable();
    let all = f64::from(vocabulary.documents()) + 1.0;
    let mut shared = vec![0.0_f32; vocabulary.documents() as usize];
    let mut read = 0;
    for (place, (frequency, key)) in grams.into_iter().enumerate() {
        if place >= LEAST_GRAMS && read + u64::from(frequency) > POSTINGS_BUDGET {
            break;
        }
        read += u64::from(frequency);
        let rarity = (all / f64::from(frequency)).ln() as f32;
        let weight = rarity * rarity;
        let postings = index.postings(key)?;
        for document in documents(&postings) {
            if let Some(sum) = shared.get_mut(document as usize) {
                *sum += weight;
            }
        }
    }
    Ok(best(&shared, |document| f32::from(vocabulary.document_length(document)).sqrt(), wanted))
}

/// The [`MAX_CANDIDATES`] documents with most weight for their length.
fn best(shared: &[f32], length: impl Fn(u32) -> f32, wanted: Option<&dyn Fn(u32) -> bool>) -> Vec<u32> {
    let mut kept: Vec<(f32, u32)> = Vec::with_capacity(BUFFER);
    let mut least = 0.0_f32;
    for (document, weight) in (0_u32..).zip(shared) {
        // A name has at least one gram, so the weight alone bounds the score.
        if *weight <= least || wanted.is_some_and(|wanted| !wanted(document)) {
            continue;
        }
        let score = weight / length(document);
        if score > least {
            kept.push((score, document));
            if kept.len() == BUFFER {
                least = keep_best(&mut kept);
            }
        }
    }
    keep_best(&mut kept);
    kept.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    kept.into_iter().map(|(_, document)| document).collect()
}

/// Throws all but the best away and returns the least score that is left.
fn keep_best(kept: &mut Vec<(f32, u32)>) -> f32 {
    if kept.len() <= MAX_CANDIDATES {
        return 0.0;
    }
    let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let (_, last, _) = kept.select_nth_unstable_by(MAX_CANDIDATES - 1, order);
    let least = last.0;
    kept.truncate(MAX_CANDIDATES);
    least
}
