//! The nine scripts that share one layout (Devanagari to Malayalam, without Tamil's own voicing) and Sinhala.
//!
//! Unicode lays these blocks out in parallel, so one table keyed by the offset in the block serves all of them, with
//! overrides where a script reads a letter its own way (Bengali য is j, Malayalam ഴ is zh).

/// What one character does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Consonant(&'static str),
    /// A vowel letter standing on its own.
    Vowel(&'static str),
    /// A vowel sign on a consonant.
    Sign(&'static str),
    /// A consonant without vowel (Bengali ৎ, Malayalam chillu letters).
    Dead(&'static str),
    Virama,
    Nasal,
    Nukta,
    Skip,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
}

impl Script {
    fn of(letter: char) -> Self {
        match u32::from(letter) / 0x80 {
            0x13 => Self::Bengali,
            0x14 => Self::Gurmukhi,
            0x15 => Self::Gujarati,
            0x16 => Self::Oriya,
            0x18 => Self::Telugu,
            0x19 => Self::Kannada,
            0x1A => Self::Malayalam,
            0x1B => Self::Sinhala,
            _ => Self::Devanagari,
        }
    }

    /// The vowel a bare consonant carries is not spoken at the end of a word, nor written in Latin.
    fn drops_final_vowel(self) -> bool {
        matches!(self, Self::Devanagari | Self::Bengali | Self::Gurmukhi | Self::Gujarati | Self::Oriya)
    }

    /// Nor inside it, between two syllables that keep theirs (Ohala's rule for Hindi).
    fn drops_inner_vowel(self) -> bool {
        self.drops_final_vowel() && self != Self::Oriya
    }

    fn is_southern(self) -> bool {
        matches!(self, Self::Telugu | Self::Kannada | Self::Malayalam)
    }

    fn unit(self, letter: char) -> Unit {
        if matches!(letter, '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}') {
            return Unit::Skip;
        }
        let offset = u32::from(letter) % 0x80;
        if self == Self::Sinhala {
            return sinhala(offset);
        }
        self.override_of(offset).unwrap_or_else(|| shared(offset))
    }

    fn override_of(self, offset: u32) -> Option<Unit> {
        use Unit::{Consonant, Dead, Nasal, Skip, Vowel};
        Some(match (self, offset) {
            (Self::Bengali, 0x2F) => Consonant("j"),
            (Self::Bengali, 0x4E) => Dead("t"),
            (Self::Bengali, 0x70) => Consonant("r"),
            (Self::Bengali, 0x71) => Consonant("w"),
            (Self::Oriya, 0x2F) => Consonant("j"),
            (Self::Oriya, 0x71) => Consonant("w"),
            (Self::Gurmukhi, 0x70) => Nasal,
            (Self::Gurmukhi, 0x71 | 0x75) => Skip,
            (Self::Gurmukhi, 0x72 | 0x73) => Vowel(""),
            (Self::Telugu, 0x58) => Consonant("ch"),
            (Self::Telugu, 0x59) => Consonant("j"),
            (Self::Kannada, 0x5E) => Consonant("f"),
            (Self::Malayalam, 0x1E) => Consonant("nj"),
            (Self::Malayalam, 0x34) => Consonant("zh"),
            (Self::Malayalam, 0x7A | 0x7B) => Dead("n"),
            (Self::Malayalam, 0x7C | 0x4E) => Dead("r"),
            (Self::Malayalam, 0x7D | 0x7E) => Dead("l"),
            (Self::Malayalam, 0x7F) => Dead("k"),
            _ => return None,
        })
    }

    /// A consonant with the dot below. NFKC keeps these as two characters.
    fn with_nukta(self, offset: u32) -> Option<&'static str> {
        Some(match (self, offset) {
            (_, 0x15) => "q",
            (_, 0x16) => "kh",
            (_, 0x17) => "gh",
            (_, 0x1C) => "z",
            (Self::Oriya, 0x21) => "d",
            (Self::Oriya, 0x22) => "dh",
            (_, 0x21) => "r",
            (_, 0x22) => "rh",
            (_, 0x2B) => "f",
            (Self::Gurmukhi, 0x38) => "sh",
            (Self::Bengali | Self::Oriya, 0x2F) => "y",
            _ => return None,
        })
    }
}

/// The layout the blocks share.
fn shared(offset: u32) -> Unit {
    use Unit::{Consonant, Nasal, Nukta, Sign, Skip, Virama, Vowel};
    match offset {
        0x00..=0x02 => Nasal,
        0x04..=0x06 | 0x72..=0x76 => Vowel("a"),
        0x07 | 0x08 => Vowel("i"),
        0x09 | 0x0A => Vowel("u"),
        0x0B | 0x60 => Vowel("ri"),
        0x0C | 0x61 => Vowel("li"),
        0x0D..=0x0F => Vowel("e"),
        0x10 => Vowel("ai"),
        0x11..=0x13 => Vowel("o"),
        0x14 => Vowel("au"),
        0x15 => Consonant("k"),
        0x16 => Consonant("kh"),
        0x17 | 0x7B => Consonant("g"),
        0x18 => Consonant("gh"),
        0x19 => Consonant("ng"),
        0x1A => Consonant("ch"),
        0x1B => Consonant("chh"),
        0x1C | 0x7C => Consonant("j"),
        0x1D => Consonant("jh"),
        0x1E => Consonant("n"),
        0x1F | 0x24 => Consonant("t"),
        0x20 | 0x25 => Consonant("th"),
        0x21 | 0x26 | 0x7E => Consonant("d"),
        0x22 | 0x27 => Consonant("dh"),
        0x23 | 0x28 | 0x29 => Consonant("n"),
        0x2A => Consonant("p"),
        0x2B | 0x5E => Consonant("ph"),
        0x2C | 0x7F => Consonant("b"),
        0x2D => Consonant("bh"),
        0x2E => Consonant("m"),
        0x2F | 0x5F => Consonant("y"),
        0x30 | 0x31 | 0x5C => Consonant("r"),
        0x32..=0x34 => Consonant("l"),
        0x35 => Consonant("v"),
        0x36 | 0x37 => Consonant("sh"),
        0x38 => Consonant("s"),
        0x39 => Consonant("h"),
        0x3C => Nukta,
        0x3E => Sign("a"),
        0x3F | 0x40 => Sign("i"),
        0x41 | 0x42 => Sign("u"),
        0x43 | 0x44 => Sign("ri"),
        0x45..=0x47 | 0x55 => Sign("e"),
        0x48 | 0x56 => Sign("ai"),
        0x49..=0x4B => Sign("o"),
        0x4C | 0x57 => Sign("au"),
        0x4D => Virama,
        0x50 => Vowel("om"),
        0x58 => Consonant("q"),
        0x59 => Consonant("kh"),
        0x5A => Consonant("gh"),
        0x5B => Consonant("z"),
        0x5D => Consonant("rh"),
        _ => Skip,
    }
}

/// The Sinhala block (U+0D80), which has a layout of its own.
fn sinhala(offset: u32) -> Unit {
    use Unit::{Consonant, Nasal, Sign, Skip, Virama, Vowel};
    match offset {
        0x01 | 0x02 => Nasal,
        0x05..=0x08 => Vowel("a"),
        0x09 | 0x0A => Vowel("i"),
        0x0B | 0x0C => Vowel("u"),
        0x0D | 0x0E => Vowel("ru"),
        0x0F | 0x10 => Vowel("li"),
        0x11 | 0x12 => Vowel("e"),
        0x13 => Vowel("ai"),
        0x14 | 0x15 => Vowel("o"),
        0x16 => Vowel("au"),
        0x1A => Consonant("k"),
        0x1B => Consonant("kh"),
        0x1C => Consonant("g"),
        0x1D => Consonant("gh"),
        0x1E | 0x1F => Consonant("ng"),
        0x20 | 0x21 => Consonant("ch"),
        0x22 | 0x23 => Consonant("j"),
        0x24 => Consonant("n"),
        0x25 => Consonant("gn"),
        0x26 => Consonant("nj"),
        0x27 => Consonant("t"),
        0x28 | 0x2D | 0x2E => Consonant("th"),
        0x29 | 0x2A | 0x2F => Consonant("d"),
        0x30 => Consonant("dh"),
        0x2B | 0x31 => Consonant("n"),
        0x2C | 0x33 => Consonant("nd"),
        0x34 => Consonant("p"),
        0x35 => Consonant("ph"),
        0x36 => Consonant("b"),
        0x37 => Consonant("bh"),
        0x38 => Consonant("m"),
        0x39 => Consonant("mb"),
        0x3A => Consonant("y"),
        0x3B => Consonant("r"),
        0x3D | 0x45 => Consonant("l"),
        0x40 => Consonant("w"),
        0x41 | 0x42 => Consonant("sh"),
        0x43 => Consonant("s"),
        0x44 => Consonant("h"),
        0x46 => Consonant("f"),
        0x4A => Virama,
        0x4F..=0x51 => Sign("a"),
        0x52 | 0x53 => Sign("i"),
        0x54 | 0x56 => Sign("u"),
        0x58 | 0x72 => Sign("ru"),
        0x59 | 0x5A => Sign("e"),
        0x5B => Sign("ai"),
        0x5C | 0x5D => Sign("o"),
        0x5E => Sign("au"),
        _ => Skip,
    }
}

/// A written syllable: consonants, then a vowel or none, then perhaps a nasal.
#[derive(Clone, Copy)]
struct Syllable {
    onset: [&'static str; 4],
    consonants: usize,
    vowel: &'static str,
    /// The vowel is the one a bare consonant carries, and may be silent.
    inherent: bool,
    /// The last character was a virama: the next consonant joins this syllable.
    open: bool,
    nasal: bool,
}

impl Syllable {
    fn consonant(letter: &'static str) -> Self {
        Self { onset: [letter, "", "", ""], consonants: 1, vowel: "a", inherent: true, open: false, nasal: false }
    }

    fn vowel(vowel: &'static str) -> Self {
        Self { onset: [""; 4], consonants: 0, vowel, inherent: false, open: false, nasal: false }
    }

    fn last(&self) -> &'static str {
        self.consonants.checked_sub(1).and_then(|at| self.onset.get(at)).copied().unwrap_or_default()
    }

    fn replace_last(&mut self, letter: &'static str) {
        if let Some(slot) = self.consonants.checked_sub(1).and_then(|at| self.onset.get_mut(at)) {
            *slot = letter;
        }
    }

    fn join(&mut self, letter: &'static str) {
        match self.last() {
            "ng" if letter != "ng" => self.replace_last("n"),
            "nj" if letter != "nj" => self.replace_last("n"),
            _ => {}
        }
        if let Some(slot) = self.onset.get_mut(self.consonants) {
            *slot = letter;
            self.consonants += 1;
        }
        self.open = false;
        self.inherent = true;
        self.vowel = "a";
    }

    fn drop_last(&mut self) {
        self.replace_last("");
        self.consonants = self.consonants.saturating_sub(1);
    }

    fn silence(&mut self) {
        self.vowel = "";
        self.inherent = false;
    }
}

/// Appends `run`, letters of one of these scripts, in Latin letters.
pub(super) fn romanise(run: &str, out: &mut String) {
    let script = run.chars().find(|letter| u32::from(*letter) < 0x2000).map_or(Script::Devanagari, Script::of);
    let mut syllables = parse(run, script);
    if script.drops_final_vowel() {
        drop_final_vowel(&mut syllables);
    }
    if script.drops_inner_vowel() {
        drop_inner_vowels(&mut syllables);
    }
    let start = out.len();
    write(&syllables, script, out);
    // The one name that nobody spells as it is written.
    if let Some("rav" | "ravu") = out.get(start..) {
        out.truncate(start);
        out.push_str("rao");
    }
}

fn parse(run: &str, script: Script) -> Vec<Syllable> {
    let mut syllables: Vec<Syllable> = Vec::with_capacity(run.len() / 3);
    let mut previous_offset = 0;
    for letter in run.chars() {
        let offset = u32::from(letter) % 0x80;
        match script.unit(letter) {
            Unit::Consonant(latin) => add_consonant(&mut syllables, script, previous_offset, offset, latin),
            Unit::Vowel(vowel) => syllables.push(Syllable::vowel(vowel)),
            Unit::Dead(latin) => {
                let mut dead = Syllable::consonant(latin);
                dead.silence();
                syllables.push(dead);
            }
            Unit::Sign(vowel) => match syllables.last_mut() {
                Some(last) => {
                    // Bengali writes the English a of "bank" as ya + aa.
                    if script == Script::Bengali && vowel == "a" && last.last() == "ya" {
                        last.drop_last();
                    }
                    // Two-part vowel signs add up; a sign after a sign replaces it.
                    last.vowel = if last.vowel == "e" && !last.inherent && vowel == "a" { "o" } else { vowel };
                    last.inherent = false;
                    last.open = false;
                }
                None => syllables.push(Syllable::vowel(vowel)),
            },
            Unit::Virama => {
                if let Some(last) = syllables.last_mut() {
                    last.silence();
                    last.open = true;
                }
            }
            Unit::Nasal => {
                if let Some(last) = syllables.last_mut() {
                    last.nasal = true;
                }
            }
            Unit::Nukta => add_nukta(&mut syllables, script, previous_offset),
            Unit::Skip => continue,
        }
        if !matches!(script.unit(letter), Unit::Virama) {
            previous_offset = offset;
        }
    }
    syllables
}

fn add_consonant(syllables: &mut Vec<Syllable>, script: Script, previous: u32, offset: u32, latin: &'static str) {
    let northern = !script.is_southern() && script != Script::Sinhala;
    let Some(last) = syllables.last_mut() else {
        syllables.push(Syllable::consonant(latin));
        return;
    };
    // Malayalam writes the nt of "international" as n + rra.
    if script == Script::Malayalam && offset == 0x31 && last.last() == "n" && (last.open || previous == 0x7B) {
        last.join("t");
        return;
    }
    // Single between vowels, and at the end, it is a d (Kozhikode); tt is doubled.
    let latin =
        if script == Script::Malayalam && offset == 0x1F && !last.open && !last.vowel.is_empty() { "d" } else { latin };
    if !last.open {
        syllables.push(Syllable::consonant(latin));
        return;
    }
    let joined = match (script, previous, offset) {
        (Script::Malayalam, 0x1F, 0x1F) => {
            last.replace_last("t");
            "t"
        }
        (Script::Malayalam, 0x31, 0x31) => {
            last.replace_last("t");
            "t"
        }
        (_, 0x1C, 0x1E) if script != Script::Sinhala => {
            last.replace_last("g");
            if northern { "y" } else { "n" }
        }
        (Script::Bengali, _, 0x2F) => "ya",
        (Script::Oriya, _, 0x2F) => "y",
        (Script::Bengali | Script::Oriya, before, 0x2C) if before != 0x2C && before != 0x2E => "w",
        _ => latin,
    };
    last.join(joined);
}

fn add_nukta(syllables: &mut Vec<Syllable>, script: Script, previous: u32) {
    let Some(latin) = script.with_nukta(previous) else { return };
    let count = syllables.len();
    if let Some(last) = syllables.last_mut() {
        last.replace_last(latin);
    }
    // Bengali writes w as o + ya with a dot.
    if script == Script::Bengali
        && latin == "y"
        && let Some(before) = count.checked_sub(2).and_then(|at| syllables.get_mut(at))
        && before.consonants == 0
        && before.vowel == "o"
    {
        *before = Syllable::consonant("w");
        syllables.pop();
    }
}

fn drop_final_vowel(syllables: &mut [Syllable]) {
    let [.., before, last] = syllables else { return };
    if !last.inherent || last.nasal {
        return;
    }
    let spoken = if last.consonants >= 2 {
        let first = last.consonants.checked_sub(2).and_then(|at| last.onset.get(at)).copied().unwrap_or_default();
        // Mitra, Indra, Krishna keep it; Anand, Parth, Bhakt do not.
        matches!(last.last(), "r" | "y" | "ya" | "v" | "w" | "l" | "n" | "m") && first != last.last()
    } else {
        last.last() == "y" && before.vowel == "i"
    };
    if !spoken {
        last.silence();
    }
}

fn drop_inner_vowels(syllables: &mut [Syllable]) {
    for at in (1..syllables.len().saturating_sub(1)).rev() {
        let Some([before, this, after]) = syllables.get_mut(at - 1..=at + 1) else { continue };
        let between = !before.vowel.is_empty() && !after.vowel.is_empty() && after.consonants == 1;
        if this.inherent && !this.nasal && this.consonants == 1 && between && !before.nasal {
            this.silence();
        }
    }
}

fn write(syllables: &[Syllable], script: Script, out: &mut String) {
    for (at, syllable) in syllables.iter().enumerate() {
        for letter in syllable.onset.iter().take(syllable.consonants) {
            out.push_str(if *letter == "ya" { "y" } else { letter });
        }
        out.push_str(syllable.vowel);
        if !syllable.nasal {
            continue;
        }
        let next = syllables.get(at + 1).map(|next| next.onset.first().copied().unwrap_or_default());
        out.push_str(match next {
            Some(next) if next.starts_with(['p', 'b', 'm', 'f']) => "m",
            Some("h") if !script.is_southern() => "ng",
            Some("k" | "g" | "kh" | "gh") => "n",
            Some("" | "sh" | "s" | "h" | "v" | "y" | "r" | "l") | None if script.is_southern() => "m",
            Some("") | None if matches!(script, Script::Bengali | Script::Oriya) => "ng",
            _ => "n",
        });
    }
}
