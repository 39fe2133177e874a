use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::licence::plain::PlainText;

/// Words read from one address at most.
const MAX_WORDS: usize = 64;
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
    cities: BTreeSet<&'static str>,
}

/// Compares a given address with the one on file, conservatively: one town holds hundreds of agencies, one street
/// dozens, so only a number together with the words beside it agrees.
pub(crate) fn address_agreement(given: &str, own: &str) -> AddressAgreement {
    let (given, own) = (Address::read(given), Address::read(own));
    let cities_differ = !given.cities.is_empty() && !own.cities.is_empty() && given.cities.is_disjoint(&own.cities);
    let shared = given.words.iter().filter(|word| own.has(word) || own.has_joined(word, &given)).count();
    let fewer = given.words.len().min(own.words.len());
    let share_number = !given.numbers.is_disjoint(&own.numbers);
    let have_numbers = !given.numbers.is_empty() && !own.numbers.is_empty();
    if cities_differ {
        AddressAgreement::Disagree
    } else if share_number && shared > 0 && shared * 2 >= fewer {
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
            match nearest {
                Some(Kind::House) => index.checked_sub(2).and_then(kind).filter(|kind| *kind != Kind::City).or(nearest),
                other => other,
            }
        };
        let mut address = Self::default();
        let mut last: Option<&str> = None;
        for (index, token) in tokens.iter().enumerate() {
            let text = token.text.as_str();
            if text.starts_with(|letter: char| letter.is_ascii_digit()) {
                let numbers_a_part = matches!(before(index), Some(Kind::Floor | Kind::Area | Kind::Street))
                    || kind(index + 1) == Some(Kind::Floor)
                    || is_ordinal_or_floor(text);
                // "Dhaka-1000", "Gulshan-1"
                let follows_place = (before(index) == Some(Kind::City) && matches!(text.len(), 4..=6))
                    || (last.is_some() && !token.apart && text.len() <= 2);
                if !numbers_a_part && !follows_place {
                    address.numbers.insert(text.to_owned());
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
    matches!(rest.trim_start_matches('/'), "st" | "nd" | "rd" | "th" | "f" | "fl" | "flr" | "floor")
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
mod tests {
    use super::*;
    use AddressAgreement::{Agree, Disagree, NotComparable};

    const NAYAPALTAN: &str = "V.I.P. Tower (7th Floor), 51/1, V.I.P. Road, Nayapaltan, Dhaka-1000";
    const GULSHAN: &str = "House No.-55, Road No.-3, 5th Floor, Niketon, Gulshan-1, Dhaka-1212";
    const MALATE: &str = "2435 SINGALONG STREET, BARANGAY 727";
    const ERMITA: &str = "2F & 3F, 1523-1527 M.H. DEL PILAR ST ERMITA MANILA";
    const HANOI: &str = "Số 159 đường Nguyễn Văn Cừ, phường Ngọc Lâm, quận Long Biên, Hà Nội";

    #[test]
    fn an_office_agrees_with_itself() {
        for address in [NAYAPALTAN, GULSHAN, MALATE, ERMITA, HANOI] {
            assert_eq!(address_agreement(address, address), Agree, "{address}");
        }
    }

    #[test]
    fn spellings_of_one_office_agree() {
        for (given, own) in [
            ("51/1 VIP Road, Naya Paltan, Dhaka", NAYAPALTAN),
            ("House 55, Rd 3, Niketon, Gulshan 1", GULSHAN),
            ("2435 Singalong St., Brgy. 727, Malate, Manila", MALATE),
            ("1523 M. H. del Pilar Street, Manila", ERMITA),
            ("159 Nguyen Van Cu, Ngoc Lam, Long Bien, Ha Noi", HANOI),
        ] {
            assert_eq!(address_agreement(given, own), Agree, "{given}");
        }
    }

    #[test]
    fn other_towns_and_other_streets_disagree() {
        for (given, own) in [
            ("12 Kazi Nazrul Islam Road, Chittagong", NAYAPALTAN),
            ("Al Khor Tower, Doha", ERMITA),
            ("18 Pioneer Avenue, Highway Hills", MALATE),
            ("59 Jatrabari Shahid Faruk Road, Dhaka", NAYAPALTAN),
        ] {
            assert_eq!(address_agreement(given, own), Disagree, "{given}");
        }
    }

    #[test]
    fn what_many_share_is_not_compared() {
        for (given, own) in [
            ("Dhaka", NAYAPALTAN),
            ("Dhaka-1000", NAYAPALTAN),
            ("Nayapaltan, Dhaka-1000", NAYAPALTAN),
            ("VIP Road, Nayapaltan, Dhaka 1000", NAYAPALTAN),
            ("House 12, Road 3, Niketon, Gulshan 1, Dhaka", GULSHAN),
            ("৫১/১ ভিআইপি রোড, নয়াপল্টন, ঢাকা", NAYAPALTAN),
            ("", NAYAPALTAN),
            ("2nd floor", ERMITA),
        ] {
            assert_eq!(address_agreement(given, own), NotComparable, "{given}");
        }
    }
}
