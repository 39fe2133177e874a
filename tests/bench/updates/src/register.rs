//! A register made from a seed, and what a week changes in it.

use safe_migration::model::{Date, Recruiter};
use safe_migration::pack::{Pack, PackRow};

/// Shares of changed rows: 70 % updates, 20 % insertions, 10 % deletions.
const UPDATES: usize = 7;
const INSERTS: usize = 2;
const DELETES: usize = 1;

const STATUSES: [(&str, u64); 6] = [
    ("Valid License", 70),
    ("Expired", 12),
    ("Cancelled", 8),
    ("Delisted", 4),
    ("Suspended", 4),
    ("Valid License (Extended)", 2),
];
const DOMAINS: [&str; 4] = ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com"];

/// SplitMix64: the same numbers everywhere.
pub struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`, which is not 0.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// The rows of a register and how to make more of them.
pub struct Synthetic {
    random: Random,
    /// Words of the shipped names and addresses, as often as they stand there.
    names: Vec<String>,
    places: Vec<String>,
    next_number: u64,
    /// In the order of their ids.
    pub rows: Vec<Recruiter>,
}

impl Synthetic {
    /// `rows` rows with names and addresses in the manner of the pack `shipped`.
    pub fn new(shipped: &Pack<'_>, rows: usize, seed: u64) -> Self {
        let (mut names, mut places) = (Vec::new(), Vec::new());
        for row in shipped.rows().flatten() {
            if let PackRow::Recruiter(row) = row {
                names.extend(row.name.split_whitespace().map(str::to_owned));
                places.extend(row.address.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned));
            }
        }
        let mut register = Self { random: Random(seed), names, places, next_number: 1, rows: Vec::new() };
        for _ in 0..rows {
            let row = register.row();
            register.rows.push(row);
        }
        register
    }

    /// One week: `share` per thousand of the rows change.
    pub fn week(&mut self, per_thousand: usize) {
        let changes = (self.rows.len() * per_thousand / 1000).max(10);
        for _ in 0..changes * DELETES / 10 {
            let at = self.random.below(self.rows.len() as u64) as usize;
            self.rows.remove(at);
        }
        for _ in 0..changes * UPDATES / 10 {
            let at = self.random.below(self.rows.len() as u64) as usize;
            let what = self.random.below(100);
            let (status, phones, address, name) = (self.status(), self.phones(), self.address(), self.name());
            let (recent, expires) = (self.recent(), self.expires());
            let Some(row) = self.rows.get_mut(at) else { continue };
            match what {
                0..35 => (row.status, row.status_date) = (status, recent),
                35..60 => (row.expires, row.status_date) = (expires, recent),
                60..82 => row.phones = phones,
                82..94 => row.address = address,
                _ => row.name = name,
            }
        }
        for _ in 0..changes * INSERTS / 10 {
            let row = self.row();
            self.rows.push(row);
        }
    }

    fn row(&mut self) -> Recruiter {
        // Numbers are given in order, with gaps; a third of them is found among the old ones.
        self.next_number += 1 + self.random.below(3);
        let number = self.next_number;
        let name = self.name();
        let handle: String = name.chars().filter(char::is_ascii_alphabetic).take(12).collect();
        let domain = DOMAINS.get(self.random.below(4) as usize).copied().unwrap_or_default();
        Recruiter {
            id: format!("ph-dmw:{number:07}"),
            licence: Some(format!("POEA-{:03}-LB-{:06}-R", number % 400, number * 7 % 1_000_000)),
            status: self.status(),
            status_date: self.any_day(2018, 8),
            expires: self.expires(),
            phones: self.phones(),
            emails: vec![format!("{}@{domain}", handle.to_lowercase())],
            address: self.address(),
            name,
            ..Recruiter::default()
        }
    }

    fn name(&mut self) -> String {
        let count = 2 + self.random.below(3);
        self.words(count, true)
    }

    fn address(&mut self) -> Option<String> {
        let count = 5 + self.random.below(5);
        let words = self.words(count, false);
        Some(format!("{} {words} {}", 1 + self.random.below(2000), self.random.digits(4)))
    }

    fn words(&mut self, count: u64, names: bool) -> String {
        let mut words = Vec::new();
        for place in 0..count {
            let from = if names { &self.names } else { &self.places };
            let at = self.random.next() as usize % from.len().max(1);
            let word = from.get(at).cloned().unwrap_or_default();
            // Every other name has a word that no other row has.
            words.push(if names && place == 0 && self.random.below(2) == 0 { self.coined() } else { word });
        }
        words.join(" ")
    }

    fn coined(&mut self) -> String {
        let (consonants, vowels) = (b"BCDFGHJKLMNPRSTVWYZ", b"AEIOU");
        let mut word = String::new();
        for _ in 0..2 + self.random.below(2) {
            let consonant = consonants.get(self.random.below(19) as usize);
            let vowel = vowels.get(self.random.below(5) as usize);
            word.extend(consonant.into_iter().chain(vowel).map(|&byte| char::from(byte)));
        }
        word
    }

    fn status(&mut self) -> Option<String> {
        let mut at = self.random.below(100);
        for (word, share) in STATUSES {
            if at < share {
                return Some(word.to_owned());
            }
            at -= share;
        }
        None
    }

    fn phones(&mut self) -> Vec<String> {
        let mut phones = vec![format!("0917 {} {}", self.random.digits(3), self.random.digits(4))];
        if self.random.below(3) == 0 {
            phones.push(format!("(02) 8{}-{}", self.random.digits(3), self.random.digits(4)));
        }
        phones
    }

    fn expires(&mut self) -> Option<Date> {
        self.any_day(2025, 5)
    }

    /// A day of the last fortnight.
    fn recent(&mut self) -> Option<Date> {
        Date::new(2026, 11, 10 + self.random.below(14) as u8)
    }

    fn any_day(&mut self, from: i32, years: u64) -> Option<Date> {
        let (year, month, day) = (self.random.below(years), self.random.below(12), self.random.below(28));
        Date::new(from + year as i32, 1 + month as u8, 1 + day as u8)
    }
}
