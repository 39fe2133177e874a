use std::vec;

use super::inflate::Inflate;
use super::layout::{self, BLOCK_ROWS, CELL_END, Cells, ITEM_END, MAX_COLUMN_BYTES, fault};
use super::{PackError, PackRow};
use crate::model::{PackManifest, Register};

/// The rows of a pack, one by one; see [`super::Pack::rows`]. After an error nothing more comes.
pub struct Rows<'a> {
    manifest: &'a PackManifest,
    /// `None` once the end, or an error, was reached.
    content: Option<Inflate<'a>>,
    block: Option<Block<'a>>,
    last_id: String,
    tally: Tally,
}

impl<'a> Rows<'a> {
    pub(super) fn new(manifest: &'a PackManifest, compressed: &'a [u8]) -> Self {
        let content = Inflate::new(compressed, manifest.content_bytes);
        Self { manifest, content: Some(content), block: None, last_id: String::new(), tally: Tally::new(manifest) }
    }

    fn read(&mut self) -> Result<Option<PackRow>, PackError> {
        loop {
            if let Some(block) = &mut self.block {
                if let Some(row) = block.row()? {
                    if row.id() <= self.last_id.as_str() {
                        return Err(PackError::Damaged("rows out of order, or twice the same id"));
                    }
                    row.id().clone_into(&mut self.last_id);
                    return Ok(Some(row));
                }
                self.block = None;
            }
            let Some(content) = &mut self.content else { return Ok(None) };
            match content.varint()? {
                0 => return self.end().map(|()| None),
                rows if rows <= BLOCK_ROWS => {
                    let (place, block) = Block::read(content, rows, &self.manifest.registers)?;
                    self.tally.add(place, rows);
                    self.block = Some(block);
                }
                _ => return Err(PackError::Damaged("a block that is too large")),
            }
        }
    }

    /// Everything came: is it what the manifest announces?
    fn end(&mut self) -> Result<(), PackError> {
        let Some(content) = self.content.take() else { return Ok(()) };
        if content.finish()? != self.manifest.content_digest {
            return Err(PackError::Damaged("the rows are not those of the manifest"));
        }
        self.tally.check(self.manifest)
    }
}

/// Counts rows as they come, to compare with what the manifest says.
pub(super) struct Tally {
    rows: u32,
    /// Rows of each register so far, in the manifest's order.
    rows_of: Vec<u32>,
}

impl Tally {
    pub(super) fn new(manifest: &PackManifest) -> Self {
        Self { rows: 0, rows_of: vec![0; manifest.registers.len()] }
    }

    /// `rows` more of the register at `place` of the manifest.
    pub(super) fn add(&mut self, place: usize, rows: usize) {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        self.rows = self.rows.saturating_add(rows);
        if let Some(count) = self.rows_of.get_mut(place) {
            *count = count.saturating_add(rows);
        }
    }

    /// Rows of all registers so far.
    pub(super) fn rows(&self) -> u32 {
        self.rows
    }

    /// Are these all rows, no more and no less?
    pub(super) fn check(&self, manifest: &PackManifest) -> Result<(), PackError> {
        let counted = manifest.registers.iter().map(|register| register.rows);
        if self.rows != manifest.rows || !counted.eq(self.rows_of.iter().copied()) {
            return Err(PackError::Damaged("the row counts of the manifest are wrong"));
        }
        Ok(())
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<PackRow, PackError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.read().transpose();
        if matches!(row, Some(Err(_))) {
            self.content = None;
            self.block = None;
        }
        row
    }
}

/// Rows of one register, column by column.
struct Block<'a> {
    register: &'a Register,
    rows: usize,
    done: usize,
    shared: Numbers,
    rest: Texts,
    last: String,
    columns: Vec<Column>,
    /// The column that the row being read is at.
    at: usize,
}

impl<'a> Block<'a> {
    /// The block and the place of its register in the manifest.
    fn read(content: &mut Inflate<'_>, rows: usize, registers: &'a [Register]) -> Result<(usize, Self), PackError> {
        let length = content.varint()?;
        let mut id = [0; 40];
        let id = id.get_mut(..length).ok_or(PackError::Damaged("a register's id that is too long"))?;
        content.fill(id)?;
        let place = registers.iter().position(|register| register.id.as_bytes() == &*id);
        let place = place.ok_or(PackError::Damaged("rows of a register that the manifest does not name"))?;
        let register = registers.get(place).ok_or(PackError::NotAPack)?;
        let shared = Numbers::read(content, rows)?;
        let rest = Texts::read(content, rows, None)?;
        let mut reader = ColumnReader { content, rows, columns: Vec::new() };
        layout::cells(&mut PackRow::empty(register.kind), &mut reader)?;
        let columns = reader.columns;
        Ok((place, Self { register, rows, done: 0, shared, rest, last: String::new(), columns, at: 0 }))
    }

    fn row(&mut self) -> Result<Option<PackRow>, PackError> {
        if self.done == self.rows {
            return Ok(None);
        }
        self.done += 1;
        let shared = usize::try_from(self.shared.next()).map_err(|_| PackError::TooLarge)?;
        let rest = self.rest.next()?;
        if self.last.get(..shared).is_none() {
            return Err(PackError::Damaged("an id that cannot be put together"));
        }
        self.last.truncate(shared);
        self.last.push_str(rest);
        if self.last.is_empty() || fault(&self.last, None).is_some() {
            return Err(PackError::Damaged("an id that is not allowed"));
        }
        let mut row = PackRow::empty(self.register.kind);
        self.at = 0;
        layout::cells(&mut row, self)?;
        let named = match &row {
            PackRow::Recruiter(row) => !row.name.is_empty(),
            PackRow::JobOrder(row) => !row.agency.is_empty(),
        };
        if !named {
            return Err(PackError::Damaged("a row without a name"));
        }
        row.set_id(format!("{}:{}", self.register.id, self.last));
        Ok(Some(row))
    }

    fn texts(&mut self) -> Result<&str, PackError> {
        match self.columns.get_mut(self.at) {
            Some(Column::Texts(texts)) => {
                self.at += 1;
                texts.next()
            }
            _ => Err(PackError::Damaged("a column is missing")),
        }
    }
}

impl Cells for Block<'_> {
    fn text(&mut self, cell: &mut String) -> Result<(), PackError> {
        self.texts()?.clone_into(cell);
        Ok(())
    }

    fn list(&mut self, cell: &mut Vec<String>) -> Result<(), PackError> {
        *cell = items(self.texts()?)?;
        Ok(())
    }

    fn number(&mut self, cell: &mut u32) -> Result<(), PackError> {
        match self.columns.get_mut(self.at) {
            Some(Column::Numbers(numbers)) => {
                self.at += 1;
                *cell = numbers.next();
                Ok(())
            }
            _ => Err(PackError::Damaged("a column is missing")),
        }
    }
}

/// The items of a list's cell.
pub(super) fn items(joined: &str) -> Result<Vec<String>, PackError> {
    if joined.is_empty() {
        return Ok(Vec::new());
    }
    let items: Vec<String> = joined.split(ITEM_END).map(str::to_owned).collect();
    if items.iter().any(String::is_empty) {
        return Err(PackError::Damaged("an empty item in a list"));
    }
    Ok(items)
}

pub(super) enum Column {
    Texts(Texts),
    Numbers(Numbers),
}

/// Walks over an empty row's cells and reads the column of each.
struct ColumnReader<'a, 'b> {
    content: &'a mut Inflate<'b>,
    rows: usize,
    columns: Vec<Column>,
}

impl Cells for ColumnReader<'_, '_> {
    fn text(&mut self, _: &mut String) -> Result<(), PackError> {
        self.columns.push(Column::Texts(Texts::read(self.content, self.rows, None)?));
        Ok(())
    }

    fn list(&mut self, _: &mut Vec<String>) -> Result<(), PackError> {
        self.columns.push(Column::Texts(Texts::read(self.content, self.rows, Some(ITEM_END))?));
        Ok(())
    }

    fn number(&mut self, _: &mut u32) -> Result<(), PackError> {
        self.columns.push(Column::Numbers(Numbers::read(self.content, self.rows)?));
        Ok(())
    }
}

/// A column of texts, each ended by a line feed.
pub(super) struct Texts {
    text: String,
    at: usize,
    separator: Option<char>,
}

impl Texts {
    /// A column that has no cells and is not there.
    pub(super) fn none() -> Self {
        Self { text: String::new(), at: 0, separator: None }
    }

    pub(super) fn read(content: &mut Inflate<'_>, rows: usize, separator: Option<char>) -> Result<Self, PackError> {
        let length = content.varint()?;
        if length > MAX_COLUMN_BYTES {
            return Err(PackError::Damaged("a column that is too long"));
        }
        let mut bytes = vec![0; length];
        content.fill(&mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| PackError::Damaged("a text that is no UTF-8"))?;
        let ended = text.is_empty() || text.as_bytes().last() == Some(&CELL_END);
        if !ended || text.bytes().filter(|&byte| byte == CELL_END).count() != rows {
            return Err(PackError::Damaged("a column with too few or too many cells"));
        }
        Ok(Self { text, at: 0, separator })
    }

    pub(super) fn next(&mut self) -> Result<&str, PackError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let cell = rest.split(char::from(CELL_END)).next().unwrap_or_default();
        self.at += cell.len() + 1;
        match fault(cell, self.separator) {
            Some(reason) => Err(PackError::Damaged(reason)),
            None => Ok(cell),
        }
    }
}

/// A column of numbers in four planes.
pub(super) struct Numbers(vec::IntoIter<u32>);

impl Numbers {
    /// The numbers that have not been taken.
    pub(super) fn rest(&self) -> &[u32] {
        self.0.as_slice()
    }

    pub(super) fn read(content: &mut Inflate<'_>, rows: usize) -> Result<Self, PackError> {
        let mut numbers = vec![0u32; rows];
        let mut plane = vec![0u8; rows];
        for shift in [0, 8, 16, 24] {
            content.fill(&mut plane)?;
            for (number, byte) in numbers.iter_mut().zip(&plane) {
                *number |= u32::from(*byte) << shift;
            }
        }
        Ok(Self(numbers.into_iter()))
    }

    pub(super) fn next(&mut self) -> u32 {
        self.0.next().unwrap_or_default()
    }
}
