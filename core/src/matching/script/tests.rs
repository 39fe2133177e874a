use std::collections::BTreeMap;

use super::{blurs_voicing, fix_zawgyi, heard_as_english, segment, to_latin};
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

fn blurred(key: &str) -> String {
    let mut out = String::new();
    let voiceless = |letter| match letter {
        'g' => 'k',
        'd' => 't',
        'b' => 'p',
        'j' => 's',
        letter => letter,
    };
    for letter in key.chars().map(voiceless) {
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

/// How often native words and their Latin spelling meet, by ever weaker keys.
#[derive(Default)]
struct Agreement {
    words: usize,
    same_fold: usize,
    same_consonants: usize,
    /// Consonants, with voiced and voiceless ones taken as one.
    same_blurred: usize,
    /// Consonants, or the same word of the lexicon: as the matcher sees it.
    same_word: usize,
    /// Consonants of the Latin word as written or as heard in English.
    same_heard: usize,
    misses: Vec<String>,
}

impl Agreement {
    fn add(&mut self, native: &str, latin: &str) {
        let spelled = to_latin(&prepared(native));
        assert!(spelled.bytes().all(|byte| byte.is_ascii_lowercase() || b" -'".contains(&byte)), "{native}: {spelled}");
        let (ours, theirs) = (fold(&spelled), fold(&to_latin(&prepared(latin))));
        let (our_key, their_key) = (without_vowels(&ours), without_vowels(&theirs));
        let known = |word: &str| Lexicon::shipped().look_up(&prepared(word)).map(|info| info.canonical);
        let same_consonants = our_key == their_key;
        let heard = heard_as_english(latin).map(|heard| without_vowels(&fold(&heard)));
        self.same_heard += usize::from(same_consonants || heard.as_ref() == Some(&our_key));
        self.words += 1;
        self.same_fold += usize::from(ours == theirs);
        self.same_consonants += usize::from(same_consonants);
        self.same_blurred += usize::from(blurred(&our_key) == blurred(&their_key));
        self.same_word += usize::from(same_consonants || known(native).is_some() && known(native) == known(latin));
        if !same_consonants {
            self.misses.push(format!("{native} {spelled} ({latin})"));
        }
    }

    #[allow(clippy::cast_precision_loss)] // a few thousand words
    fn share(&self, part: usize) -> f64 {
        part as f64 / self.words.max(1) as f64
    }
}

/// Measured shares, rounded down: consonants, and consonants or lexicon.
const FLOORS: [(&str, f64, f64); 15] = [
    ("bengali", 0.85, 0.95),
    ("burmese", 0.76, 0.90),
    ("devanagari", 0.90, 0.98),
    ("gujarati", 0.90, 0.98),
    ("gurmukhi", 0.90, 0.98),
    ("kannada", 0.90, 0.95),
    ("khmer", 0.75, 0.80),
    ("lao", 0.80, 0.80),
    ("malayalam", 0.90, 0.95),
    ("odia", 0.90, 0.95),
    ("sinhala", 0.85, 0.95),
    ("tamil", 0.74, 0.90),
    ("telugu", 0.90, 0.98),
    ("thai", 0.82, 0.90),
    ("urdu", 0.85, 0.95),
];

#[test]
fn names_in_other_scripts_agree_with_their_latin_spelling() {
    let vectors = include_str!("../../../../tests/vectors/romanisation.tsv");
    let mut scripts: BTreeMap<&str, Agreement> = BTreeMap::new();
    for line in vectors.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        scripts.entry(fields[0]).or_default().add(fields[1], fields[2]);
    }
    for (script, agreement) in &scripts {
        println!(
            "{script}: {} words, fold {:.2}, consonants {:.2}, heard {:.2}, blurred {:.2}, with lexicon {:.2}; missed: {}",
            agreement.words,
            agreement.share(agreement.same_fold),
            agreement.share(agreement.same_consonants),
            agreement.share(agreement.same_heard),
            agreement.share(agreement.same_blurred),
            agreement.share(agreement.same_word),
            agreement.misses.join(", ")
        );
    }
    assert_eq!(scripts.len(), FLOORS.len());
    for (script, consonants, word) in FLOORS {
        let agreement = &scripts[script];
        assert!(agreement.share(agreement.same_consonants) >= consonants, "{script}: {:?}", agreement.misses);
        assert!(agreement.share(agreement.same_word) >= word, "{script}: {:?}", agreement.misses);
    }
}

/// The CMU corpus of Indian names (Latin, Devanagari). Measured: fold .85, consonants .98 of 8,726.
#[test]
fn devanagari_names_of_the_parallel_corpus() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/bench/words/indian_names.tsv");
    let mut agreement = Agreement::default();
    for line in std::fs::read_to_string(path).expect("the corpus").lines().filter(|line| !line.starts_with('#')) {
        if let Some((latin, hindi)) = line.split_once('\t') {
            agreement.add(hindi, latin);
        }
    }
    let (fold, consonants) = (agreement.share(agreement.same_fold), agreement.share(agreement.same_consonants));
    assert!(agreement.words > 8_000);
    assert!(fold >= 0.85 && consonants >= 0.98, "{fold:.3} {consonants:.3}");
}

#[test]
fn latin_words_lose_their_marks_only() {
    for (word, latin) in [
        ("gulf", "gulf"),
        ("3-2", "3-2"),
        ("điện", "dien"),
        ("công", "cong"),
        ("straße", "strasse"),
        ("łódź", "lodz"),
        ("ærø", "aero"),
        ("são", "sao"),
        ("abcग", "abcga"),
        ("москва", "moskva"),
        ("αθήνα", "athina"),
        ("北京", "beijing"),
        ("", ""),
    ] {
        assert_eq!(to_latin(word), latin, "{word}");
    }
}

#[test]
fn decomposed_and_composed_text_is_romanised_alike() {
    for (word, other) in [("ज़ी", "ज\u{93C}ी"), ("ওয়ার্ল্ড", "ও\u{9AF}\u{9BC}ার্ল্ড"), ("điện", "đie\u{302}\u{323}n")]
    {
        assert_eq!(to_latin(&prepared(word)), to_latin(&prepared(other)), "{word}");
    }
}

#[test]
fn zawgyi_becomes_unicode_and_unicode_stays() {
    for (zawgyi, unicode) in [
        ("ျမန္မာ", "မြန်မာ"),
        ("ေရႊ", "ရွှေ"),
        ("ကုမၸဏီ လီမိတက္", "ကုမ္ပဏီ လီမိတက်"),
        ("ေအာင္ေက်ာ္", "အောင်ကျော်"),
        ("ေမာင္", "မောင်"),
        ("ခ်ိဳ", "ချို"),
        ("ႏိုင္", "နိုင်"),
        ("ျပည္", "ပြည်"),
        ("ၾကည္", "ကြည်"),
        ("အလုပ္သမား", "အလုပ်သမား"),
        ("Shwe ေရႊ Co", "Shwe ရွှေ Co"),
    ] {
        assert_eq!(fix_zawgyi(zawgyi), unicode, "{zawgyi}");
    }
    for unicode in [
        "မြန်မာ",
        "ရွှေ",
        "ကုမ္ပဏီ လီမိတက်",
        "အောင်ကျော်",
        "ကျော်",
        "ကျမ",
        "ရန်ကုန်",
        "မန္တလေး",
        "အလုပ်သမား",
        "ခေါ်",
        "ပို့ဆောင်ရေး",
        "နိုင်ငံခြား အလုပ်အကိုင် ဝန်ဆောင်မှု",
        "သင်္ဘော",
        "ဦး",
        "Gulf",
        "ओवरसीज",
        "သူ",
        "မာ",
    ] {
        assert_eq!(fix_zawgyi(unicode), unicode);
        assert!(matches!(fix_zawgyi(unicode), std::borrow::Cow::Borrowed(_)), "{unicode}");
    }
}

#[test]
fn runs_without_spaces_are_cut_at_known_words() {
    for (run, parts) in [
        ("บริษัทจัดหางานสยามเซอร์วิสจำกัด", "บริษัท จัดหางาน สยาม เซอร์วิส จำกัด"),
        ("บริษัทสุขใจจำกัด", "บริษัท สุขใจ จำกัด"),
        ("ရွှေမြန်မာကုမ္ပဏီလီမိတက်", "ရွှေ မြန်မာ ကုမ္ပဏီ လီမိတက်"),
        ("大华国际有限公司", "大华 国际 有限公司"),
        ("ក្រុមហ៊ុនសុខា", "ក្រុមហ៊ុន សុខា"),
        ("สมชาย", "สมชาย"),
        // "Lao" at the start of Lawan, "Thai" inside a longer word: not words there.
        ("ลาวัณย์", "ลาวัณย์"),
        ("คนไทยดี", "คนไทยดี"),
        ("สุขไทย", "สุข ไทย"),
        ("ไทยสุข", "ไทย สุข"),
        ("gulf", "gulf"),
        ("ओवरसीज", "ओवरसीज"),
        ("", ""),
    ] {
        let run = prepared(run);
        assert_eq!(segment(&run).join(" "), prepared(parts));
        assert_eq!(segment(&run).concat(), run);
    }
}

#[test]
fn english_words_are_respelled_as_heard() {
    for (native, latin) in [
        ("नेशनल", "national"),
        ("विज़न", "vision"),
        ("मिशन", "mission"),
        ("फ्यूचर", "future"),
        ("एनर्जी", "energy"),
        ("एजेंसी", "agency"),
        ("क्वीन", "queen"),
        ("क्वालिटी", "quality"),
        ("ब्रिज", "bridge"),
        ("नाइट", "knight"),
        ("ब्राइट", "bright"),
        ("ওশান", "ocean"),
        ("ক্রাউন", "crown"),
        ("இன்டர்நேஷனல்", "international"),
        ("ഇന്റർനാഷണൽ", "international"),
        ("انٹرنیشنل", "international"),
        ("ଏଜେନ୍ସି", "agency"),
        ("ಗೌಡ", "gowda"),
        ("স্টেশন", "station"),
        ("యూనిక్", "unique"),
        ("स्पेशल", "special"),
    ] {
        let heard = heard_as_english(latin).expect(latin);
        let ours = without_vowels(&fold(&to_latin(&prepared(native))));
        assert_eq!(ours, without_vowels(&fold(&heard)), "{native} {latin} {heard}");
    }
    for word in ["gulf", "star", "gopal", "power", "global", "tower", "of", "कखग", "a1b2c"] {
        assert_eq!(heard_as_english(word), None, "{word}");
    }
}

#[test]
fn scripts_that_blur_voicing_are_known() {
    assert!(blurs_voicing("முருகன்") && blurs_voicing("สมชาย"));
    assert!(!blurs_voicing("gulf") && !blurs_voicing("ओवरसीज"));
}

proptest::proptest! {
    #[test]
    fn any_text_gives_ascii_and_comes_back_whole_from_segments(text in "\\PC{0,40}") {
        let word = prepared(&text);
        let latin = to_latin(&word);
        proptest::prop_assert!(latin.is_ascii());
        proptest::prop_assert_eq!(segment(&word).concat(), word);
        let _ = fix_zawgyi(&text);
    }

    #[test]
    fn broken_text_of_these_scripts_does_no_harm(text in "[\u{900}-\u{109F}\u{1780}-\u{17FF}\u{600}-\u{6FF}a-z0-9\u{200D}]{0,30}") {
        proptest::prop_assert!(to_latin(&prepared(&text)).is_ascii());
        proptest::prop_assert_eq!(segment(&text).concat(), text.clone());
        let _ = fix_zawgyi(&text);
    }
}
