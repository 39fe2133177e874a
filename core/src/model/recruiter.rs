use serde::{Deserialize, Serialize};

use super::Date;

/// One row of an authority's list, as published. Text is NFC; nothing is corrected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recruiter {
    /// `<register>:<id within it>`, stable from one copy to the next.
    pub id: String,
    /// The name as the register prints it.
    pub name: String,
    /// Further names on the same row: trade name, former name, name in another script, alias.
    pub other_names: Vec<String>,
    /// Licence number as printed.
    pub licence: Option<String>,
    /// Status word as printed.
    pub status: Option<String>,
    /// The day the status was set.
    pub status_date: Option<Date>,
    /// Last day of the licence.
    pub expires: Option<Date>,
    /// Phone numbers as printed, one number an item.
    pub phones: Vec<String>,
    /// E-mail addresses, lower case.
    pub emails: Vec<String>,
    /// Web sites as printed.
    pub websites: Vec<String>,
    /// Office address, one line.
    pub address: Option<String>,
    /// Country of the office when it differs from the register's: ISO 3166-1 alpha-2, or the printed name.
    pub country: Option<String>,
    /// The authority's own class of agency, as printed (`Manning Agency`, a sanctions programme).
    pub class: Option<String>,
}

/// One approved job order. `date_approved` is not kept: 42 of 50 published ones lie in the future.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobOrder {
    /// `<register>:<id within it>`.
    pub id: String,
    /// The licensed agency, as printed.
    pub agency: String,
    /// The employer abroad, as printed.
    pub principal: Option<String>,
    /// Country or place of work, as printed.
    pub place: Option<String>,
    /// The job, as printed.
    pub position: Option<String>,
    /// Places still open.
    pub open_places: Option<u32>,
}
