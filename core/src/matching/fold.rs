//! How a word sounds, written so that the usual romanisations of one South or South-East Asian name fall together.
//!
//! `Mohammed`, `Muhamad` and `Mohamad` share one fold; the vowel-less [`skeleton`] also joins what scripts without
//! written vowels leave open.

/// The fold of a word of lower-case ASCII letters and digits: aspirates lose their h, `ph` is `f`, `w` is `v`, long
/// and double vowels are short, doubled letters single, a final h is silent. Other characters are dropped.
pub(crate) fn fold(word: &str) -> String {
    let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).collect();
    let mut folded: Vec<u8> = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while let [first, tail @ ..] = rest {
        let next = tail.first().copied().unwrap_or_default();
        let after = tail.get(1).copied().unwrap_or_default();
        let (sound, used): (&[u8], usize) = match (first, next) {
            // Gowda and Gauda, Chowdhury and Chaudhuri: one sound before a consonant or at the end.
            (b'a' | b'o', b'w' | b'u') if !matches!(after, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') => (b"u", 2),
            (b'p', b'h') => (b"f", 2),
            (b'b' | b'd' | b'g' | b'k' | b't' | b'j' | b's', b'h') => (unaspirated(*first), 2),
            // `ch` is one sound of its own; `chh` is the same aspirated.
            (b'c', b'h') => (b"c", if after == b'h' { 3 } else { 2 }),
            (b'c', b'e' | b'i' | b'y') => (b"s", 1),
            (b'c', b'k') => (b"k", 2),
            (b'c' | b'q', _) => (b"k", 1),
            (b'w', _) => (b"v", 1),
            (b'z', _) => (b"j", 1),
            (b'x', _) => (b"ks", 1),
            (b'e', b'e' | b'a') | (b'i', b'e' | b'i') | (b'a', b'i' | b'y' | b'e') | (b'e', b'i' | b'y') => (b"i", 2),
            (b'o', b'o' | b'u') | (b'u', b'u') => (b"u", 2),
            (b'a', b'a') => (b"a", 2),
            (b'y', _) => (b"i", 1),
            (other, _) => (std::slice::from_ref(other), 1),
        };
        for letter in sound {
            let is_double = folded.last() == Some(letter) && letter.is_ascii_alphabetic();
            if !is_double {
                folded.push(*letter);
            }
        }
        rest = rest.get(used..).unwrap_or_default();
    }
    if folded.len() > 2 && folded.last() == Some(&b'h') {
        folded.pop();
    }
    // Only ASCII was pushed.
    String::from_utf8(folded).unwrap_or_default()
}

fn unaspirated(letter: u8) -> &'static [u8] {
    match letter {
        b'b' => b"b",
        b'd' => b"d",
        b'g' => b"g",
        b'k' => b"k",
        b't' => b"t",
        b'j' => b"j",
        _ => b"s",
    }
}

/// The consonants of a fold; h counts as none. Empty for a word of vowels alone.
pub(crate) fn skeleton(fold: &str) -> String {
    let mut letters = String::with_capacity(fold.len());
    for letter in fold.chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'h')) {
        if !letters.ends_with(letter) || letter.is_ascii_digit() {
            letters.push(letter);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_share_a_fold() {
        for spellings in [
            &["ameen", "amin", "ameein"][..],
            &["sharif", "shareef", "sareef", "sharief"],
            &["khan", "kan"],
            &["phoenix", "foenix"],
            &["wahid", "vahid", "waheed"],
            &["azad", "ajad"],
            &["bhuiyan", "buiyan"],
            &["noor", "nour", "nur"],
            &["shah", "sha", "saa"],
            &["gowda", "gauda"],
        ] {
            let folds: Vec<String> = spellings.iter().map(|word| fold(word)).collect();
            assert!(folds.windows(2).all(|pair| pair[0] == pair[1]), "{spellings:?} {folds:?}");
        }
    }

    #[test]
    fn digits_stay_and_other_characters_go() {
        assert_eq!(fold("1100"), "1100");
        assert_eq!(fold("ক"), "");
        assert_eq!(skeleton(&fold("international")), "ntrntnl");
        assert_eq!(skeleton("1100"), "1100");
    }

    #[test]
    fn folding_twice_changes_nothing_more_in_skeletons() {
        for word in ["chhaya", "philippine", "quality", "exxon", "zawya", "aiyana", "queue"] {
            let once = fold(word);
            assert_eq!(skeleton(&fold(&once)), skeleton(&fold(&fold(&once))), "{word}");
        }
    }
}
