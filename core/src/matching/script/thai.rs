//! Thai, and Lao through the same rules: the two blocks run in parallel.

/// Whether a final consonant may follow what was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// No.
    Closed,
    /// It may.
    Open,
    /// It must: the vowel ( ั ) is never last.
    Hungry,
}

/// Appends `run` in Latin letters, near the royal romanisation but with l and s kept at the end of a syllable, since
/// names of companies are often English words.
pub(super) fn romanise(run: &str, lao: bool, out: &mut String) {
    let letters: Vec<char> = run.chars().filter_map(|letter| as_thai(letter, lao)).filter(|c| !is_tone(*c)).collect();
    let mut at = 0;
    let mut after = After::Closed;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, now) = syllable(rest, after, lao, out);
        after = now;
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
        'ป' | 'ผ' | 'พ' | 'ภ' => "p",
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
    let joined = match two {
        'ร' | 'ล' => matches!(one, 'ก' | 'ข' | 'ค' | 'ต' | 'ป' | 'ผ' | 'พ' | 'ฟ' | 'บ' | 'ด' | 'ท'),
        'ว' => matches!(one, 'ก' | 'ข' | 'ค'),
        _ => false,
    };
    if led || joined || (*one == 'อ' && *two == 'ย') || (*one == 'ส' && *two == 'ร') { 2 } else { 1 }
}

fn write_onset(letters: &[char], lao: bool, out: &mut String) {
    match letters {
        ['ห' | 'อ', two] => out.push_str(first(*two, lao)),
        ['ส', 'ร'] => out.push('s'),
        ['ท', 'ร'] => out.push_str("tr"),
        _ => letters.iter().for_each(|letter| out.push_str(first(*letter, lao))),
    }
}

/// Whether the letters after a consonant make it the start of a syllable of its own.
fn starts_syllable(after: &[char]) -> bool {
    match after {
        [next, ..] if is_sign(*next) => true,
        // อ as a vowel, and the doubled ร.
        ['อ', ..] => true,
        ['ร', 'ร', after @ ..] => !starts_syllable(after),
        _ => false,
    }
}

/// Number of consonants `rest` begins with that have no vowel of their own and are not silenced.
fn bare_run(rest: &[char]) -> usize {
    let bare = |at: usize| {
        rest.get(at).is_some_and(|letter| is_consonant(*letter) && *letter != 'อ')
            && !rest.get(at + 1..).is_some_and(starts_syllable)
            && rest.get(at + 1) != Some(&KARAN)
    };
    (0..rest.len()).take_while(|at| bare(*at)).count()
}

/// Writes what `rest` begins with. Returns the letters used, and what may follow.
fn syllable(rest: &[char], before: After, lao: bool, out: &mut String) -> (usize, After) {
    let [head, tail @ ..] = rest else { return (0, After::Closed) };
    if matches!(head, 'เ'..='ไ') {
        return prevowel(*head, tail, lao, out);
    }
    if !is_consonant(*head) {
        // A sign without a consonant: broken text, or a digit.
        if head.is_ascii_alphanumeric() {
            out.push(*head);
        }
        return (1, After::Closed);
    }
    if tail.first() == Some(&KARAN) {
        out.push_str(silenced(*head, before != After::Closed));
        return (2, After::Closed);
    }
    // Silenced together: the ทร of จันทร์, and a consonant with its vowel, as in สิทธิ์.
    match (head, tail) {
        ('ท' | 'ต' | 'ด', ['ร', KARAN, ..]) if before == After::Closed => return (3, After::Closed),
        (_, ['\u{0E34}' | '\u{0E38}', KARAN, ..]) => return (3, After::Closed),
        ('น', ['ค', 'ร', after @ ..]) if !starts_syllable(after) => {
            out.push_str("nakhon");
            return (3, After::Closed);
        }
        _ => {}
    }
    let run = bare_run(rest);
    if before != After::Closed && is_final(rest, before, run, out) {
        out.push_str(last(*head));
        return (1, After::Closed);
    }
    let length = cluster(rest);
    // A leading ห only changes the tone of the letter after it: หลวง is luang.
    let bears_vowel =
        rest.get(length..).is_some_and(starts_syllable) || (*head == 'ห' && length == 2 && rest.len() > 2);
    // A pair is a cluster only when a vowel follows; otherwise it is a syllable of its own (กร = korn).
    let (onset, after) = rest.split_at(if bears_vowel { length } else { 1 });
    // Three consonants at the end: a + a closed syllable (ณรงค์, ถนน).
    if run == 3 && rest.len() <= 5 && !bears_vowel && before == After::Closed && rest.get(3..).is_none_or(is_silent) {
        write_onset(onset, lao, out);
        return (1, push(out, "a", After::Closed));
    }
    write_vowel(onset, after, lao, out)
}

/// Nothing, or only silenced letters.
fn is_silent(rest: &[char]) -> bool {
    matches!(rest, [] | [_, KARAN])
}

/// Whether the consonant at the start of `rest` closes the syllable before it; `run` bare consonants stand there.
fn is_final(rest: &[char], before: After, run: usize, out: &str) -> bool {
    let [head, tail @ ..] = rest else { return false };
    if *head == 'อ' || *head == 'ห' || run == 0 {
        return false;
    }
    if before == After::Hungry {
        return true;
    }
    if joins_next(rest) {
        return false;
    }
    let sonorant_next = matches!(tail.first(), Some('ร' | 'น' | 'ล' | 'ม'));
    match run {
        // ธนากร, อุดรธานี, but มิตร, บุตร.
        2 if sonorant_next && !(*head == 'ต' && tail.len() == 1) => false,
        // สุรชัย: ร opens a syllable of its own after a short vowel.
        1 if *head == 'ร' && !tail.is_empty() && tail.get(1) != Some(&KARAN) => !out.ends_with(['u', 'i']),
        _ => true,
    }
}

/// A consonant that forms a cluster with the next, which has a vowel: not the final of what went before.
fn joins_next(rest: &[char]) -> bool {
    cluster(rest) == 2 && rest.get(2..).is_some_and(starts_syllable) && rest.first() != Some(&'น')
}

fn write_vowel(onset: &[char], after: &[char], lao: bool, out: &mut String) -> (usize, After) {
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
        [AN, 'ว', 'ะ', ..] => (used + 3, push(out, "ua", After::Closed)),
        [AN, 'ว', ..] => (used + 2, push(out, "ua", After::Open)),
        [AN, ..] => (used + 1, push(out, "a", After::Hungry)),
        [NIKHAHIT, '\u{0E32}', ..] => (used + 2, push(out, "am", After::Closed)),
        ['\u{0E33}', ..] => (used + 1, push(out, "am", After::Closed)),
        [NIKHAHIT, ..] => {
            (used + 1, push(out, if lao { "o" } else { "am" }, if lao { After::Open } else { After::Closed }))
        }
        ['\u{0E30}', ..] => (used + 1, push(out, "a", After::Closed)),
        ['\u{0E32}' | '\u{0E45}', ..] => (used + 1, push(out, "a", After::Open)),
        ['\u{0E34}' | '\u{0E35}', ..] => (used + 1, push(out, "i", After::Open)),
        ['\u{0E36}', ..] => (used + 1, push(out, "ue", After::Open)),
        ['\u{0E37}', 'อ', ..] => (used + 2, push(out, "ue", After::Open)),
        ['\u{0E37}', ..] => (used + 1, push(out, "ue", After::Open)),
        ['\u{0E38}' | '\u{0E39}', ..] => (used + 1, push(out, "u", After::Open)),
        ['\u{0EBB}', 'ว', ..] => (used + 2, push(out, "ua", After::Open)),
        ['\u{0EBB}', ..] => (used + 1, push(out, "o", After::Open)),
        ['\u{0EBD}', ..] => (used + 1, push(out, "ia", After::Open)),
        ['ร', 'ร', next, beyond @ ..] if is_consonant(*next) && beyond.first() != Some(&KARAN) => {
            (used + 2, push(out, "a", After::Open))
        }
        ['ร', 'ร', ..] => (used + 2, push(out, "an", After::Closed)),
        ['อ', ..] => (used + 1, push(out, "o", After::Open)),
        ['ว', beyond @ ..] if bare_run(beyond) > 0 && !starts_syllable(beyond) && onset != ['อ'] => {
            (used + 1, push(out, "ua", After::Open))
        }
        _ => implied_vowel(onset, after, out),
    }
}

fn push(out: &mut String, vowel: &str, after: After) -> After {
    out.push_str(vowel);
    after
}

/// No vowel is written: o before a final consonant, a otherwise.
fn implied_vowel(onset: &[char], after: &[char], out: &mut String) -> (usize, After) {
    let used = onset.len();
    match after {
        [next, beyond @ ..] if is_consonant(*next) && !starts_syllable(beyond) && beyond.first() != Some(&KARAN) => {
            out.push_str(if *next == 'ร' { "or" } else { "o" });
            out.push_str(last(*next));
            (used + 1, After::Closed)
        }
        [] => (used, After::Closed),
        _ => (used, push(out, "a", After::Closed)),
    }
}

fn prevowel(vowel: char, tail: &[char], lao: bool, out: &mut String) -> (usize, After) {
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
    // ประเสริฐ: the ร stands where the vowel's r is heard.
    if let ('เ', ['ส', 'ร'], ['\u{0E34}', ..]) = (vowel, onset, after) {
        return (used + 1, push(out, "er", After::Open));
    }
    match (vowel, after) {
        ('ใ' | 'ไ', ['ย', ..]) => (used + 1, push(out, "ai", After::Closed)),
        ('ใ' | 'ไ', _) => (used, push(out, "ai", After::Open)),
        ('โ', ['\u{0E30}', ..]) => (used + 1, push(out, "o", After::Closed)),
        ('โ', _) => (used, push(out, "o", After::Open)),
        ('แ', ['\u{0E30}', ..]) => (used + 1, push(out, "ae", After::Closed)),
        ('แ', _) => (used, push(out, "ae", After::Open)),
        (_, ['\u{0E35}', 'ย', ..] | ['\u{0E37}', 'อ', ..]) => {
            (used + 2, push(out, if after.first() == Some(&'\u{0E35}') { "ia" } else { "uea" }, After::Open))
        }
        (_, ['\u{0E32}', '\u{0E30}', ..]) => (used + 2, push(out, "o", After::Closed)),
        (_, ['\u{0E32}', ..]) => (used + 1, push(out, "ao", After::Closed)),
        (_, ['อ', 'ร', KARAN, ..]) => (used + 3, push(out, "er", After::Closed)),
        (_, ['อ' | '\u{0E34}', ..]) => (used + 1, push(out, "oe", After::Open)),
        (_, ['ย', ..]) => (used + 1, push(out, "oei", After::Closed)),
        (_, ['\u{0E30}', ..]) => (used + 1, push(out, "e", After::Closed)),
        (_, ['\u{0EBB}', '\u{0E32}', ..]) => (used + 2, push(out, "ao", After::Closed)),
        _ => (used, push(out, "e", After::Open)),
    }
}
