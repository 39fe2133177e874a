use proptest::prelude::*;

use super::*;

fn full(text: &str, region: &str) -> Vec<Option<String>> {
    phones_on_file(text, region).into_iter().map(|phone| phone.e164).collect()
}

fn some(numbers: &[&str]) -> Vec<Option<String>> {
    numbers.iter().map(|number| Some((*number).to_owned())).collect()
}

fn one(text: &str, regions: &[&str]) -> Phone {
    phones(text, regions).into_iter().next().unwrap_or_else(|| panic!("no number in {text}"))
}

#[test]
fn numbers_of_the_registers_are_read() {
    assert_eq!(
        full("(02) 86818959/09178870567/09998800089", "PH"),
        some(&["+63286818959", "+639178870567", "+639998800089"])
    );
    assert_eq!(full("+639171275647/+639813797065/(046)2350266", "PH").len(), 3);
    assert_eq!(full("(02) 8687-33-69 / 0926-061-6965", "PH"), some(&["+63286873369", "+639260616965"]));
    assert_eq!(full("09985466887 / 632 84168228 /63 917 701 7979", "PH").len(), 3);
    assert_eq!(full("+88-02-58313149, +88-02-58313150", "BD"), some(&["+880258313149", "+880258313150"]));
    assert_eq!(full("+88-০2-48322127, 48321925-6, +880-1777543980", "BD")[0].as_deref(), Some("+880248322127"));
    assert_eq!(full("-88-031-2513879", "BD").len(), 1);
    assert_eq!(full("09611699453 (Off.)", "BD"), some(&["+8809611699453"]));
}

#[test]
fn vietnamese_numbers_are_read_in_the_old_and_the_new_form() {
    for (printed, now) in [
        ("04.36242337", "+842436242337"),
        ("024 3624 2337", "+842436242337"),
        ("(84-4) 37719960", "+842437719960"),
        ("(+84.4) 37100 382", "+842437100382"),
        ("+84 4 3650 0601", "+842436500601"),
        ("4.62757018", "+842462757018"),
        ("(84-24)32668512", "+842432668512"),
        ("84-24）32008645", "+842432008645"),
        ("+84 024 3775 7235", "+842437757235"),
        ("+84 8 39914439", "+842839914439"),
        ("08.39142886", "+842839142886"),
        ("0511.3711393", "+842363711393"),
        ("031.2227326", "+842252227326"),
        ("0211.3616992", "+842113616992"),
        ("02373 268 999", "+842373268999"),
        ("0650.3785658", "+842743785658"),
    ] {
        assert_eq!(full(printed, "VN")[0].as_deref(), Some(now), "{printed}");
    }
    assert_eq!(
        full("04.36242337 / 38638473 / 38637462", "VN"),
        some(&["+842436242337", "+842438638473", "+842438637462"])
    );
    let old = one("038.3593666", &["VN"]);
    let new = one("0238 3593666", &["VN"]);
    assert!(same_phone(&old, &new), "{old:?} {new:?}");
    assert_eq!(one("084-246628161", &["VN"]).tail, "6628161");
}

#[test]
fn most_register_numbers_give_a_key() {
    let ph = include_str!("../../../tests/vectors/phones-as-printed.csv");
    let (mut fields, mut numbers, mut complete) = (0, 0, 0);
    for line in ph.lines().skip(1) {
        let (country, printed) = line.split_once(',').expect("two columns");
        let found = phones_on_file(printed.trim_matches('"'), country);
        assert!(!found.is_empty(), "{printed}");
        fields += 1;
        numbers += found.len();
        complete += found.iter().filter(|phone| phone.e164.is_some()).count();
    }
    eprintln!("{fields} fields, {numbers} numbers, {complete} complete");
}

#[test]
fn a_missing_area_code_is_no_difference() {
    let on_file = |text: &str, country: &str| phones_on_file(text, country).remove(0);
    assert!(same_phone(&one("02-8647-0716", &["PH"]), &on_file("86470-716", "PH")));
    assert!(same_phone(&one("+63 2 8252 2338", &["PH"]), &on_file("2522338", "PH")));
    assert!(same_phone(&one("031-613397", &["BD"]), &on_file("613397 (Ctg. Off.)", "BD")));
    assert!(same_phone(&one("৯৩৫৬০৪৪", &["BD"]), &on_file("9356044 (Off.)", "BD")));
    assert!(same_phone(&one("48318905", &["BD"]), &phones_on_file("48318901-10 (PABX) (Off.)", "BD")[4]));
}

#[test]
fn strangers_are_not_the_same() {
    let on_file = |text: &str, country: &str| phones_on_file(text, country).remove(0);
    assert!(!same_phone(&one("0917-831-1902", &["PH"]), &on_file("8311902", "PH")), "mobile and local");
    assert!(!same_phone(&one("+971 4 831 1902", &["PH"]), &on_file("8311902", "PH")), "other country");
    assert!(!same_phone(&one("09178077482", &["PH"]), &on_file("09178077483", "PH")));
    assert!(!same_phone(&one("(046) 235 0266", &["PH"]), &on_file("(02) 8235 0266", "PH")));
}

#[test]
fn only_a_given_country_code_makes_a_number_foreign() {
    assert!(one("+92 300 1234567", &["PH"]).is_foreign_to("PH"));
    assert!(one("0092 300 1234567", &["PH"]).is_foreign_to("PH"));
    assert!(one("923001234567", &["PH"]).is_foreign_to("PH"));
    assert!(!one("0300-1234567", &["PK", "PH"]).is_foreign_to("PH"));
    assert!(!one("0917 807 7482", &["PH"]).is_foreign_to("PH"));
    assert!(!one("+63 917 807 7482", &["PH"]).is_foreign_to("PH"));
    assert!(!one("8311902", &["PH"]).is_foreign_to("PH"));
}

#[test]
fn the_first_country_that_has_such_a_number_is_read() {
    assert_eq!(one("0300-1234567", &["PK", "PH"]).e164.as_deref(), Some("+923001234567"));
    assert_eq!(one("0917 555 0199", &["PH", "BD"]).e164.as_deref(), Some("+639175550199"));
    assert_eq!(one("०९१७ ५५५ ०१९९", &["PH"]).e164.as_deref(), Some("+639175550199"));
    assert_eq!(international("639178077482", "wa.me/639178077482", 0..18).e164.as_deref(), Some("+639178077482"));
}

proptest! {
    #[test]
    fn nothing_panics(text in "[-+0-9০-৯ ./(),a-zঅ]{0,80}") {
        for phone in phones(&text, &["PH", "VN", "BD"]) {
            prop_assert!(text.get(phone.span.clone()).is_some());
            prop_assert!(phone.tail.len() <= TAIL);
            prop_assert!(same_phone(&phone, &phone));
        }
        let _ = phones_on_file(&text, "no such country");
    }
}
