//! From evidence to outcome: the rules of the product, as pure functions over small enums, so that a test can walk
//! every cell.
//!
//! Each candidate is judged by itself ([`judge`]); then the judgements are combined by precedence ([`combine`]):
//! `ListedAsUnregistered`, `PossibleImpostor`, `NotInGoodStanding`, then age, then the rest.

use crate::model::{Coverage, Freshness, LicenceState, Outcome, RegisterKind};

/// How far the given name agrees with a candidate's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameAgreement {
    /// No name was given.
    NotGiven,
    /// Below the 5 % cut.
    Far,
    /// Below the cut only because other entries are as near: the words themselves are close.
    Between,
    /// Between the 5 % and the 1 % cut.
    Near,
    /// Above the 1 % cut, but a distinctive word is spelt differently: a typing mistake or a trick.
    SpeltDifferently,
    /// Above the 1 % cut, and every distinctive word is the same.
    Agrees,
}

/// What is odd about the given name beside its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NameOddities {
    /// Letters of another script, or digits, stand in for look-alike letters.
    pub look_alike: bool,
    /// The listed name with a word added that impostors add (Group, Global, Online).
    pub added_word: bool,
}

/// How a given licence number compares with the one on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LicenceAgreement {
    /// Nothing given, or nothing on file.
    NotCompared,
    Agrees,
    /// One digit differs, or two neighbours are swapped.
    OneDigitOff,
    /// It is on file for another recruiter of the register.
    OtherOwner,
    /// It is neither this recruiter's nor anybody's.
    Differs,
}

/// How a given phone number compares with those on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PhoneAgreement {
    /// Nothing given, or nothing on file.
    NotCompared,
    Agrees,
    /// Not on file, of the register's own country: agencies use many phones.
    NotListed,
    /// Not on file, of another country.
    ForeignNotListed,
}

/// How a given fact of any other kind compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FactAgreement {
    /// Nothing given, nothing on file, or not comparable.
    NotCompared,
    Agrees,
    Differs,
}

/// How the licence's last day stands to the day of the question and to the day of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expiry {
    /// No date published, or not yet near.
    Open,
    /// Within [`EXPIRES_SOON_DAYS`].
    Soon,
    /// Passed, after the copy was made: a renewal cannot be known.
    PassedAfterCapture,
    /// Passed before the copy was made.
    PassedBeforeCapture,
}

/// From this many days before its last day a licence carries the warning that it expires soon.
pub(super) const EXPIRES_SOON_DAYS: i64 = 30;

/// Everything that is weighed for one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    pub kind: RegisterKind,
    pub state: LicenceState,
    pub expiry: Expiry,
    pub freshness: Freshness,
    pub name: NameAgreement,
    pub oddities: NameOddities,
    pub licence: LicenceAgreement,
    pub phone: PhoneAgreement,
    /// E-mail address or domain.
    pub email: FactAgreement,
    pub address: FactAgreement,
    /// A sign in the message that makes an unlisted phone suspect: a fee demand, only messengers, "sub-agent of".
    pub second_signal: bool,
}

/// What one candidate by itself would answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    /// The outcome before the age of the copy is looked at; `None` when the candidate says nothing.
    pub outcome: Option<Outcome>,
    /// The bad standing is published, so it holds at any age of the copy.
    pub published_bad: bool,
}

impl Evidence {
    /// A number, phone, e-mail domain or address agrees.
    pub fn hard_fact_agrees(&self) -> bool {
        self.own_fact_agrees() || self.address == FactAgreement::Agrees
    }

    /// A fact agrees that belongs to one recruiter alone.
    fn own_fact_agrees(&self) -> bool {
        self.licence == LicenceAgreement::Agrees
            || self.phone == PhoneAgreement::Agrees
            || self.email == FactAgreement::Agrees
    }

    /// A fact that the recruiter cannot explain away contradicts.
    fn contradicted(&self) -> bool {
        matches!(self.licence, LicenceAgreement::OtherOwner | LicenceAgreement::Differs)
            || self.email == FactAgreement::Differs
            || self.phone == PhoneAgreement::ForeignNotListed
            || (self.phone == PhoneAgreement::NotListed && self.second_signal)
    }

    /// A fact differs that may well be a slip, or one of many phones: it takes the confirmation away and no more.
    fn doubted(&self) -> bool {
        self.licence == LicenceAgreement::OneDigitOff
            || self.phone == PhoneAgreement::NotListed
            || self.address == FactAgreement::Differs
    }

    fn in_bad_standing(&self) -> bool {
        self.state.is_bad_standing() || matches!(self.expiry, Expiry::PassedAfterCapture | Expiry::PassedBeforeCapture)
    }

    /// Would a plain `Registered` hide something that must be read?
    fn has_warning(&self) -> bool {
        self.state != LicenceState::Good
            || self.expiry == Expiry::Soon
            || self.freshness != Freshness::Fresh
            || self.name == NameAgreement::SpeltDifferently
            || self.oddities.added_word
            || self.second_signal
    }
}

/// What one candidate by itself would answer, before the age of the copy.
pub(super) fn judge(evidence: &Evidence) -> Judgement {
    let outcome = match evidence.kind {
        RegisterKind::WarningList => judge_listed(evidence),
        RegisterKind::JobOrders => None,
        RegisterKind::Licensed => judge_licensed(evidence),
    };
    let published_bad = evidence.state.is_bad_standing() || evidence.expiry == Expiry::PassedBeforeCapture;
    Judgement { outcome, published_bad }
}

fn judge_listed(evidence: &Evidence) -> Option<Outcome> {
    match evidence.name {
        NameAgreement::Agrees | NameAgreement::SpeltDifferently => Some(Outcome::ListedAsUnregistered),
        NameAgreement::Near => Some(Outcome::SimilarOnly),
        NameAgreement::Far | NameAgreement::Between | NameAgreement::NotGiven => None,
    }
}

fn judge_licensed(evidence: &Evidence) -> Option<Outcome> {
    match evidence.name {
        // The number or the phone of a licensee under a name that is not his. A shared address says only that both
        // have an office in one building.
        NameAgreement::Far => evidence.own_fact_agrees().then_some(Outcome::PossibleImpostor),
        // Nobody can say which of them is meant, so nothing that is said of one may rest on it.
        NameAgreement::Between => Some(Outcome::SimilarOnly),
        NameAgreement::NotGiven if !evidence.hard_fact_agrees() => None,
        _ if evidence.contradicted() || evidence.oddities.look_alike => Some(Outcome::PossibleImpostor),
        // A phone or mailbox on file is the agency's own; a number can be copied from its sign.
        _ if evidence.oddities.added_word
            && evidence.phone != PhoneAgreement::Agrees
            && evidence.email != FactAgreement::Agrees =>
        {
            Some(Outcome::PossibleImpostor)
        }
        NameAgreement::Near => Some(Outcome::SimilarOnly),
        _ if evidence.in_bad_standing() => Some(Outcome::NotInGoodStanding),
        NameAgreement::NotGiven => Some(Outcome::NameOnRegister),
        NameAgreement::SpeltDifferently | NameAgreement::Agrees
            if evidence.hard_fact_agrees() && !evidence.doubted() =>
        {
            Some(if evidence.has_warning() { Outcome::RegisteredWithWarnings } else { Outcome::Registered })
        }
        NameAgreement::SpeltDifferently => Some(Outcome::SimilarOnly),
        NameAgreement::Agrees => Some(Outcome::NameOnRegister),
    }
}

/// What is known of the lists that were asked, for answering when nothing fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Consulted {
    /// The least coverage of the registers of the asked origin; `None` when none is held.
    pub coverage: Option<Coverage>,
    /// The worst freshness of them.
    pub freshness: Freshness,
}

/// The one outcome of a check, and whether it took the place of an older statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    pub outcome: Outcome,
    /// What the copy said, when `outcome` is `TooOld`.
    pub then: Option<Outcome>,
    /// Index of the candidate that decided.
    pub candidate: Option<usize>,
}

/// Combines the candidates' judgements. `candidates` are in the order of rank; each carries its own freshness.
pub(super) fn combine(candidates: &[Evidence], consulted: Consulted) -> Decision {
    let settled = settled(candidates);
    let judged = candidates.iter().enumerate().filter(|(index, _)| settled.is_none_or(|keep| keep(*index, candidates)));
    let best = judged
        .filter_map(|(index, evidence)| {
            let judgement = judge(evidence);
            judgement.outcome.map(|outcome| (index, evidence, judgement, outcome))
        })
        .min_by_key(|(index, _, _, outcome)| (precedence(*outcome), *index));
    let Some((index, evidence, judgement, outcome)) = best else { return nothing_near(consulted) };
    let reassures_or_excludes = match outcome {
        Outcome::ListedAsUnregistered | Outcome::PossibleImpostor => false,
        Outcome::NotInGoodStanding => !judgement.published_bad,
        _ => true,
    };
    if reassures_or_excludes && evidence.freshness == Freshness::TooOld {
        Decision { outcome: Outcome::TooOld, then: Some(outcome), candidate: Some(index) }
    } else {
        Decision { outcome, then: None, candidate: Some(index) }
    }
}

/// When name and a hard fact of one candidate agree and nothing contradicts, the question who is meant is settled:
/// namesakes, whose number and phone naturally differ, take no part in the decision. Warning lists always do.
fn settled(candidates: &[Evidence]) -> Option<fn(usize, &[Evidence]) -> bool> {
    fn is_meant(evidence: &Evidence) -> bool {
        evidence.kind == RegisterKind::Licensed
            && matches!(evidence.name, NameAgreement::Agrees | NameAgreement::SpeltDifferently)
            && evidence.hard_fact_agrees()
            && !evidence.contradicted()
    }
    fn keep(index: usize, candidates: &[Evidence]) -> bool {
        candidates.get(index).is_some_and(|evidence| evidence.kind == RegisterKind::WarningList || is_meant(evidence))
    }
    candidates.iter().any(is_meant).then_some(keep)
}

/// Smaller goes first. Among the reassuring ones the firmer statement wins: its candidate fits best.
fn precedence(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::ListedAsUnregistered => 0,
        Outcome::PossibleImpostor => 1,
        Outcome::NotInGoodStanding => 2,
        Outcome::RegisteredWithWarnings => 3,
        Outcome::Registered => 4,
        Outcome::NameOnRegister => 5,
        Outcome::SimilarOnly => 6,
        Outcome::NotFound => 7,
        Outcome::NotCovered => 8,
        Outcome::TooOld => 9,
    }
}

fn nothing_near(consulted: Consulted) -> Decision {
    let (outcome, then) = match (consulted.coverage, consulted.freshness) {
        (Some(Coverage::Full), Freshness::TooOld) => (Outcome::TooOld, Some(Outcome::NotFound)),
        (Some(Coverage::Full), _) => (Outcome::NotFound, None),
        _ => (Outcome::NotCovered, None),
    };
    Decision { outcome, then, candidate: None }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
