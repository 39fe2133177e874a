//! How old a register's copy is and how much of the list it holds, in words.

use std::collections::BTreeMap;

use super::Checker;
use super::report::RegisterAnswer;
use crate::model::{Coverage, Date, Freshness, Millis, Register};
use crate::phrases::Phrases;

impl Checker<'_> {
    /// A register's age and coverage, in words too.
    pub(super) fn register_answer(&self, register: &Register, at: Option<Millis>, phrases: &Phrases) -> RegisterAnswer {
        let captured_at = (register.captured_at > 0).then(|| Date::from_millis(register.captured_at));
        let freshness = self.freshness(register, at);
        let mut params = BTreeMap::new();
        params.insert("authority".to_owned(), register.authority.as_str().into());
        params.insert("title".to_owned(), register.title.as_str().into());
        params.insert("rows".to_owned(), i64::from(register.rows).into());
        if let Some(date) = captured_at {
            let days = Date::from_millis(self.moment(register, at).now).days_since(date);
            params.insert("date".to_owned(), date.into());
            params.insert("days".to_owned(), days.into());
        }
        let age = match (captured_at, freshness) {
            (None, _) => "freshness.unknown",
            (_, Freshness::Fresh) => "freshness.fresh",
            (_, Freshness::Ageing) => "freshness.ageing",
            (_, Freshness::Stale) => "freshness.stale",
            (_, Freshness::TooOld) => "freshness.too_old",
        };
        let coverage = match register.coverage {
            Coverage::Full => "coverage.full",
            Coverage::Partial => "coverage.partial",
            Coverage::Unknown => "coverage.unknown",
        };
        let sentences = ["register.consulted", age, coverage].map(|code| phrases.phrase(code, &params));
        RegisterAnswer {
            id: register.id.clone(),
            authority: register.authority.clone(),
            title: register.title.clone(),
            captured_at,
            source_as_of: register.source_as_of.map(Date::from_millis),
            coverage: register.coverage,
            freshness,
            rows: register.rows,
            sentence: sentences.join(" "),
        }
    }
}
