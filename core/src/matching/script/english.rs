//! English words by ear: "vision", "agency", "queen" as scripts that write what is heard spell them (विज़न, एजेंसी, क्वीन).

/// Letters at a place in a word, what they are heard as, and what must follow them.
struct Rule {
    letters: &'static str,
    heard: &'static str,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    Start,
    End,
    /// Not at the start.
    Later,
    AfterVowel,
    /// After a vowel and not before one.
    VowelEnds,
}

const fn rule(letters: &'static str, heard: &'static str, place: Place) -> Rule {
    Rule { letters, heard, place }
}

/// Longer spellings first: the first that fits is taken.
const RULES: [Rule; 44] = [
    rule("ssion", "shan", Place::Later),
    rule("ssure", "shar", Place::Later),
    rule("ction", "kshan", Place::Later),
    rule("cious", "shas", Place::Later),
    rule("tious", "shas", Place::Later),
    rule("ocean", "oshan", Place::Start),
    rule("tion", "shan", Place::Later),
    rule("sion", "jan", Place::AfterVowel),
    rule("sion", "shan", Place::Later),
    rule("tial", "shal", Place::Later),
    rule("cial", "shal", Place::Later),
    rule("cian", "shan", Place::Later),
    rule("tient", "shent", Place::Later),
    rule("cient", "shent", Place::Later),
    rule("sure", "jar", Place::AfterVowel),
    rule("ture", "char", Place::Later),
    rule("ural", "aral", Place::End),
    rule("ique", "ik", Place::End),
    rule("que", "k", Place::End),
    rule("qu", "kv", Place::Anywhere),
    rule("sch", "sk", Place::Start),
    rule("ght", "t", Place::Later),
    rule("gh", "", Place::VowelEnds),
    rule("kn", "n", Place::Start),
    rule("wr", "r", Place::Start),
    rule("wh", "v", Place::Start),
    rule("dge", "j", Place::Later),
    rule("ge", "j", Place::End),
    rule("ges", "jes", Place::End),
    rule("gy", "ji", Place::Later),
    rule("gen", "jen", Place::Anywhere),
    rule("gem", "jem", Place::Anywhere),
    rule("geo", "jo", Place::Anywhere),
    rule("gio", "jio", Place::Later),
    rule("gia", "jia", Place::Later),
    rule("gin", "jin", Place::Later),
    rule("gis", "jis", Place::Later),
    rule("git", "jit", Place::Later),
    rule("gic", "jik", Place::Later),
    rule("ise", "aij", Place::End),
    rule("ises", "aijes", Place::End),
    rule("asia", "eshia", Place::End),
    rule("seas", "sij", Place::End),
    rule("w", "u", Place::VowelEnds),
];

/// `word`, in lower-case ASCII letters, respelled as it is heard if it is read as English; `None` when that changes
/// nothing. A second form beside the written one, never instead of it: "Gopal Ghosh" is not English.
pub(crate) fn heard_as_english(word: &str) -> Option<String> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut out = String::with_capacity(word.len() + 2);
    let mut changed = false;
    let mut at = 0;
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        let before = word.get(..at).unwrap_or_default();
        match RULES.iter().find(|rule| rest.starts_with(rule.letters) && fits(rule, before, rest)) {
            Some(rule) => {
                out.push_str(rule.heard);
                at += rule.letters.len();
                changed = true;
            }
            None => {
                out.extend(rest.chars().next());
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

fn fits(rule: &Rule, before: &str, rest: &str) -> bool {
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
    let after = rest.get(rule.letters.len()..).unwrap_or_default();
    match rule.place {
        Place::Anywhere => true,
        Place::Start => before.is_empty(),
        Place::End => after.is_empty() && !before.is_empty(),
        Place::Later => !before.is_empty(),
        Place::AfterVowel => before.ends_with(is_vowel),
        Place::VowelEnds => before.ends_with(is_vowel) && !after.starts_with(is_vowel),
    }
}
