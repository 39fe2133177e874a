//! From decision to report: which phrase says it, and with what. Every sentence comes from `content/phrases`.

use std::collections::BTreeMap;

use super::Checker;
use super::compare::Compared;
use super::decide::{Decision, Expiry, FactAgreement, LicenceAgreement, NameAgreement, PhoneAgreement};
use super::facts::GivenFacts;
use super::report::{Candidate, CheckReport, ExplainedToken, JobOrders};
use super::request::CheckRequest;
use crate::model::{Coverage, Date, Finding, Freshness, LicenceState, Outcome, Param, Register, RegisterKind};
use crate::phrases::Phrases;

type Params = BTreeMap<String, Param>;

/// Everything a report is written from.
pub(super) struct Writer<'a> {
    pub checker: &'a Checker<'a>,
    pub phrases: &'a Phrases,
    pub request: &'a CheckRequest,
    pub origin: Option<String>,
    pub facts: &'a GivenFacts,
    pub asked: &'a [usize],
}

/// The three parts of the answer's first block.
struct Block {
    headline: Finding,
    why: Finding,
    step: Finding,
}

impl Writer<'_> {
    pub fn report(&self, compared: &[Compared], decision: Decision) -> CheckReport {
        let decisive = decision.candidate.and_then(|index| compared.get(index));
        let block = self.block(compared, decisive, decision);
        let warnings = self.warnings(compared, decisive, decision);
        let sentences = [&block.headline, &block.why].into_iter().chain(&warnings).chain([&block.step]);
        let message = sentences.map(|finding| finding.sentence.as_str()).collect::<Vec<_>>().join("\n");
        CheckReport {
            outcome: decision.outcome,
            outcome_then: decision.then,
            message,
            headline: block.headline,
            why: block.why,
            step: block.step,
            warnings,
            candidates: compared.iter().map(|candidate| self.candidate(candidate)).collect(),
            registers: self
                .asked
                .iter()
                .filter_map(|&place| self.checker.store.registers().get(place))
                .map(|register| self.checker.register_answer(register, self.request.at, self.phrases))
                .collect(),
            given: self.facts.given(),
            offer: None,
            advisories: Vec::new(),
            helplines: Vec::new(),
            language: self.phrases.language().to_owned(),
            at: self.request.at.unwrap_or_else(|| self.checker.now.max(self.checker.clock_floor())),
        }
    }

    fn block(&self, compared: &[Compared], decisive: Option<&Compared>, decision: Decision) -> Block {
        let params = self.block_params(compared, decisive, decision);
        let finding = |code: &str| self.finding(code, params.clone());
        let (why, step) = match decision.outcome {
            Outcome::Registered => ("outcome.registered.why", "next.ask_job_order"),
            Outcome::RegisteredWithWarnings => ("outcome.registered_with_warnings.why", "next.ask_job_order"),
            Outcome::NameOnRegister => (
                if is_fact_only(decisive) {
                    "outcome.name_on_register.why_fact_only"
                } else {
                    "outcome.name_on_register.why"
                },
                call_listed(decisive, "next.compare_fields"),
            ),
            Outcome::NotInGoodStanding => (why_not_in_good_standing(decisive), "next.stop_pay_nothing"),
            Outcome::PossibleImpostor => (why_impostor(decisive), call_listed(decisive, "next.stop_pay_nothing")),
            Outcome::ListedAsUnregistered => ("outcome.listed_as_unregistered.why", "next.do_not_send_papers"),
            Outcome::SimilarOnly => ("outcome.similar_only.why", "next.ask_licence_number"),
            Outcome::NotFound => (
                if self.authority().is_some() { "outcome.not_found.why" } else { "outcome.not_found.why_no_origin" },
                ask_authority(&params, "next.ask_authority", "next.ask_licence_number"),
            ),
            Outcome::NotCovered => {
                (self.why_not_covered(), ask_authority(&params, "next.ask_authority", "next.ask_licence_number"))
            }
            Outcome::TooOld => (
                self.why_too_old(decisive, decision),
                ask_authority(&params, "next.update_list_or_call", "next.update_list"),
            ),
        };
        let headline = finding(&self.headline(decision.outcome, decisive));
        Block { headline, why: finding(why), step: finding(step) }
    }

    /// The code of the outcome's headline: most outcomes have one, some read differently by their cause.
    fn headline(&self, outcome: Outcome, decisive: Option<&Compared>) -> String {
        let code = match outcome {
            Outcome::NameOnRegister if is_fact_only(decisive) => "outcome.name_on_register.headline_fact_only",
            Outcome::NotInGoodStanding => match why_not_in_good_standing(decisive) {
                "outcome.not_in_good_standing.why_unmapped" => "outcome.not_in_good_standing.headline_unmapped",
                "outcome.not_in_good_standing.why_lapsed" => "outcome.not_in_good_standing.headline_lapsed",
                _ => "outcome.not_in_good_standing.headline",
            },
            Outcome::PossibleImpostor
                if decisive.is_some_and(|found| {
                    matches!(found.evidence.name, NameAgreement::Far | NameAgreement::NotGiven)
                }) =>
            {
                "outcome.possible_impostor.headline_details"
            }
            Outcome::SimilarOnly if decisive.is_some_and(|found| found.evidence.kind == RegisterKind::WarningList) => {
                "outcome.similar_only.headline_warning_list"
            }
            Outcome::NotFound if self.facts.names.is_empty() => "outcome.not_found.headline_no_name",
            Outcome::NotCovered => match self.why_not_covered() {
                "outcome.not_covered.why_partial" => "outcome.not_covered.headline_partial",
                "outcome.not_covered.why_unknown" => "outcome.not_covered.headline_unknown",
                "outcome.not_covered.why_no_origin" => "outcome.not_covered.headline_no_origin",
                _ => "outcome.not_covered.headline",
            },
            _ => return format!("outcome.{}.headline", snake(outcome)),
        };
        code.to_owned()
    }

    fn why_not_covered(&self) -> &'static str {
        match self.authority().map(|register| register.coverage) {
            Some(Coverage::Partial) => "outcome.not_covered.why_partial",
            // One list of the origin may be whole and another not.
            Some(Coverage::Unknown | Coverage::Full) => "outcome.not_covered.why_unknown",
            None if self.origin.is_some() => "outcome.not_covered.why_none",
            None => "outcome.not_covered.why_no_origin",
        }
    }

    fn why_too_old(&self, decisive: Option<&Compared>, decision: Decision) -> &'static str {
        match decisive {
            Some(_) if decision.then == Some(Outcome::NotInGoodStanding) => "outcome.too_old.why_lapsed",
            None if self.authority().is_none() => "outcome.too_old.why_no_origin",
            Some(_) if decision.then != Some(Outcome::SimilarOnly) => "outcome.too_old.why_entry",
            _ => "outcome.too_old.why",
        }
    }

    /// The licensed register that a question without an entry is about: the origin's first, or the only one.
    fn authority(&self) -> Option<&Register> {
        let registers = self.asked.iter().filter_map(|&place| self.checker.store.registers().get(place));
        let mut licensed = registers.filter(|register| register.kind == RegisterKind::Licensed);
        let first = licensed.next();
        first.filter(|_| self.origin.is_some() || licensed.next().is_none())
    }

    /// What headline, why and step may name. `authority`, `date` (of the copy) and `authority_phone` where a register
    /// is meant; `name`, `state`, `agrees`, `disagrees`, `phone` and `expires` where an entry decided.
    fn block_params(&self, compared: &[Compared], decisive: Option<&Compared>, decision: Decision) -> Params {
        let mut params = Params::new();
        let register = decisive
            .and_then(|found| self.checker.store.registers().get(found.entry.register))
            .or_else(|| self.authority());
        if let Some(register) = register {
            params.insert("authority".to_owned(), register.authority.as_str().into());
            params.insert("date".to_owned(), self.copied_on(register));
            if let Some(phone) = &register.authority_phone {
                params.insert("authority_phone".to_owned(), phone.as_str().into());
            }
        }
        if let Some(origin) = &self.origin {
            params.insert("country".to_owned(), origin.as_str().into());
        }
        if let Some(found) = decisive {
            let recruiter = &found.entry.recruiter;
            params.insert("name".to_owned(), recruiter.name.as_str().into());
            params.insert("state".to_owned(), self.state_text(found).into());
            if let Some(phone) = recruiter.phones.first() {
                params.insert("phone".to_owned(), phone.as_str().into());
            }
            if let Some(expires) = recruiter.expires {
                params.insert("expires".to_owned(), expires.into());
            }
            let date = if decision.outcome == Outcome::NotInGoodStanding {
                if found.entry.state.is_bad_standing() { recruiter.status_date } else { recruiter.expires }
            } else {
                None
            };
            if let Some(date) = date {
                params.insert("date".to_owned(), date.into());
            }
            params.insert("agrees".to_owned(), self.field_list(&found.agreed()).into());
            params.insert("disagrees".to_owned(), self.field_list(&found.disagreed()).into());
        }
        let names: Vec<String> = compared.iter().map(|found| found.entry.recruiter.name.clone()).collect();
        params.insert("names".to_owned(), self.phrases.list(&names).into());
        if let Some(then) = decision.then {
            let code = self.headline(then, decisive);
            params.insert("then".to_owned(), self.phrases.phrase(&code, &params).into());
        }
        params
    }

    /// The day of the copy, in words when it is not known.
    fn copied_on(&self, register: &Register) -> Param {
        if register.captured_at > 0 {
            Date::from_millis(register.captured_at).into()
        } else {
            self.text("date.unknown", []).into()
        }
    }

    /// `name and phone number`, in the reader's language.
    fn field_list(&self, fields: &[&str]) -> String {
        let items: Vec<String> = fields.iter().map(|field| self.text(&format!("field.{field}"), [])).collect();
        self.phrases.list(&items)
    }

    fn state_text(&self, found: &Compared) -> String {
        let state = found.entry.state;
        match &found.entry.recruiter.status {
            Some(word) if state == LicenceState::Unknown => {
                self.text("status.unmapped", [("word", word.as_str().into())])
            }
            _ => self.text(&format!("state.{}", state.code()), []),
        }
    }

    /// What must be read with the outcome, gravest first.
    fn warnings(&self, compared: &[Compared], decisive: Option<&Compared>, decision: Decision) -> Vec<Finding> {
        let mut warnings = Vec::new();
        let fitting: Vec<String> = compared
            .iter()
            .filter(|found| found.is_more_than_similar())
            .map(|found| {
                let name = found.entry.recruiter.name.as_str();
                self.text("outcome.several_item", [("name", name.into()), ("state", self.state_text(found).into())])
            })
            .collect();
        if fitting.len() > 1 && decision.outcome != Outcome::ListedAsUnregistered {
            warnings.push(self.with("outcome.several", [("names", self.phrases.list(&fitting).into())]));
        }
        if let Some(found) = decisive {
            warnings.extend(self.findings(found));
            warnings.extend(self.age_warnings(found));
            warnings.extend(self.job(found, decision));
        } else if self.asked_clock_behind() {
            warnings.push(self.with("warning.clock_behind", []));
        }
        if self.facts.cut {
            warnings.push(self.with("warning.text_cut", []));
        }
        warnings
    }

    /// A licensed agency does not make an approved job: wherever an answer may reassure, what is known of the job.
    fn job(&self, found: &Compared, decision: Decision) -> Option<Finding> {
        let said = decision.then.unwrap_or(decision.outcome);
        let may_reassure =
            matches!(said, Outcome::Registered | Outcome::RegisteredWithWarnings | Outcome::NameOnRegister);
        may_reassure.then(|| match found.job_orders {
            JobOrders::NotKnown => self.with("job.not_checked", []),
            JobOrders::None => self.with("job.none_on_list", []),
            JobOrders::Some { count } => self.with("job.on_list", [("count", i64::from(count).into())]),
        })
    }

    fn asked_clock_behind(&self) -> bool {
        let registers = self.asked.iter().filter_map(|&place| self.checker.store.registers().get(place));
        registers.into_iter().any(|register| self.checker.moment(register, self.request.at).clock_behind)
    }

    /// Why the entry does not simply count.
    fn findings(&self, found: &Compared) -> Vec<Finding> {
        let evidence = &found.evidence;
        let mut findings = Vec::new();
        if evidence.oddities.look_alike {
            findings.push(self.with("warning.look_alike_letters", [("words", self.words(&found.look_alike_words))]));
        }
        if evidence.oddities.added_word {
            findings.push(self.with("warning.added_words", [("words", self.words(&found.added_words))]));
        }
        match evidence.licence {
            LicenceAgreement::OtherOwner => {
                let owner = found.licence_owner.clone().unwrap_or_default();
                findings.push(self.with("warning.licence_other_owner", [("name", owner.into())]));
            }
            LicenceAgreement::OneDigitOff => findings.push(self.with("warning.licence_one_digit_off", [])),
            LicenceAgreement::Differs => findings.push(self.with("warning.licence_not_found", [])),
            LicenceAgreement::Agrees if evidence.name == NameAgreement::Far => {
                let owner = found.entry.recruiter.name.as_str();
                findings.push(self.with("warning.licence_other_owner", [("name", owner.into())]));
            }
            LicenceAgreement::Agrees | LicenceAgreement::NotCompared => {}
        }
        match evidence.phone {
            PhoneAgreement::ForeignNotListed => findings.push(self.with("warning.phone_foreign_not_listed", [])),
            PhoneAgreement::NotListed => findings.push(self.with("warning.phone_not_listed", [])),
            PhoneAgreement::Agrees | PhoneAgreement::NotCompared => {}
        }
        if evidence.email == FactAgreement::Differs {
            findings.push(self.with("warning.email_domain_not_listed", []));
        }
        if evidence.address == FactAgreement::Differs {
            findings.push(self.with("warning.address_differs", []));
        }
        if (NameAgreement::Between..=NameAgreement::SpeltDifferently).contains(&evidence.name)
            && !found.differing_words.is_empty()
        {
            findings.push(self.with("warning.name_differs_in", [("words", self.words(&found.differing_words))]));
        }
        match evidence.state {
            LicenceState::Provisional => findings.push(self.with("warning.provisional", [])),
            LicenceState::NotPublished => {
                let authority = self.authority_of(found);
                findings.push(self.with("warning.status_not_published", [("authority", authority.into())]));
            }
            _ => {}
        }
        if let (Expiry::Soon, Some(expires)) = (evidence.expiry, found.entry.recruiter.expires) {
            let days = expires.days_since(Date::from_millis(found.moment.now));
            findings.push(self.with("warning.expires_soon", [("date", expires.into()), ("days", days.into())]));
        }
        if let (Expiry::PassedAfterCapture, Some(expires)) = (evidence.expiry, found.entry.recruiter.expires) {
            findings.push(self.with("warning.expired_after_capture", [("date", expires.into())]));
        }
        if matches!(found.job_orders, JobOrders::Some { .. }) && evidence.state.is_bad_standing() {
            findings.push(self.with("warning.job_order_despite_status", []));
        }
        findings
    }

    fn age_warnings(&self, found: &Compared) -> Vec<Finding> {
        let mut warnings = Vec::new();
        let Some(register) = self.checker.store.registers().get(found.entry.register) else { return warnings };
        let captured = Date::from_millis(register.captured_at);
        let days = Date::from_millis(found.moment.now).days_since(captured);
        let code = match found.evidence.freshness {
            Freshness::Ageing => Some("warning.copy_ageing"),
            Freshness::Stale => Some("warning.copy_stale"),
            Freshness::Fresh | Freshness::TooOld => None,
        };
        warnings.extend(code.map(|code| self.with(code, [("date", captured.into()), ("days", days.into())])));
        if found.moment.clock_behind {
            warnings.push(self.with("warning.clock_behind", []));
        }
        warnings
    }

    fn authority_of(&self, found: &Compared) -> String {
        self.checker
            .store
            .registers()
            .get(found.entry.register)
            .map(|register| register.authority.clone())
            .unwrap_or_default()
    }

    fn candidate(&self, found: &Compared) -> Candidate {
        let recruiter = &found.entry.recruiter;
        let owned = |fields: Vec<&str>| fields.into_iter().map(str::to_owned).collect();
        Candidate {
            id: recruiter.id.clone(),
            name: recruiter.name.clone(),
            other_names: recruiter.other_names.clone(),
            status: recruiter.status.clone(),
            state: found.entry.state,
            state_text: self.state_text(found),
            status_date: recruiter.status_date,
            expires: recruiter.expires,
            licence: recruiter.licence.clone(),
            phones: recruiter.phones.clone(),
            emails: recruiter.emails.clone(),
            address: recruiter.address.clone(),
            agreed: owned(found.agreed()),
            disagreed: owned(found.disagreed()),
            not_compared: owned(found.not_compared()),
            score: found.score,
            explanation: found
                .tokens
                .iter()
                .map(|token| ExplainedToken { sentence: self.explain(token), token: token.clone() })
                .collect(),
            job_orders: found.job_orders,
            findings: self.findings(found),
        }
    }

    fn explain(&self, token: &crate::matching::AlignedToken) -> Option<String> {
        if token.kind == crate::matching::TokenKind::Same {
            return None;
        }
        let mut params = Params::new();
        // A word on one side only stands for both: "looks like" names what the look-alike letters imitate.
        let word = token.query.as_ref().or(token.entry.as_ref());
        for (key, side) in [("query", &token.query), ("entry", &token.entry), ("word", &None)] {
            if let Some(word) = side.as_ref().or(word) {
                params.insert(key.to_owned(), word.as_str().into());
            }
        }
        Some(self.phrases.phrase(&format!("explain.{}", token.kind.code()), &params))
    }

    fn words(&self, words: &[String]) -> Param {
        self.phrases.list(words).into()
    }

    fn text<const N: usize>(&self, code: &str, params: [(&str, Param); N]) -> String {
        self.phrases.phrase(code, &owned(params))
    }

    fn with<const N: usize>(&self, code: &str, params: [(&str, Param); N]) -> Finding {
        self.finding(code, owned(params))
    }

    fn finding(&self, code: &str, params: Params) -> Finding {
        let sentence = self.phrases.phrase(code, &params);
        Finding { code: code.to_owned(), params, sentence }
    }
}

/// Only a number, phone, mailbox or address was given.
fn is_fact_only(decisive: Option<&Compared>) -> bool {
    decisive.is_some_and(|found| found.evidence.name == NameAgreement::NotGiven)
}

fn call_listed(decisive: Option<&Compared>, otherwise: &'static str) -> &'static str {
    let has_phone = decisive.is_some_and(|found| !found.entry.recruiter.phones.is_empty());
    if has_phone { "next.call_listed_phone" } else { otherwise }
}

/// `with_phone` where the authority's phone is known, else `otherwise`.
fn ask_authority(params: &Params, with_phone: &'static str, otherwise: &'static str) -> &'static str {
    if params.contains_key("authority_phone") { with_phone } else { otherwise }
}

fn why_not_in_good_standing(decisive: Option<&Compared>) -> &'static str {
    let Some(found) = decisive else { return "outcome.not_in_good_standing.why_no_date" };
    if found.entry.state == LicenceState::Unknown {
        "outcome.not_in_good_standing.why_unmapped"
    } else if !found.entry.state.is_bad_standing() {
        "outcome.not_in_good_standing.why_lapsed"
    } else if found.entry.recruiter.status_date.is_some() {
        "outcome.not_in_good_standing.why"
    } else {
        "outcome.not_in_good_standing.why_no_date"
    }
}

/// Look-alike letters or an added word contradict without a field that differs; a near name may be all that is alike.
fn why_impostor(decisive: Option<&Compared>) -> &'static str {
    match decisive {
        Some(found) if found.disagreed().is_empty() => "outcome.possible_impostor.why_name_only",
        Some(found) if found.agreed().is_empty() => "outcome.possible_impostor.why_no_agreement",
        _ => "outcome.possible_impostor.why",
    }
}

fn owned<const N: usize>(params: [(&str, Param); N]) -> Params {
    params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// `NameOnRegister` to `name_on_register`: outcomes in phrase codes.
fn snake(outcome: Outcome) -> String {
    let mut code = String::new();
    for letter in outcome.name().chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}
