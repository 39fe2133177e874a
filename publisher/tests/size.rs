//! Size and time of packs of invented rows with phones, addresses and dates. Slow; run by name:
//! `cargo test --release -p safe-migration-publisher --test size -- --ignored --nocapture`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "helpers of tests")]

mod common;

use std::fmt::Write;
use std::time::Instant;

use common::descriptor;
use safe_migration::pack::Pack;
use safe_migration_publisher::{BuildOptions, Effort, Source, build};

/// Numbers that are the same in every run (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn of<'a>(&mut self, words: &'a [String]) -> &'a str {
        &words[self.below(words.len())]
    }

    /// Invented words of two to four syllables.
    fn words(&mut self, count: usize) -> Vec<String> {
        const SYLLABLES: [&str; 40] = [
            "al", "ba", "chan", "da", "esh", "fa", "gul", "ha", "in", "ja", "ka", "lam", "ma", "na", "or", "pa", "qu",
            "ra", "sa", "ta", "um", "va", "wa", "ya", "za", "bir", "dil", "har", "kum", "lal", "mir", "noor", "pur",
            "raj", "sin", "tar", "vik", "war", "yan", "zam",
        ];
        (0..count).map(|_| (0..2 + self.below(3)).map(|_| SYLLABLES[self.below(40)]).collect()).collect()
    }
}

/// About 240 bytes a row; 330 as JSON.
fn list(rows: usize) -> String {
    let mut dice = Dice(7);
    let (names, streets, cities) = (dice.words(6_000), dice.words(900), dice.words(120));
    let kinds =
        ["Overseas", "International", "Manpower Services", "Recruitment Agency", "Travels", "Consultants Pvt. Ltd."];
    let statuses = ["valid", "valid", "valid", "expired", "cancelled", "suspended"];
    let mut csv = "id,name,licence,status,phones,emails,address,country,expires\n".to_owned();
    for row in 0..rows {
        let (first, second, kind) = (dice.of(&names).to_owned(), dice.of(&names).to_owned(), kinds[dice.below(6)]);
        let city = dice.of(&cities).to_owned();
        let (serial, year) = (1_000 + row, 2005 + dice.below(20));
        let _ = writeln!(
            csv,
            "{row:06},{first} {second} {kind},B-{serial}/{}/PER/1000+/5/{}/{year},{},+91 {} {:08};+91 9{:09},info@{first}{second}.com,\"{}/{}, {} Road, {} Nagar, {city} {:06}\",IN,{}-{:02}-{:02}",
            city.get(..3).unwrap_or("XYZ").to_uppercase(),
            dice.below(10_000),
            statuses[dice.below(6)],
            11 + dice.below(70),
            dice.below(100_000_000),
            dice.below(1_000_000_000),
            1 + dice.below(400),
            1 + dice.below(30),
            dice.of(&streets),
            dice.of(&streets),
            100_000 + dice.below(800_000),
            2026 + dice.below(5),
            1 + dice.below(12),
            1 + dice.below(28),
        );
    }
    csv
}

#[test]
#[ignore = "slow: builds packs of up to 200,000 rows"]
fn size_and_time() {
    let folder = tempfile::tempdir().unwrap();
    for (rows, budget) in [(10_000, 500_000), (50_000, 2_300_000), (200_000, 9_000_000)] {
        let file = folder.path().join("list.csv");
        std::fs::write(&file, list(rows)).unwrap();
        let source = Source::open(&descriptor("plain-csv"), &[file]).unwrap();
        let start = Instant::now();
        let options = BuildOptions { effort: Effort::Smallest, ..common::options() };
        let pack = build(&[source], &options).unwrap();
        let built = start.elapsed();
        let start = Instant::now();
        let read = Pack::open(&pack.bytes).unwrap().rows().filter(Result::is_ok).count();
        println!(
            "{rows} rows: content {} bytes, pack {} bytes, built in {built:.1?}, read in {:.2?}",
            pack.manifest.content_bytes,
            pack.bytes.len(),
            start.elapsed()
        );
        assert_eq!(read, rows);
        assert!(pack.bytes.len() <= budget, "{} bytes of {budget}", pack.bytes.len());
    }
}
