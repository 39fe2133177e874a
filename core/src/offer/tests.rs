use std::collections::BTreeMap;
use std::time::Instant;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

fn day() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

fn ask(origin: &str, text: &str) -> OfferAnswer {
    let request =
        CheckRequest { text: Some(text.to_owned()), origin: Some(origin.to_owned()), ..CheckRequest::default() };
    read(&request, day())
}

fn level(origin: &str, text: &str) -> Level {
    ask(origin, text).offer.level
}

fn ids(answer: &OfferAnswer) -> Vec<&str> {
    answer.offer.signs.iter().map(|sign| sign.id.as_str()).collect()
}

#[derive(Deserialize)]
struct Sample {
    id: String,
    lang: String,
    label: String,
    origin: String,
    text: String,
}

impl Sample {
    fn is_bad(&self) -> bool {
        self.label == "scam" || self.label == "distress"
    }

    fn is_right(&self, level: Level) -> bool {
        (level >= Level::Strong) == self.is_bad()
    }
}

fn samples(text: &str) -> Vec<Sample> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Caught frauds and cries for help, and false alarms on offers and warnings, by language.
fn measure(name: &str, samples: &[Sample], show: bool) -> (f64, f64) {
    let mut rows: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let start = Instant::now();
    for sample in samples {
        let answer = ask(&sample.origin, &sample.text);
        let row = rows.entry(&sample.lang).or_default();
        let at = if sample.is_bad() { 0 } else { 2 };
        row[at] += usize::from(answer.offer.level >= Level::Strong);
        row[at + 1] += 1;
        if show && !sample.is_right(answer.offer.level) {
            let signs: Vec<_> = answer.offer.signs.iter().map(|sign| (&sign.id, &sign.words)).collect();
            eprintln!("{} {:?} {:?}\n    {}", sample.id, answer.offer.level, signs, sample.text);
        }
    }
    let sum = |at: usize| rows.values().map(|row| row[at]).sum::<usize>();
    let (caught, bad, alarms, good) = (sum(0), sum(1), sum(2), sum(3));
    let rate = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    eprintln!("{name}: language  caught  false alarms");
    for (language, [caught, bad, alarms, good]) in &rows {
        eprintln!("  {language:<8} {caught:>3}/{bad:<3} {alarms:>3}/{good:<3}");
    }
    eprintln!(
        "  all: recall {:.1} %, false alarms {:.1} %, precision {:.1} %, {:.1} ms each",
        rate(caught, bad),
        rate(alarms, good),
        rate(caught, caught + alarms),
        start.elapsed().as_secs_f64() * 1000.0 / samples.len() as f64
    );
    (rate(caught, bad), rate(alarms, good))
}

/// The part that may be looked at while rules are written.
#[test]
fn offers_that_may_be_looked_at() {
    let samples = samples(include_str!("../../../tests/vectors/offers/look.jsonl"));
    let (recall, alarms) = measure("look", &samples, true);
    assert!(recall >= 95.0 && alarms <= 3.0, "{recall} {alarms}");
}

/// The part that is only measured: mistakes in it are not printed, so that no rule is fitted to them.
#[test]
fn offers_that_are_only_measured() {
    let samples = samples(include_str!("../../../tests/vectors/offers/measured.jsonl"));
    let (recall, alarms) = measure("measured", &samples, false);
    assert!(recall >= 90.0 && alarms <= 5.0, "{recall} {alarms}");
}

#[test]
fn the_cases_that_every_rule_must_keep() {
    let gulf = ask("NP", "Free visa free ticket, urgent, Qatar, licence 1284/074/75, interview 5 March");
    assert_eq!((gulf.offer.level, ids(&gulf)), (Level::None, vec![]));
    let thai = ask("IN", "customer support, Thailand, typing test, tourist visa, free ticket, only Telegram");
    assert_eq!(thai.offer.level, Level::Stop);
    for id in ["B01", "B07", "B10", "B11", "B12"] {
        assert!(ids(&thai).contains(&id), "{id}: {:?}", ids(&thai));
    }
    assert!(thai.advisories.iter().any(|advisory| advisory.issuer_country == "IN"));
}

#[test]
fn what_is_denied_or_quoted_is_no_sign() {
    for text in [
        "No processing fee. Apply now for Oman, salary 150 OMR",
        "We never ask for deposit or registration fee. Hiring drivers, Qatar",
        "Hiring cooks for Doha. Beware of agents who ask for advance payment or your passport",
        "Processing fee: free. Hiring welders for Saudi",
        "Registration fee is not required. Hiring nurses, UK",
        "बिना फीस, बिना एडवांस। कतर में प्लंबर, वेतन 1500 रियाल",
        "Walang placement fee at walang reservation fee. Hiring welders, Saudi",
        "Tanpa uang muka, tanpa biaya pendaftaran. Lowongan pabrik Malaysia",
        "Visa fee and ticket paid by the company. Hiring masons, Qatar",
        "Urgent! Candidates on visit visa can apply. Office secretary in Dubai, salary AED 4000",
        "Call center agents in Manila, typing test, P20,000 salary",
    ] {
        assert!(level("IN", text) <= Level::Weak, "{text}: {:?}", ask("IN", text).offer.signs);
    }
}

#[test]
fn who_pays_whom_matters() {
    assert_eq!(
        level("IN", "Ticket by company. Candidate must pay Rs 50,000 processing fee today. Job in Serbia"),
        Level::Strong
    );
    assert!(
        level("NP", "Malaysia guard. Service charge Rs 10,000 after contract, official receipt given") <= Level::Weak
    );
    let above = ask("NP", "Qatar mason, salary 1200 QAR. Service charge NPR 90,000, receipt given");
    assert!(ids(&above).contains(&"B04"), "{:?}", above.offer);
    let zero = ask("ID", "Lowongan pabrik Malaysia, gaji RM 1700. Biaya 8 juta rupiah");
    assert!(ids(&zero).contains(&"B04"), "{:?}", zero.offer);
}

#[test]
fn a_closed_destination_is_a_sign() {
    let request = CheckRequest {
        text: Some("Cook wanted, salary 500 USD".to_owned()),
        origin: Some("NP".to_owned()),
        destination: Some("KH".to_owned()),
        ..CheckRequest::default()
    };
    let answer = read(&request, day());
    assert!(ids(&answer).contains(&"C01"), "{:?}", answer.offer.signs);
    assert_eq!(answer.offer.signs[0].basis[0].id, "NP-CLOSED-SEA");
    assert!(!answer.helplines.is_empty());
}

#[test]
fn answers_count_and_not_knowing_is_no_answer() {
    let with = |answers: &[(&str, Answer)]| {
        let answers = answers.iter().map(|(id, answer)| ((*id).to_owned(), *answer)).collect();
        read(&CheckRequest { answers, ..CheckRequest::default() }, day()).offer
    };
    assert_eq!(with(&[("B01", Answer::Yes)]).level, Level::Stop);
    assert_eq!(with(&[("B07", Answer::Yes)]).level, Level::Weak);
    assert_eq!(with(&[("B07", Answer::Yes), ("B08", Answer::Yes)]).signs[1].level, Level::Strong);
    assert_eq!(with(&[("B01", Answer::DontKnow), ("B14", Answer::DontKnow), ("B03", Answer::No)]).level, Level::None);
    let held = with(&[("D01", Answer::Yes)]);
    assert!(held.help_first && held.next_steps[0].code == "offer.help_first");
    assert!(
        with(&[("B09", Answer::Yes), ("B10", Answer::Yes), ("B12", Answer::Yes)])
            .signs
            .iter()
            .all(|sign| sign.level == Level::Strong)
    );
}

#[test]
fn help_comes_first_at_the_destination() {
    let request = CheckRequest {
        origin: Some("IN".to_owned()),
        destination: Some("KH".to_owned()),
        stage: Some(Stage::AtDestination),
        ..CheckRequest::default()
    };
    let answer = read(&request, day());
    assert!(answer.offer.help_first);
    assert_eq!(answer.helplines[0].reach, "own_mission");
    assert!(questions(Some(Stage::AtDestination), "ne").help_first);
}

#[test]
fn all_questions_are_there_in_every_language() {
    for language in Phrases::languages() {
        let asked = questions(None, language).questions;
        let ids: Vec<&str> = asked.iter().map(|question| question.id.as_str()).collect();
        let wanted: Vec<String> = (1..=15)
            .map(|n| format!("B{n:02}"))
            .chain((1..=4).map(|n| format!("T{n:02}")))
            .chain((1..=8).map(|n| format!("D{n:02}")))
            .collect();
        assert_eq!(ids, wanted, "{language}");
    }
}

#[test]
fn facts_are_read() {
    let text = "Agency: Gulf Star Overseas Pvt Ltd\nLic No 1284/074/75\nWelder and mason for Doha, Qatar\nSalary: QAR 1,500 + overtime\nService charge Rs. 10,000/-\nEmployment visa\nInterview 12 March 2027\nCall +977 985-1000000, hr@gulfstar.example, wa.me/9779851000000";
    let facts = ask("NP", text).offer.facts;
    assert_eq!(facts.agency_names, ["Gulf Star Overseas Pvt Ltd"]);
    assert_eq!(facts.salary_amounts, ["QAR 1,500"]);
    assert_eq!(facts.fee_amounts, ["Rs. 10,000/-"]);
    assert_eq!(facts.places, ["Doha", "Qatar"]);
    assert_eq!(facts.roles, ["Welder", "mason"]);
    assert_eq!(facts.visa_kind, VisaKind::Work);
    assert_eq!(facts.dates, ["12 March 2027"]);
    assert_eq!(facts.phones_e164, ["+9779851000000"]);
    for (text, wanted) in [
        ("gaji 15-20 juta per bulan", "15-20 juta"),
        ("বেতন ৮০ হাজার টাকা", "৮০ হাজার টাকা"),
        ("वेतन 1500 रियाल", "1500 रियाल"),
        ("salary 1200-1500 SAR", "1200-1500 SAR"),
        ("P25,000 basic salary", "P25,000"),
        ("lương 20 triệu đồng", "20 triệu đồng"),
        ("月薪8000元", "8000元"),
        ("तलब १ लाख २० हजार", "१ लाख"),
        ("salary $1,200", "$1,200"),
    ] {
        let found = ask("IN", text).offer.facts.salary_amounts;
        assert!(found.iter().any(|sum| sum == wanted), "{text}: {found:?}");
    }
    assert_eq!(ask("IN", "You go on tourist visa").offer.facts.visa_kind, VisaKind::Tourist);
    assert_eq!(ask("IN", "Tourist visa first, then work permit").offer.facts.visa_kind, VisaKind::Mixed);
}

#[test]
fn rules_have_source_date_and_confidence() {
    assert!(government_rules().len() > 40);
    for rule in government_rules() {
        assert!(!rule.sources.is_empty() && rule.source_date.len() >= 4, "{}", rule.id);
        assert!(["high", "medium"].contains(&rule.confidence.as_str()), "{}", rule.id);
        assert_ne!(rule.kind, "tip_tier", "a tier speaks of a government, not of a job");
    }
}

/// Signs, advisories, helplines and rules are held in the library: 400 KB together at most.
#[test]
fn the_content_stays_small() {
    let bytes: usize = [
        include_str!("../../../content/signs/signs.json"),
        include_str!("../../../content/advisories/advisories.json"),
        include_str!("../../../content/helplines/helplines.json"),
        include_str!("../../../content/rules/rules.json"),
    ]
    .iter()
    .map(|file| file.len())
    .sum();
    eprintln!("content: {bytes} bytes");
    assert!(bytes <= 400 * 1024, "{bytes}");
}

#[test]
fn long_texts_are_read_in_time() {
    for piece in [
        "no fee ",
        "send passport ",
        "tourist visa, ",
        "Rs 5,000 ",
        "थाईलैंड ",
        "ไม่มี",
        "a",
        "pay . before ",
        "free not 9",
    ] {
        let text = piece.repeat(100 * 1024 / piece.len());
        let start = Instant::now();
        let answer = ask("IN", &text);
        eprintln!("{piece:?}: {:?}", start.elapsed());
        assert!(start.elapsed().as_secs() < 30, "{piece:?}");
        assert!(answer.offer.signs.iter().all(|sign| sign.spans.len() <= 64));
    }
}

fn check_spans(text: &str) {
    let answer = ask("IN", text);
    for sign in &answer.offer.signs {
        for (span, words) in sign.spans.iter().zip(&sign.words) {
            assert_eq!(text.get(span.start..span.end), Some(words.as_str()));
            assert!(span.start < span.end, "{sign:?}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_spans_are_of_the_text(text in "\\PC*") {
        check_spans(&text);
    }

    #[test]
    fn pieces_of_offers_do_not_panic(text in "(tourist visa|no|fee|Rs|5,000|lakh|थाईलैंड|ไม่|पासपोर्ट|to|[ .,:!?\n-]|é|🙂|passport){0,40}") {
        check_spans(&text);
    }

    /// A neutral sentence before or after changes nothing.
    #[test]
    fn neutral_text_changes_no_level(at in 0usize..200, before in any::<bool>()) {
        let samples = samples(include_str!("../../../tests/vectors/offers/look.jsonl"));
        let sample = &samples[at % samples.len()];
        let neutral = "The weather was fine on Tuesday.";
        let longer = if before { format!("{neutral}\n{}", sample.text) } else { format!("{}\n{neutral}", sample.text) };
        prop_assert_eq!(level(&sample.origin, &longer), level(&sample.origin, &sample.text), "{}", &sample.id);
    }

    /// Case and spacing say nothing.
    #[test]
    fn case_and_spaces_change_no_level(at in 0usize..200) {
        let samples = samples(include_str!("../../../tests/vectors/offers/look.jsonl"));
        let sample = &samples[at % samples.len()];
        let changed = sample.text.to_uppercase().replace(' ', "  ");
        if sample.text.is_ascii() {
            prop_assert_eq!(level(&sample.origin, &changed), level(&sample.origin, &sample.text), "{}", &sample.id);
        }
    }
}
