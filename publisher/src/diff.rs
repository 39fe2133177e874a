//! What a publication changes, for the person who signs it: who appeared, vanished, changed status, changed phone.

use std::collections::BTreeMap;
use std::fmt::Write;

use safe_migration::model::{Date, LicenceState, PackManifest, Register, RegisterKind};
use safe_migration::pack::delta::{Pair, Pairs};
use safe_migration::pack::{Pack, PackRow};
use serde::Serialize;

use crate::Error;

/// The fields of rows in the order in which a person should see their changes.
const FIELDS: [&str; 17] = [
    "status",
    "licence",
    "name",
    "expires",
    "status_date",
    "phones",
    "emails",
    "websites",
    "address",
    "other_names",
    "country",
    "class",
    "agency",
    "principal",
    "place",
    "position",
    "open_places",
];

/// What leads from one pack to a later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackDiff {
    /// The earlier pack.
    pub old: Side,
    /// The later pack.
    pub new: Side,
    /// Registers of either pack, in the order of their ids.
    pub registers: Vec<RegisterDiff>,
}

/// One of the two packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Who built it.
    pub publisher: String,
    /// Its version.
    pub version: u64,
    /// The day it was built.
    pub built_at: Date,
    /// Rows of all registers.
    pub rows: u32,
}

/// What became of one register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RegisterDiff {
    /// The register's id.
    pub id: String,
    /// Rows in the earlier pack; absent when the register was not there.
    pub rows_before: Option<u32>,
    /// Rows in the later pack; absent when the register is gone.
    pub rows_after: Option<u32>,
    /// What changed of what the pack says about the register, status words among it.
    pub about: Vec<About>,
    /// Rows that were not there.
    pub appeared: Listing,
    /// Rows that are no longer there.
    pub vanished: Listing,
    /// Rows with any other cell than before.
    pub changed_rows: u32,
    /// Rows that were in good standing and are not now, by status word and table.
    pub lost_good_standing: Listing,
    /// Rows that are in good standing now and were not.
    pub gained_good_standing: Listing,
    /// Changed rows by field; one row may be in several.
    pub changed: BTreeMap<&'static str, Listing>,
}

/// A change of what the pack says about a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// Field of the manifest, or a status word.
    pub what: String,
    /// Before; absent when there was nothing.
    pub from: Option<String>,
    /// Now; absent when there is nothing.
    pub to: Option<String>,
}

/// How many rows, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// All of them.
    pub count: u32,
    /// The first in the order of their ids.
    pub first: Vec<RowLine>,
}

/// One row of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowLine {
    /// `<register>:<id>`.
    pub id: String,
    /// The name as the register prints it; of a job order the agency.
    pub name: String,
    /// The cell before, or the status of a row that vanished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The cell now, or the status of a row that appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Listing {
    fn add(&mut self, lines: usize, line: impl FnOnce() -> RowLine) {
        self.count += 1;
        if self.first.len() < lines {
            self.first.push(line());
        }
    }
}

/// Compares two pack files; each listing names at most `lines` rows. Both are read in a stream.
///
/// # Errors
/// [`Error::Pack`] when one is damaged.
pub fn diff(old: &[u8], new: &[u8], lines: usize) -> Result<PackDiff, Error> {
    let (old, new) = (Pack::open(old)?, Pack::open(new)?);
    let mut registers: BTreeMap<String, RegisterDiff> = BTreeMap::new();
    for (manifest, is_new) in [(old.manifest(), false), (new.manifest(), true)] {
        for register in &manifest.registers {
            let found = registers.entry(register.id.clone()).or_default();
            found.id.clone_from(&register.id);
            let rows = if is_new { &mut found.rows_after } else { &mut found.rows_before };
            *rows = Some(register.rows);
        }
    }
    for found in registers.values_mut() {
        let of = |manifest: &PackManifest| manifest.registers.iter().find(|known| known.id == found.id).cloned();
        found.about = about(of(old.manifest()).as_ref(), of(new.manifest()).as_ref());
    }
    let standing = |pack: &Pack<'_>, row: &PackRow| is_good(pack.manifest(), row);
    for pair in Pairs::new(old.rows(), new.rows()) {
        let pair = pair?;
        let (before, after) = match &pair {
            Pair::Same(row) => (Some(row), Some(row)),
            Pair::Changed { old, new } => (Some(old), Some(new)),
            Pair::Vanished(row) => (Some(row), None),
            Pair::Appeared(row) => (None, Some(row)),
        };
        let Some(found) = before.or(after).and_then(|row| registers.get_mut(register_of(row))) else { continue };
        match (before, after) {
            (Some(before), Some(after)) => {
                let (was, is) = (standing(&old, before), standing(&new, after));
                let line = || RowLine { from: status(before), to: status(after), ..line(after) };
                match (was, is) {
                    (true, false) => found.lost_good_standing.add(lines, line),
                    (false, true) => found.gained_good_standing.add(lines, line),
                    _ => {}
                }
                if before != after {
                    found.changed(before, after, lines);
                }
            }
            (Some(row), None) => found.vanished.add(lines, || RowLine { from: status(row), ..line(row) }),
            (None, Some(row)) => found.appeared.add(lines, || RowLine { to: status(row), ..line(row) }),
            (None, None) => {}
        }
    }
    let side = |manifest: &PackManifest| Side {
        publisher: manifest.publisher.clone(),
        version: manifest.version,
        built_at: Date::from_millis(manifest.built_at),
        rows: manifest.rows,
    };
    Ok(PackDiff { old: side(old.manifest()), new: side(new.manifest()), registers: registers.into_values().collect() })
}

impl RegisterDiff {
    fn changed(&mut self, before: &PackRow, after: &PackRow, lines: usize) {
        self.changed_rows += 1;
        let (old, new) = (fields(before), fields(after));
        for field in FIELDS {
            let (from, to) = (old.get(field).cloned(), new.get(field).cloned());
            if from != to {
                self.changed.entry(field).or_default().add(lines, || RowLine { from, to, ..line(after) });
            }
        }
    }

    fn is_unchanged(&self) -> bool {
        self.rows_before.is_some()
            && self.rows_after.is_some()
            && self.about.is_empty()
            && self.appeared.count + self.vanished.count + self.changed_rows == 0
    }
}

fn register_of(row: &PackRow) -> &str {
    row.id().split_once(':').map_or("", |(register, _)| register)
}

fn line(row: &PackRow) -> RowLine {
    let name = match row {
        PackRow::Recruiter(row) => &row.name,
        PackRow::JobOrder(row) => &row.agency,
    };
    RowLine { id: row.id().to_owned(), name: name.clone(), from: None, to: None }
}

fn status(row: &PackRow) -> Option<String> {
    match row {
        PackRow::Recruiter(row) => row.status.clone(),
        PackRow::JobOrder(_) => None,
    }
}

/// Would a phone show this row as in good standing, by its status word alone?
fn is_good(manifest: &PackManifest, row: &PackRow) -> bool {
    let register = manifest.registers.iter().find(|register| register.id == register_of(row));
    let Some(register) = register.filter(|register| register.kind == RegisterKind::Licensed) else { return false };
    // A list without status words says that an agency is licensed by naming it.
    let state = register.statuses.state(status(row).as_deref());
    state.is_good_standing() || state == LicenceState::NotPublished
}

/// Cells that are not empty, by the name of their field.
fn fields(row: &PackRow) -> BTreeMap<&'static str, String> {
    let list = |items: &[String]| Some(items.join(", ")).filter(|text| !text.is_empty());
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let cells = match row {
        PackRow::Recruiter(row) => vec![
            ("status", row.status.clone()),
            ("licence", row.licence.clone()),
            ("name", Some(row.name.clone())),
            ("expires", day(row.expires)),
            ("status_date", day(row.status_date)),
            ("phones", list(&row.phones)),
            ("emails", list(&row.emails)),
            ("websites", list(&row.websites)),
            ("address", row.address.clone()),
            ("other_names", list(&row.other_names)),
            ("country", row.country.clone()),
            ("class", row.class.clone()),
        ],
        PackRow::JobOrder(row) => vec![
            ("agency", Some(row.agency.clone())),
            ("principal", row.principal.clone()),
            ("place", row.place.clone()),
            ("position", row.position.clone()),
            ("open_places", row.open_places.map(|count| count.to_string())),
        ],
    };
    cells.into_iter().filter_map(|(field, cell)| cell.map(|cell| (field, cell))).collect()
}

/// What is said of a register, as texts; rows are counted elsewhere.
fn said(register: &Register) -> BTreeMap<String, String> {
    // Through JSON, so that a field that is added to registers later is compared too.
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(register) else { return BTreeMap::new() };
    let mut said = BTreeMap::new();
    for (field, value) in fields {
        match (field.as_str(), value) {
            ("id" | "rows", _) | (_, serde_json::Value::Null) => {}
            ("statuses", serde_json::Value::Object(words)) => {
                said.extend(words.into_iter().map(|(word, state)| (format!("status `{word}`"), text(&state))));
            }
            ("captured_at" | "source_as_of", value) => {
                let day = value.as_i64().map_or_else(|| text(&value), |at| Date::from_millis(at).to_string());
                said.insert(field, day);
            }
            (_, value) => {
                said.insert(field, text(&value));
            }
        }
    }
    said
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn about(old: Option<&Register>, new: Option<&Register>) -> Vec<About> {
    // A register that comes or goes is told by its row counts.
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    let (old, new) = (said(old), said(new));
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let change =
        |key: &&String| About { what: key.to_string(), from: old.get(*key).cloned(), to: new.get(*key).cloned() };
    keys.iter().map(change).filter(|about| about.from != about.to).collect()
}

impl PackDiff {
    /// The diff as text for a terminal or a mail: everything that a phone will say differently.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let side = |side: &Side| format!("version {} ({}, {} rows)", side.version, side.built_at, side.rows);
        put(&mut out, &format!("{} -> {}", side(&self.old), side(&self.new)));
        if self.old.publisher != self.new.publisher {
            put(&mut out, &format!("publisher: {} -> {}", self.old.publisher, self.new.publisher));
        }
        for register in self.registers.iter().filter(|register| !register.is_unchanged()) {
            register.put(&mut out);
        }
        let same: Vec<&str> =
            self.registers.iter().filter(|register| register.is_unchanged()).map(|register| &*register.id).collect();
        if !same.is_empty() {
            put(&mut out, &format!("\nunchanged: {}", same.join(", ")));
        }
        out
    }
}

impl RegisterDiff {
    fn put(&self, out: &mut String) {
        let rows = |rows: Option<u32>| rows.map_or_else(|| "none".to_owned(), |rows| rows.to_string());
        let news = match (self.rows_before, self.rows_after) {
            (None, _) => ", a new register",
            (_, None) => ", the register is gone",
            _ => "",
        };
        put(out, &format!("\n{}: rows {} -> {}{news}", self.id, rows(self.rows_before), rows(self.rows_after)));
        for about in &self.about {
            put(out, &format!("  {}: {} -> {}", about.what, or_none(&about.from), or_none(&about.to)));
        }
        put_listing(out, "lost good standing", '!', &self.lost_good_standing);
        put_listing(out, "gained good standing", '!', &self.gained_good_standing);
        put_listing(out, "vanished", '-', &self.vanished);
        put_listing(out, "appeared", '+', &self.appeared);
        for field in FIELDS {
            if let Some(listing) = self.changed.get(field) {
                put_listing(out, &format!("changed {field}"), '~', listing);
            }
        }
    }
}

fn put_listing(out: &mut String, title: &str, mark: char, listing: &Listing) {
    if listing.count == 0 {
        return;
    }
    put(out, &format!("  {title}: {}", listing.count));
    for row in &listing.first {
        let cells = match (&row.from, &row.to) {
            (None, None) => String::new(),
            (Some(cell), None) if mark == '-' => format!(": {cell}"),
            (None, Some(cell)) if mark == '+' => format!(": {cell}"),
            (from, to) => format!(": {} -> {}", or_none(from), or_none(to)),
        };
        put(out, &format!("    {mark} {} {}{cells}", row.id, row.name));
    }
    let more = listing.count as usize - listing.first.len();
    if more > 0 {
        put(out, &format!("      and {more} more"));
    }
}

fn or_none(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("(none)")
}

/// One line. Characters that turn or hide what follows are shown as numbers: a register's text must not make the diff
/// look like something else.
fn put(out: &mut String, line: &str) {
    for (place, c) in line.char_indices() {
        let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
            || (c.is_control() && place > 0);
        if hides {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push('\n');
}
