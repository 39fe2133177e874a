//! From words, answers and tables to one level: the gravest sign. No sum of harmless things turns into "safe".

use std::collections::BTreeMap;
use std::ops::Range;

use super::extract::{Extracted, Money, MoneyCue, MoneyRole, find_money};
use super::facts::facts;
use super::limits::{self, Compared, GovernmentRule, Route};
use super::questions::in_language;
use super::signs::{Level, PlaceKind, Reading, Rule, Shown, Signs, Stage, Standing, shown};
use super::{Answer, Basis, OfferReport, Sign, Span, finding};
use crate::check::CheckRequest;
use crate::model::Date;
use crate::phrases::Phrases;

/// Fee limits shown at most.
const MAX_LIMITS: usize = 3;

pub(super) struct Assessed {
    pub report: OfferReport,
    /// Country of work, as given or as the text has it.
    pub destination: Option<String>,
    /// Countries passed through.
    pub transit: Vec<String>,
}

/// A sign on its way into the report.
struct Found<'a> {
    rule: &'a Rule,
    level: Level,
    quiet: bool,
    spans: Vec<Range<usize>>,
    answer: Option<Answer>,
    /// Rules that were looked up, beside what the sign always rests on.
    basis: Vec<String>,
}

pub(super) fn assess(
    request: &CheckRequest,
    text: &str,
    extracted: &Extracted,
    today: Date,
    phrases: &Phrases,
) -> Assessed {
    let signs = Signs::shipped();
    let origin = request.origin.as_deref().map(|code| code.trim().to_ascii_uppercase());
    let reading = Reading::new(signs, text).at_home_in(origin.as_deref());
    let money = money(text, extracted, &reading);
    let route = route(signs, request, &reading, origin.as_deref());
    let mut known = known(signs, request, &route);
    // A sum that is no fee: somebody is to be paid, whatever the word for it.
    if money.iter().any(|sum| matches!(sum.role, MoneyRole::Salary | MoneyRole::Unknown) && sum.currency.is_some()) {
        known.push("money_named");
    }
    let mut found: Vec<Found> = shown(signs, &reading, &known).into_iter().map(Found::from).collect();
    for (id, answer) in &request.answers {
        answered(signs, id, *answer, &mut found);
    }
    add_transit(signs, request, &route, &mut found);
    let facts = facts(text, extracted, &reading, &money);
    let day = today.to_string();
    let fee_origin = origin.clone().or_else(|| guessed_origin(extracted, &money));
    let mut roles: Vec<String> = facts.roles.iter().chain(&request.role).map(|role| role.to_lowercase()).collect();
    roles.truncate(64);
    let lookup =
        Route { origin: fee_origin.as_deref(), destination: route.destination.as_deref(), roles: &roles, day: &day };
    let fee_limits = limits::fee_limits(lookup);
    if !reading.is_warning {
        add_demands(signs, &money, &reading, fee_origin.as_deref(), &mut found);
        add_fees(signs, &money, &fee_limits, fee_origin.as_deref(), &mut found);
        add_closed(signs, &reading, request, Route { origin: origin.as_deref(), ..lookup }, &mut found);
    }
    raise(&mut found);
    let level = found.iter().filter(|sign| !sign.quiet).map(|sign| sign.level).max().unwrap_or_default();
    found.retain(|sign| !sign.quiet || level >= Level::Strong);
    found.sort_by_key(|sign| std::cmp::Reverse(sign.level));
    let is_held =
        |sign: &Found| sign.rule.stage == Stage::AtDestination || matches!(sign.rule.id.as_str(), "T02" | "T03");
    let help_first = request.stage == Some(Stage::AtDestination)
        || found.iter().any(|sign| sign.level >= Level::Strong && is_held(sign));
    let language = phrases.language();
    let report = OfferReport {
        level,
        headline: finding(phrases, headline(level, reading.is_warning)),
        is_warning: reading.is_warning,
        help_first,
        signs: found.into_iter().map(|sign| sign.written(text, language)).collect(),
        facts,
        fee_limits: fee_limits.into_iter().take(MAX_LIMITS).cloned().collect(),
        next_steps: steps(level, help_first).iter().map(|code| finding(phrases, code)).collect(),
    };
    Assessed { report, destination: route.destination, transit: route.transit }
}

fn headline(level: Level, is_warning: bool) -> &'static str {
    match level {
        Level::None if is_warning => "offer.warning_text.headline",
        Level::None => "offer.none.headline",
        Level::Weak => "offer.weak.headline",
        Level::Strong => "offer.strong.headline",
        Level::Stop => "offer.stop.headline",
    }
}

fn steps(level: Level, help_first: bool) -> Vec<&'static str> {
    match (help_first, level) {
        (true, _) => vec!["offer.help_first", "offer.embassy_sells_no_rescue"],
        (_, Level::Stop) => vec!["offer.do_not_go", "offer.ask_authority"],
        (_, Level::Strong) => vec!["offer.pay_nothing_yet", "offer.ask_authority"],
        (_, Level::Weak) => vec!["offer.ask_authority"],
        (_, Level::None) => vec!["offer.none_is_not_all", "offer.ask_authority"],
    }
}

impl<'a> From<Shown<'a>> for Found<'a> {
    fn from(shown: Shown<'a>) -> Self {
        let Shown { rule, level, spans, quiet } = shown;
        Self { rule, level, quiet, spans, answer: None, basis: Vec::new() }
    }
}

impl Found<'_> {
    fn written(self, text: &str, language: &str) -> Sign {
        let words: Vec<String> =
            self.spans.iter().filter_map(|span| text.get(span.clone())).map(str::to_owned).collect();
        let ids = self.basis.iter().chain(self.rule.basis.iter().filter(|_| self.basis.is_empty()));
        Sign {
            id: self.rule.id.clone(),
            stage: self.rule.stage,
            level: self.level,
            basis: ids.map(|id| basis(id)).collect(),
            spans: self.spans.iter().map(|span| Span { start: span.start, end: span.end }).collect(),
            words,
            answer: self.answer,
            sentence: in_language(&self.rule.explanation, language),
        }
    }
}

fn basis(id: &str) -> Basis {
    if let Some(advisory) = crate::advisories::all().iter().find(|advisory| advisory.id == id) {
        return Basis { id: id.to_owned(), issuer: advisory.issuer.clone(), date: Some(advisory.date.clone()) };
    }
    if let Some(rule) = limits::government_rules().iter().find(|rule| rule.id == id) {
        let issuer = rule.authority.clone().or_else(|| rule.law.clone()).unwrap_or_else(|| rule.origin.clone());
        return Basis { id: id.to_owned(), issuer, date: Some(rule.source_date.clone()) };
    }
    Basis { id: id.to_owned(), issuer: "ILO".to_owned(), date: None }
}

/// The sums of the text; a sum in a sentence that warns has no role.
fn money(text: &str, extracted: &Extracted, reading: &Reading) -> Vec<Money> {
    let mut cues: Vec<MoneyCue> = Vec::new();
    for hit in &reading.hits {
        let role = match reading.list_name(hit) {
            "salary" => MoneyRole::Salary,
            "fee_upfront" | "fee_service" => MoneyRole::Fee,
            "fee_deposit" => MoneyRole::Deposit,
            // Tells that a bare number is money, not what for.
            "pay_demand" if hit.standing == Standing::Said => MoneyRole::Unknown,
            _ => continue,
        };
        match hit.standing {
            Standing::Said | Standing::Lawful => cues.push(MoneyCue { span: hit.span.clone(), role }),
            Standing::Denied => cues.push(MoneyCue { span: hit.span.clone(), role: MoneyRole::Free }),
            Standing::Warned | Standing::Harmless => {}
        }
    }
    find_money(text, extracted, &cues, |place| reading.sentence_around(place))
}

struct Places {
    destination: Option<String>,
    /// The destination was given, not read.
    is_given: bool,
    transit: Vec<String>,
    /// A place on the given way that people are led through.
    passes_border: bool,
}

/// A country code or a place in words.
fn country_of(signs: &Signs, text: &str) -> (Option<String>, bool) {
    let text = text.trim();
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return (Some(text.to_ascii_uppercase()), false);
    }
    let reading = Reading::new(signs, text);
    let place = reading.hits.iter().find_map(|hit| reading.place(hit));
    let is_border = place.is_some_and(|place| matches!(place.kind, PlaceKind::Border | PlaceKind::Compound));
    (place.and_then(|place| place.country.clone()), is_border)
}

fn route(signs: &Signs, request: &CheckRequest, reading: &Reading, origin: Option<&str>) -> Places {
    let given = request.destination.as_deref().map(|text| country_of(signs, text)).unwrap_or_default();
    let way = request.transit.as_deref().map(|text| country_of(signs, text)).unwrap_or_default();
    let mut named: Vec<String> = Vec::new();
    for hit in reading.hits.iter().filter(|hit| hit.standing == Standing::Said) {
        let Some(country) = reading.place(hit).and_then(|place| place.country.clone()) else { continue };
        if Some(country.as_str()) != origin && !named.contains(&country) {
            named.push(country);
        }
    }
    let is_given = given.0.is_some();
    let only = (named.len() == 1).then(|| named.first().cloned()).flatten();
    let risky = named.iter().find(|code| matches!(code.as_str(), "MM" | "KH" | "LA" | "TH")).cloned();
    let destination = given.0.or(only).or(risky);
    let mut transit: Vec<String> = way.0.into_iter().collect();
    transit.extend(named.into_iter().filter(|code| matches!(code.as_str(), "TH" | "KH" | "LA" | "MM")));
    transit.retain(|code| Some(code) != destination.as_ref());
    transit.dedup();
    Places { destination, is_given, transit, passes_border: way.1 || given.1 }
}

/// Lists that the request itself says, without words in the text.
fn known(signs: &Signs, request: &CheckRequest, route: &Places) -> Vec<&'static str> {
    let mut known = Vec::new();
    if route.is_given {
        known.push(match route.destination.as_deref() {
            Some("KH" | "LA" | "MM") => "place_core",
            Some("TH") => "place_pattern",
            Some("VN") => "place_partly",
            _ => "place_other",
        });
    }
    if let Some(role) = &request.role
        && Reading::new(signs, super::cut(role)).says("role")
    {
        known.push("role");
    }
    if let Some(visa) = &request.visa {
        let visa = format!("{} visa", super::cut(visa));
        let reading = Reading::new(signs, &visa);
        known.extend(["visa_visit", "visa_none"].into_iter().filter(|list| reading.says(list)));
    }
    known
}

/// A "yes" is the sign at its own level; a "no" or "don't know" is kept beside what the text shows and changes nothing.
fn answered<'a>(signs: &'a Signs, id: &str, answer: Answer, found: &mut Vec<Found<'a>>) {
    if let Some(sign) = found.iter_mut().find(|sign| sign.rule.id == id) {
        sign.answer = Some(answer);
        if answer == Answer::Yes {
            sign.level = sign.level.max(sign.rule.level);
            sign.quiet = false;
        }
    } else if answer == Answer::Yes
        && let Some(rule) = signs.rule(id)
    {
        found.push(Found {
            rule,
            level: rule.level,
            quiet: false,
            spans: Vec::new(),
            answer: Some(answer),
            basis: Vec::new(),
        });
    }
}

/// A way through a border town, or through one of the four countries to another place, that was given.
fn add_transit<'a>(signs: &'a Signs, request: &CheckRequest, route: &Places, found: &mut Vec<Found<'a>>) {
    if request.transit.is_none() && !route.passes_border {
        return;
    }
    let through = route.transit.first().is_some_and(|code| matches!(code.as_str(), "TH" | "KH" | "LA" | "MM"));
    let to =
        route.destination.as_deref().is_none_or(|code| matches!(code, "TH" | "KH" | "LA" | "MM" | "VN" | "MY" | "AE"));
    let level = match (route.passes_border, through && to) {
        (true, _) => Level::Stop,
        (_, true) => Level::Strong,
        _ => return,
    };
    add(signs, "T01", level, Vec::new(), Vec::new(), found);
}

fn add<'a>(
    signs: &'a Signs,
    id: &str,
    level: Level,
    spans: Vec<Range<usize>>,
    basis: Vec<String>,
    found: &mut Vec<Found<'a>>,
) {
    if let Some(sign) = found.iter_mut().find(|sign| sign.rule.id == id) {
        sign.level = sign.level.max(level);
        sign.quiet = false;
        sign.spans.extend(spans);
        sign.basis.extend(basis);
    } else if let Some(rule) = signs.rule(id) {
        found.push(Found { rule, level, quiet: false, spans, answer: None, basis });
    }
}

/// A sum beside a word for paying, when it is neither the salary nor denied: money asked before a contract. Wages are
/// named in the money of the country of work; a demand is made in that of the worker, or in one that all know.
fn add_demands<'a>(
    signs: &'a Signs,
    money: &[Money],
    reading: &Reading,
    origin: Option<&str>,
    found: &mut Vec<Found<'a>>,
) {
    for sum in money.iter().filter(|sum| sum.role == MoneyRole::Unknown) {
        let code = limits::currency_of(sum, origin);
        let home = code.is_none_or(|code| matches!(code, "USD" | "EUR" | "GBP"))
            || code
                .and_then(limits::origin_of_currency)
                .is_some_and(|country| origin.is_none_or(|origin| origin == country));
        let sentence = reading.sentence_around(sum.span.start);
        let demand = reading.said_of("pay_demand").find(|hit| sentence.contains(&hit.span.start));
        if let Some(demand) = demand.filter(|_| home) {
            add(signs, "B03", Level::Strong, vec![demand.span.clone(), sum.span.clone()], Vec::new(), found);
        }
    }
}

/// Sums above the limit of the origin.
fn add_fees<'a>(
    signs: &'a Signs,
    money: &[Money],
    fee_limits: &[&'static GovernmentRule],
    origin: Option<&str>,
    found: &mut Vec<Found<'a>>,
) {
    let wage = money.iter().find(|sum| sum.role == MoneyRole::Salary);
    for sum in money {
        if let (Compared::Above, Some(rule)) = limits::compare(sum, wage, fee_limits, origin) {
            add(signs, "B04", Level::Strong, vec![sum.span.clone()], vec![rule.id.clone()], found);
        }
    }
}

/// A country that the origin has closed for workers.
fn add_closed<'a>(
    signs: &'a Signs,
    reading: &Reading,
    request: &CheckRequest,
    route: Route,
    found: &mut Vec<Found<'a>>,
) {
    if route.origin.is_none() {
        return;
    }
    let is_offer = request.destination.is_some()
        || ["offer_cue", "role", "role_any", "salary"].iter().any(|list| reading.says(list));
    if !is_offer {
        return;
    }
    let closed = limits::closed(route);
    if closed.is_empty() {
        return;
    }
    let hits = reading.hits.iter().filter(|hit| hit.standing == Standing::Said);
    let there =
        hits.filter(|hit| reading.place(hit).is_some_and(|place| place.country.as_deref() == route.destination));
    let spans = there.take(4).map(|hit| hit.span.clone()).collect();
    add(signs, "C01", Level::Strong, spans, closed.iter().map(|rule| rule.id.clone()).collect(), found);
}

/// Where the worker is from, when it was not said: by the money asked, then by the phone.
fn guessed_origin(extracted: &Extracted, money: &[Money]) -> Option<String> {
    let fee = money.iter().filter(|sum| matches!(sum.role, MoneyRole::Fee | MoneyRole::Deposit));
    let by_money = fee.filter_map(|sum| sum.currency).find_map(limits::origin_of_currency);
    let by_phone =
        || extracted.phones.iter().find(|phone| phone.is_international).and_then(|phone| phone.regions.first());
    by_money.map(str::to_owned).or_else(|| by_phone().cloned())
}

/// Signs weigh more beside others of their combination.
fn raise(found: &mut [Found]) {
    // Only what is strong by itself lends weight.
    let present: BTreeMap<String, Level> = found.iter().map(|sign| (sign.rule.id.clone(), sign.level)).collect();
    let counts = |id: &String| present.get(id).is_some_and(|level| *level >= Level::Strong);
    for sign in found {
        for raise in &sign.rule.raise {
            if raise.with.iter().any(counts) && sign.level < raise.level {
                sign.level = raise.level;
                sign.quiet = false;
            }
        }
    }
}
