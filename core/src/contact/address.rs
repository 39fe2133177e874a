use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::licence::plain::PlainText;

/// Words read from one address at most.
const MAX_WORDS: usize = 64;
/// "3/F" is a floor, "79/F" a house.
const HIGHEST_FLOOR: u32 = 40;
/// An address of so many words that is the same word by word needs no number.
const MIN_COPIED_WORDS: usize = 5;
/// Words of this length may differ by one letter.
const LONG_WORD: usize = 6;

/// Do two addresses name the same office?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressAgreement {
    /// A house number and the words beside it are the same.
    Agree,
    /// Another town, or another street and number.
    Disagree,
    /// Too little in common and too little to tell them apart: a town alone, another script.
    NotComparable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Street,
    Area,
    Floor,
    House,
    Plain,
    City,
}

static WORDS: LazyLock<HashMap<&str, (Kind, &str)>> = LazyLock::new(|| {
    let text = include_str!("../../../content/lexicons/address-words.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let kind = match cells.next()? {
            "street" => Kind::Street,
            "area" => Kind::Area,
            "floor" => Kind::Floor,
            "house" => Kind::House,
            "plain" => Kind::Plain,
            "city" => Kind::City,
            _ => return None,
        };
        Some((cells.next()?, (kind, cells.next()?)))
    })
    .collect()
});

/// What tells an office apart.
#[derive(Debug, Default)]
struct Address {
    /// Words of streets, buildings and quarters.
    words: BTreeSet<String>,
    /// Two of them together: "Naya Paltan" is also written "Nayapaltan".
    pairs: Vec<(String, String)>,
    /// House and plot numbers; not floors, roads, sectors or postal codes.
    numbers: BTreeSet<String>,
    /// Numbers of roads, sectors and wards.
    areas: BTreeSet<String>,
    floors: BTreeSet<u32>,
    /// Everything, in order.
    all: Vec<String>,
    cities: BTreeSet<&'static str>,
}

/// Compares a given address with the one on file, conservatively: one town holds hundreds of agencies, one street
/// dozens, so only a number together with the words beside it agrees.
pub(crate) fn address_agreement(given: &str, own: &str) -> AddressAgreement {
    let (given, own) = (Address::read(given), Address::read(own));
    let cities_differ = !given.cities.is_empty() && !own.cities.is_empty() && given.cities.is_disjoint(&own.cities);
    let shared = given.words.iter().filter(|word| own.has(word) || own.has_joined(word, &given)).count();
    let fewer = given.words.len().min(own.words.len());
    let same_city = !given.cities.is_disjoint(&own.cities);
    let has_long_number = given.numbers.intersection(&own.numbers).any(|number| number.len() >= 3);
    // What stands beside the house number: a quarter alone holds many houses 19.
    let beside = shared + given.areas.intersection(&own.areas).count() + usize::from(same_city && has_long_number);
    let share_number = !given.numbers.is_disjoint(&own.numbers);
    let have_numbers = !given.numbers.is_empty() && !own.numbers.is_empty();
    // One building holds many agencies.
    let floors_differ = !given.floors.is_empty() && !own.floors.is_empty() && given.floors.is_disjoint(&own.floors);
    // Copied whole.
    if given.all == own.all && given.all.len() >= MIN_COPIED_WORDS {
        return AddressAgreement::Agree;
    }
    if cities_differ {
        AddressAgreement::Disagree
    } else if share_number && !floors_differ && shared > 0 && beside >= 2 && shared * 2 >= fewer {
        AddressAgreement::Agree
    } else if shared == 0 && !given.words.is_empty() && !own.words.is_empty() && have_numbers && !share_number {
        AddressAgreement::Disagree
    } else {
        AddressAgreement::NotComparable
    }
}

impl Address {
    fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let word = |index: usize| tokens.get(index).map(|token| token.text.as_str());
        let kind = |index: usize| word(index).and_then(|word| WORDS.get(word)).map(|(kind, _)| *kind);
        let before = |index: usize| {
            let apart = tokens.get(index).is_none_or(|token| token.apart);
            let nearest = index.checked_sub(1).filter(|_| !apart).and_then(kind);
            // "Road No. 3": the word before "No." tells what is numbered.
            let joins = index.checked_sub(1).and_then(|index| tokens.get(index)).is_some_and(|token| !token.apart);
            let further = index.checked_sub(2).filter(|_| joins && nearest == Some(Kind::House)).and_then(kind);
            further.filter(|kind| matches!(kind, Kind::Street | Kind::Area | Kind::Floor)).or(nearest)
        };
        let mut address = Self::default();
        let mut last: Option<&str> = None;
        for (index, token) in tokens.iter().enumerate() {
            let text = token.text.as_str();
            if text.starts_with(|letter: char| letter.is_ascii_digit()) {
                let before = before(index);
                let says_floor = |word: &str| WORDS.get(word).is_some_and(|(_, word)| *word == "floor");
                let named = word(index + 1).is_some_and(says_floor)
                    || (before == Some(Kind::Floor) && index.checked_sub(1).and_then(word).is_some_and(says_floor));
                if named || (is_ordinal_or_floor(text) && before.is_none()) {
                    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
                    address.floors.extend(digits.parse::<u32>());
                }
                let is_floor = before == Some(Kind::Floor) || kind(index + 1) == Some(Kind::Floor);
                // "Dhaka-1000", "Gulshan-1"
                let follows_place = (before == Some(Kind::City) && matches!(text.len(), 4..=6))
                    || (last.is_some() && !token.apart && text.len() <= 2);
                match before {
                    Some(Kind::House) => {
                        address.numbers.insert(text.to_owned());
                    }
                    Some(Kind::Street | Kind::Area) => {
                        address.areas.insert(text.to_owned());
                    }
                    _ if is_floor || follows_place || is_ordinal_or_floor(text) => {}
                    _ => {
                        address.numbers.insert(text.to_owned());
                    }
                }
                last = None;
                continue;
            }
            let pair = last.map(|last| format!("{last}{text}"));
            let city = |word: &str| WORDS.get(word).filter(|(kind, _)| *kind == Kind::City).map(|(_, city)| *city);
            match (pair.as_deref().and_then(city), city(text), WORDS.get(text)) {
                (Some(city), _, _) => {
                    address.cities.insert(city);
                    address.words.remove(last.unwrap_or_default());
                    last = None;
                }
                // "Quezon Avenue" is in no particular town.
                (None, Some(city), _) if kind(index + 1) != Some(Kind::Street) => {
                    address.cities.insert(city);
                    last = None;
                }
                (None, _, None) if text.len() >= 2 && text.is_ascii() => {
                    if let Some(last) = last {
                        address.pairs.push((last.to_owned(), text.to_owned()));
                    }
                    address.words.insert(text.to_owned());
                    last = Some(text);
                }
                _ => last = None,
            }
        }
        address.all = tokens.into_iter().map(|token| token.text).collect();
        address
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| same_word(own, word))
            || self.pairs.iter().any(|(first, second)| same_word(&format!("{first}{second}"), word))
    }

    /// Is `word` half of a pair of `other` that this address writes as one?
    fn has_joined(&self, word: &str, other: &Self) -> bool {
        let pairs = other.pairs.iter().filter(|(first, second)| first == word || second == word);
        pairs.map(|(first, second)| format!("{first}{second}")).any(|joined| self.words.contains(&joined))
    }
}

/// A word or number, and whether a comma or bracket stands before it.
#[derive(Debug)]
struct Token {
    text: String,
    apart: bool,
}

/// Lower-case words and numbers without marks; `51/1` stays one number and `V.I.P.` one word.
fn tokens(text: &str) -> Vec<Token> {
    let plain = PlainText::lower(text);
    let letters: Vec<char> = plain.as_str().chars().collect();
    let at = |index: usize| letters.get(index).copied();
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    let mut tokens: Vec<Token> = Vec::new();
    let mut token = String::new();
    let mut apart = false;
    for (index, &letter) in letters.iter().enumerate() {
        match letter {
            '\u{300}'..='\u{36f}' | '\'' | '’' => continue,
            'đ' => token.push('d'),
            '/' if token.starts_with(|first: char| first.is_ascii_digit())
                && at(index + 1).is_some_and(|next| next.is_ascii_alphanumeric()) =>
            {
                token.push(letter);
            }
            '.' if is_letter(at(index + 1)) && !is_letter(at(index + 2)) && is_initials(&letters, index) => {}
            letter if letter.is_alphanumeric() || !letter.is_ascii() => token.push(letter),
            _ => {
                if !token.is_empty() {
                    tokens.push(Token { text: std::mem::take(&mut token), apart });
                    apart = false;
                }
                apart |= matches!(letter, ',' | ';' | '(' | ')' | '\n');
            }
        }
        if tokens.len() >= MAX_WORDS {
            return tokens;
        }
    }
    if !token.is_empty() {
        tokens.push(Token { text: token, apart });
    }
    tokens
}

/// Does one letter alone stand before the full stop at `stop`?
fn is_initials(letters: &[char], stop: usize) -> bool {
    let letter = |back: usize| stop.checked_sub(back).and_then(|index| letters.get(index)).copied();
    letter(1).is_some_and(char::is_alphabetic) && !letter(2).is_some_and(char::is_alphanumeric)
}

/// "3rd", "2f", "3/f", "2flr"
fn is_ordinal_or_floor(token: &str) -> bool {
    let rest = token.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = token.get(..token.len() - rest.len()).and_then(|digits| digits.parse::<u32>().ok());
    match rest.trim_start_matches('/') {
        "st" | "nd" | "rd" | "th" => true,
        "f" | "fl" | "flr" | "floor" => number.is_some_and(|number| number <= HIGHEST_FLOOR),
        _ => false,
    }
}

fn same_word(a: &str, b: &str) -> bool {
    a == b || (a.len() >= LONG_WORD && b.len() >= LONG_WORD && differ_by_one(a.as_bytes(), b.as_bytes()))
}

/// One letter put in, left out or replaced.
fn differ_by_one(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let skip = usize::from(short.len() == long.len());
    short.get(same + skip..) == long.get(same + 1..)
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
