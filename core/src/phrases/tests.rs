use super::*;
use crate::model::Date;

fn params<const N: usize>(values: [(&str, Param); N]) -> BTreeMap<String, Param> {
    values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn july() -> Param {
    Date::new(2026, 7, 14).unwrap().into()
}

#[test]
fn a_tag_finds_its_language_else_english() {
    for (tag, language) in [
        ("hi", "hi"),
        ("hi-IN", "hi"),
        ("hi_IN", "hi"),
        ("BN-bd", "bn"),
        ("fil-PH", "fil"),
        ("tl", "fil"),
        ("tl_PH", "fil"),
        ("in", "id"),
        ("in-ID", "id"),
        (" ne ", "ne"),
        ("en-GB", "en"),
        ("xx", "en"),
        ("", "en"),
        ("-", "en"),
    ] {
        assert_eq!(Phrases::for_language(tag).language(), language, "{tag}");
    }
    assert_eq!(Phrases::languages().collect::<Vec<_>>(), ["en", "hi", "bn", "fil", "ne", "id"]);
}

#[test]
fn what_is_missing_never_panics() {
    let hindi = Phrases::for_language("hi");
    assert_eq!(hindi.phrase("no.such.phrase", &BTreeMap::new()), "no.such.phrase");
    assert_eq!(hindi.phrase("", &BTreeMap::new()), "");
    let unfilled = Phrases::for_language("en").phrase("next.call_listed_phone", &BTreeMap::new());
    assert_eq!(unfilled, "Before anything else, call the number on the list: ….");
}

#[test]
fn a_language_without_a_phrase_speaks_english() {
    let bare = Phrases { tag: "xx", bundle: LazyLock::new(|| Bundle::parse("not JSON")) };
    assert_eq!(bare.phrase("field.name", &BTreeMap::new()), "name");
    assert_eq!(
        bare.phrase("warning.expires_soon", &params([("days", 1.into()), ("date", july())])),
        "The licence ends in 1 day (14 July 2026). Ask for the new one."
    );
    assert_eq!(bare.review("field.name"), Review::Written);
    assert_eq!(bare.list(&["a".to_owned()]), "a");
}

#[test]
fn values_are_not_read_as_phrases() {
    let owner = params([("name", "{state} } { {name}".into())]);
    assert_eq!(
        Phrases::for_language("en").phrase("warning.licence_other_owner", &owner),
        "On the list this licence number belongs to {state} } { {name}."
    );
    assert_eq!(replace("a { b {x} c } d {", |key| key.to_uppercase()), "a  B {X c } d ");
}

#[test]
fn a_name_that_ends_with_a_full_stop_ends_the_sentence() {
    let owner = params([("name", "A. B. INC.".into())]);
    let say = |language| Phrases::for_language(language).phrase("warning.licence_other_owner", &owner);
    assert_eq!(say("en"), "On the list this licence number belongs to A. B. INC.");
    assert!(say("ne").ends_with("A. B. INC. को हो।"), "{}", say("ne"));
}

#[test]
fn dates_are_written_the_language_s_way() {
    for (language, shown) in [
        ("en", "14 July 2026"),
        ("hi", "14 जुलाई 2026"),
        ("bn", "১৪ জুলাই, ২০২৬"),
        ("fil", "Hulyo 14, 2026"),
        ("ne", "२०२६ जुलाई १४"),
        ("id", "14 Juli 2026"),
    ] {
        assert_eq!(Phrases::for_language(language).show(&july()), shown, "{language}");
    }
}

#[test]
fn counts_are_written_the_language_s_way() {
    for (language, shown) in [
        ("en", "134,566"),
        ("hi", "1,34,566"),
        ("bn", "১,৩৪,৫৬৬"),
        ("fil", "134,566"),
        ("ne", "१,३४,५६६"),
        ("id", "134.566"),
    ] {
        assert_eq!(Phrases::for_language(language).show(&134_566.into()), shown, "{language}");
    }
    let hindi = Phrases::for_language("hi");
    for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_345_678, "1,23,45,678"), (-1234, "-1,234")] {
        assert_eq!(hindi.show(&number.into()), shown);
    }
    assert_eq!(Phrases::for_language("en").show(&i64::MIN.into()), "-9,223,372,036,854,775,808");
}

#[test]
fn phone_and_licence_numbers_stay_as_they_are() {
    for language in Phrases::languages() {
        let sentence = Phrases::for_language(language)
            .phrase("next.call_listed_phone", &params([("phone", "+880 2-1234567".into())]));
        assert!(sentence.contains("+880 2-1234567"), "{sentence}");
    }
}

/// CLDR cardinal rules: en, ne `one` for 1; hi, bn for 0 and 1; fil unless it ends in 4, 6 or 9; id none.
#[test]
fn plural_forms_follow_the_language() {
    for (language, ones) in [
        ("en", vec![1]),
        ("hi", vec![0, 1]),
        ("bn", vec![0, 1]),
        ("fil", vec![0, 1, 2, 3, 5, 7, 8, 10, 11, 12, 13, 15, 17, 18, 20, 21, 101]),
        ("ne", vec![1]),
        ("id", vec![]),
    ] {
        let rule = Phrases::for_language(language).bundle.plurals;
        let found: Vec<i64> = (0..=21).chain([101, 104]).filter(|number| rule.is_one(*number)).collect();
        assert_eq!(found, ones, "{language}");
    }
}

#[test]
fn plurals_in_sentences() {
    let ends = |language, days: i64| {
        Phrases::for_language(language)
            .phrase("warning.expires_soon", &params([("days", days.into()), ("date", july())]))
    };
    assert_eq!(ends("en", 0), "The licence ends today (14 July 2026). Ask for the new one.");
    assert_eq!(ends("en", 1), "The licence ends in 1 day (14 July 2026). Ask for the new one.");
    assert_eq!(ends("en", 5), "The licence ends in 5 days (14 July 2026). Ask for the new one.");
    assert!(ends("hi", 1).starts_with("लाइसेंस 1 दिन में"), "{}", ends("hi", 1));
    assert!(ends("hi", 2).starts_with("लाइसेंस 2 दिनों में"), "{}", ends("hi", 2));
    assert!(ends("bn", 12).starts_with("লাইসেন্স ১২ দিন পরে"), "{}", ends("bn", 12));
    assert!(ends("fil", 3).contains("3 araw"), "{}", ends("fil", 3));
    assert!(ends("fil", 4).contains("4 na araw"), "{}", ends("fil", 4));
    assert!(ends("ne", 30).contains("३० दिनमा"), "{}", ends("ne", 30));
    assert!(ends("id", 1).contains("1 hari"), "{}", ends("id", 1));
}

#[test]
fn lists_are_joined_the_language_s_way() {
    let items = |count| ["A", "B", "C", "D"].map(str::to_owned).into_iter().take(count).collect::<Vec<_>>();
    let english = Phrases::for_language("en");
    assert_eq!(
        [0, 1, 2, 3, 4].map(|count| english.list(&items(count))),
        ["", "A", "A and B", "A, B and C", "A, B, C and D"]
    );
    for (language, three) in
        [("hi", "A, B और C"), ("bn", "A, B ও C"), ("fil", "A, B at C"), ("ne", "A, B र C"), ("id", "A, B, dan C")]
    {
        assert_eq!(Phrases::for_language(language).list(&items(3)), three);
    }
    assert_eq!(english.list(&["{1}".to_owned(), "B".to_owned(), "{0}".to_owned()]), "{1}, B and {0}");
}

#[test]
fn values_are_isolated_only_from_right_to_left() {
    const URDU: &str = r#"{
        "language": "ur", "name": "اردو", "review": "machine_drafted", "direction": "rtl", "full_stop": "۔",
        "digits": "0123456789", "group_separator": ",", "grouping": "indian", "plurals": "one", "months": [],
        "date": "{day} {month} {year}", "list": { "two": "{0} اور {1}", "middle": "{0}، {1}", "end": "{0} اور {1}" },
        "phrases": { "call": "{phone} پر فون کریں۔" }
    }"#;
    let urdu = Phrases { tag: "ur", bundle: LazyLock::new(|| Bundle::parse(URDU)) };
    assert!(urdu.is_right_to_left());
    let call = params([("phone", "+92 51".into())]);
    assert_eq!(urdu.phrase("call", &call), "\u{2068}+92 51\u{2069} پر فون کریں۔");
    assert_eq!(urdu.list(&["A".to_owned(), "B".to_owned()]), "\u{2068}A\u{2069} اور \u{2068}B\u{2069}");
    assert!(Phrases::languages().all(|language| !Phrases::for_language(language).is_right_to_left()));
}
