//! From a name as somebody wrote it to the words that are compared. The same code runs when a pack is installed and
//! when a question is asked; a change of it is a change of [`crate::model::PACK_SCHEMA`], because the cuts in a pack
//! were measured with it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::{fold, skeleton};
use super::letters::spelling_similarity;
use super::lexicon::{Classes, Lexicon};
use super::{look_alike, script};
use crate::text::ascii_digit;

/// Characters of a name that are read at most; registers print up to some 200.
const MAX_CHARS: usize = 400;
/// Words of a name that are compared at most.
const MAX_TOKENS: usize = 24;
/// Words of a phrase of the lexicon at most.
const MAX_PHRASE: usize = 6;

/// One word of a name, or a phrase of the trade that counts as one ("private limited").
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    /// As written, lower case, in its own script; look-alike letters already replaced.
    pub text: String,
    /// The text in Latin letters, without spaces.
    pub latin: String,
    /// One key for all spellings of a company form, trade word or number; the Latin text of any other word.
    pub key: String,
    /// The key as it sounds.
    pub fold: String,
    pub skeleton: String,
    pub classes: Classes,
}

impl Token {
    /// The word with everything derived from its text and its place in the name.
    pub fn new(text: String, place: Place) -> Self {
        let lexicon = Lexicon::shipped();
        let known = if text.contains(' ') {
            let words: Vec<&str> = text.split(' ').collect();
            lexicon.phrases(&words).filter(|(used, _)| *used == words.len()).map(|(_, info)| info)
        } else {
            lexicon.look_up(&text)
        };
        let known = known.copied().or_else(|| {
            // A native spelling may romanise to a word that the lexicon knows.
            if text.is_ascii() { None } else { lexicon.look_up(&script::to_latin(&text)).copied() }
        });
        match known.and_then(|info| Some((info, place.classes(info.classes)?))) {
            // Ceylon is no other spelling of Lanka: of places, job words and plain words only the native spelling
            // gives way to the Latin one.
            Some((info, classes)) if classes.any(SPELLED_AS_ONE) || !text.is_ascii() => {
                let canonical = info.canonical.replace(' ', "");
                let key = if canonical.is_ascii() { canonical } else { script::to_latin(&canonical) };
                Self::from_parts(text, key, classes)
            }
            Some((_, classes)) => {
                let key = latin(&text);
                Self::from_parts(text, key, classes)
            }
            None => {
                let key = latin(&text);
                Self::from_parts(text, key, Classes::default())
            }
        }
    }

    pub fn from_parts(text: String, key: String, classes: Classes) -> Self {
        let fold = fold(&key);
        Self { latin: latin(&text), skeleton: skeleton(&fold), fold, text, key, classes }
    }

    /// Written in another script than Latin?
    pub fn is_native(&self) -> bool {
        self.text.chars().any(|c| c.is_alphabetic() && !is_latin(c))
    }

    /// A number, or a word that holds one: such words are equal or different, never near.
    pub fn has_digit(&self) -> bool {
        self.key.bytes().any(|b| b.is_ascii_digit())
    }

    /// A company form.
    pub fn is_legal(&self) -> bool {
        self.classes.any(Classes::LEGAL)
    }

    /// A trade word that many agencies have.
    pub fn is_generic(&self) -> bool {
        self.classes.any(Classes::GENERIC)
    }

    /// Company forms and trade words tell one agency from another badly.
    pub fn is_distinctive(&self) -> bool {
        !self.classes.any(Classes::LEGAL.with(Classes::GENERIC))
    }
}

/// A word is a misspelt trade word from this similarity on.
const LEAST_MENDED: f32 = 0.8;

/// Words of these classes have one key for all their spellings and translations.
const SPELLED_AS_ONE: Classes = Classes::LEGAL
    .with(Classes::GENERIC)
    .with(Classes::NUMBER)
    .with(Classes::ORDINAL)
    .with(Classes::ROMAN)
    .with(Classes::ROMAN_LAST);

fn latin(text: &str) -> String {
    if text.contains(' ') { script::to_latin(&text.replace(' ', "")) } else { script::to_latin(text) }
}

/// Where a word stands in its name: some words are a company form or a numeral only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Only,
    First,
    Middle,
    Last,
}

impl Place {
    /// What a word of these classes is in this place; `None` when the lexicon's meaning does not hold here.
    fn classes(self, classes: Classes) -> Option<Classes> {
        const BY_PLACE: Classes = Classes::LEGAL_FIRST.with(Classes::LEGAL_LAST).with(Classes::ROMAN_LAST);
        if !classes.any(BY_PLACE) {
            return Some(classes);
        }
        let form = match self {
            Self::First => Classes::LEGAL_FIRST,
            Self::Last => Classes::LEGAL_LAST,
            Self::Only | Self::Middle => Classes::default(),
        };
        if classes.any(form) {
            Some(Classes::LEGAL)
        } else if self == Self::Last && classes.any(Classes::ROMAN_LAST) {
            Some(classes)
        } else {
            None
        }
    }
}

/// A name as the words that are compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Name {
    pub tokens: Vec<Token>,
    /// Words in which look-alike letters were found, as they read after replacing them.
    pub look_alikes: Vec<String>,
}

impl Name {
    /// Reads a name in any script. Anything that holds no letter or digit gives no words.
    pub fn read(raw: &str) -> Self {
        let words = join_initials(replace_look_alikes(words(raw)));
        let mut look_alikes = Vec::new();
        let mut tokens = Vec::with_capacity(words.len());
        let mut rest = words.as_slice();
        let lexicon = Lexicon::shipped();
        while !rest.is_empty() && tokens.len() < MAX_TOKENS {
            let window: Vec<&str> = rest.iter().take(MAX_PHRASE).map(|word| word.text.as_str()).collect();
            let used = lexicon.phrases(&window).map_or(1, |(used, _)| used.max(1));
            let text = window.get(..used).unwrap_or_default().join(" ");
            if rest.iter().take(used).any(|word| word.look_alike) {
                look_alikes.push(text.clone());
            }
            rest = rest.get(used..).unwrap_or_default();
            let place = match (tokens.is_empty(), rest.is_empty()) {
                (true, true) => Place::Only,
                (true, false) => Place::First,
                (false, true) => Place::Last,
                (false, false) => Place::Middle,
            };
            tokens.push(Token::new(text, place));
        }
        tokens.retain(|token| !token.key.is_empty());
        Self { tokens, look_alikes }
    }

    /// Takes words of a question that no name has, and that are a slip away from a company form or trade word, for
    /// that word: a misspelt "Enterprises" would else weigh like a name nobody knows.
    pub fn mend_trade_words(&mut self, is_known: impl Fn(&str) -> bool) {
        for token in &mut self.tokens {
            if token.classes != Classes::default() || token.has_digit() || token.is_native() || is_known(&token.key) {
                continue;
            }
            let nearest = Lexicon::shipped()
                .trade_words_like(&token.latin)
                .map(|(form, info)| (spelling_similarity(&token.latin, form), info))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, info)) = nearest.filter(|(similarity, _)| *similarity >= LEAST_MENDED) {
                let key = script::to_latin(&info.canonical.replace(' ', ""));
                *token = Token::from_parts(std::mem::take(&mut token.text), key, info.classes);
            }
        }
    }

    /// The words as they are written and in their order, company forms and "and" left out: equal only for spellings
    /// that differ in case, punctuation and company form. Native spellings count in Latin letters.
    pub fn strict_key(&self) -> String {
        let words = self.without_legal_forms().filter(|token| token.key != "and");
        words.map(|token| token.latin.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The words in alphabetical order, company forms left out unless there is nothing else: equal for spellings of
    /// a name that differ in case, punctuation, order and company form alone.
    pub fn sorted_key(&self) -> String {
        let mut keys: Vec<&str> = self.without_legal_forms().map(|token| token.key.as_str()).collect();
        keys.sort_unstable();
        keys.join(" ")
    }

    /// All words but company forms; every word where there are only those.
    pub fn without_legal_forms(&self) -> impl Iterator<Item = &Token> {
        let only_legal = self.tokens.iter().all(|token| token.is_legal());
        self.tokens.iter().filter(move |token| only_legal || !token.is_legal())
    }
}

/// The key by which a printed agency name finds its register entry exactly (job orders name the agency only).
pub fn name_key(name: &str) -> String {
    Name::read(name).sorted_key()
}

pub(super) fn is_latin(c: char) -> bool {
    // Basic Latin to Latin Extended-B, and Latin Extended Additional (Vietnamese).
    matches!(u32::from(c), 0x41..=0x24f | 0x1e00..=0x1eff)
}

/// NFKC, lower case, digits in ASCII, control and format characters gone, split at everything that is no letter,
/// mark or digit.
fn words(raw: &str) -> Vec<String> {
    let raw = without_title(raw);
    let raw: Cow<'_, str> = script::fix_zawgyi(raw);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut previous = ' ';
    for c in raw.chars().take(MAX_CHARS).nfkc().flat_map(char::to_lowercase) {
        if is_ignored(c) {
            continue;
        }
        let c = ascii_digit(c).unwrap_or(c);
        // A mark belongs to the letter before it; a run of them says nothing more than its first few.
        let is_mark = is_combining_mark(c) && !word.is_empty();
        if c.is_alphanumeric() || (is_mark && word.chars().rev().take(4).any(|p| !is_combining_mark(p))) {
            word.push(c);
        } else if !is_combining_mark(c) {
            // INT'L, INT`L: the apostrophe stands for left-out letters.
            if !(is_apostrophe(c) && previous.is_alphanumeric()) {
                finish(&mut word, &mut words);
            }
            if matches!(c, '&' | '+') {
                words.push("and".to_owned());
            }
        }
        previous = c;
    }
    finish(&mut word, &mut words);
    words
}

fn finish(word: &mut String, words: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    let whole = std::mem::take(word);
    if whole.is_ascii() {
        words.push(whole);
    } else {
        words.extend(script::segment(&whole).into_iter().map(|part| part.nfc().collect::<String>()));
    }
}

/// `M/s`, `Messrs`: "the firm of", said before a name and, in lists, behind it.
fn without_title(raw: &str) -> &str {
    let raw = raw.trim();
    for title in ["m/s.", "m/s", "messrs.", "messrs"] {
        let is_title = |part: &str| part.eq_ignore_ascii_case(title);
        let stands_alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if let Some((head, tail)) = raw.split_at_checked(title.len())
            && is_title(head)
            && (title.ends_with('.') || stands_alone(tail.chars().next()))
        {
            return tail;
        }
        if let Some((head, tail)) = raw.len().checked_sub(title.len()).and_then(|at| raw.split_at_checked(at))
            && is_title(tail)
            && stands_alone(head.chars().next_back())
        {
            return head;
        }
    }
    raw
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}')
}

/// Controls that change how text looks or joins but not what it says.
fn is_ignored(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x180b..=0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xfe00..=0xfe0f | 0xfeff | 0xe0000..=0xe0fff)
}

/// A word between splitting and reading.
struct Written {
    text: String,
    /// Look-alike letters in it were replaced.
    look_alike: bool,
}

fn replace_look_alikes(words: Vec<String>) -> Vec<Written> {
    let is_latin_word = |word: &String| word.bytes().any(|b| b.is_ascii_alphabetic());
    let latin = words.iter().filter(|word| is_latin_word(word)).count();
    words
        .into_iter()
        .map(|word| {
            let others_latin = latin > usize::from(is_latin_word(&word));
            let replaced =
                look_alike::to_latin(&word).or_else(|| look_alike::whole_word(&word).filter(|_| others_latin));
            Written { look_alike: replaced.is_some(), text: replaced.unwrap_or(word) }
        })
        .collect()
}

/// `A. B. C. Overseas` and `ABC Overseas` are one name.
fn join_initials(words: Vec<Written>) -> Vec<Written> {
    let mut joined: Vec<Written> = Vec::with_capacity(words.len());
    let mut last_was_initial = false;
    for word in words {
        let is_initial = word.text.len() == 1 && word.text.bytes().all(|b| b.is_ascii_lowercase());
        match joined.last_mut() {
            Some(last) if is_initial && last_was_initial => {
                last.text.push_str(&word.text);
                last.look_alike |= word.look_alike;
            }
            _ => joined.push(word),
        }
        last_was_initial = is_initial;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> Vec<String> {
        Name::read(name).tokens.into_iter().map(|token| token.key).collect()
    }

    #[test]
    fn spellings_that_say_the_same_give_the_same_words() {
        let same = [
            ("A.B.C. Overseas", "abc  OVERSEAS"),
            ("M/s. Gulf Associate", "Gulf Associate"),
            ("Gulf Associate M/S", "Gulf Associate"),
            ("101 MOJO INT`L. CORPORATION", "101 Mojo Int'l Corporation"),
            ("River\u{200d} Overseas\u{202c}", "RIVER OVERSEAS"),
            ("\u{1d5db}\u{1d5ee}\u{1d5ff}\u{1d5ef}\u{1d5fc}\u{1d5ff} Manpower", "Harbor Manpower"),
            ("Cafe\u{301} Staff", "Café Staff"),
            ("১০১ Mojo", "101 Mojo"),
        ];
        for (a, b) in same {
            assert_eq!(keys(a), keys(b), "{a} / {b}");
        }
    }

    #[test]
    fn what_holds_no_letter_or_digit_holds_no_name() {
        for empty in ["", "  ", "😀🏳️‍🌈", "---", "\u{301}\u{301}", "\u{202e}"] {
            assert!(Name::read(empty).tokens.is_empty(), "{empty:?}");
        }
    }

    #[test]
    fn a_run_of_marks_is_cut_short() {
        let marks = format!("a{}", "\u{301}".repeat(50_000));
        assert!(Name::read(&marks).tokens.iter().all(|token| token.text.chars().count() < 12));
    }

    #[test]
    fn company_forms_and_order_do_not_change_the_sorted_key() {
        assert_eq!(name_key("1015 BRILLIANT MINDS INC."), name_key("1015 Brilliant Minds"));
        assert_ne!(name_key("1015 Brilliant Minds"), name_key("1016 Brilliant Minds"));
    }
}
