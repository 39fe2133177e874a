//! Khmer. A consonant's series decides how its vowel sounds; a bare consonant closes the syllable before it.

const COENG: char = '\u{17D2}';

/// Appends `run` in Latin letters.
pub(super) fn romanise(run: &str, out: &mut String) {
    let letters: Vec<char> = run.chars().filter(|letter| !is_ignored(*letter)).collect();
    let mut at = 0;
    let mut open = false;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (used, now_open) = cluster(rest, open, out);
        open = now_open;
        at += used.max(1);
    }
}

fn is_ignored(letter: char) -> bool {
    matches!(letter, '\u{17B4}' | '\u{17B5}' | '\u{17C9}' | '\u{17CA}' | '\u{17CB}' | '\u{17CC}' | '\u{17CE}'..='\u{17D1}' | '\u{17DD}' | '\u{200B}'..='\u{200F}')
}

fn consonant(letter: char) -> Option<(&'static str, bool)> {
    Some(match letter {
        'ក' => ("k", false),
        'ខ' => ("kh", false),
        'គ' => ("k", true),
        'ឃ' => ("kh", true),
        'ង' => ("ng", true),
        'ច' => ("ch", false),
        'ឆ' => ("ch", false),
        'ជ' | 'ឈ' => ("ch", true),
        'ញ' => ("nh", true),
        'ដ' => ("d", false),
        'ឋ' => ("th", false),
        'ឌ' => ("d", true),
        'ឍ' => ("th", true),
        'ណ' => ("n", false),
        'ត' => ("t", false),
        'ថ' => ("th", false),
        'ទ' => ("t", true),
        'ធ' => ("th", true),
        'ន' => ("n", true),
        'ប' => ("b", false),
        'ផ' => ("ph", false),
        'ព' => ("p", true),
        'ភ' => ("ph", true),
        'ម' => ("m", true),
        'យ' => ("y", true),
        'រ' => ("r", true),
        'ល' => ("l", true),
        'វ' => ("v", true),
        'ឝ' | 'ឞ' | 'ស' => ("s", false),
        'ហ' => ("h", false),
        'ឡ' => ("l", false),
        'អ' => ("", false),
        _ => return None,
    })
}

fn is_vowel_sign(letter: char) -> bool {
    matches!(letter, '\u{17B6}'..='\u{17C8}')
}

/// Writes the cluster `rest` begins with. Returns the letters used and whether a final consonant may follow.
fn cluster(rest: &[char], open: bool, out: &mut String) -> (usize, bool) {
    let [head, tail @ ..] = rest else { return (0, false) };
    // A silenced consonant.
    if tail.first() == Some(&'\u{17CD}') {
        return (2, false);
    }
    let Some((latin, second_series)) = consonant(*head) else {
        let vowel = independent(*head);
        out.push_str(vowel);
        return (1, !vowel.is_empty());
    };
    let at_end = out.len();
    out.push_str(latin);
    let mut used = 1;
    let mut series = second_series;
    let mut subscripts = 0;
    while let Some([COENG, below]) = rest.get(used..used + 2) {
        if let Some((latin, second)) = consonant(*below) {
            // Kandal, not kantal; Ratha, not rodtha.
            match (*head, *below) {
                ('ណ', 'ត') => out.push('d'),
                ('ដ', 'ឋ') => {
                    out.truncate(at_end);
                    out.push_str(latin);
                }
                _ => out.push_str(latin),
            }
            series = series || second;
        }
        used += 2;
        subscripts += 1;
    }
    let signs = rest.get(used..).unwrap_or_default().iter().take_while(|letter| is_vowel_sign(**letter)).count();
    let (vowels, after) = rest.get(used..).unwrap_or_default().split_at(signs);
    if !vowels.is_empty() {
        let closed = out.len();
        out.push_str(vowel(vowels, series));
        let may_close = !out.get(closed..).is_some_and(|vowel| vowel.ends_with(['m', 'h']));
        return (used + signs, may_close);
    }
    // The last consonant but one opens a syllable when only bare ones are left (មេគង្គ).
    let opens = matches!(after, [next, COENG, _] if consonant(*next).is_some());
    if open && subscripts == 0 && !opens {
        out.truncate(at_end);
        out.push_str(match *head {
            'ប' => "p",
            'ដ' => "t",
            'វ' => "v",
            _ => latin,
        });
        return (used, false);
    }
    // No vowel written: a syllable of its own if anything follows.
    if after.is_empty() {
        return (used, false);
    }
    out.push_str(if series { "o" } else { "a" });
    (used, true)
}

fn vowel(signs: &[char], second: bool) -> &'static str {
    match signs {
        ['\u{17B6}', '\u{17C6}'] => "am",
        ['\u{17C1}', '\u{17C7}'] => "eh",
        ['\u{17C4}', '\u{17C7}'] => "oh",
        ['\u{17BB}', '\u{17C6}'] => "um",
        ['\u{17B6}', ..] => {
            if second {
                "ea"
            } else {
                "a"
            }
        }
        ['\u{17B7}', ..] => "i",
        ['\u{17B8}', ..] => {
            if second {
                "i"
            } else {
                "ei"
            }
        }
        ['\u{17B9}' | '\u{17BA}', ..] => "eu",
        ['\u{17BB}', ..] => {
            if second {
                "u"
            } else {
                "o"
            }
        }
        ['\u{17BC}', ..] => {
            if second {
                "u"
            } else {
                "ou"
            }
        }
        ['\u{17BD}', ..] => "uo",
        ['\u{17BE}', ..] => "aeu",
        ['\u{17BF}', ..] => "oea",
        ['\u{17C0}', ..] => "ie",
        ['\u{17C1}', ..] => "e",
        ['\u{17C2}', ..] => "ae",
        ['\u{17C3}', ..] => {
            if second {
                "ey"
            } else {
                "ai"
            }
        }
        ['\u{17C4}', ..] => {
            if second {
                "o"
            } else {
                "ao"
            }
        }
        ['\u{17C5}', ..] => {
            if second {
                "ov"
            } else {
                "au"
            }
        }
        ['\u{17C6}', ..] => {
            if second {
                "um"
            } else {
                "am"
            }
        }
        ['\u{17C7}' | '\u{17C8}', ..] => "ah",
        _ => "",
    }
}

fn independent(letter: char) -> &'static str {
    match letter {
        '\u{17A3}' | '\u{17A4}' => "a",
        '\u{17A5}' | '\u{17A6}' => "i",
        '\u{17A7}'..='\u{17A9}' => "u",
        '\u{17AA}' => "au",
        '\u{17AB}' | '\u{17AC}' => "rue",
        '\u{17AD}' | '\u{17AE}' => "lue",
        '\u{17AF}' => "ae",
        '\u{17B0}' => "ai",
        '\u{17B1}'..='\u{17B3}' => "ao",
        _ => "",
    }
}
