//! One entry beside what was given, field by field.

use std::cmp::Ordering;

use super::decide::{
    EXPIRES_SOON_DAYS, Evidence, Expiry, FactAgreement, LicenceAgreement, NameAgreement, NameOddities, PhoneAgreement,
    judge,
};
use super::facts::{GivenFacts, GivenName};
use super::report::JobOrders;
use super::{Checker, Moment};
use crate::contact::{self, AddressAgreement};
use crate::matching::{AlignedToken, Match, name_key};
use crate::model::{Coverage, Cuts, Date, Millis, Outcome, Register, RegisterKind};
use crate::store::{Entry, FactKind};
use crate::{Error, licence};

/// Job orders counted at most; the report says a number, not a list.
const MAX_JOB_ORDERS: u32 = 1000;

/// From this alignment on a name is worth showing although its rivals are as near ("Al-Amim" beside Al-Amin and Al-Amir):
/// a typed name reaches it by chance about as often as the 5 % cut of 10,000 names.
const CLOSE_ALIGNMENT: f32 = 0.8;

/// An entry with how each given fact compares.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    pub entry: Entry,
    pub evidence: Evidence,
    /// Calibrated score of the best given name.
    pub score: Option<f32>,
    pub tokens: Vec<AlignedToken>,
    pub look_alike_words: Vec<String>,
    pub added_words: Vec<String>,
    pub differing_words: Vec<String>,
    /// Whom a borrowed licence number belongs to.
    pub licence_owner: Option<String>,
    pub job_orders: JobOrders,
    pub moment: Moment,
}

impl Compared {
    /// Best first: more hard facts, then the better name, then the order of the register.
    pub fn order(a: &Self, b: &Self) -> Ordering {
        let rank =
            |found: &Self| (found.is_more_than_similar(), found.evidence.hard_fact_agrees(), found.evidence.name);
        rank(b)
            .cmp(&rank(a))
            .then_with(|| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal))
            .then_with(|| a.entry.row.cmp(&b.entry.row))
    }

    /// Does the entry by itself say more than "a similar name"?
    pub fn is_more_than_similar(&self) -> bool {
        judge(&self.evidence).outcome.is_some_and(|outcome| outcome != Outcome::SimilarOnly)
    }

    pub fn agreed(&self) -> Vec<&'static str> {
        self.fields(|agreement| agreement == FactAgreement::Agrees)
    }

    pub fn disagreed(&self) -> Vec<&'static str> {
        self.fields(|agreement| agreement == FactAgreement::Differs)
    }

    pub fn not_compared(&self) -> Vec<&'static str> {
        self.fields(|agreement| agreement == FactAgreement::NotCompared)
    }

    fn fields(&self, wanted: impl Fn(FactAgreement) -> bool) -> Vec<&'static str> {
        let name = match self.evidence.name {
            NameAgreement::NotGiven => FactAgreement::NotCompared,
            NameAgreement::Agrees | NameAgreement::SpeltDifferently => FactAgreement::Agrees,
            NameAgreement::Near | NameAgreement::Between | NameAgreement::Far => FactAgreement::Differs,
        };
        let licence = match self.evidence.licence {
            LicenceAgreement::NotCompared => FactAgreement::NotCompared,
            LicenceAgreement::Agrees => FactAgreement::Agrees,
            LicenceAgreement::OneDigitOff | LicenceAgreement::OtherOwner | LicenceAgreement::Differs => {
                FactAgreement::Differs
            }
        };
        let phone = match self.evidence.phone {
            PhoneAgreement::NotCompared => FactAgreement::NotCompared,
            PhoneAgreement::Agrees => FactAgreement::Agrees,
            PhoneAgreement::NotListed | PhoneAgreement::ForeignNotListed => FactAgreement::Differs,
        };
        [
            ("name", name),
            ("licence", licence),
            ("phone", phone),
            ("email", self.evidence.email),
            ("address", self.evidence.address),
        ]
        .into_iter()
        .filter(|(_, agreement)| wanted(*agreement))
        .map(|(field, _)| field)
        .collect()
    }
}

/// Compares `entry` with the given facts; `None` when neither its name nor a hard fact is near.
pub(super) fn compare(
    checker: &Checker<'_>,
    facts: &GivenFacts,
    entry: Entry,
    names: &[(u32, usize, Match)],
    at: Option<Millis>,
) -> Result<Option<Compared>, Error> {
    let Some(register) = checker.store.registers().get(entry.register) else { return Ok(None) };
    let moment = checker.moment(register, at);
    let best = best_name(checker, facts, &entry, names);
    let (licence, licence_owner) = compare_licence(checker, facts, &entry, register)?;
    let evidence = Evidence {
        kind: register.kind,
        state: entry.state,
        expiry: expiry(&entry, register, moment.now),
        freshness: checker.freshness(register, at),
        name: best.as_ref().map_or_else(|| without_match(facts), |best| best.agreement),
        oddities: best.as_ref().map(|best| best.oddities).unwrap_or_default(),
        licence,
        phone: compare_phone(facts, &entry, register),
        email: compare_email(facts, &entry),
        address: compare_address(facts, &entry),
        second_signal: false,
    };
    if evidence.name < NameAgreement::Between && !evidence.hard_fact_agrees() {
        return Ok(None);
    }
    let job_orders = job_orders(checker, &entry, register)?;
    let (score, alignment) = match best {
        Some(best) => (Some(best.found.score), Some(best.found.alignment)),
        None => (None, None),
    };
    let words = |pick: fn(&crate::matching::Alignment) -> Vec<String>| alignment.as_ref().map(pick).unwrap_or_default();
    Ok(Some(Compared {
        evidence,
        score,
        look_alike_words: words(crate::matching::Alignment::look_alike_words),
        added_words: words(crate::matching::Alignment::added_words),
        differing_words: words(crate::matching::Alignment::differing_words),
        tokens: alignment.map(|alignment| alignment.tokens).unwrap_or_default(),
        licence_owner,
        job_orders,
        moment,
        entry,
    }))
}

struct BestName {
    agreement: NameAgreement,
    oddities: NameOddities,
    found: Match,
}

/// A name was given and no document of the entry came near it; parts of a message that may be no names say nothing.
fn without_match(facts: &GivenFacts) -> NameAgreement {
    if facts.names.iter().any(|name| name.is_certain) { NameAgreement::Far } else { NameAgreement::NotGiven }
}

fn best_name(
    checker: &Checker<'_>,
    facts: &GivenFacts,
    entry: &Entry,
    names: &[(u32, usize, Match)],
) -> Option<BestName> {
    let own = names.iter().filter(|(row, _, _)| *row == entry.row);
    let judged = own.filter_map(|(_, index, found)| {
        let name = facts.names.get(*index)?;
        let agreement = name_agreement(checker, name, found);
        let oddities =
            NameOddities { look_alike: found.flags.look_alike, added_word: !found.alignment.added_words().is_empty() };
        Some(BestName { agreement, oddities, found: found.clone() })
    });
    let best = judged.max_by(|a, b| {
        a.agreement.cmp(&b.agreement).then(a.found.score.partial_cmp(&b.found.score).unwrap_or(Ordering::Equal))
    })?;
    // A part of a message that is far from the entry and not marked as a name is no name that was given.
    (best.agreement != NameAgreement::Far || without_match(facts) == NameAgreement::Far).then_some(best)
}

fn name_agreement(checker: &Checker<'_>, name: &GivenName, found: &Match) -> NameAgreement {
    let calibration = &checker.store.manifest().calibration;
    let Cuts { one_percent, five_percent } = if name.is_pasted { calibration.pasted } else { calibration.single };
    if found.score < five_percent {
        let is_close = !name.is_pasted && found.alignment.score >= CLOSE_ALIGNMENT;
        if is_close { NameAgreement::Between } else { NameAgreement::Far }
    } else if found.score < one_percent {
        NameAgreement::Near
    } else if found.alignment.differing_words().is_empty() {
        NameAgreement::Agrees
    } else {
        NameAgreement::SpeltDifferently
    }
}

fn compare_licence(
    checker: &Checker<'_>,
    facts: &GivenFacts,
    entry: &Entry,
    register: &Register,
) -> Result<(LicenceAgreement, Option<String>), Error> {
    let (Some(scheme), Some(printed)) = (&register.licence_scheme, &entry.recruiter.licence) else {
        return Ok((LicenceAgreement::NotCompared, None));
    };
    let on_file = licence::keys_on_file(scheme, printed);
    let given = facts.licences.iter().flat_map(|given| &given.readings).map(|reading| &reading.key);
    let given: Vec<_> = given.filter(|key| on_file.iter().any(|own| own.scheme() == key.scheme())).collect();
    if given.is_empty() || on_file.is_empty() {
        return Ok((LicenceAgreement::NotCompared, None));
    }
    if given.iter().any(|key| on_file.contains(key)) {
        return Ok((LicenceAgreement::Agrees, None));
    }
    for key in &given {
        for row in checker.store.rows_with_fact(FactKind::Licence, key.as_str())? {
            let owner = checker.store.entry(row)?;
            if owner.register == entry.register {
                return Ok((LicenceAgreement::OtherOwner, Some(owner.recruiter.name)));
            }
        }
    }
    if given.iter().any(|key| licence::neighbours(key).any(|near| on_file.contains(&near))) {
        return Ok((LicenceAgreement::OneDigitOff, None));
    }
    Ok((LicenceAgreement::Differs, None))
}

fn compare_phone(facts: &GivenFacts, entry: &Entry, register: &Register) -> PhoneAgreement {
    let on_file: Vec<_> =
        entry.recruiter.phones.iter().flat_map(|printed| contact::phones_on_file(printed, &register.country)).collect();
    let agrees = |given: &contact::Phone| on_file.iter().any(|own| contact::same_phone(given, own));
    if facts.phones.iter().any(agrees) {
        PhoneAgreement::Agrees
    } else if facts.phones.iter().any(|given| given.is_foreign_to(&register.country)) {
        // Foreign to the licensee's country: odd whether or not the register prints a phone.
        PhoneAgreement::ForeignNotListed
    } else if on_file.is_empty() || facts.phones.is_empty() {
        PhoneAgreement::NotCompared
    } else {
        PhoneAgreement::NotListed
    }
}

/// A mailbox or an own domain on file agrees; an own domain that is not on file contradicts. A free mailbox that is
/// not on file says nothing: honest agencies use them too.
fn compare_email(facts: &GivenFacts, entry: &Entry) -> FactAgreement {
    let recruiter = &entry.recruiter;
    if facts.emails.iter().any(|email| recruiter.emails.iter().any(|own| own.eq_ignore_ascii_case(email))) {
        return FactAgreement::Agrees;
    }
    let own: Vec<String> =
        recruiter.emails.iter().chain(&recruiter.websites).filter_map(|text| contact::own_domain(text)).collect();
    let given: Vec<String> = facts.emails.iter().filter_map(|email| contact::own_domain(email)).collect();
    if own.is_empty() || given.is_empty() {
        FactAgreement::NotCompared
    } else if given.iter().any(|domain| own.contains(domain)) {
        FactAgreement::Agrees
    } else {
        FactAgreement::Differs
    }
}

fn compare_address(facts: &GivenFacts, entry: &Entry) -> FactAgreement {
    let (Some(given), Some(own)) = (&facts.address, &entry.recruiter.address) else {
        return FactAgreement::NotCompared;
    };
    match contact::address_agreement(given, own) {
        AddressAgreement::Agree => FactAgreement::Agrees,
        AddressAgreement::Disagree => FactAgreement::Differs,
        AddressAgreement::NotComparable => FactAgreement::NotCompared,
    }
}

fn expiry(entry: &Entry, register: &Register, now: Millis) -> Expiry {
    let Some(expires) = entry.recruiter.expires else { return Expiry::Open };
    let left = expires.days_since(Date::from_millis(now));
    if expires < Date::from_millis(register.captured_at) {
        Expiry::PassedBeforeCapture
    } else if left < 0 {
        Expiry::PassedAfterCapture
    } else if left <= EXPIRES_SOON_DAYS {
        Expiry::Soon
    } else {
        Expiry::Open
    }
}

fn job_orders(checker: &Checker<'_>, entry: &Entry, register: &Register) -> Result<JobOrders, Error> {
    let lists = checker
        .store
        .registers()
        .iter()
        .filter(|list| list.kind == RegisterKind::JobOrders && list.country == register.country);
    let Some(coverage) = lists.map(|list| list.coverage).max() else { return Ok(JobOrders::NotKnown) };
    let mut count = 0;
    for name in std::iter::once(&entry.recruiter.name).chain(&entry.recruiter.other_names) {
        let orders = checker.store.job_orders(&name_key(name), MAX_JOB_ORDERS)?;
        count += u32::try_from(orders.len()).unwrap_or(MAX_JOB_ORDERS);
    }
    Ok(match (count, coverage) {
        (0, Coverage::Full) => JobOrders::None,
        (0, _) => JobOrders::NotKnown,
        (count, _) => JobOrders::Some { count },
    })
}
