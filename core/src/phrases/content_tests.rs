//! Holds the files of `content/phrases` to what `check/wording.rs` and `check/age.rs` ask of them and to the product's
//! rules.

use std::collections::BTreeSet;

use super::*;
use crate::model::{Date, LicenceState, Outcome};

/// The only sources that name phrases.
const WORDING: &str = concat!(
    include_str!("../check/wording.rs"),
    include_str!("../check/age.rs"),
    include_str!("../offer/assess.rs"),
    include_str!("../helplines.rs")
);
/// Longest headline, in characters: three lines at 22 sp on a phone 320 dp wide.
const MAX_HEADLINE: usize = 60;
/// Most characters between two full stops: what can be taken in at one reading.
const MAX_SENTENCE: usize = 125;

/// Families of phrases whose last part is filled in by `wording.rs`.
fn families() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("field", vec!["name", "licence", "phone", "email", "address"]),
        ("state", LicenceState::ALL.map(LicenceState::code).to_vec()),
        (
            "explain",
            vec![
                "same",
                "same_other_script",
                "sounds_alike",
                "letters_differ",
                "look_alike",
                "extra",
                "missing",
                "company_form",
                "common_word",
            ],
        ),
    ]
}

/// The values that a phrase can count on wherever it is used.
fn values_of(code: &str) -> &'static [&'static str] {
    match code {
        // A headline stands for its outcome anywhere, also as what an old copy said.
        _ if is_headline(code) => &[],
        // No register is meant.
        "outcome.not_covered.why_none" | "outcome.not_covered.why_no_origin" | "outcome.not_found.why_no_origin" => &[],
        "outcome.too_old.why_no_origin" => &["then"],
        // A register, but no entry of it.
        "outcome.not_covered.why_partial" | "outcome.not_covered.why_unknown" | "outcome.not_found.why" => {
            &["authority", "date"]
        }
        "outcome.too_old.why" => &["authority", "date", "then"],
        "outcome.too_old.why_entry" => &["authority", "date", "name", "state", "then"],
        "outcome.too_old.why_lapsed" => &["authority", "date", "expires", "name", "state"],
        // Here `date` would be the day of the copy, and read as the day of the status.
        "outcome.not_in_good_standing.why_no_date" | "outcome.not_in_good_standing.why_unmapped" => {
            &["authority", "name", "state"]
        }
        "outcome.not_in_good_standing.why" | "outcome.not_in_good_standing.why_lapsed" => {
            &["authority", "date", "name", "state"]
        }
        "outcome.possible_impostor.why_name_only" => &["authority", "date", "name"],
        "outcome.possible_impostor.why_no_agreement" => &["authority", "date", "disagrees", "name"],
        "outcome.possible_impostor.why" => &["agrees", "authority", "date", "disagrees", "name"],
        "outcome.name_on_register.why" | "outcome.listed_as_unregistered.why" => {
            &["authority", "date", "name", "state"]
        }
        "outcome.name_on_register.why_fact_only"
        | "outcome.registered.why"
        | "outcome.registered_with_warnings.why" => &["agrees", "authority", "date", "name", "state"],
        "outcome.similar_only.why" => &["authority", "date", "names"],
        "outcome.several" => &["names"],
        "outcome.several_item" => &["name", "state"],
        "helpline.dialled" | "helpline.not_dialled" => &["date"],
        "next.call_listed_phone" => &["phone"],
        "next.ask_authority" | "next.update_list_or_call" => &["authority", "authority_phone"],
        "status.unmapped" => &["word"],
        "warning.look_alike_letters" | "warning.added_words" | "warning.name_differs_in" => &["words"],
        "warning.licence_other_owner" => &["name"],
        "warning.status_not_published" => &["authority"],
        "warning.expires_soon" | "warning.copy_ageing" | "warning.copy_stale" => &["date", "days"],
        "warning.expired_after_capture" => &["date"],
        "job.on_list" => &["count"],
        "freshness.unknown" | "register.consulted" | "coverage.full" | "coverage.partial" | "coverage.unknown" => {
            &["authority", "rows", "title"]
        }
        "freshness.fresh" | "freshness.ageing" | "freshness.stale" | "freshness.too_old" => {
            &["authority", "date", "days", "rows", "title"]
        }
        "explain.same" | "explain.extra" => &["query", "word"],
        "explain.missing" => &["entry", "word"],
        // On one side only.
        "explain.company_form" | "explain.common_word" => &["word"],
        _ if code.starts_with("explain.") => &["entry", "query", "word"],
        _ => &[],
    }
}

/// String literals of `wording.rs` that look like codes (`warning.provisional`).
fn codes() -> BTreeSet<String> {
    let is_code = |text: &&str| {
        let families = [
            "outcome",
            "next",
            "warning",
            "status",
            "date",
            "job",
            "freshness",
            "coverage",
            "register",
            "explain",
            "state",
            "field",
            "offer",
            "helpline",
        ];
        text.split_once('.').is_some_and(|(family, rest)| {
            families.contains(&family)
                && !rest.is_empty()
                && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.')
        })
    };
    let mut codes: BTreeSet<String> = WORDING.split('"').filter(is_code).map(str::to_owned).collect();
    for outcome in Outcome::ALL {
        codes.insert(format!("outcome.{}.headline", snake(outcome.name())));
    }
    for (family, members) in families() {
        assert!(WORDING.contains(&format!("\"{family}.{{")), "wording.rs builds codes of {family}");
        codes.extend(members.iter().map(|member| format!("{family}.{member}")));
    }
    codes
}

fn snake(name: &str) -> String {
    let mut code = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

/// A label, a list item or a headline, not a sentence.
fn is_label(code: &str) -> bool {
    ["state.", "status.", "field.", "date."].iter().any(|family| code.starts_with(family))
        || code == "outcome.several_item"
        || is_headline(code)
}

fn is_headline(code: &str) -> bool {
    code.split('.').nth(2).is_some_and(|part| part.starts_with("headline"))
}

fn every_form() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    Phrases::all().flat_map(|phrases| {
        let forms =
            phrases.bundle.phrases.iter().flat_map(|(code, phrase)| phrase.forms().map(move |form| (code, form)));
        forms.map(|(code, form)| (phrases.tag, code.as_str(), form))
    })
}

#[test]
fn every_file_can_be_read() {
    for phrases in Phrases::all() {
        let bundle = &phrases.bundle;
        assert_eq!(bundle.language, phrases.tag);
        assert!(!bundle.name.is_empty() && !bundle.full_stop.is_empty(), "{}", phrases.tag);
        assert_eq!((bundle.digits.chars().count(), bundle.months.len()), (10, 12), "{}", phrases.tag);
        assert_eq!(keys(&bundle.date).collect::<BTreeSet<_>>(), BTreeSet::from(["day", "month", "year"]));
        for pattern in [&bundle.list.two, &bundle.list.middle, &bundle.list.end] {
            assert_eq!(keys(pattern).collect::<BTreeSet<_>>(), BTreeSet::from(["0", "1"]), "{}", phrases.tag);
        }
    }
}

#[test]
fn every_language_has_exactly_the_phrases_that_are_asked_for() {
    let asked = codes();
    assert!(asked.len() > 100, "the codes were found: {}", asked.len());
    for phrases in Phrases::all() {
        let held: BTreeSet<String> = phrases.bundle.phrases.keys().cloned().collect();
        let missing: Vec<_> = asked.difference(&held).collect();
        let idle: Vec<_> = held.difference(&asked).collect();
        assert!(missing.is_empty() && idle.is_empty(), "{}: missing {missing:?}, never used {idle:?}", phrases.tag);
    }
}

#[test]
fn every_form_names_the_values_of_the_english_one_and_no_other() {
    for (language, code, form) in every_form() {
        let english = &ENGLISH.bundle.phrases.get(code).unwrap().other;
        let expected: BTreeSet<_> = keys(english).collect();
        let named: BTreeSet<_> = keys(form).collect();
        let may_drop_its_number = form != ENGLISH.bundle.phrases.get(code).unwrap().other;
        let dropped: Vec<_> = expected.difference(&named).copied().collect();
        assert!(named.is_subset(&expected), "{language} {code}: {form}");
        assert!(dropped.is_empty() || (may_drop_its_number && dropped == ["days"]), "{language} {code}: {form}");
        for key in named {
            assert!(values_of(code).contains(&key), "{code} is never given {{{key}}}");
        }
    }
}

#[test]
fn plural_forms_are_those_of_the_language() {
    for phrases in Phrases::all() {
        let needs_one = phrases.bundle.plurals != bundle::Plurals::None;
        for (code, english) in &ENGLISH.bundle.phrases {
            let counts = english.one.is_some();
            let phrase = phrases.bundle.phrases.get(code).unwrap();
            assert_eq!(phrase.one.is_some(), counts && needs_one, "{} {code}", phrases.tag);
        }
    }
}

#[test]
fn nothing_unfilled_is_left_in_a_sentence() {
    let date = Date::new(2026, 7, 14).unwrap();
    for phrases in Phrases::all() {
        for code in codes() {
            for number in [0, 1, 2, 4, 134_566] {
                let value = |key: &str| match key {
                    "date" | "expires" => Param::Date(date),
                    "days" | "rows" | "count" => Param::Number(number),
                    key => Param::Text(key.to_uppercase()),
                };
                let params = values_of(&code).iter().map(|key| ((*key).to_owned(), value(key))).collect();
                let sentence = phrases.phrase(&code, &params);
                assert!(!sentence.contains(['{', '}']) && !sentence.contains(MISSING), "{} {sentence}", phrases.tag);
                assert_ne!(sentence, code);
                assert_eq!(sentence.trim(), sentence);
                assert!(!sentence.contains("  "), "{} {sentence}", phrases.tag);
            }
        }
    }
}

#[test]
fn sentences_end_and_labels_do_not() {
    for (language, code, form) in every_form() {
        let stop = &Phrases::for_language(language).bundle.full_stop;
        assert_eq!(form.ends_with(stop.as_str()), !is_label(code), "{language} {code}: {form}");
        assert!(!form.contains(['!', '！']), "fear makes people freeze: {language} {code}");
        if stop == "।" {
            assert!(!form.contains(". ") && !form.ends_with('.'), "{language} {code}: {form}");
        }
    }
}

#[test]
fn headlines_and_sentences_are_short() {
    for (language, code, form) in every_form() {
        if is_headline(code) {
            assert!(form.chars().count() <= MAX_HEADLINE, "{language} {code}: {form}");
        }
        let stop = &Phrases::for_language(language).bundle.full_stop;
        for sentence in form.split(stop.as_str()) {
            assert!(sentence.chars().count() <= MAX_SENTENCE, "{language} {code}: {sentence}");
        }
    }
}

/// Words that turn a finding into a verdict; `banned_words.tsv` has a line a language.
#[test]
fn no_phrase_gives_a_verdict() {
    let banned: Vec<(&str, Vec<&str>)> = include_str!("banned_words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(language, words)| (language, words.split('\t').collect()))
        .collect();
    for language in Phrases::languages() {
        assert!(banned.iter().any(|(tag, words)| *tag == language && words.len() >= 4), "{language}");
    }
    for (language, code, form) in every_form() {
        let form = form.to_lowercase();
        for (tag, words) in &banned {
            if *tag == language || *tag == "en" {
                for word in words {
                    assert!(!has_word(&form, word), "{language} {code} says {word:?}: {form}");
                }
            }
        }
    }
}

/// Is `word` in `text`, on its own or as the start of a longer word?
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn not_covered_never_reads_like_not_found() {
    for phrases in Phrases::all() {
        let say = |code: &str| phrases.bundle.phrases.get(code).unwrap().other.as_str();
        let not_found = [say("outcome.not_found.headline"), say("outcome.not_found.headline_no_name")];
        for variant in ["headline", "headline_partial", "headline_unknown", "headline_no_origin"] {
            assert!(!not_found.contains(&say(&format!("outcome.not_covered.{variant}"))), "{}", phrases.tag);
        }
        let not_good_not_bad = say("outcome.not_covered.why_none");
        for variant in ["why_partial", "why_unknown", "why_no_origin"] {
            let why = say(&format!("outcome.not_covered.{variant}"));
            assert!(why.ends_with(not_good_not_bad), "{} {variant}: {why}", phrases.tag);
        }
    }
}

#[test]
fn too_old_still_says_what_the_copy_said() {
    for phrases in Phrases::all() {
        for (variant, key) in
            [("why", "then"), ("why_entry", "then"), ("why_lapsed", "state"), ("why_no_origin", "then")]
        {
            let why = &phrases.bundle.phrases.get(&format!("outcome.too_old.{variant}")).unwrap().other;
            assert!(keys(why).any(|named| named == key), "{} {why}", phrases.tag);
        }
    }
}

/// The others follow English: they are drafts until a person who speaks the language has read them.
#[test]
fn only_english_is_written() {
    for phrases in Phrases::all() {
        for code in phrases.bundle.phrases.keys() {
            assert_eq!(phrases.review(code) == Review::Written, phrases.tag == "en", "{} {code}", phrases.tag);
        }
    }
}

#[test]
fn the_files_stay_small() {
    let bytes: usize = [
        include_str!("../../../content/phrases/en.json"),
        include_str!("../../../content/phrases/hi.json"),
        include_str!("../../../content/phrases/bn.json"),
        include_str!("../../../content/phrases/fil.json"),
        include_str!("../../../content/phrases/ne.json"),
        include_str!("../../../content/phrases/id.json"),
    ]
    .iter()
    .map(|file| file.len())
    .sum();
    assert!(bytes < 150_000, "{bytes}");
}
