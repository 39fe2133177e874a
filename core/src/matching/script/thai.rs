//! Thai, and Lao through the same rules: the two blocks run in parallel.

/// Appends `run` in Latin letters, near the royal romanisation but with l and s kept at the end of a syllable, since
/// names of companies are often English words.
pub(super) fn romanise(run: &str, lao: bool, out: &mut String) {
    let letters: Vec<char> = run.chars().filter_map(|letter| as_thai(letter, lao)).filter(|c| !is_tone(*c)).collect();
    let mut at = 0;
    // The previous syllable ended in a vowel that can take a final consonant.
    let mut takes_final = false;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, closed) = syllable(rest, takes_final, lao, out);
        takes_final = !closed;
        at += length.max(1);
    }
}

/// The Thai letter that plays the part of a Lao one.
fn as_thai(letter: char, lao: bool) -> Option<char> {
    if matches!(letter, '\u{200B}'..='\u{200F}') {
        return None;
    }
    if !lao {
        return Some(letter);
    }
    match letter {
        // o between consonants, the lower l and the ia have no place in the Thai block.
        '\u{0EBB}' => Some('\u{0EBB}'),
        '\u{0EBC}' => Some('ล'),
        '\u{0EBD}' => Some('\u{0EBD}'),
        _ => char::from_u32(u32::from(letter).saturating_sub(0x80)),
    }
}

fn is_tone(letter: char) -> bool {
    matches!(letter, '\u{0E48}'..='\u{0E4B}' | '\u{0E47}' | '\u{0E4E}' | '\u{0E3A}')
}

fn is_consonant(letter: char) -> bool {
    matches!(letter, 'ก'..='ฮ')
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{0E30}'..='\u{0E39}' | '\u{0E45}' | '\u{0E4D}' | '\u{0EBB}' | '\u{0EBD}')
}

const KARAN: char = '\u{0E4C}';
const AN: char = '\u{0E31}';
const NIKHAHIT: char = '\u{0E4D}';

fn first(letter: char, lao: bool) -> &'static str {
    match letter {
        'ก' => "k",
        'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => "kh",
        'ง' => "ng",
        'ช' if lao => "x",
        'จ' | 'ฉ' | 'ช' | 'ฌ' => "ch",
        'ซ' | 'ศ' | 'ษ' | 'ส' => "s",
        'ญ' if lao => "nh",
        'ญ' | 'ย' => "y",
        'ด' | 'ฎ' => "d",
        'ต' | 'ฏ' => "t",
        'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => "th",
        'ณ' | 'น' => "n",
        'บ' => "b",
        'ป' | 'ผ' | 'พ' => "p",
        'ภ' => "ph",
        'ฝ' | 'ฟ' => "f",
        'ม' => "m",
        'ร' | 'ฤ' => "r",
        'ล' | 'ฬ' => "l",
        'ว' => "w",
        'ห' | 'ฮ' => "h",
        _ => "",
    }
}

fn last(letter: char) -> &'static str {
    match letter {
        'ก' | 'ข' | 'ค' | 'ฆ' => "k",
        'ง' => "ng",
        'จ' | 'ด' | 'ต' | 'ถ' | 'ท' | 'ธ' | 'ฎ' | 'ฏ' | 'ฐ' | 'ฑ' | 'ฒ' | 'ศ' | 'ษ' => "t",
        'ช' | 'ฌ' => "ch",
        'ซ' | 'ส' => "s",
        'ญ' | 'ณ' | 'น' | 'ร' => "n",
        'บ' | 'ป' | 'พ' | 'ภ' => "p",
        'ฟ' => "f",
        'ม' => "m",
        'ย' => "i",
        'ล' | 'ฬ' => "l",
        'ว' => "o",
        _ => "",
    }
}

/// A silenced consonant: English ones are spelled all the same, Sanskrit ones are not.
fn silenced(letter: char, after_vowel: bool) -> &'static str {
    match letter {
        'ร' if after_vowel => "r",
        'ล' => "l",
        'ส' | 'ซ' => "s",
        'ก' => "k",
        'ด' => "d",
        'ท' | 'ต' => "t",
        'ฟ' => "f",
        'ช' => "ch",
        'น' | 'ม' if after_vowel => "n",
        _ => "",
    }
}

/// Number of letters that begin a syllable together: กร, ปล, คว, หม …
fn cluster(letters: &[char]) -> usize {
    let [one, two, ..] = letters else { return letters.len().min(1) };
    let led = *one == 'ห' && matches!(two, 'ง' | 'ญ' | 'น' | 'ม' | 'ย' | 'ร' | 'ล' | 'ว');
    let joined = matches!(two, 'ร' | 'ล' | 'ว')
        && matches!(one, 'ก' | 'ข' | 'ค' | 'ต' | 'ป' | 'ผ' | 'พ' | 'ฟ' | 'บ' | 'ด' | 'ท');
    let joined = joined && !(*two == 'ว' && !matches!(one, 'ก' | 'ข' | 'ค'));
    if led || joined || (*one == 'อ' && *two == 'ย') || (*one == 'ส' && *two == 'ร') { 2 } else { 1 }
}

fn write_onset(letters: &[char], lao: bool, out: &mut String) {
    match letters {
        ['ห' | 'อ', two] => out.push_str(first(*two, lao)),
        ['ส', 'ร'] => out.push('s'),
        _ => letters.iter().for_each(|letter| out.push_str(first(*letter, lao))),
    }
}

/// Whether the letters after a consonant make it the start of a syllable of its own.
fn starts_syllable(after: &[char]) -> bool {
    match after {
        [next, ..] if is_sign(*next) => true,
        // อ as a vowel, and the doubled ร.
        ['อ', ..] | ['ร', 'ร', ..] => true,
        _ => false,
    }
}

/// Writes what `rest` begins with. Returns the letters used, and whether nothing can follow as its final consonant.
fn syllable(rest: &[char], takes_final: bool, lao: bool, out: &mut String) -> (usize, bool) {
    let [head, tail @ ..] = rest else { return (0, true) };
    if matches!(head, 'เ'..='ไ') {
        return prevowel(*head, tail, lao, out);
    }
    if !is_consonant(*head) {
        // A sign without a consonant: broken text, or a digit.
        if head.is_ascii_alphanumeric() {
            out.push(*head);
        }
        return (1, true);
    }
    if tail.first() == Some(&KARAN) {
        out.push_str(silenced(*head, takes_final));
        return (2, !takes_final);
    }
    // ท ร silenced together, as in จันทร์, and a silenced consonant with its vowel, as in สิทธิ์.
    if let [two, KARAN, ..] = tail
        && *two == 'ร'
        && matches!(head, 'ท' | 'ต' | 'ด')
        && !takes_final
    {
        return (3, true);
    }
    if let ['\u{0E34}' | '\u{0E38}', KARAN, ..] = tail {
        return (3, true);
    }
    if takes_final && *head != 'อ' && *head != 'ห' && !starts_syllable(tail) && !joins_next(rest) {
        out.push_str(last(*head));
        return (1, true);
    }
    let length = cluster(rest);
    let (onset, after) = rest.split_at(length);
    // A pair is a cluster only when a vowel follows; otherwise it is consonant + final (กร = kon).
    let bears_vowel = starts_syllable(after);
    let (onset, after) =
        if length == 2 && !bears_vowel && !(after.len() >= 2) { rest.split_at(1) } else { (onset, after) };
    let (onset, after) = if length == 2 && !bears_vowel { rest.split_at(1) } else { (onset, after) };
    write_vowel(onset, after, lao, out)
}

/// A consonant that forms a cluster with the next, which has a vowel: not the final of what went before.
fn joins_next(rest: &[char]) -> bool {
    cluster(rest) == 2 && rest.get(2..).is_some_and(starts_syllable) && rest.first() != Some(&'น')
}

fn write_vowel(onset: &[char], after: &[char], lao: bool, out: &mut String) -> (usize, bool) {
    let true_s = matches!((onset, after), (['ท', 'ร'], [AN, 'พ', ..] | ['\u{0E32}', 'ย' | 'บ', ..]));
    if onset == ['อ'] {
        // A carrier of the vowel only.
    } else if true_s {
        out.push('s');
    } else {
        write_onset(onset, lao, out);
    }
    let used = onset.len();
    match after {
        [AN, 'ว', 'ะ', ..] => (used + 3, push(out, "ua", true)),
        [AN, 'ว', ..] => (used + 2, push(out, "ua", false)),
        [AN, ..] => (used + 1, push(out, "a", false)),
        [NIKHAHIT, '\u{0E32}', ..] => (used + 2, push(out, "am", true)),
        ['\u{0E33}', ..] => (used + 1, push(out, "am", true)),
        [NIKHAHIT, ..] => (used + 1, push(out, if lao { "o" } else { "am" }, lao)),
        ['\u{0E30}', ..] => (used + 1, push(out, "a", true)),
        ['\u{0E32}' | '\u{0E45}', ..] => (used + 1, push(out, "a", false)),
        ['\u{0E34}' | '\u{0E35}', ..] => (used + 1, push(out, "i", false)),
        ['\u{0E36}', ..] => (used + 1, push(out, "ue", false)),
        ['\u{0E37}', 'อ', ..] => (used + 2, push(out, "ue", false)),
        ['\u{0E37}', ..] => (used + 1, push(out, "ue", false)),
        ['\u{0E38}' | '\u{0E39}', ..] => (used + 1, push(out, "u", false)),
        ['\u{0EBB}', 'ว', ..] => (used + 2, push(out, "ua", false)),
        ['\u{0EBB}', ..] => (used + 1, push(out, "o", false)),
        ['\u{0EBD}', ..] => (used + 1, push(out, "ia", false)),
        ['ร', 'ร', next, ..] if is_consonant(*next) => (used + 2, push(out, "a", false)),
        ['ร', 'ร', ..] => (used + 2, push(out, "an", true)),
        ['อ', ..] => (used + 1, push(out, "o", false)),
        ['ว', next, ..] if is_consonant(*next) && onset != ['อ'] => (used + 1, push(out, "ua", false)),
        _ => implied_vowel(onset, after, out),
    }
}

fn push(out: &mut String, vowel: &str, closed: bool) -> bool {
    out.push_str(vowel);
    closed
}

/// No vowel is written: o before a final consonant, a otherwise.
fn implied_vowel(onset: &[char], after: &[char], out: &mut String) -> (usize, bool) {
    let used = onset.len();
    match after {
        [next, beyond @ ..] if is_consonant(*next) && !starts_syllable(beyond) && beyond.first() != Some(&KARAN) => {
            out.push('o');
            out.push_str(last(*next));
            (used + 1, true)
        }
        [] => (used, true),
        _ => (used, push(out, "a", true)),
    }
}

fn prevowel(vowel: char, tail: &[char], lao: bool, out: &mut String) -> (usize, bool) {
    let length = cluster(tail);
    // Two consonants after a vowel in front are a cluster only if something follows, as in เปล.. but not เมล.
    let length = if length == 2 && tail.first() != Some(&'ห') && (tail.len() == 2 || tail.get(2) == Some(&KARAN)) {
        1
    } else {
        length
    };
    let (onset, after) = tail.split_at(length.min(tail.len()));
    if onset != ['อ'] {
        write_onset(onset, lao, out);
    }
    let used = 1 + onset.len();
    match (vowel, after) {
        ('ใ' | 'ไ', ['ย', ..]) => (used + 1, push(out, "ai", true)),
        ('ใ' | 'ไ', _) => (used, push(out, "ai", false)),
        ('โ', ['\u{0E30}', ..]) => (used + 1, push(out, "o", true)),
        ('โ', _) => (used, push(out, "o", false)),
        ('แ', ['\u{0E30}', ..]) => (used + 1, push(out, "ae", true)),
        ('แ', _) => (used, push(out, "ae", false)),
        (_, ['\u{0E35}', 'ย', ..] | ['\u{0E37}', 'อ', ..]) => {
            (used + 2, push(out, if after.first() == Some(&'\u{0E35}') { "ia" } else { "uea" }, false))
        }
        (_, ['\u{0E32}', '\u{0E30}', ..]) => (used + 2, push(out, "o", true)),
        (_, ['\u{0E32}', ..]) => (used + 1, push(out, "ao", true)),
        (_, ['อ', 'ร', KARAN, ..]) => (used + 3, push(out, "er", true)),
        (_, ['อ' | '\u{0E34}', ..]) => (used + 1, push(out, "oe", false)),
        (_, ['ย', ..]) => (used + 1, push(out, "oei", true)),
        (_, ['\u{0E30}', ..]) => (used + 1, push(out, "e", true)),
        (_, ['\u{0EBB}', '\u{0E32}', ..]) => (used + 2, push(out, "ao", true)),
        _ => (used, push(out, "e", false)),
    }
}
