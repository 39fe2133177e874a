use std::collections::BTreeMap;

use super::{fix_zawgyi, segment, to_latin};
use crate::matching::lexicon::Lexicon;
use unicode_normalization::UnicodeNormalization as _;

/// The matcher's fold of a Latin word (section 1.6 of the design), as these tables are meant to be compared by.
fn fold(word: &str) -> String {
    let mut text = word.to_owned();
    for (from, to) in [
        ("ph", "f"),
        ("bh", "b"),
        ("dh", "d"),
        ("gh", "g"),
        ("kh", "k"),
        ("th", "t"),
        ("jh", "j"),
        ("sh", "s"),
        ("ch", "c"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "sy"),
        ("q", "k"),
        ("c", "k"),
        ("w", "v"),
        ("z", "j"),
        ("x", "ks"),
        ("ee", "i"),
        ("ie", "i"),
        ("ea", "i"),
        ("y", "i"),
        ("oo", "u"),
        ("ou", "u"),
        ("aa", "a"),
        ("ai", "i"),
    ] {
        text = text.replace(from, to);
    }
    let mut out = String::new();
    for letter in text.chars() {
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    if out.len() > 1 && out.ends_with('h') {
        out.pop();
    }
    out
}

fn without_vowels(folded: &str) -> String {
    let mut out = String::new();
    for letter in folded.chars().filter(|letter| !"aeiou".contains(*letter)) {
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

fn unvoiced(key: &str) -> String {
    let mut out = String::new();
    for letter in key.chars().map(|l| match l {
        'g' => 'k',
        'd' => 't',
        'b' => 'p',
        'j' => 's',
        l => l,
    }) {
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

/// As the matcher prepares a word: NFKC, lower case.
fn prepared(word: &str) -> String {
    word.nfkc().collect::<String>().to_lowercase()
}

#[derive(Default)]
struct Agreement {
    words: usize,
    same_fold: usize,
    same_consonants: usize,
    same_unvoiced: usize,
    same_word: usize,
    misses: Vec<String>,
}

impl Agreement {
    fn add(&mut self, native: &str, latin: &str) {
        let spelled = to_latin(&prepared(native));
        let (ours, theirs) = (fold(&spelled), fold(&to_latin(&prepared(latin))));
        self.words += 1;
        self.same_fold += usize::from(ours == theirs);
        let (a, b) = (without_vowels(&ours), without_vowels(&theirs));
        self.same_unvoiced += usize::from(unvoiced(&a) == unvoiced(&b));
        let lexicon = Lexicon::shipped();
        let known = |word: &str| lexicon.look_up(&prepared(word)).map(|info| info.canonical);
        self.same_word += usize::from(a == b || known(native).is_some() && known(native) == known(latin));
        if without_vowels(&ours) == without_vowels(&theirs) {
            self.same_consonants += 1;
        } else {
            self.misses.push(format!("{native} {spelled} ({latin})"));
        }
    }

    fn share(&self, part: usize) -> f64 {
        #[allow(clippy::cast_precision_loss)] // a few thousand words
        let (part, words) = (part as f64, self.words.max(1) as f64);
        part / words
    }
}

#[test]
fn names_in_other_scripts_agree_with_their_latin_spelling() {
    let vectors = include_str!("../../../../tests/vectors/romanisation.tsv");
    let mut scripts: BTreeMap<&str, Agreement> = BTreeMap::new();
    for line in vectors.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        scripts.entry(fields[0]).or_default().add(fields[1], fields[2]);
    }
    for (script, agreement) in &scripts {
        let (fold, consonants) = (agreement.share(agreement.same_fold), agreement.share(agreement.same_consonants));
        println!(
            "{script}: {} words, fold {fold:.2}, consonants {consonants:.2}, unvoiced {:.2} with lexicon {:.2}",
            agreement.words,
            agreement.share(agreement.same_unvoiced),
            agreement.share(agreement.same_word)
        );
        println!("   {}", agreement.misses.join(", "));
    }
}

#[test]
fn devanagari_parallel_names() {
    let Ok(text) = std::fs::read_to_string(std::env::var("PARALLEL_NAMES").unwrap_or_default()) else { return };
    let mut agreement = Agreement::default();
    let mut folds = Vec::new();
    for line in text.lines().skip(1) {
        if let Some((latin, hindi)) = line.split_once('\t') {
            let before = agreement.same_fold;
            agreement.add(hindi, latin);
            if agreement.same_fold == before {
                folds.push(format!("{latin} {hindi} {}", to_latin(&prepared(hindi))));
            }
        }
    }
    println!(
        "devanagari {} fold {:.3} consonants {:.3}",
        agreement.words,
        agreement.share(agreement.same_fold),
        agreement.share(agreement.same_consonants)
    );
    for miss in agreement.misses.iter().step_by(agreement.misses.len() / 60 + 1) {
        println!("  C {miss}");
    }
    for miss in folds.iter().step_by(folds.len() / 60 + 1) {
        println!("  F {miss}");
    }
}

#[test]
fn zawgyi_smoke() {
    for text in ["ျမန္မာ", "ေရႊ", "ကုမၸဏီ လီမိတက္", "မြန်မာ", "ရွှေ", "ကုမ္ပဏီ လီမိတက်", "ေအာင္ေက်ာ္", "အောင်ကျော်"]
    {
        println!("{text} {}", fix_zawgyi(text));
    }
    println!("{:?}", segment(&prepared("บริษัทจัดหางานสยามเซอร์วิสจำกัด")));
    println!("{:?}", segment("ရွှေမြန်မာကုမ္ပဏီလီမိတက်"));
}
