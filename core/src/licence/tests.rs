use proptest::prelude::*;

use super::*;

const EXAMPLES: &str = include_str!("../../../tests/vectors/licence-numbers.csv");

/// Country or authority, number, remark.
fn examples() -> Vec<(&'static str, &'static str, &'static str)> {
    let rows: Vec<_> = EXAMPLES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (country, rest) = line.split_once(',')?;
            let (number, remark) = rest.split_once(',')?;
            Some((country, number, remark))
        })
        .collect();
    assert_eq!(rows.len(), 70);
    rows
}

fn keys(text: &str, region: &str) -> Vec<String> {
    parse(text, Some(region)).iter().map(|reading| reading.key.to_string()).collect()
}

fn first(text: &str, region: &str) -> String {
    keys(text, region).into_iter().next().unwrap_or_default()
}

fn found(text: &str, regions: &[&str]) -> Vec<String> {
    find(text, regions)
        .into_iter()
        .filter(|reading| reading.key.scheme() != PLAIN)
        .map(|reading| reading.key.to_string())
        .collect()
}

#[test]
fn the_whole_table_compiles() {
    assert_eq!(read::compiled_forms(), table::GRAMMARS.iter().map(|grammar| grammar.forms.len()).sum::<usize>());
}

#[test]
fn every_published_example_is_read_by_its_grammar() {
    for (authority, number, _) in examples() {
        let scheme = authority.to_lowercase();
        let region = &authority[..2];
        let readings = parse(number, Some(region));
        assert_eq!(readings[0].key.scheme(), scheme, "{number}: {readings:?}");
        // Without a country too, though other schemes may fit as well.
        assert!(parse(number, None).iter().any(|reading| reading.key.scheme() == scheme), "{number}");
        // A register that prints it is found by it.
        assert!(keys_on_file(&scheme, number).contains(&readings[0].key), "{number}");
    }
}

#[test]
fn examples_that_tell_what_they_are_are_found_in_a_message() {
    for (authority, number, _) in examples() {
        if matches!(authority, "LK" | "HK" | "ID") {
            continue; // digits alone: below, after a cue word
        }
        let text = format!("URGENT! 50 helpers\nLic No: {number}.\nCall 0917 000 0000");
        let scheme = authority.to_lowercase();
        let readings = find(&text, &[&authority[..2]]);
        let reading = readings.iter().find(|reading| reading.key.scheme() == scheme);
        let reading = reading.unwrap_or_else(|| panic!("{number}: {readings:?}"));
        assert_eq!(reading.key, parse(number, Some(&authority[..2]))[0].key);
        assert!(number.contains(&text[reading.span.clone()]), "{:?} in {number}", &text[reading.span.clone()]);
    }
    assert_eq!(found("SLBFE Licence No. 1437", &["LK"]), ["lk:1437"]);
    assert_eq!(found("SIP3MI: 81201141907610001", &["ID"]), ["id:81201141907610001"]);
    assert_eq!(found("EA licence no. 66295", &["HK"]), ["hk:66295"]);
}

#[test]
fn two_spellings_of_one_number_share_a_key() {
    let same = [
        ("IN", "B-0668/Chennai/Part/1000+/5/8936/2013", "B-0668/Chennai/part/1000+/5/8936/2013", "in:B0668/CHE"),
        ("IN", "B0646/DEL/PER/1000+/5/7922/2007", "RC-B-0646 / DEL / PER / 1000+ / 5 / 7922 / 2007", "in:B0646/DEL"),
        ("IN", "B-3252/DEL/PER/1000+", "B–3252∕DEL∕PER", "in:B3252/DEL"),
        ("IN", "B-O866/MUM/PER/1000+/5/9186/2016", "В-0866/МUM/PER/1000+/5/9186/2016", "in:B0866/MUM"),
        ("IN", "B-0313/MUM/8283/2008", "B-0313/MUM/PER/1000+/5/8283/2008", "in:B0313/MUM"),
        ("PH", "DMW-514-LB-08132024-R", "514-LB-081324", "ph:514-LB-081324"),
        ("PH", "POEA-040-LB-061914-PA", "POEA 40 LB 061914", "ph:040-LB-061914"),
        ("BD", "RL-980", "RL NO: 0980", "bd:980"),
        ("BD", "RL NO 980", "আরএল নং ০৯৮০", "bd:980"),
        ("BD", "আরএল ১০২৪", "R.L. No. 1024", "bd:1024"),
        ("BD", "(354)", "ＲＬ－３５４", "bd:354"),
        ("BD", "0980", "লাইসেন্স নং ৯৮০", "bd:980"),
        ("NP", "1284/074/75", "१२८४/०७४/०७५", "np:1284/074"),
        ("NP", "1284 / 2074 / 2075", "1284/74/75", "np:1284/074"),
        ("PK", "OP&HRD/4951/PWR/2023", "MPD/4951/Peshawar", "pk:4951/PWR"),
        ("PK", "0008  / RWP", "8/RWP", "pk:8/RWP"),
        ("PK", "OEPL No.3768./RWP", "OP & HRD/3768/RWP", "pk:3768/RWP"),
        ("LK", "1437", "SLBFE Lic No 1437", "lk:1437"),
        ("BD", "MLA-092", "MLA No. 92", "bd-seafarer:92"),
        ("IN", "RPSL-MUM-245", "RPSL No. MUM-245", "in-seafarer:MUM-245"),
        ("MY", "JTKSM 398A", "JTKSM: 398 A", "my:398A"),
        ("SG", "23C1614", "EA Licence No. 23C1614", "sg:23C1614"),
    ];
    for (region, one, other, key) in same {
        assert_eq!(first(one, region), key, "{one}: {:?}", keys(one, region));
        assert_eq!(first(other, region), key, "{other}: {:?}", keys(other, region));
    }
}

#[test]
fn different_numbers_have_different_keys() {
    assert_ne!(first("2600/RWP", "PK"), first("2660/RWP", "PK"));
    assert_ne!(first("B-0123/MUM/PER/1000+/5/8525/2009", "IN"), first("B-0123/DEL/PER/1000+/5/1234/2009", "IN"));
    assert_ne!(first("MLA-092", "BD"), first("RL-92", "BD"));
}

#[test]
fn a_cut_number_finds_the_whole_one_on_file() {
    let on_file = keys_on_file("in", "B-0313/MUM/PER/1000+/5/8283/2008");
    assert_eq!(on_file.first().map(LicenceKey::as_str), Some("in:B0313/MUM"));
    for given in ["B-0313/MUM/PER/1000+", "B-0313", "RA 8283", "RC: B-0313", "0313"] {
        assert!(parse(given, Some("IN")).iter().any(|reading| on_file.contains(&reading.key)), "{given}");
    }
    assert!(!parse("B-0313/DEL/PER/1000+", Some("IN")).iter().any(|reading| on_file.contains(&reading.key)));
    let on_file = keys_on_file("np", "1284/074/75");
    assert!(parse("1284/074", Some("NP")).iter().any(|reading| on_file.contains(&reading.key)));
    assert!(parse("Licence No 1284", Some("NP")).iter().any(|reading| on_file.contains(&reading.key)));
    assert!(!parse("1284/075/76", Some("NP")).iter().any(|reading| on_file.contains(&reading.key)));
    let on_file = keys_on_file("ph", "DMW-514-LB-08132024-R");
    assert!(parse("DMW-514-LB", Some("PH")).iter().any(|reading| on_file.contains(&reading.key)));
}

#[test]
fn a_register_may_print_less_than_an_agency() {
    for (scheme, printed, key) in [
        ("bd", "0980", "bd:980"),
        ("bd", "RL-0980", "bd:980"),
        ("bd", "(354)", "bd:354"),
        ("bd-seafarer", "MLA-092", "bd-seafarer:92"),
        ("bd-seafarer", "092", "bd-seafarer:92"),
        ("in-seafarer", "MUM-245", "in-seafarer:MUM-245"),
        ("plain", "AB 0012/x", "plain:AB0012X"),
        ("no-such-scheme", "0012", "plain:0012"),
        ("bd", "TEMP/12/A", "plain:TEMP12A"),
    ] {
        assert_eq!(keys_on_file(scheme, printed).first().map(LicenceKey::as_str), Some(key), "{scheme} {printed}");
    }
    assert!(keys_on_file("bd", "").is_empty());
    assert!(keys_on_file("plain", "n/a").is_empty());
}

#[test]
fn digits_alone_belong_to_the_country_that_was_given() {
    assert_eq!(keys("0980", "BD"), ["bd:980", "plain:0980"]);
    assert_eq!(keys("0980", "PH"), ["plain:0980"]);
    let any: Vec<_> = parse("0980", None).into_iter().map(|reading| reading.key.to_string()).collect();
    for key in ["bd:980", "np:980", "pk:980", "lk:980", "in:B0980"] {
        assert!(any.iter().any(|other| other == key), "{key} in {any:?}");
    }
}

#[test]
fn in_a_message_digits_alone_need_a_cue() {
    assert!(found("Need 980 helpers in Doha, salary 1200 QAR, age 25-40. Call 01711 000000", &["BD"]).is_empty());
    assert_eq!(found("Gulf Associate, Licence No 0980, Dhaka", &["BD"]), ["bd:980"]);
    assert_eq!(found("*RL-980* Gulf Associate", &["BD"]), ["bd:980"]);
    assert_eq!(found("Gulf Associate (আরএল ৯৮০)", &["BD"]), ["bd:980"]);
    assert!(found("Trade licence no 1234, driving licence 980", &["BD"]).is_empty());
    assert!(found("Licence No 1284/074/75", &["BD"]).is_empty(), "not the Bangladeshi number 1284");
}

#[test]
fn the_company_number_beside_a_licence_is_not_one() {
    let text = "Company Reg. No. 165209/073/074\nGovt. Lic. No. 1284/074/75\nKathmandu";
    assert_eq!(found(text, &["NP"]), ["np:1284/074"]);
    assert_eq!(found("Regd. No. 165209/073/074, Lic 1171/073/074", &["NP"]), ["np:1171/073"]);
    assert_eq!(found("कम्पनी दर्ता नं. ९८१/०६७/०६८, इजाजत नं. ११७१/०७३/०७४", &["NP"]), ["np:1171/073"]);
    // In a field it may be meant: the size of the serial is a hint and no rule.
    assert_eq!(first("165209/073/074", "NP"), "np:165209/073");
}

#[test]
fn a_job_order_names_its_licence() {
    assert_eq!(keys("AL/2015/0002/23", "LK")[..2], ["lk-joborder:2015/0002/23", "lk:2015"]);
}

#[test]
fn spans_are_of_the_original_text() {
    let text = "📣 লাইসেন্স নং: ০৯৮০ 📣 RC-B–0866/MUM/PER/1000+/5/9186/2016!";
    let spans: Vec<_> = find(text, &["BD", "IN"]).into_iter().map(|reading| &text[reading.span]).collect();
    assert!(spans.contains(&"০৯৮০"), "{spans:?}");
    assert!(
        spans.contains(&"RC-B–0866/MUM/PER/1000+/5/9186/2016") || spans.contains(&"B–0866/MUM/PER/1000+/5/9186/2016")
    );
}

#[test]
fn repaired_letters_are_told() {
    let reading = &parse("RL-O98O", Some("BD"))[0];
    assert_eq!((reading.key.as_str(), reading.repaired), ("bd:980", true));
    assert!(!parse("RL-0980", Some("BD"))[0].repaired);
}

#[test]
fn neighbours_are_one_slip_away() {
    let near =
        |scheme, key| neighbours(&LicenceKey::new(scheme, key)).map(|key| key.key().to_owned()).collect::<Vec<_>>();
    let bd = near("bd", "980");
    for other in ["1980", "981", "890", "908", "9080", "80"] {
        assert!(bd.iter().any(|key| key == other), "{other} in {bd:?}");
    }
    for other in ["980", "0980", "9801", "123"] {
        assert!(!bd.iter().any(|key| key == other), "{other}");
    }
    assert!(near("in", "B0866/MUM").contains(&"B0868/MUM".to_owned()));
    assert!(near("pk", "2600/RWP").contains(&"2660/RWP".to_owned()));
    assert!(near("plain", "AO1").contains(&"A01".to_owned()));
    assert!(near("plain", "").is_empty());
}

#[test]
fn a_long_message_is_read_in_time() {
    for piece in ["1/2/3 B-0/", "RL NO ", "Lic No 1284/07 ", "٣٤٥/", "9", "कम्पनी "] {
        let text = piece.repeat(100 * 1024 / piece.len());
        let start = std::time::Instant::now();
        assert!(find(&text, &[]).len() <= MAX_FOUND);
        let took = start.elapsed();
        eprintln!("{piece:?}: {took:?}");
        assert!(took.as_secs() < 20, "{piece:?}: {took:?}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC*", region in proptest::option::of("[A-Z]{2}")) {
        for reading in parse(&text, region.as_deref()) {
            prop_assert!(text.get(reading.span.clone()).is_some());
            prop_assert!(neighbours(&reading.key).all(|near| near != reading.key));
        }
        for reading in find(&text, &[]) {
            prop_assert!(text.get(reading.span).is_some());
        }
        let _ = keys_on_file("in", &text);
    }

    #[test]
    fn numbers_among_noise_do_not_panic(text in "[ ./A-DLMNOPRSU0-9০-৯\u{200d}&()+-]{0,60}") {
        for reading in find(&text, &[]) {
            prop_assert!(text.get(reading.span).is_some());
        }
    }

    #[test]
    fn spacing_and_digits_of_another_script_change_nothing(index in 0usize..70, script in 0usize..4, spaces in any::<bool>()) {
        let (authority, number, _) = examples()[index];
        let zero = ['0', '०', '০', '٠'][script];
        let written: String = number
            .chars()
            .map(|letter| match letter.to_digit(10) {
                Some(digit) => char::from_u32(u32::from(zero) + digit).unwrap(),
                None => letter,
            })
            .collect();
        let written = if spaces { format!("  {} ", written.replace('/', " / ")) } else { written };
        prop_assert_eq!(&parse(&written, Some(&authority[..2]))[0].key, &parse(number, Some(&authority[..2]))[0].key);
    }
}
