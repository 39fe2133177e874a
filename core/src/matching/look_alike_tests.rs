use super::{TABLE, to_latin, whole_word};
use crate::matching::lexicon::Lexicon;

#[test]
fn letters_of_other_scripts_are_read_as_the_latin_ones_they_imitate() {
    for (word, latin) in [
        ("gulf\u{0430}ssociate", "gulfassociate"),
        ("оverseas", "overseas"),
        ("mаnpоwеr", "manpower"),
        ("ΑLPHA", "alpha"),
        ("ꓮlpha", "alpha"),
        ("Ꮪtar", "star"),
        ("glοbal", "global"),
        ("ɡulf", "gulf"),
        ("agenсy", "agency"),
        ("sаudí", "saudí"),
        ("ѕtёr", "ster"),
    ] {
        assert_eq!(to_latin(word).as_deref(), Some(latin), "{word}");
    }
}

#[test]
fn digits_inside_words_are_read_as_letters() {
    for (word, latin) in [
        ("0verseas", "overseas"),
        ("g1obal", "global"),
        ("gu1f", "gulf"),
        ("v1sa", "visa"),
        ("1ndia", "india"),
        ("ov3rseas", "overseas"),
        ("manp0wer", "manpower"),
        ("m4npower", "manpower"),
        ("oversea5", "overseas"),
        ("a9ency", "agency"),
        ("du8ai", "dubai"),
        ("g00dwill", "goodwill"),
        ("mаnp0wer", "manpower"),
    ] {
        assert_eq!(to_latin(word).as_deref(), Some(latin), "{word}");
    }
}

#[test]
fn honest_words_are_left_alone() {
    for word in [
        "gulf",
        "1st",
        "2nd",
        "10th",
        "3d",
        "101",
        "24x7",
        "4u",
        "g4s",
        "b2b",
        "mp3",
        "h2o",
        "5star",
        "7seas",
        "1stop",
        "100percent",
        "zone1",
        "star7",
        "covid19",
        "3m",
        "việt",
        "công",
        "đầu",
        "straße",
        "москва",
        "росток",
        "ओवरसीज",
        "สมชาย",
        "2024",
        "a1",
        "4x4",
        "rl1234",
        "st4r7x9",
        "cafés",
        "3sixty",
    ] {
        assert_eq!(to_latin(word), None, "{word}");
    }
}

#[test]
fn a_whole_foreign_word_imitates_only_when_every_letter_does() {
    assert_eq!(whole_word("РОСТОК").as_deref(), Some("poctok"));
    assert_eq!(whole_word("ехрресс").as_deref(), Some("exppecc"));
    for word in ["москва-л", "ओवरसीज", "gulf", "жизнь", "100", ""] {
        assert_eq!(whole_word(word), None, "{word}");
    }
}

/// Every letter of every word, swapped by every look-alike: all are seen, as the words stand and in lower case.
#[test]
fn every_swap_of_one_letter_is_seen() {
    let words =
        ["gulf", "overseas", "manpower", "international", "jazeera", "quality", "express", "world", "hawk", "bdk"];
    for word in words {
        for (at, letter) in word.char_indices() {
            for (look_alike, _) in TABLE.iter().filter(|(_, latin)| **latin == letter) {
                let attacked = format!("{}{look_alike}{}", &word[..at], &word[at + 1..]);
                assert!(to_latin(&attacked).is_some(), "{attacked}");
                assert!(to_latin(&attacked.to_lowercase()).is_some(), "{attacked}");
            }
        }
    }
}

#[test]
fn the_table_is_letters_to_small_latin_letters() {
    assert!(TABLE.len() > 350, "{}", TABLE.len());
    for (look_alike, latin) in TABLE.iter() {
        assert!(!look_alike.is_ascii() && look_alike.is_alphabetic(), "{look_alike}");
        assert!(latin.is_ascii_lowercase(), "{latin}");
    }
}

#[test]
fn no_word_of_the_lexicon_imitates_another() {
    for form in Lexicon::shipped().forms().filter(|form| form.chars().any(|letter| letter.is_ascii_alphabetic())) {
        assert_eq!(to_latin(form), None, "{form}");
    }
}
