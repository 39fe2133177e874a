use std::collections::BTreeSet;

use super::data::{Level, SignData};
use super::fold::phrase;

/// Languages in which every question and explanation must be there.
const ANSWER_LANGUAGES: [&str; 6] = ["en", "hi", "bn", "fil", "ne", "id"];
/// Languages that phrases may be in.
const LANGUAGES: [&str; 23] = [
    "en", "hi", "hi-Latn", "bn", "bn-Latn", "fil", "ne", "ne-Latn", "id", "ms", "ta", "te", "ml", "ur", "ur-Latn",
    "si", "th", "vi", "zh-Hans", "zh-Hant", "my", "km", "mixed",
];

/// What is wrong with joined sign rules (`content/signs/signs.json`), a line a problem; empty when nothing is.
///
/// `basis` are the ids that a rule may rest on, beside `ILO:` indicators.
pub fn lint_signs(json: &str, basis: &[&str]) -> Vec<String> {
    let data = match SignData::parse(json) {
        Ok(data) => data,
        Err(error) => return vec![format!("cannot be read: {error}")],
    };
    let mut problems = Vec::new();
    lint_words(&data, &mut problems);
    lint_rules(&data, basis, &mut problems);
    problems
}

fn lint_words(data: &SignData, problems: &mut Vec<String>) {
    let lists = names(data);
    let places = data.places.iter().map(|place| ("places".to_owned(), &place.words));
    for (list, words) in data.words.iter().map(|(name, list)| (name.clone(), &list.words)).chain(places) {
        for (language, phrases) in words {
            if !LANGUAGES.contains(&language.as_str()) {
                problems.push(format!("{list}: no such language: {language}"));
            }
            let mut seen = BTreeSet::new();
            for text in phrases {
                let folded = phrase(text);
                let letters = folded.chars().filter(|letter| letter.is_alphanumeric()).count();
                if letters == 0 || (folded.is_ascii() && letters < 2) {
                    problems.push(format!("{list} {language}: too short to look for: {text:?}"));
                }
                if !seen.insert(folded) {
                    problems.push(format!("{list} {language}: twice: {text:?}"));
                }
                if text.contains(['\n', '!', '?']) {
                    problems.push(format!("{list} {language}: a phrase holds no end of a sentence: {text:?}"));
                }
            }
        }
    }
    for (name, list) in &data.words {
        for other in list.cancels.iter().chain(&list.undone_by) {
            if !lists.contains(other.as_str()) {
                problems.push(format!("{name}: no list {other}"));
            }
        }
    }
}

/// What is known beside the words: a sum of money that is no fee.
const KNOWN: [&str; 1] = ["money_named"];

fn names(data: &SignData) -> BTreeSet<&str> {
    let places = data.places.iter().map(|place| place.kind.list());
    data.words.keys().map(String::as_str).chain(places).chain(KNOWN).collect()
}

fn lint_rules(data: &SignData, basis: &[&str], problems: &mut Vec<String>) {
    let lists = names(data);
    let ids: BTreeSet<&str> = data.rules.iter().map(|rule| rule.id.as_str()).collect();
    if ids.len() != data.rules.len() {
        problems.push("two rules have one id".to_owned());
    }
    for rule in &data.rules {
        let id = &rule.id;
        if rule.basis.is_empty() {
            problems.push(format!("{id}: rests on nothing"));
        }
        for one in &rule.basis {
            if !one.starts_with("ILO:") && !basis.contains(&one.as_str()) {
                problems.push(format!("{id}: no advisory or rule {one}"));
            }
        }
        for language in ANSWER_LANGUAGES {
            if !rule.explanation.contains_key(language) {
                problems.push(format!("{id}: no explanation in {language}"));
            }
            if !rule.question.is_empty() && !rule.question.contains_key(language) {
                problems.push(format!("{id}: no question in {language}"));
            }
        }
        if rule.question.is_empty() && rule.text.is_empty() && !rule.looked_up {
            problems.push(format!("{id}: neither asked nor read"));
        }
        for case in &rule.text {
            for name in case.all.iter().chain(&case.none).chain(&case.of).flat_map(|names| names.split('|')) {
                if !lists.contains(name) {
                    problems.push(format!("{id}: no list {name}"));
                }
            }
            if case.level == Level::None || (case.quiet && case.level > Level::Weak) {
                problems.push(format!("{id}: a case is weak, strong or stop, and only a weak one is quiet"));
            }
        }
        for with in rule.raise.iter().flat_map(|raise| &raise.with) {
            if !ids.contains(with.as_str()) {
                problems.push(format!("{id}: no rule {with}"));
            }
        }
    }
}
