//! Burmese (Unicode encoding), as names are spelled in passports: Aung, Kyaw, Shwe.

const ASAT: char = '\u{103A}';
const VIRAMA: char = '\u{1039}';
const TONE: char = '\u{1037}';

/// Appends `run` in Latin letters.
pub(super) fn romanise(run: &str, out: &mut String) {
    let letters: Vec<char> =
        run.chars().filter(|letter| !matches!(letter, '\u{1038}' | '\u{200B}'..='\u{200F}')).collect();
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        at += syllable(rest, out).max(1);
    }
}

fn is_base(letter: char) -> bool {
    matches!(letter, '\u{1000}'..='\u{1021}' | '\u{103F}')
}

fn syllable(rest: &[char], out: &mut String) -> usize {
    let [head, tail @ ..] = rest else { return 0 };
    if !is_base(*head) {
        out.push_str(independent(*head));
        return 1;
    }
    let medial =
        |wanted| tail.iter().take_while(|letter| matches!(letter, '\u{103B}'..='\u{103E}')).any(|m| *m == wanted);
    let medials = tail.iter().take_while(|letter| matches!(letter, '\u{103B}'..='\u{103E}')).count();
    out.push_str(onset(*head, medial('\u{103B}') || medial('\u{103C}'), medial('\u{103E}')));
    let signs = tail.get(medials..).unwrap_or_default();
    let vowels = signs.iter().take_while(|letter| matches!(letter, '\u{102B}'..='\u{1036}')).count();
    let (signs, after) = signs.split_at(vowels.min(signs.len()));
    let mut used = 1 + medials + vowels;
    // The "aw" of ော် carries an asat of its own.
    let after = match after {
        [ASAT, after @ ..] => {
            used += 1;
            after
        }
        _ => after,
    };
    // Canonical order puts the tone dot before the asat; people also type it after.
    let (coda, creaky, taken) = match after {
        [coda, TONE, ASAT, ..] | [coda, ASAT, TONE, ..] if is_base(*coda) => (Some(*coda), true, 3),
        [coda, ASAT, VIRAMA, ..] if is_base(*coda) => (Some(*coda), false, 3),
        [coda, ASAT | VIRAMA, ..] if is_base(*coda) => (Some(*coda), false, 2),
        [TONE, ..] => (None, false, 1),
        _ => (None, false, 0),
    };
    let rhyme = rhyme(signs, coda, medial('\u{103D}'));
    if medial('\u{103D}') && !rhyme.starts_with('u') {
        out.push('w');
    }
    out.push_str(rhyme);
    // Myint, Nyunt, Thant.
    if creaky && rhyme.ends_with('n') {
        out.push('t');
    }
    used + taken
}

fn onset(base: char, with_y: bool, with_h: bool) -> &'static str {
    match (base, with_y, with_h) {
        ('က', true, _) => "ky",
        ('ခ', true, _) => "ch",
        ('ဂ', true, _) => "gy",
        ('သ', true, true) => "sh",
        ('ရ' | 'ယ', _, true) => "sh",
        ('ပ', true, _) => "py",
        ('ဖ', true, _) => "phy",
        ('ဗ' | 'ဘ', true, _) => "by",
        ('မ', true, _) => "my",
        ('မ', _, true) => "hm",
        ('န' | 'ဏ', _, true) => "hn",
        ('လ', _, true) => "hl",
        ('ည', _, true) => "hny",
        ('င', true, _) => "ny",
        ('က', ..) => "k",
        ('ခ', ..) => "kh",
        ('ဂ' | 'ဃ', ..) => "g",
        ('င', ..) => "ng",
        ('စ' | 'ဆ', ..) => "s",
        ('ဇ' | 'ဈ', ..) => "z",
        ('ဉ' | 'ည', ..) => "ny",
        ('ဋ' | 'တ', ..) => "t",
        ('ဌ' | 'ထ', ..) => "ht",
        ('ဍ' | 'ဎ' | 'ဒ' | 'ဓ', ..) => "d",
        ('ဏ' | 'န', ..) => "n",
        ('ပ', ..) => "p",
        ('ဖ', ..) => "ph",
        ('ဗ' | 'ဘ', ..) => "b",
        ('မ', ..) => "m",
        ('ယ' | 'ရ', ..) => "y",
        ('လ' | 'ဠ', true, _) => "ly",
        ('လ' | 'ဠ', ..) => "l",
        ('ဝ', ..) => "w",
        ('သ' | 'ဿ', ..) => "th",
        ('ဟ', ..) => "h",
        _ => "",
    }
}

/// The vowel with its final consonant: the same sign sounds otherwise before another.
fn rhyme(signs: &[char], coda: Option<char>, after_w: bool) -> &'static str {
    let has = |sign| signs.contains(&sign);
    let o = has('\u{102D}') && has('\u{102F}');
    let aw = has('\u{1031}') && (has('\u{102B}') || has('\u{102C}'));
    let u = has('\u{102F}') || has('\u{1030}');
    let i = has('\u{102D}') || has('\u{102E}');
    if has('\u{1036}') {
        return if u { "on" } else { "an" };
    }
    match coda {
        Some('က') if aw => "auk",
        Some('က') if o => "aik",
        Some('က') => "et",
        Some('င') if aw => "aung",
        Some('င') if o => "aing",
        Some('င') => "in",
        Some('စ') => "it",
        Some('ည') => "i",
        Some('ဉ') => "in",
        Some('န' | 'မ' | 'ဏ') if u && !o => "on",
        Some('န' | 'မ' | 'ဏ') if i => "ein",
        Some('န' | 'မ' | 'ဏ') if after_w => "un",
        Some('န' | 'မ' | 'ဏ') => "an",
        Some('တ' | 'ပ' | 'ဗ' | 'ဋ' | 'ဒ' | 'ဘ') if u && !o => "ok",
        Some('တ' | 'ပ' | 'ဗ' | 'ဋ' | 'ဒ' | 'ဘ') if i => "eik",
        Some('တ' | 'ပ' | 'ဗ' | 'ဋ' | 'ဒ' | 'ဘ') if after_w => "ut",
        Some('တ' | 'ပ' | 'ဗ' | 'ဋ' | 'ဒ' | 'ဘ') => "at",
        Some('ယ') => "e",
        Some('လ' | 'ရ') => "al",
        Some('သ') => "at",
        _ if aw => "aw",
        _ if o => "o",
        _ if has('\u{1031}') => "e",
        _ if has('\u{1032}') => "e",
        _ if i => "i",
        _ if u => "u",
        _ => "a",
    }
}

fn independent(letter: char) -> &'static str {
    match letter {
        'ဣ' | 'ဤ' => "i",
        'ဥ' | 'ဦ' => "u",
        'ဧ' => "e",
        'ဩ' | 'ဪ' => "aw",
        _ => "",
    }
}
