//! How alike two single words are, 0 to 1.

use super::fold::{fold, skeleton};
use super::letters::{SAME_SOUND, by_beginning, by_letters};
use super::normalise::Token;
use super::script;

/// The same trade word, number or place in another spelling, abbreviation or language.
pub(crate) const SAME_WORD: f32 = 0.98;
/// The same consonants, where a script left the vowels out.
const SAME_CONSONANTS_ACROSS_SCRIPTS: f32 = 0.9;
/// The same consonants in one script.
const SAME_CONSONANTS: f32 = 0.74;
/// Below this two words are not compared any further.
pub(crate) const LEAST: f32 = 0.5;

/// The similarity of two words; 0 when they are too far apart to be the same.
pub(crate) fn similarity(a: &Token, b: &Token) -> f32 {
    if a.latin == b.latin {
        return 1.0;
    }
    if a.key == b.key {
        return SAME_WORD;
    }
    // Numbers are names of their own: 1010 and 1015 are two agencies. 8 and 8th may be one.
    if a.has_digit() || b.has_digit() {
        return if number(&a.key).is_some() && number(&a.key) == number(&b.key) { SAME_SOUND } else { 0.0 };
    }
    if a.fold == b.fold && !a.fold.is_empty() {
        return SAME_SOUND;
    }
    let mut best = by_letters(&a.latin, &b.latin, SAME_SOUND).max(by_letters(&a.fold, &b.fold, SAME_SOUND - 0.02));
    if a.is_native() != b.is_native() {
        best = best.max(across_scripts(a, b));
    } else if a.skeleton.len() >= 3 && a.skeleton == b.skeleton {
        best = best.max(SAME_CONSONANTS);
    }
    best.max(by_beginning(&a.latin, &b.latin))
}

/// The digits of a number or ordinal; `None` for a word that only holds some.
pub(crate) fn number(key: &str) -> Option<&str> {
    let digits = key.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (is_number && matches!(key.get(digits.len()..), Some("" | "st" | "nd" | "rd" | "th"))).then_some(digits)
}

/// A native word beside a Latin one: vowels may be missing, voices may be one letter, and English words are written
/// as they are heard.
fn across_scripts(a: &Token, b: &Token) -> f32 {
    let (native, latin) = if a.is_native() { (a, b) } else { (b, a) };
    let heard = script::heard_as_english(&latin.latin).map(|heard| fold(&heard));
    let blurs = script::blurs_voicing(&native.text);
    let sounds = |fold: &str| {
        let consonants = skeleton(fold);
        if blurs { unvoiced(&consonants) } else { consonants }
    };
    let own = sounds(&native.fold);
    let mut best = 0.0_f32;
    for other in [Some(latin.fold.clone()), heard].into_iter().flatten() {
        if other == native.fold {
            return SAME_SOUND;
        }
        best = best.max(by_letters(&native.fold, &other, SAME_SOUND - 0.02));
        let consonants = sounds(&other);
        if own.len() >= 2 && own == consonants {
            best = best.max(if own.len() >= 3 { SAME_CONSONANTS_ACROSS_SCRIPTS } else { SAME_CONSONANTS });
        } else if own.len() >= 3 && consonants.len() >= 3 {
            best = best.max(by_letters(&own, &consonants, 0.85));
        }
    }
    best
}

fn unvoiced(consonants: &str) -> String {
    let voiceless = |c| match c {
        'g' => 'k',
        'd' => 't',
        'b' => 'p',
        'j' | 'c' => 's',
        other => other,
    };
    consonants.chars().map(voiceless).collect()
}

#[cfg(test)]
mod tests {
    use super::super::normalise::Place;
    use super::*;

    fn word(text: &str) -> Token {
        Token::new(text.to_owned(), Place::Middle)
    }

    fn near(a: &str, b: &str) -> f32 {
        similarity(&word(a), &word(b))
    }

    #[test]
    fn equal_words_are_equal_and_near_ones_in_order() {
        assert_eq!(near("orchard", "orchard"), 1.0);
        assert_eq!(near("ameen", "amin"), SAME_SOUND);
        assert!(near("orchard", "orchrad") > near("orchard", "orcxyrd"));
        assert!(near("orchard", "orchid") < 0.9);
        assert_eq!(near("orchard", "brilliant"), 0.0);
    }

    #[test]
    fn numbers_and_short_words_are_never_near() {
        assert_eq!(near("1010", "1015"), 0.0);
        assert_eq!(near("al", "ab"), 0.0);
        assert_eq!(near("21st", "31st"), 0.0);
    }

    #[test]
    fn two_slips_in_a_long_word_are_within_the_budget() {
        assert!(near("brilliant", "briliamt") > 0.6);
        assert!(near("meridian", "meridain") > 0.8);
        assert!(near("internati", "internatiqnal") > LEAST);
    }

    proptest::proptest! {
        #[test]
        fn similarity_is_symmetric_and_bounded(a in "[a-z]{0,50}", b in "[a-z]{0,50}") {
            let (forth, back) = (near(&a, &b), near(&b, &a));
            proptest::prop_assert!((0.0..=1.0).contains(&forth));
            proptest::prop_assert!((forth - back).abs() < 1e-5, "{} {}", forth, back);
        }
    }
}
