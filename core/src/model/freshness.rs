use serde::{Deserialize, Serialize};

use super::Millis;

/// How old the copy is, in grades. Limits come from the signed pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// At most [`FreshnessLimits::fresh_days`] old.
    Fresh,
    /// At most [`FreshnessLimits::ageing_days`] old.
    Ageing,
    /// At most [`FreshnessLimits::stale_days`] old.
    Stale,
    /// Older: it no longer reassures nor excludes; bad news in it still stands.
    TooOld,
}

/// Upper ends of the grades, in days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshnessLimits {
    /// Up to here the copy is fresh.
    pub fresh_days: u32,
    /// Up to here it is ageing.
    pub ageing_days: u32,
    /// Up to here it is stale; beyond it is too old.
    pub stale_days: u32,
}

impl Default for FreshnessLimits {
    /// 3, 30 and 90 days: twice the daily poll and more, so a healthy phone is never called stale.
    fn default() -> Self {
        Self { fresh_days: 3, ageing_days: 30, stale_days: 90 }
    }
}

impl FreshnessLimits {
    /// The grade of a copy made at `captured_at`, seen at `now`. A moment before the capture counts as age zero:
    /// the caller raises `now` to its clock floor first.
    pub fn grade(&self, captured_at: Millis, now: Millis) -> Freshness {
        const MILLIS_PER_DAY: i64 = 86_400_000;
        let age = now.saturating_sub(captured_at).max(0);
        let within = |days: u32| age <= i64::from(days) * MILLIS_PER_DAY;
        if within(self.fresh_days) {
            Freshness::Fresh
        } else if within(self.ageing_days) {
            Freshness::Ageing
        } else if within(self.stale_days) {
            Freshness::Stale
        } else {
            Freshness::TooOld
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_grade_are_included() {
        let limits = FreshnessLimits::default();
        let day = 86_400_000;
        for (age, grade) in [
            (-5 * day, Freshness::Fresh),
            (3 * day, Freshness::Fresh),
            (3 * day + 1, Freshness::Ageing),
            (30 * day, Freshness::Ageing),
            (90 * day, Freshness::Stale),
            (90 * day + 1, Freshness::TooOld),
        ] {
            assert_eq!(limits.grade(1_000_000_000_000, 1_000_000_000_000 + age), grade, "{age}");
        }
    }
}
