use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::extract::{Extracted, Money, MoneyRole, dates};
use super::signs::{Reading, Standing};
use crate::licence::plain::PlainText;

/// What an offer names, as it stands in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferFacts {
    /// Names of agencies.
    pub agency_names: Vec<String>,
    /// Licence numbers.
    pub licence_numbers: Vec<String>,
    /// Phone numbers.
    pub phones: Vec<String>,
    /// The same as full numbers (`+639…`), where the country is known.
    pub phones_e164: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Web and chat addresses.
    pub links: Vec<String>,
    /// Sums that the worker is to pay.
    pub fee_amounts: Vec<String>,
    /// Sums that the worker is to be paid.
    pub salary_amounts: Vec<String>,
    /// Countries and towns.
    pub places: Vec<String>,
    /// Jobs.
    pub roles: Vec<String>,
    /// Words about the visa.
    pub visa: Vec<String>,
    /// The kind of visa that is offered.
    pub visa_kind: VisaKind,
    /// Days.
    pub dates: Vec<String>,
}

/// The kind of visa that an offer speaks of; what the applicant already holds does not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisaKind {
    /// The offer says nothing of a visa.
    #[default]
    None,
    /// For work.
    Work,
    /// For tourists.
    Tourist,
    /// For visits.
    Visit,
    /// For business.
    Business,
    /// Given at the border.
    OnArrival,
    /// "No visa needed".
    NoVisa,
    /// More than one kind.
    Mixed,
    /// A visa, and its kind is not said.
    Unknown,
}

/// Things of one kind kept at most.
const MAX_FACTS: usize = 32;

pub(super) fn facts(text: &str, found: &Extracted, reading: &Reading, money: &[Money]) -> OfferFacts {
    let demands: Vec<_> = reading.said_of("pay_demand").collect();
    // "Mason, QAR 1300": a sum without a word for it, and nobody is told to pay it.
    let is_wage = |sum: &Money| {
        let sentence = reading.sentence_around(sum.span.start);
        let is_bare = sum.role == MoneyRole::Unknown && sum.currency.is_some();
        sum.role == MoneyRole::Salary || (is_bare && !demands.iter().any(|hit| sentence.contains(&hit.span.start)))
    };
    let is_fee = |sum: &Money| {
        matches!(sum.role, MoneyRole::Fee | MoneyRole::Deposit)
            || (sum.role == MoneyRole::Unknown && sum.currency.is_some() && !is_wage(sum))
    };
    let sums =
        |wanted: &dyn Fn(&Money) -> bool| unique(money.iter().filter(|sum| wanted(sum)).map(|sum| sum.text.clone()));
    let hits_of = |lists: &[&str]| {
        let hits = reading.hits.iter().filter(|hit| lists.contains(&reading.list_name(hit)));
        hits.filter(|hit| hit.standing != Standing::Harmless).collect::<Vec<_>>()
    };
    let endings = hits_of(&["role_ending"]);
    let words = |lists: &[&str]| {
        let hits = hits_of(lists);
        // "Call centre agent" holds "agent": the longest of overlapping ones.
        let whole = hits.iter().filter(|hit| {
            !hits.iter().any(|other| {
                other.range.len() > hit.range.len()
                    && other.range.start <= hit.range.start
                    && other.range.end >= hit.range.end
            })
        });
        let is_role = lists.contains(&"role");
        let spans = whole.map(|hit| {
            let ending = endings.iter().find(|ending| is_role && ending.range.start == hit.range.end + 1);
            hit.span.start..ending.map_or(hit.span.end, |ending| ending.span.end)
        });
        unique(spans.filter_map(|span| text.get(span)).map(str::to_owned))
    };
    // What was read as a sum is no phone.
    let is_phone =
        |span: &Range<usize>| !money.iter().any(|sum| sum.span.start <= span.start && sum.span.end >= span.end);
    let days = dates::find(text);
    let is_day = |span: &Range<usize>| days.iter().any(|day| day.start < span.end && span.start < day.end);
    let phones: Vec<_> = found.phones.iter().filter(|phone| is_phone(&phone.span) && !is_day(&phone.span)).collect();
    OfferFacts {
        agency_names: agency_names(found, reading),
        licence_numbers: unique(found.licences.iter().filter_map(|one| text.get(one.span.clone())).map(str::to_owned)),
        phones: unique(phones.iter().map(|phone| phone.text.clone())),
        phones_e164: unique(phones.iter().filter_map(|phone| phone.e164.clone())),
        emails: unique(found.emails.iter().map(|one| one.text.clone())),
        links: unique(found.links.iter().map(|one| one.text.clone())),
        fee_amounts: sums(&is_fee),
        salary_amounts: sums(&is_wage),
        places: words(&[
            "place_core",
            "place_pattern",
            "place_compound",
            "place_border",
            "place_partly",
            "place_other",
        ]),
        roles: words(&["role", "role_any"]),
        visa: words(&["visa_visit", "visa_none", "visa_work"]),
        visa_kind: visa_kind(text, reading),
        dates: unique(days.iter().cloned().filter_map(|span| text.get(span)).map(str::to_owned)),
    }
}

/// Names that are marked or worded as an agency's, without talk of jobs, fees and warnings.
fn agency_names(found: &Extracted, reading: &Reading) -> Vec<String> {
    const TALK: [&str; 7] = ["role", "role_any", "fee_upfront", "fee_deposit", "fee_service", "warn", "not_before"];
    let talk: Vec<_> = reading.hits.iter().filter(|hit| TALK.contains(&reading.list_name(hit))).collect();
    let names = found.names.iter().filter(|name| name.is_certain());
    let names: Vec<_> = names
        .filter(|name| !talk.iter().any(|hit| name.span.start <= hit.span.start && hit.span.end <= name.span.end))
        .collect();
    let is_longer_form =
        |name: &str| names.iter().any(|other| other.text.len() < name.len() && name.starts_with(other.text.as_str()));
    unique(names.iter().filter(|name| !is_longer_form(&name.text)).map(|name| name.text.clone()))
}

fn unique(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for item in items.filter(|item| !item.trim().is_empty()) {
        let is_new = !kept.iter().any(|other| other.to_lowercase() == item.to_lowercase());
        if kept.len() < MAX_FACTS && is_new {
            kept.push(item);
        }
    }
    kept
}

static VISA_KINDS: LazyLock<Vec<(VisaKind, String)>> = LazyLock::new(|| {
    let lines = include_str!("../../../content/lexicons/visa-kinds.tsv").lines();
    let row = |line: &str| {
        let (kind, part) = line.split_once('\t')?;
        let kind = match kind {
            "tourist" => VisaKind::Tourist,
            "visit" => VisaKind::Visit,
            "business" => VisaKind::Business,
            "on_arrival" => VisaKind::OnArrival,
            _ => return None,
        };
        Some((kind, PlainText::lower(part).as_str().to_owned()))
    };
    lines.filter_map(row).collect()
});

fn visa_kind(text: &str, reading: &Reading) -> VisaKind {
    let mut kinds: Vec<VisaKind> = Vec::new();
    let mut add = |kind: VisaKind| {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    };
    for hit in reading.said_of("visa_visit") {
        let words = PlainText::lower(text.get(hit.span.clone()).unwrap_or_default());
        let kind = VISA_KINDS.iter().find(|(_, part)| words.as_str().contains(part.as_str()));
        add(kind.map_or(VisaKind::Unknown, |(kind, _)| *kind));
    }
    if reading.says("visa_none") {
        add(VisaKind::NoVisa);
    }
    if reading.says("visa_work") {
        add(VisaKind::Work);
    }
    kinds.retain(|kind| *kind != VisaKind::Unknown || reading.said_of("visa_visit").count() == 1);
    match kinds.as_slice() {
        [] if PlainText::lower(text).as_str().contains("visa") => VisaKind::Unknown,
        [] => VisaKind::None,
        [one] => *one,
        _ => VisaKind::Mixed,
    }
}
