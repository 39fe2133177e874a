//! The canonical content, described once for both directions.
//!
//! ```text
//! content = block* 0
//! block   = rows (varint, 1 to 4096) | register id (varint length, bytes) | column*
//! column  = text:   varint length, then the rows' cells, each ended by LF
//!           number: 4 planes of one byte a row, least significant first
//! ```
//!
//! A block holds rows of one register and ends when it is full (4,096 rows or 2 MiB of text) or the register changes.
//! The id comes first, without `<register>:`, as a number (bytes shared with the id before it in the block) and a
//! text (the rest). Then the columns in the order of [`recruiter`] or [`job_order`]. An absent text is an empty cell;
//! list items are joined by U+001F; an absent number is 0 and `n` is stored as `n + 1`; a day counts from
//! 0000-01-01. Text is NFC, on one line, without invisible characters that control, reorder or hide text, and without
//! white space at its ends.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{PackError, PackRow};
use crate::model::{Date, JobOrder, Recruiter};

/// Most bytes of one cell; lists with their separators count as one cell.
pub const MAX_CELL_BYTES: usize = 8 << 10;
/// Rows of a full block.
pub(super) const BLOCK_ROWS: usize = 4096;
/// Bytes of text after which a block is full.
pub(super) const BLOCK_TEXT_BYTES: usize = 2 << 20;
/// A column is no longer than a full block's text, the row that filled it, and the line feeds.
pub(super) const MAX_COLUMN_BYTES: usize = BLOCK_TEXT_BYTES + 32 * MAX_CELL_BYTES + BLOCK_ROWS;

pub(super) const CELL_END: u8 = b'\n';
pub(super) const ITEM_END: char = '\u{1f}';

/// Days from 0000-01-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_528;
const MILLIS_PER_DAY: i64 = 86_400_000;
/// Days from 0000-01-01 to 9999-12-31.
const LAST_DAY: i64 = 3_652_424;

/// One pass over the cells of a row, in column order: writes what the row holds, or fills an empty row.
pub(super) trait Cells {
    /// A text that may be empty.
    fn text(&mut self, cell: &mut String) -> Result<(), PackError>;
    /// Items joined by [`ITEM_END`].
    fn list(&mut self, cell: &mut Vec<String>) -> Result<(), PackError>;
    /// A number; 0 is absent.
    fn number(&mut self, cell: &mut u32) -> Result<(), PackError>;

    /// A text that is absent when empty.
    fn optional(&mut self, cell: &mut Option<String>) -> Result<(), PackError> {
        let mut text = cell.take().unwrap_or_default();
        self.text(&mut text)?;
        *cell = (!text.is_empty()).then_some(text);
        Ok(())
    }

    /// A day of the years 0 to 9999.
    fn day(&mut self, cell: &mut Option<Date>) -> Result<(), PackError> {
        let mut number = match cell.take() {
            None => 0,
            Some(day) => day_number(day).ok_or_else(|| refused("a day outside the years 0 to 9999"))?,
        };
        self.number(&mut number)?;
        *cell = match number {
            0 => None,
            number => Some(day_of(number).ok_or(PackError::Damaged("a day that does not exist"))?),
        };
        Ok(())
    }

    /// A count.
    fn count(&mut self, cell: &mut Option<u32>) -> Result<(), PackError> {
        let mut number = match cell.take() {
            None => 0,
            Some(count) => count.checked_add(1).ok_or_else(|| refused("a count that is too large"))?,
        };
        self.number(&mut number)?;
        *cell = number.checked_sub(1);
        Ok(())
    }
}

/// The columns of a row after its id. The order is part of the layout: change it only with
/// [`crate::model::PACK_SCHEMA`].
pub(super) fn cells(row: &mut PackRow, cells: &mut impl Cells) -> Result<(), PackError> {
    match row {
        PackRow::Recruiter(row) => recruiter(row, cells),
        PackRow::JobOrder(row) => job_order(row, cells),
    }
}

fn recruiter(row: &mut Recruiter, cells: &mut impl Cells) -> Result<(), PackError> {
    cells.text(&mut row.name)?;
    cells.list(&mut row.other_names)?;
    cells.optional(&mut row.licence)?;
    cells.optional(&mut row.status)?;
    cells.day(&mut row.status_date)?;
    cells.day(&mut row.expires)?;
    cells.list(&mut row.phones)?;
    cells.list(&mut row.emails)?;
    cells.list(&mut row.websites)?;
    cells.optional(&mut row.address)?;
    cells.optional(&mut row.country)?;
    cells.optional(&mut row.class)
}

fn job_order(row: &mut JobOrder, cells: &mut impl Cells) -> Result<(), PackError> {
    cells.text(&mut row.agency)?;
    cells.optional(&mut row.principal)?;
    cells.optional(&mut row.place)?;
    cells.optional(&mut row.position)?;
    cells.count(&mut row.open_places)
}

fn day_number(day: Date) -> Option<u32> {
    let days = day.to_millis().div_euclid(MILLIS_PER_DAY) + EPOCH_DAYS;
    u32::try_from(days).ok().filter(|_| days <= LAST_DAY)?.checked_add(1)
}

fn day_of(number: u32) -> Option<Date> {
    let days = i64::from(number) - 1;
    (days <= LAST_DAY).then(|| Date::from_millis((days - EPOCH_DAYS) * MILLIS_PER_DAY))
}

/// A row that cannot be written; the writer adds its id.
pub(super) fn refused(reason: &'static str) -> PackError {
    PackError::Row { id: String::new(), reason }
}

/// A register's id: lower-case letters, digits and hyphens, at most 40.
pub(super) fn is_register_id(id: &str) -> bool {
    (1..=40).contains(&id.len()) && id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Why this text may not stand in a cell, if it may not. `separator` is what parts the items of a list.
pub(super) fn fault(text: &str, separator: Option<char>) -> Option<&'static str> {
    if text.len() > MAX_CELL_BYTES {
        return Some("a text is too long");
    }
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(plain) {
        return (text.starts_with(' ') || text.ends_with(' ')).then_some("white space at the end of a text");
    }
    if text.chars().any(|c| is_invisible(c) && Some(c) != separator) {
        return Some("a control character in a text");
    }
    let mut items = match separator {
        Some(separator) => text.split(separator),
        None => text.split(ITEM_END),
    };
    if items.any(|item| item.trim() != item) {
        return Some("white space at the end of a text");
    }
    (!is_nfc(text)).then_some("a text that is not in Unicode's composed form")
}

fn is_nfc(text: &str) -> bool {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => text.nfc().eq(text.chars()),
    }
}

/// Control characters, and those that reorder or hide text. Joiners stay: Indic, Sinhala and Persian words need them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text in the form that cells have: composed, on one line, without control characters, no white space at the
/// ends and single spaces within.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(plain) && text.trim() == text && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|&c| c.is_control() || !is_invisible(c));
    let composed: String = shown.map(|c| if c.is_control() { ' ' } else { c }).nfc().collect();
    Cow::Owned(composed.split_whitespace().collect::<Vec<_>>().join(" "))
}
