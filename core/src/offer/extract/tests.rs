use proptest::prelude::*;

use super::*;
use crate::licence::PLAIN;

fn certain(text: &str) -> Vec<String> {
    let found = extract(text, &["PH", "BD", "IN", "NP"]);
    found.names.iter().filter(|name| name.is_certain()).map(|name| name.text.clone()).collect()
}

fn tried(text: &str) -> Vec<String> {
    extract(text, &["PH", "BD", "IN", "NP"]).names.into_iter().map(|name| name.text).collect()
}

fn numbers(text: &str, regions: &[&str]) -> Vec<String> {
    extract(text, regions).phones.into_iter().map(|phone| phone.e164.unwrap_or(phone.text)).collect()
}

#[test]
fn a_marked_name_and_a_phone_are_found() {
    let text =
        "URGENT HIRING!\nAgency: 10TH STORY PLACEMENT AGENCY, INC.\nCall or text 0917-807-7482\nKitchen staff, Qatar";
    assert_eq!(certain(text), ["10TH STORY PLACEMENT AGENCY, INC."]);
    assert_eq!(numbers(text, &["PH"]), ["+639178077482"]);
    let found = extract(text, &["PH"]);
    assert_eq!(&text[found.names[0].span.clone()], "10TH STORY PLACEMENT AGENCY, INC.");
    assert_eq!(&text[found.phones[0].span.clone()], "0917-807-7482");
    assert!(found.licences.is_empty(), "{:?}", found.licences);
    assert!(found.names.len() <= 5, "{:?}", found.names);
}

#[test]
fn a_text_that_is_only_a_name_is_one() {
    for name in [
        "Gulf Associate",
        "1010 EPHESIANS",
        "1015 BRILLIANT MINDS INC.",
        "101 MOJO INT`L. CORPORATION",
        "Rajdoot Overseas (Pvt.) Ltd.",
        "Haque & Sons Ltd.",
        "A. Z. SHIPPING SERVICES",
        "गल्फ एसोसिएट",
        "Al-Amin International",
        "VINACO.,JSC",
        "BAOTHINH INTRA CO.,LTD",
        "ANUGRAH GRAHA PERTIWI, PT",
        "FUTURELINK TCO.,LTD",
        "Job Finders",
    ] {
        assert_eq!(certain(name), [name], "{:?}", tried(name));
    }
    assert_eq!(certain("*Gulf Associate*\nRL-980"), ["Gulf Associate"]);
    assert_eq!(certain("Gulf Associate (RL-0980)"), ["Gulf Associate"]);
}

#[test]
fn marks_of_many_languages_are_known() {
    for (text, name) in [
        ("प्लम्बर चाहिए\nकंपनी: गल्फ एसोसिएट\nफोन 01711000000", "गल्फ एसोसिएट"),
        ("প্রতিষ্ঠান: গালফ এসোসিয়েট\nবেতন ৫০০০০", "গালফ এসোসিয়েট"),
        ("Company：Gulf Associate\nsalary 1200", "Gulf Associate"),
        ("📣 Agency name - Gulf Associate 📣 apply now", "Gulf Associate"),
        ("Good salary, free visa.\nRegards,\nGulf Associate", "Gulf Associate"),
        ("Hiring cooks for Doha\nPosted by Gulf Associate", "Gulf Associate"),
        ("Hiring cooks for Doha\nM/s Gulf Associate", "Gulf Associate"),
        ("Hiring cooks | Gulf Overseas | Doha", "Gulf Overseas"),
        ("Hiring cooks\n• GULF ওভারসিজ লিমিটেড •", "GULF ওভারসিজ লিমিটেড"),
        ("Nama perusahaan: PT Alfa Nusantara Perdana\ngaji 5 juta", "PT Alfa Nusantara Perdana"),
        ("They offered me a job with Al-Amin Overseas Ltd. for Qatar, is it real?", "Al-Amin Overseas Ltd."),
    ] {
        assert!(certain(text).iter().any(|found| found == name), "{text}: {:?}", extract(text, &["BD"]).names);
    }
}

#[test]
fn talk_is_not_a_certain_name() {
    for text in [
        "We are recruiting manpower for overseas jobs in Qatar",
        "Urgent requirement! Kitchen staff, Qatar\nFree visa, free ticket",
        "Salary 1200-1500 SAR\nDuty 8 hours + overtime\nAge 21-40",
    ] {
        assert!(certain(text).is_empty(), "{text}: {:?}", certain(text));
    }
}

#[test]
fn a_name_inside_a_sentence_is_tried() {
    assert!(tried("I got an offer from Gulf Associate in Dhaka for 1200 riyal").contains(&"Gulf Associate".to_owned()));
}

#[test]
fn phones_emails_and_links_are_found() {
    let text = "Apply: https://wa.me/639178077482 or hr@gulf-overseas.com.ph, www.gulf-overseas.com.ph/jobs. Tel (02) 8681 0239 / +971 50 123 4567";
    let found = extract(text, &["PH"]);
    assert_eq!(numbers(text, &["PH"]), ["+639178077482", "+63286810239", "+971501234567"]);
    assert_eq!(found.emails[0].text, "hr@gulf-overseas.com.ph");
    assert_eq!(found.links.len(), 2);
    assert_eq!(numbers("ফোন: ০১৭১১-০০০০০০", &["BD"]), ["+8801711000000"]);
    assert_eq!(numbers("Tel: 9356044", &["BD"]), ["9356044"]);
    assert_eq!(numbers("api.whatsapp.com/send?phone=8801711000000&text=hi", &["BD"]), ["+8801711000000"]);
}

#[test]
fn what_only_looks_like_a_phone_is_none() {
    for text in [
        "Salary 1200-1500 SAR",
        "12-05-2024 to 15-06-2024",
        "Rs 25,000 - 30,000",
        "Need 1000 workers 2024",
        "Licence B-0313/MUM/PER/1000+/5/8011/2007",
        "1284/074/75",
    ] {
        assert!(numbers(text, &["IN", "PH", "BD"]).is_empty(), "{text}: {:?}", numbers(text, &["IN", "PH", "BD"]));
    }
}

#[test]
fn licence_numbers_are_masked() {
    let text = "Gulf Associate, Lic No: 0980\nB-0866/MUM/PER/1000+/5/9186/2016 Star Overseas";
    let found = extract(text, &["BD", "IN"]);
    let keys: Vec<_> = found.licences.iter().filter(|l| l.key.scheme() != PLAIN).map(|l| l.key.to_string()).collect();
    assert!(keys.contains(&"bd:980".to_owned()) && keys.contains(&"in:B0866/MUM".to_owned()), "{keys:?}");
    assert!(found.names.iter().any(|name| name.text == "Star Overseas" && name.is_certain()), "{:?}", found.names);
    assert!(found.names.iter().any(|name| name.text == "Gulf Associate"));
    assert!(found.names.iter().all(|name| !name.text.contains("0866")));
}

#[test]
fn a_long_message_is_read_in_time() {
    for piece in [
        "Agency: Gulf Overseas, ",
        "0917 807 7482 ",
        "hiring overseas ltd inc ",
        "a@b.co ",
        "(((",
        "- , .",
        "গালফ ওভারসিজ ",
        "1",
        "x",
    ] {
        let text = piece.repeat(100 * 1024 / piece.len());
        let start = std::time::Instant::now();
        let found = extract(&text, &["PH", "BD", "IN", "NP", "ID", "VN"]);
        let took = start.elapsed();
        eprintln!("{piece:?}: {took:?}");
        assert!(found.names.len() <= 24);
        assert!(took.as_secs() < 30, "{piece:?}: {took:?}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC*") {
        let found = extract(&text, &["PH", "BD"]);
        for name in &found.names {
            prop_assert_eq!(text.get(name.span.clone()), Some(name.text.as_str()));
        }
    }

    #[test]
    fn pieces_of_messages_do_not_panic(text in "(agency|by|inc|ltd|[ :,.()*&|-]|\n|0917|980|RL|গালফ|é|🙂|wa\\.me/){0,40}") {
        for name in extract(&text, &["PH", "BD"]).names {
            prop_assert_eq!(text.get(name.span.clone()), Some(name.text.as_str()));
        }
    }
}
