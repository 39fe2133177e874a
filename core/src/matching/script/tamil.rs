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
    let (start, run) = opening(run);
    out.push_str(start);
    let mut letters = run.chars().peekable();
    let mut before = if start.is_empty() { Before::Start } else { Before::Vowel };
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
        let kumar = letters.clone().take(5).eq("ுமார்".chars());
        let dead = next == Some('்');
        if dead {
            letters.next();
        }
        let doubled = dead && letters.peek() == Some(&letter);
        if aytham && letter == 'ப' {
            out.push('f');
        } else if !(doubled && is_stop(letter)) {
            out.push_str(consonant(letter, before, dead, letters.peek().copied(), kumar));
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

/// Beginnings of well-known names whose first consonants the spelling does not tell, in Latin, and what is left.
const OPENINGS: [(&str, &str, &str); 25] = [
    ("சந்த", "cha", "ந்த"),
    ("சங்கர", "sanka", "ர"),
    ("பால", "ba", "ல"),
    ("பாபு", "babu", ""),
    ("சுப்ப", "suba", ""),
    ("பாரத", "bara", "த"),
    ("பாஸ்", "bas", ""),
    ("கணே", "gane", ""),
    ("கணப", "ganapa", ""),
    ("கோவி", "govi", ""),
    ("கோபா", "gopa", ""),
    ("கோபி", "gopi", ""),
    ("குரு", "guru", ""),
    ("தினே", "dine", ""),
    ("தீப", "dipa", ""),
    ("தேவ", "deva", ""),
    ("தர்ம", "dharma", ""),
    ("மோக", "moha", ""),
    ("மகா", "maha", ""),
    ("மகே", "mahe", ""),
    ("முகம", "muhama", ""),
    ("அகம", "ahama", ""),
    ("ராகு", "rahu", ""),
    ("துபா", "duba", ""),
    ("டெல்", "del", ""),
];

fn opening(run: &str) -> (&'static str, &str) {
    for (start, latin, kept) in OPENINGS {
        let Some(rest) = run.strip_prefix(start) else { continue };
        // "dipa" before a vowel sign or a virama has no a of its own.
        let signed = rest.chars().next().is_some_and(|next| is_sign(next) || next == '்');
        let own_vowel = !start.ends_with(|last| is_sign(last) || last == '்');
        let at = start.len() - kept.len();
        if kept.is_empty() && signed && own_vowel {
            return (latin.strip_suffix('a').unwrap_or(latin), rest);
        }
        return (latin, run.get(at..).unwrap_or_default());
    }
    ("", run)
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

fn consonant(letter: char, before: Before, dead: bool, next: Option<char>, kumar: bool) -> &'static str {
    let after_nasal = matches!(before, Before::Dead('ங' | 'ஞ' | 'ண' | 'ந' | 'ம' | 'ன'));
    let doubled = before == Before::Dead(letter);
    let between_vowels = before == Before::Vowel && !dead;
    match letter {
        // Lakshmi, Meenakshi.
        'ட' if dead && next == Some('ச') => "k",
        'ச' if before == Before::Dead('ட') => "sh",
        // Compound names keep their k: Vijayakumar.
        'க' if kumar => "k",
        // English words ("inter", "consultancy") are spelled with this n, which Tamil ones do not have here.
        'ட' if before == Before::Dead('ன') => "t",
        'ச' if before == Before::Dead('ன') => "s",
        'க' if after_nasal || between_vowels => "g",
        'க' => "k",
        'ச' if after_nasal => "j",
        'ச' if doubled || before == Before::Dead('ற') => "ch",
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
        _ => "",
    }
}
