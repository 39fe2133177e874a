//! Arabic and Urdu. Short vowels are not written, so none are invented: the matcher's vowel-less key bridges the gap.

/// Appends `run` in Latin letters.
pub(super) fn romanise(run: &str, out: &mut String) {
    let letters: Vec<char> = run.chars().filter(|letter| !is_ignored(*letter)).collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let after = letters.get(at + 1).copied();
        out.push_str(latin(*letter, before, after));
    }
}

fn is_ignored(letter: char) -> bool {
    // Tatweel, doubling and silence marks, and joiners.
    matches!(letter, 'ـ' | '\u{651}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' | '\u{200B}'..='\u{200F}' | 'ء' | '،')
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'و' | 'ؤ' | 'ی' | 'ي' | 'ى' | 'ے' | 'ئ' | '\u{64B}'..='\u{650}')
}

fn latin(letter: char, before: Option<char>, after: Option<char>) -> &'static str {
    match letter {
        'ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'ع' | 'ة' | 'ۃ' | '\u{64E}' | '\u{64B}' => "a",
        'ى' => "a",
        '\u{650}' | '\u{64D}' => "i",
        '\u{64F}' | '\u{64C}' => "u",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ٹ' | 'ط' => "t",
        'ث' | 'س' | 'ص' => "s",
        'ج' => "j",
        'چ' => "ch",
        'ح' => "h",
        'خ' => "kh",
        'د' | 'ڈ' => "d",
        'ذ' | 'ز' | 'ض' | 'ظ' => "z",
        'ر' | 'ڑ' => "r",
        'ژ' => "zh",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' => "v",
        'ق' => "q",
        'ک' | 'ك' | 'ڪ' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ں' => "n",
        'ہ' | 'ه' | 'ۂ' if after.is_none() => {
            if before.is_some_and(is_vowel) {
                "h"
            } else {
                "a"
            }
        }
        'ہ' | 'ه' | 'ۂ' | 'ھ' => "h",
        // Two in a row are o and w ("overseas"); before a written vowel, and at the start, one is the consonant w.
        'و' if after == Some('و') => "o",
        'و' if before == Some('و') => "w",
        'و' if before.is_none() || after.is_some_and(is_open_vowel) => "w",
        'و' if before == Some('ا') && after.is_some() => "w",
        'و' | 'ؤ' => "u",
        'ی' | 'ي' if before.is_none() || after.is_some_and(is_open_vowel) => "y",
        'ی' | 'ي' | 'ئ' => "i",
        'ے' => "e",
        _ => "",
    }
}

/// A vowel letter that makes the و or ی before it a consonant.
fn is_open_vowel(letter: char) -> bool {
    matches!(letter, 'ا' | 'آ' | 'و' | 'ی' | 'ي' | 'ے' | 'ة' | '\u{64E}'..='\u{650}')
}
