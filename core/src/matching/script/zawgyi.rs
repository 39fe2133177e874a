//! Burmese typed with the Zawgyi font: the same code points with other meanings, in the order seen, not spoken.
//!
//! Detection weighs spellings that only one of the two encodings can produce. The letter map is the published
//! Zawgyi-One layout.

use std::borrow::Cow;

const ASAT: char = '\u{103A}';
const VIRAMA: char = '\u{1039}';
const YA: char = '\u{103B}';
const RA: char = '\u{103C}';
const WA: char = '\u{103D}';
const HA: char = '\u{103E}';
const E_VOWEL: char = '\u{1031}';

/// `text` with Zawgyi Burmese turned into Unicode; any other text unchanged. For raw text, before NFKC.
pub(crate) fn fix_zawgyi(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !is_zawgyi(text) { Cow::Borrowed(text) } else { Cow::Owned(convert(text)) }
}

fn is_base(letter: char) -> bool {
    matches!(letter, '\u{1000}'..='\u{1021}' | '\u{103F}')
}

fn is_medial(letter: char) -> bool {
    matches!(letter, YA..=HA)
}

/// Unicode stacks a consonant only below one of the same row of the alphabet.
fn may_stack(above: char, below: char) -> bool {
    let row = |letter: char| match u32::from(letter) {
        0x1000..=0x1004 => 1,
        0x1005..=0x100A => 2,
        0x100B..=0x100F => 3,
        0x1010..=0x1014 => 4,
        0x1015..=0x1019 => 5,
        code => code,
    };
    row(above) == row(below)
}

fn is_zawgyi(text: &str) -> bool {
    let (mut zawgyi, mut unicode) = (0_u32, 0_u32);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        match letter {
            // Zawgyi's own letters; in Unicode they belong to Mon, Karen and Shan.
            '\u{1033}' | '\u{1034}' | '\u{105A}' | '\u{1060}'..='\u{1097}' => zawgyi += 2,
            // The e sign stands before its consonant in Zawgyi, after it in Unicode.
            E_VOWEL if is_base(before) || is_medial(before) => {
                if is_base(after) || after == YA {
                    // Could be either: "...ka e ka...".
                } else {
                    unicode += 1;
                }
            }
            E_VOWEL => zawgyi += 2,
            // Zawgyi's asat, Unicode's stacker.
            VIRAMA if is_base(after) && (before == ASAT || may_stack(before, after)) => unicode += 1,
            VIRAMA => zawgyi += 2,
            // Unicode's asat closes a syllable; Zawgyi's ya medial carries vowels.
            ASAT if matches!(after, '\u{102B}'..='\u{1032}' | '\u{1036}' | '\u{103D}'..='\u{103E}') => zawgyi += 2,
            ASAT if matches!(after, '\u{1037}' | '\u{1038}' | VIRAMA) && before != E_VOWEL => unicode += 1,
            ASAT if !is_base(after) => unicode += 1,
            ASAT if matches!(before, '\u{102B}' | '\u{102C}') => unicode += 2,
            // Zawgyi's ra medial stands before its consonant.
            YA if !is_base(before) && !is_medial(before) && is_base(after) => zawgyi += 3,
            RA if is_base(before) && !is_base(after) && after != ' ' => unicode += 1,
            _ => {}
        }
        before = letter;
    }
    zawgyi > unicode
}

/// What one Zawgyi code point stands for.
fn meaning(letter: char) -> &'static str {
    match letter {
        '\u{103D}' | '\u{1087}' => "\u{103E}",
        '\u{103C}' => "\u{103D}",
        '\u{103B}' | '\u{107E}'..='\u{1084}' => "\u{103C}",
        '\u{103A}' | '\u{107D}' => "\u{103B}",
        '\u{1039}' => "\u{103A}",
        '\u{1033}' => "\u{102F}",
        '\u{1034}' => "\u{1030}",
        '\u{103F}' => "\u{1030}",
        '\u{1086}' => "\u{103F}",
        '\u{105A}' => "\u{102B}\u{103A}",
        '\u{1060}' => "\u{1039}\u{1000}",
        '\u{1061}' => "\u{1039}\u{1001}",
        '\u{1062}' => "\u{1039}\u{1002}",
        '\u{1063}' => "\u{1039}\u{1003}",
        '\u{1065}' => "\u{1039}\u{1005}",
        '\u{1066}' | '\u{1067}' => "\u{1039}\u{1006}",
        '\u{1068}' => "\u{1039}\u{1007}",
        '\u{1069}' => "\u{1039}\u{1008}",
        '\u{106A}' => "\u{1009}",
        '\u{106B}' => "\u{100A}",
        '\u{106C}' => "\u{1039}\u{100B}",
        '\u{106D}' => "\u{1039}\u{100C}",
        '\u{106E}' => "\u{100D}\u{1039}\u{100D}",
        '\u{106F}' => "\u{100D}\u{1039}\u{100E}",
        '\u{1070}' => "\u{1039}\u{100F}",
        '\u{1071}' | '\u{1072}' => "\u{1039}\u{1010}",
        '\u{1073}' | '\u{1074}' => "\u{1039}\u{1011}",
        '\u{1075}' => "\u{1039}\u{1012}",
        '\u{1076}' => "\u{1039}\u{1013}",
        '\u{1077}' => "\u{1039}\u{1014}",
        '\u{1078}' => "\u{1039}\u{1015}",
        '\u{1079}' => "\u{1039}\u{1016}",
        '\u{107A}' => "\u{1039}\u{1017}",
        '\u{107B}' | '\u{1093}' => "\u{1039}\u{1018}",
        '\u{107C}' => "\u{1039}\u{1019}",
        '\u{1085}' => "\u{1039}\u{101C}",
        '\u{1088}' => "\u{103E}\u{102F}",
        '\u{1089}' => "\u{103E}\u{1030}",
        '\u{108A}' => "\u{103D}\u{103E}",
        '\u{108E}' => "\u{102D}\u{1036}",
        '\u{108F}' => "\u{1014}",
        '\u{1090}' => "\u{101B}",
        '\u{1091}' => "\u{100F}\u{1039}\u{100D}",
        '\u{1092}' => "\u{100B}\u{1039}\u{100C}",
        '\u{1094}' | '\u{1095}' => "\u{1037}",
        '\u{1096}' => "\u{1039}\u{1010}\u{103D}",
        '\u{1097}' => "\u{100B}\u{1039}\u{100B}",
        _ => "",
    }
}

/// One syllable being collected.
#[derive(Default)]
struct Pending {
    /// e sign and ra medial seen before their consonant.
    e_vowel: bool,
    base: String,
    stacked: String,
    medials: [bool; 4],
    rest: String,
}

impl Pending {
    fn flush(&mut self, out: &mut String) {
        out.push_str(&self.base);
        out.push_str(&self.stacked);
        for (present, medial) in self.medials.iter().zip([YA, RA, WA, HA]) {
            if *present {
                out.push(medial);
            }
        }
        if self.e_vowel {
            out.push(E_VOWEL);
        }
        out.push_str(&self.rest);
        *self = Self::default();
    }

    fn add_medial(&mut self, medial: char) {
        let at = match medial {
            YA => 0,
            RA => 1,
            WA => 2,
            _ => 3,
        };
        if let Some(slot) = self.medials.get_mut(at) {
            *slot = true;
        }
    }
}

fn convert(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut pending = Pending::default();
    for letter in text.chars() {
        if !matches!(letter, '\u{1000}'..='\u{109F}') {
            pending.flush(&mut out);
            out.push(letter);
            continue;
        }
        // Kinzi stands after its consonant in Zawgyi, before it in Unicode.
        if let '\u{1064}' | '\u{108B}'..='\u{108D}' = letter {
            pending.base.insert_str(0, "\u{1004}\u{103A}\u{1039}");
            match letter {
                '\u{108B}' => pending.rest.push('\u{102D}'),
                '\u{108C}' => pending.rest.push('\u{102E}'),
                '\u{108D}' => pending.rest.push('\u{1036}'),
                _ => {}
            }
            continue;
        }
        let mut own = [0_u8; 4];
        let mapped = meaning(letter);
        let meant: &str = if mapped.is_empty() { letter.encode_utf8(&mut own) } else { mapped };
        let starts_prefix = meant.starts_with([E_VOWEL, RA]);
        let first = meant.chars().next().unwrap_or(letter);
        if starts_prefix {
            if !pending.base.is_empty() {
                pending.flush(&mut out);
            }
            if first == RA {
                pending.add_medial(RA);
            } else {
                pending.e_vowel = true;
            }
        } else if is_base(first) || matches!(first, '\u{1022}'..='\u{102A}' | '\u{1040}'..='\u{104F}') {
            if !pending.base.is_empty() {
                pending.flush(&mut out);
            }
            pending.base.push_str(meant);
        } else if first == VIRAMA {
            for part in meant.chars() {
                if is_medial(part) { pending.add_medial(part) } else { pending.stacked.push(part) }
            }
        } else {
            for part in meant.chars() {
                if is_medial(part) { pending.add_medial(part) } else { pending.rest.push(part) }
            }
        }
    }
    pending.flush(&mut out);
    out
}
