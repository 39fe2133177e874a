//! Tamil, which writes k and g, t and d, p and b, s and ch with one letter each: the neighbours decide.

/// What stands just before a consonant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Start,
    Vowel,
    /// A consonant without vowel: its letter.
    Dead(char),
}

/// Appends `run` in Latin letters, voiced as spoken.
pub(super) fn romanise(run: &str, out: &mut String) {
    let mut letters = run.chars().peekable();
    let mut before = Before::Start;
    // ஃ before ப writes f.
    let mut aytham = false;
    while let Some(letter) = letters.next() {
        if letter == 'ஃ' {
            aytham = true;
            continue;
        }
        if let Some(vowel) = vowel(letter) {
            out.push_str(vowel);
            before = Before::Vowel;
            continue;
        }
        if !('க'..='ஹ').contains(&letter) {
            if letter == 'ஂ' {
                out.push('m');
            }
            continue;
        }
        let next = letters.peek().copied();
        let dead = next == Some('்');
        if dead {
            letters.next();
        }
        let doubled = dead && letters.peek() == Some(&letter);
        if aytham && letter == 'ப' {
            out.push('f');
        } else if !(doubled && is_stop(letter)) {
            out.push_str(consonant(letter, before, dead, letters.peek().copied()));
        }
        aytham = false;
        if dead {
            before = Before::Dead(letter);
        } else {
            before = Before::Vowel;
            if !letters.peek().copied().is_some_and(is_sign) {
                out.push('a');
            }
        }
    }
}

fn is_stop(letter: char) -> bool {
    matches!(letter, 'க' | 'ச' | 'ட' | 'த' | 'ப' | 'ற')
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{BBE}'..='\u{BCC}' | '\u{BD7}')
}

fn vowel(letter: char) -> Option<&'static str> {
    Some(match letter {
        'அ' | 'ஆ' | '\u{BBE}' => "a",
        'இ' | 'ஈ' | '\u{BBF}' | '\u{BC0}' => "i",
        'உ' | 'ஊ' | '\u{BC1}' | '\u{BC2}' => "u",
        'எ' | 'ஏ' | '\u{BC6}' | '\u{BC7}' => "e",
        'ஐ' | '\u{BC8}' => "ai",
        'ஒ' | 'ஓ' | '\u{BCA}' | '\u{BCB}' => "o",
        'ஔ' | '\u{BCC}' => "au",
        _ => return None,
    })
}

fn consonant(letter: char, before: Before, dead: bool, next: Option<char>) -> &'static str {
    let after_nasal = matches!(before, Before::Dead('ங' | 'ஞ' | 'ண' | 'ந' | 'ம' | 'ன'));
    let doubled = before == Before::Dead(letter);
    let between_vowels = before == Before::Vowel && !dead;
    match letter {
        'க' if after_nasal || between_vowels => "g",
        'க' => "k",
        'ச' if after_nasal => "j",
        'ச' if doubled || matches!(before, Before::Dead('ட' | 'ற')) => "ch",
        'ச' => "s",
        'ட' if after_nasal || between_vowels => "d",
        'ட' => "t",
        'த' if after_nasal => "d",
        'த' => "th",
        'ப' if after_nasal || between_vowels => "b",
        'ப' => "p",
        'ற' if doubled => "tr",
        'ற' if after_nasal => "dr",
        'ற' if dead => "r",
        'ற' | 'ர' => "r",
        'ங' => "n",
        'ஞ' if dead => "n",
        'ஞ' => "gn",
        'ண' | 'ந' | 'ன' => "n",
        'ம' => "m",
        'ய' => "y",
        'ல' | 'ள' => "l",
        'ழ' => "zh",
        'வ' => "v",
        'ஜ' => "j",
        'ஶ' | 'ஷ' => "sh",
        'ஸ' => "s",
        'ஹ' => "h",
        _ => {
            let _ = next;
            ""
        }
    }
}
