use serde::{Deserialize, Serialize};

use super::{Millis, StatusTable};

/// What kind of list an authority publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RegisterKind {
    /// Licensed recruiters, with or without their status.
    Licensed,
    /// Approved job orders: which agency may fill which job.
    JobOrders,
    /// Illegal agents, or sanctioned entities.
    WarningList,
}

/// How much of the authority's list this copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Every row: a name that is absent is not on the list.
    Full,
    /// A known part: it can confirm, never exclude.
    Partial,
    /// Not known to be complete; treated like [`Coverage::Partial`] when it comes to excluding.
    Unknown,
}

/// One authority's list in a pack, and what is known about the copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Short stable id such as `ph-dmw`; the first part of every recruiter id.
    pub id: String,
    /// Which kind of list.
    pub kind: RegisterKind,
    /// Country whose citizens or recruiters the list speaks of: ISO 3166-1 alpha-2, or `*` for any.
    pub country: String,
    /// The authority, in its own English name.
    pub authority: String,
    /// What the list is called, in English.
    pub title: String,
    /// Where the authority publishes it.
    pub url: Option<String>,
    /// A phone of the authority for questions, E.164 or as dialled in the country.
    pub authority_phone: Option<String>,
    /// When our copy was made.
    pub captured_at: Millis,
    /// The date the authority itself prints on the list, when it prints one.
    pub source_as_of: Option<Millis>,
    /// How much of the list the copy holds.
    pub coverage: Coverage,
    /// Rows in the copy.
    pub rows: u32,
    /// Rows the authority says it has, when it says so.
    pub rows_published: Option<u32>,
    /// The number grammar of the list's licence numbers (a scheme of `crate::licence`), when it prints numbers.
    pub licence_scheme: Option<String>,
    /// What the authority's status words mean; empty when it publishes none.
    pub statuses: StatusTable,
    /// Terms under which the data may be reused, and whom to name.
    pub licence_notice: String,
}
