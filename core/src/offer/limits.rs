//! Rules of governments that are table data (`content/rules`): fee limits, closed destinations, clearances, and where
//! to check. Only what has a source, a date and at least medium confidence is there; a test refuses anything else.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::extract::{Money, MoneyRole};
use crate::model::Date;

/// One rule of a government, with its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GovernmentRule {
    /// Stable id (`PH-FEE`).
    pub id: String,
    /// `fee_limit`, `destination_status`, `clearance`, `visa_rule`, `payment_rule`, `check_page`, `approved_job` ….
    pub kind: String,
    /// Whose citizens it speaks of: ISO 3166-1 alpha-2, or `*`.
    pub origin: String,
    /// Countries of work; `*` is any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub destinations: Vec<String>,
    /// Occupations it is limited to; none: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occupations: Vec<String>,
    /// `male` or `female`, where it is limited to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// The rule in a sentence, in English, in our own words.
    pub rule_text: String,
    /// The highest sum, in `currency`, or in months of wage; 0 means that nothing may be taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// ISO 4217; absent for months of wage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What `amount` counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_basis: Option<String>,
    /// What comes on top lawfully.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<String>,
    /// First day (year, month or day, as known).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Its legal basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Where to check: its name, address, what is needed for it, phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_name: Option<String>,
    /// Web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_url: Option<String>,
    /// What one must have at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_needs: Option<String>,
    /// Phone to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_phone: Option<String>,
    /// Where it was read.
    pub sources: String,
    /// The day of the source.
    pub source_date: String,
    /// Kind of source.
    pub source_kind: String,
    /// `high` or `medium`.
    pub confidence: String,
    /// What to know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was last looked at.
    pub reviewed_on: Date,
}

/// Words that make an offered role one of the occupations of the rules.
const OCCUPATIONS: [(&str, &[&str]); 2] = [
    (
        "domestic worker",
        &[
            "domestic",
            "maid",
            "household service",
            "kasambahay",
            "nanny",
            "rumah tangga",
            "घरेलू",
            "घरेलु",
            "গৃহকর্মী",
            "ගෘහ",
            "குடும்ப",
        ],
    ),
    ("seafarer", &["seafarer", "seaman", "abk", "anak buah kapal", "thuyền viên", "ship crew"]),
];

/// The shipped rules. A file that cannot be read has none; a test keeps that from being shipped.
pub fn government_rules() -> &'static [GovernmentRule] {
    static RULES: LazyLock<Vec<GovernmentRule>> =
        LazyLock::new(|| serde_json::from_str(include_str!("../../../content/rules/rules.json")).unwrap_or_default());
    &RULES
}

/// What a rule is looked up by.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Route<'a> {
    pub origin: Option<&'a str>,
    pub destination: Option<&'a str>,
    /// Roles as offered, lower case.
    pub roles: &'a [String],
    /// The day asked for, `YYYY-MM-DD`.
    pub day: &'a str,
}

impl GovernmentRule {
    /// Speaks of this origin, destination, occupation and day?
    pub(crate) fn fits(&self, route: Route) -> bool {
        let origin = self.origin == "*" || route.origin == Some(self.origin.as_str());
        let any = self.destinations.iter().any(|one| one == "*") || self.destinations.is_empty();
        let destination = any || route.destination.is_some_and(|code| self.destinations.iter().any(|one| one == code));
        let occupation =
            self.occupations.is_empty() || self.occupations.iter().any(|one| has_occupation(route.roles, one));
        // Years and months compare as the start of a day.
        let begun = self.valid_from.as_deref().is_none_or(|from| from <= route.day);
        let ended = self.valid_to.as_deref().is_some_and(|to| to < route.day);
        origin && destination && occupation && begun && !ended
    }

    /// More exact rules go first.
    fn exactness(&self) -> usize {
        let named = self.destinations.iter().any(|one| one != "*");
        usize::from(named) * 2 + usize::from(!self.occupations.is_empty()) * 3 + usize::from(self.sex.is_some())
    }
}

fn has_occupation(roles: &[String], occupation: &str) -> bool {
    let words = OCCUPATIONS.iter().find(|(name, _)| *name == occupation).map_or(&[] as &[&str], |(_, words)| *words);
    roles.iter().any(|role| words.iter().any(|word| role.contains(word)))
}

/// The fee limits that hold for this route, the most exact first; none: no limit is known.
pub(crate) fn fee_limits(route: Route) -> Vec<&'static GovernmentRule> {
    let is_limit = |rule: &&GovernmentRule| {
        let basis = rule.amount_basis.as_deref().unwrap_or_default();
        rule.kind == "fee_limit" && !basis.contains("official charge") && rule.amount.is_some() && rule.fits(route)
    };
    let mut limits: Vec<_> = government_rules().iter().filter(is_limit).collect();
    limits.sort_by_key(|rule| std::cmp::Reverse(rule.exactness()));
    limits
}

/// Rules that close a destination for workers of this origin.
pub(crate) fn closed(route: Route) -> Vec<&'static GovernmentRule> {
    government_rules().iter().filter(|rule| rule.kind == "destination_status" && rule.fits(route)).collect()
}

/// How a demanded sum stands to the limit of the most exact rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compared {
    Above,
    Within,
    /// No limit is known, or the sum cannot be compared with it.
    NotKnown,
}

/// Compares a fee with the limits; `wage` is the offered monthly salary.
pub(crate) fn compare(
    fee: &Money,
    wage: Option<&Money>,
    limits: &[&'static GovernmentRule],
    origin: Option<&str>,
) -> (Compared, Option<&'static GovernmentRule>) {
    if !matches!(fee.role, MoneyRole::Fee | MoneyRole::Deposit) {
        return (Compared::NotKnown, None);
    }
    let currency = currency_of(fee, origin);
    for rule in limits {
        let Some(limit) = rule.amount else { continue };
        if limit == 0.0 {
            return (Compared::Above, Some(rule));
        }
        let ceiling = match rule.currency.as_deref() {
            Some(code) if Some(code) == currency => Some(limit),
            Some(_) => None,
            None => wage.filter(|wage| currency_of(wage, origin) == currency).map(|wage| wage.upper * limit),
        };
        if let Some(ceiling) = ceiling {
            // Contracts of several years: the sum for one year is not known to be above.
            let years = if rule.amount_basis.as_deref().is_some_and(|basis| basis.contains("per contract year")) {
                3.0
            } else {
                1.0
            };
            let above = fee.amount > ceiling * years;
            return (if above { Compared::Above } else { Compared::Within }, Some(rule));
        }
    }
    (Compared::NotKnown, None)
}

/// A rupee is of the origin's kind.
pub(crate) fn currency_of(sum: &Money, origin: Option<&str>) -> Option<&'static str> {
    match (sum.currency, origin) {
        (Some("rupee") | None, Some("IN")) => Some("INR"),
        (Some("rupee") | None, Some("NP")) => Some("NPR"),
        (Some("rupee") | None, Some("PK")) => Some("PKR"),
        (Some("rupee") | None, Some("LK")) => Some("LKR"),
        (None, Some("BD")) => Some("BDT"),
        (None, Some("PH")) => Some("PHP"),
        (None, Some("ID")) => Some("IDR"),
        (None, Some("VN")) => Some("VND"),
        (Some("rupee"), _) | (None, _) => None,
        (code, _) => code,
    }
}

/// Whose money it is: a hint at the origin where none is given.
pub(crate) fn origin_of_currency(code: &str) -> Option<&'static str> {
    [
        ("INR", "IN"),
        ("NPR", "NP"),
        ("PKR", "PK"),
        ("LKR", "LK"),
        ("BDT", "BD"),
        ("PHP", "PH"),
        ("IDR", "ID"),
        ("VND", "VN"),
    ]
    .into_iter()
    .find(|(currency, _)| *currency == code)
    .map(|(_, origin)| origin)
}
