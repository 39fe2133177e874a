use super::{Classes, Lexicon, WORDS};

fn canonical(form: &str) -> Option<&'static str> {
    Lexicon::shipped().look_up(form).map(|info| info.canonical)
}

#[test]
fn spellings_and_scripts_of_a_word_meet() {
    for (form, word) in [
        ("intl", "international"),
        ("ओवरसीज", "overseas"),
        ("ম্যানপাওয়ার", "manpower"),
        ("மேன்பவர்", "manpower"),
        ("اوورسیز", "overseas"),
        ("انٹرنیشنل", "international"),
        ("โอเวอร์ซีส์", "overseas"),
        ("บริษัท", "co"),
        ("จัดหางาน", "employment"),
        ("ကုမ္ပဏီ", "co"),
        ("လီမိတက်", "ltd"),
        ("有限公司", "co ltd"),
        ("svcs", "services"),
        ("recruiters", "recruiting"),
        ("दुबई", "dubai"),
        ("สยาม", "thailand"),
        ("cty", "co"),
    ] {
        let prepared: String = unicode_normalization::UnicodeNormalization::nfkc(form).collect();
        assert_eq!(canonical(&prepared), Some(word), "{form}");
    }
    assert_eq!(canonical("brilliant"), None);
}

#[test]
fn the_longest_phrase_wins() {
    let lexicon = Lexicon::shipped();
    for (tokens, taken, word) in [
        (&["pvt", "ltd", "x"][..], 2, "pvt ltd"),
        (&["private", "limited"], 2, "pvt ltd"),
        (&["p", "ltd"], 2, "pvt ltd"),
        (&["sdn", "bhd"], 2, "pvt ltd"),
        (&["human", "resources", "ltd"], 2, "human resources"),
        (&["công", "ty", "cổ", "phần", "abc"], 4, "jsc"),
        (&["cong", "ty", "tnhh"], 3, "co ltd"),
        (&["công", "ty", "abc"], 2, "co"),
        (&["ltd"], 1, "ltd"),
        (&["pt", "abc"], 1, "pt"),
        (&["saudi", "arabia"], 2, "saudi arabia"),
        (&["one", "person", "company"], 3, "opc"),
    ] {
        assert_eq!(
            lexicon.phrases(tokens).map(|(count, info)| (count, info.canonical)),
            Some((taken, word)),
            "{tokens:?}"
        );
    }
    assert!(lexicon.phrases(&["sdn"]).is_none_or(|(count, _)| count == 1));
    assert!(lexicon.phrases(&[]).is_none());
}

#[test]
fn classes() {
    let lexicon = Lexicon::shipped();
    for (form, class) in [
        ("ltd", Classes::LEGAL),
        ("pt", Classes::LEGAL_FIRST),
        ("overseas", Classes::GENERIC),
        ("dubai", Classes::PLACE),
        ("dubai", Classes::ADDED),
        ("group", Classes::ADDED),
        ("visa", Classes::JOB),
        ("seven", Classes::NUMBER),
        ("first", Classes::ORDINAL),
        ("iii", Classes::ROMAN),
        ("v", Classes::ROMAN_LAST),
    ] {
        assert!(lexicon.look_up(form).is_some_and(|info| info.classes.any(class)), "{form}");
    }
    // Only a spelling: these make a name what it is.
    assert_eq!(lexicon.look_up("royal").map(|info| info.classes), Some(Classes::default()));
    assert!(!lexicon.look_up("v").is_some_and(|info| info.classes.any(Classes::ROMAN)));
}

#[test]
fn the_file_is_small_and_every_line_of_it_is_read() {
    assert!(WORDS.len() <= 90_000, "{}", WORDS.len());
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 3, "{line}");
        let classes = fields[1].split(',').filter(|name| *name != "-");
        for class in classes {
            assert_ne!(Classes::named(class), Classes::default(), "{line}");
        }
        for form in fields[2].split('|') {
            let tokens: Vec<&str> = form.split(' ').collect();
            let found = Lexicon::shipped().phrases(&tokens);
            assert!(found.is_some_and(|(count, _)| count == tokens.len()), "{form}");
        }
    }
}
