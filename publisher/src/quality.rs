//! What a person should look at before signing, and when a list is refused.

use std::collections::BTreeMap;
use std::fmt::Write;

use safe_migration::model::{LicenceState, PackManifest, Register, StatusTable};

use crate::Error;
use crate::descriptor::Tripwires;
use crate::rows::Unreadable;

const REPORT_LINES: usize = 50;
/// Unreadable cells named for each register; the rest is counted.
const NAMED_CELLS: usize = 8;

/// Counts of one register while its rows are read.
#[derive(Debug, Default)]
pub(crate) struct Quality {
    /// Rows published, with those that were left out.
    pub(crate) rows: u32,
    /// Rows that were there twice, word for word.
    pub(crate) repeated: u32,
    /// Ids that several different rows have.
    pub(crate) shared_ids: u32,
    pub(crate) bad_rows: u32,
    pub(crate) statuses: BTreeMap<String, u32>,
    pub(crate) without_status: u32,
    pub(crate) unused_columns: Vec<String>,
    cells: Vec<String>,
    more_cells: u32,
}

impl Quality {
    pub(crate) fn misfit(&mut self, file: &str, number: u32) {
        self.rows += 1;
        self.bad_rows += 1;
        self.note(format!("{file} row {number}: too many or too few cells, left out"));
    }

    pub(crate) fn row(&mut self, file: &str, number: u32, unreadable: &[Unreadable]) {
        self.rows += 1;
        self.bad_rows += u32::from(!unreadable.is_empty());
        for cell in unreadable {
            self.note(format!("{file} row {number}: {} `{}`", cell.field, cell.text));
        }
    }

    fn note(&mut self, line: String) {
        if self.cells.len() < NAMED_CELLS {
            self.cells.push(line);
        } else {
            self.more_cells += 1;
        }
    }

    /// The tripwires that need no earlier pack.
    pub(crate) fn check(&self, register: &str, tripwires: Tripwires) -> Result<(), Error> {
        if self.rows == 0 {
            return Err(Error::refused(register, "the list has no rows"));
        }
        if u64::from(self.bad_rows) * 100 > u64::from(tripwires.unparsable_percent) * u64::from(self.rows) {
            let first = self.cells.first().map_or("", String::as_str);
            let (bad, rows, limit) = (self.bad_rows, self.rows, tripwires.unparsable_percent);
            return Err(Error::refused(
                register,
                format!("{bad} of {rows} rows cannot be read in full, more than {limit} %; first: {first}"),
            ));
        }
        Ok(())
    }
}

/// Refuses a register that lost too many rows since `previous`, or is gone.
pub(crate) fn check_loss(
    previous: &PackManifest,
    registers: &[Register],
    limit: impl Fn(&str) -> u32,
) -> Result<(), Error> {
    for before in &previous.registers {
        let now = registers.iter().find(|register| register.id == before.id).map_or(0, |register| register.rows);
        let lost = before.rows.saturating_sub(now);
        let limit = limit(&before.id);
        if u64::from(lost) * 100 > u64::from(limit) * u64::from(before.rows) {
            let rows = before.rows;
            return Err(Error::refused(&before.id, format!("it lost {lost} of {rows} rows, more than {limit} %")));
        }
    }
    Ok(())
}

/// `report.txt`: what there is and what could not be read, the most urgent first, in at most 50 lines.
pub(crate) fn report(manifest: &PackManifest, qualities: &[Quality]) -> String {
    let mut lines = vec![
        format!(
            "{} version {}: {} rows in {} registers",
            manifest.publisher,
            manifest.version,
            manifest.rows,
            manifest.registers.len()
        ),
        format!("content {} bytes, sha256 {}", manifest.content_bytes, manifest.content_digest),
        String::new(),
    ];
    let each = || manifest.registers.iter().zip(qualities);
    for (register, quality) in each() {
        lines.push(summary(register, quality));
    }
    section(
        &mut lines,
        "Status words that no table maps (they never count as good)",
        each().flat_map(|(register, quality)| {
            let words = words(&register.statuses, quality).filter(|(_, _, state)| *state == LicenceState::Unknown);
            words.map(|(word, count, _)| format!("{}: `{word}` {count} times", register.id)).collect::<Vec<_>>()
        }),
    );
    section(
        &mut lines,
        "Status words",
        each().flat_map(|(register, quality)| {
            let words = words(&register.statuses, quality).filter(|(_, _, state)| *state != LicenceState::Unknown);
            words
                .map(|(word, count, state)| format!("{}: `{word}` {count} times: {}", register.id, state.code()))
                .collect::<Vec<_>>()
        }),
    );
    section(
        &mut lines,
        "Cells that could not be read",
        each().flat_map(|(register, quality)| {
            let more = (quality.more_cells > 0).then(|| format!("{}: and {} more", register.id, quality.more_cells));
            quality.cells.iter().map(|cell| format!("{}: {cell}", register.id)).chain(more).collect::<Vec<_>>()
        }),
    );
    section(
        &mut lines,
        "Columns that are not used",
        each()
            .filter(|(_, quality)| !quality.unused_columns.is_empty())
            .map(|(register, quality)| format!("{}: {}", register.id, quality.unused_columns.join(", "))),
    );
    if lines.len() > REPORT_LINES {
        let left_out = lines.len() - REPORT_LINES + 1;
        lines.truncate(REPORT_LINES - 1);
        lines.push(format!("… and {left_out} more lines"));
    }
    lines.join("\n") + "\n"
}

fn section(lines: &mut Vec<String>, title: &str, content: impl Iterator<Item = String>) {
    let before = lines.len();
    lines.extend([String::new(), title.to_owned()]);
    lines.extend(content.map(|line| format!("  {line}")));
    if lines.len() == before + 2 {
        lines.truncate(before);
    }
}

fn summary(register: &Register, quality: &Quality) -> String {
    let mut line = format!("{}: {} rows", register.id, register.rows);
    if let Some(published) = register.rows_published {
        let _ = write!(line, " of {published} published");
    }
    let left_out = quality.rows.saturating_sub(quality.repeated).saturating_sub(register.rows);
    for (count, what) in [
        (left_out, "left out"),
        (quality.repeated, "there twice, kept once"),
        (quality.shared_ids, "that share their id with another row"),
        (quality.bad_rows, "with a cell that could not be read"),
        (if register.statuses.is_empty() { 0 } else { quality.without_status }, "without a status"),
    ] {
        if count > 0 {
            let _ = write!(line, ", {count} {what}");
        }
    }
    line
}

fn words<'a>(table: &'a StatusTable, quality: &'a Quality) -> impl Iterator<Item = (&'a str, u32, LicenceState)> {
    quality.statuses.iter().map(|(word, count)| (word.as_str(), *count, table.state(Some(word))))
}
