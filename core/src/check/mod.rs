//! The one use case that joins everything: [`CheckRequest`] in, [`CheckReport`] out.

mod age;
mod compare;
mod decide;
mod facts;
mod receipt;
mod report;
mod request;
mod wording;

pub use receipt::Receipt;
pub use report::{Candidate, CheckReport, ExplainedToken, Given, JobOrders, RegisterAnswer};
pub use request::{CheckRequest, MAX_FIELD_BYTES, MAX_TEXT_BYTES};

use crate::Error;
use crate::matching::{DecisionModel, Matcher, SearchOptions};
use crate::model::{Coverage, Date, Freshness, Millis, Register, RegisterKind};
use crate::offer::{self, OfferAnswer};
use crate::phrases::Phrases;
use crate::store::Store;
use compare::Compared;
use decide::{Consulted, combine};
use facts::GivenFacts;

/// Entries shown at most; more than this many equal fits cannot be read on a phone.
const MAX_CANDIDATES: usize = 6;
/// Near names shown when none agrees.
const MAX_SIMILAR: usize = 3;
/// Names looked up for one given name before those of one row are merged.
const HITS_PER_NAME: usize = 8;

/// Answers checks from one store.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    store: &'a Store,
    model: &'a DecisionModel,
    now: Millis,
}

/// When a register's copy is looked at: the asked moment, or a later one where that one cannot be right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// The moment the age is counted to.
    pub now: Millis,
    /// The given clock lay before the copy was made.
    pub clock_behind: bool,
}

impl<'a> Checker<'a> {
    /// `now` is the host's clock; it is raised to the newest signed time of the pack when it is behind.
    pub fn new(store: &'a Store, model: &'a DecisionModel, now: Millis) -> Self {
        Self { store, model, now }
    }

    /// Answers one request.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an empty request or an origin that is no country code; [`Error::Storage`] when
    /// the lists cannot be read.
    pub fn check(&self, request: &CheckRequest) -> Result<CheckReport, Error> {
        if request.is_empty() {
            return Err(Error::InvalidArgument { field: "request", reason: "holds nothing to compare".to_owned() });
        }
        let origin = request.origin.as_deref().map(country).transpose()?;
        let phrases = Phrases::for_language(request.language.as_deref().unwrap_or_default());
        let asked = self.asked_registers(origin.as_deref());
        let regions = self.regions(origin.as_deref(), &asked);
        let facts = GivenFacts::read(request, &regions);
        let mut compared = self.candidates(&facts, &asked, request.at)?;
        let offer = self.offer(request, &facts);
        let second_signal = offer.as_ref().is_some_and(|answer| answer.offer.is_second_signal());
        compared.iter_mut().for_each(|candidate| candidate.evidence.second_signal |= second_signal);
        let evidence: Vec<_> = compared.iter().map(|candidate| candidate.evidence).collect();
        let decision = combine(&evidence, self.consulted(origin.as_deref(), request.at));
        let mut report = wording::Writer { checker: self, phrases, request, origin, facts: &facts, asked: &asked }
            .report(&compared, decision);
        if let Some(answer) = offer {
            report.add_offer(answer);
        }
        Ok(report)
    }

    /// What is wrong with the offer, when there is anything of an offer in the request.
    fn offer(&self, request: &CheckRequest, facts: &GivenFacts) -> Option<OfferAnswer> {
        let is_asked = request.text.is_some() || !request.answers.is_empty() || request.stage.is_some();
        let has_route =
            [&request.destination, &request.transit, &request.role, &request.visa].iter().any(|one| one.is_some());
        (is_asked || has_route).then(|| {
            let today = Date::from_millis(request.at.unwrap_or_else(|| self.now.max(self.clock_floor())));
            offer::answer(request, request.text.as_deref().map(offer::cut), &facts.message, today)
        })
    }

    /// Every register of the pack with its age in words.
    pub fn registers(&self, at: Option<Millis>, phrases: &Phrases) -> Vec<RegisterAnswer> {
        self.store.registers().iter().map(|register| self.register_answer(register, at, phrases)).collect()
    }

    /// The registers to ask: those of the origin (all, when none is given), and every warning list.
    fn asked_registers(&self, origin: Option<&str>) -> Vec<usize> {
        let asked = |register: &Register| register.kind == RegisterKind::WarningList || speaks_of(register, origin);
        let registers = self.store.registers().iter().enumerate();
        registers.filter(|(_, register)| asked(register)).map(|(place, _)| place).collect()
    }

    /// Countries whose ways of writing numbers are tried, the origin first.
    fn regions(&self, origin: Option<&str>, asked: &[usize]) -> Vec<String> {
        let mut regions: Vec<String> = origin.map(str::to_owned).into_iter().collect();
        for &place in asked {
            let Some(register) = self.store.registers().get(place) else { continue };
            if register.country != "*" && !regions.contains(&register.country) {
                regions.push(register.country.clone());
            }
        }
        regions
    }

    /// Rows that a given fact or name points at, compared field by field, best first.
    fn candidates(&self, facts: &GivenFacts, asked: &[usize], at: Option<Millis>) -> Result<Vec<Compared>, Error> {
        let mut rows: Vec<u32> = Vec::new();
        for (kind, key) in facts.keys() {
            // The last seven digits are shared by strangers: whether the phones are the same is judged on the row.
            for row in self.store.rows_with_fact(kind, &key)? {
                push_new(&mut rows, row);
            }
        }
        let filter = |document| asked.iter().any(|&register| self.store.is_in_register(document, register));
        let matcher = Matcher::new(self.store, self.model);
        let mut names = Vec::new();
        for (index, name) in facts.names.iter().enumerate() {
            let options = SearchOptions { limit: HITS_PER_NAME, filter: Some(&filter) };
            for found in matcher.search(&name.text, &options)? {
                let row = self.store.row_of_document(found.doc)?;
                push_new(&mut rows, row);
                names.push((row, index, found));
            }
        }
        let mut compared = Vec::new();
        for row in rows {
            let entry = self.store.entry(row)?;
            if !asked.contains(&entry.register) {
                continue;
            }
            if let Some(candidate) = compare::compare(self, facts, entry, &names, at)? {
                compared.push(candidate);
            }
        }
        compared.sort_by(Compared::order);
        let agreeing = compared.iter().filter(|candidate| candidate.is_more_than_similar()).count();
        compared.truncate(if agreeing == 0 { MAX_SIMILAR } else { agreeing.clamp(MAX_SIMILAR, MAX_CANDIDATES) });
        Ok(compared)
    }

    /// What may be said when nothing fits: the least coverage and the worst age among the origin's registers.
    fn consulted(&self, origin: Option<&str>, at: Option<Millis>) -> Consulted {
        let registers = self
            .store
            .registers()
            .iter()
            .filter(|register| register.kind == RegisterKind::Licensed && speaks_of(register, origin));
        let mut consulted = Consulted { coverage: None, freshness: Freshness::Fresh };
        for register in registers {
            let held = consulted.coverage.unwrap_or(Coverage::Full);
            consulted.coverage = Some(held.max(register.coverage));
            consulted.freshness = consulted.freshness.max(self.freshness(register, at));
        }
        consulted
    }

    /// The moment to count a register's age to. A clock that is behind the newest signed time is a wrong clock; a
    /// day that was asked for explicitly is honoured unless it lies before the copy was made.
    pub(super) fn moment(&self, register: &Register, at: Option<Millis>) -> Moment {
        let floor = self.clock_floor();
        match at {
            Some(at) if at >= register.captured_at => Moment { now: at, clock_behind: false },
            Some(_) => Moment { now: floor, clock_behind: true },
            None => Moment { now: self.now.max(floor), clock_behind: self.now < floor },
        }
    }

    pub(super) fn freshness(&self, register: &Register, at: Option<Millis>) -> Freshness {
        // A copy of unknown age is as good as very old.
        if register.captured_at <= 0 {
            return Freshness::TooOld;
        }
        self.store.manifest().freshness.grade(register.captured_at, self.moment(register, at).now)
    }

    /// The newest time that the pack itself vouches for.
    fn clock_floor(&self) -> Millis {
        let manifest = self.store.manifest();
        let captured = manifest.registers.iter().map(|register| register.captured_at).max().unwrap_or_default();
        captured.max(manifest.built_at)
    }
}

/// Does the register speak of recruiters for this origin? One of `*` speaks of all.
pub(crate) fn speaks_of(register: &Register, origin: Option<&str>) -> bool {
    origin.is_none_or(|origin| register.country == origin || register.country == "*")
}

/// A country as two capital letters.
pub(crate) fn country(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        Ok(text.to_ascii_uppercase())
    } else {
        let reason = "must be a country code of two letters, such as IN, PH or BD".to_owned();
        Err(Error::InvalidArgument { field: "origin", reason })
    }
}

fn push_new(rows: &mut Vec<u32>, row: u32) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}

#[cfg(test)]
mod schema_tests;

#[cfg(test)]
mod register_tests;
