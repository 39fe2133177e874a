use super::super::inflate::Inflate;
use super::super::layout::{self, BLOCK_ROWS, Cells, ITEM_END};
use super::super::read::{Column, Numbers, Texts, items};
use super::super::{PackError, PackRow};
use super::write::{DELETE, INSERT, UPDATE};
use crate::model::{Register, RegisterKind};

/// What a change does with the rows at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Delete,
    Update,
    Insert,
}

/// Changes of one register, column by column.
pub(super) struct Block {
    register: String,
    /// Place of the register in the new manifest and its kind; rows of a register that is gone can only vanish.
    known: Option<(usize, RegisterKind)>,
    kinds: Vec<u8>,
    done: usize,
    gaps: Numbers,
    masks: Numbers,
    shared: Numbers,
    rest: Texts,
    columns: Vec<Column>,
}

impl Block {
    /// The next block; `None` at the end of the changes.
    pub(super) fn read(content: &mut Inflate<'_>, registers: &[Register]) -> Result<Option<Self>, PackError> {
        let changes = match content.varint()? {
            0 => return Ok(None),
            changes if changes <= BLOCK_ROWS => changes,
            _ => return Err(PackError::Damaged("a block that is too large")),
        };
        let register = read_register_id(content)?;
        let mut kinds = vec![0; changes];
        content.fill(&mut kinds)?;
        let count = |wanted: u8| kinds.iter().filter(|&&kind| kind == wanted).count();
        let (updates, inserts) = (count(UPDATE), count(INSERT));
        if count(DELETE) + updates + inserts != changes {
            return Err(PackError::Damaged("a change of no kind"));
        }
        let known = registers.iter().position(|known| known.id == register);
        let known = known.and_then(|place| registers.get(place).map(|register| (place, register.kind)));
        let gaps = Numbers::read(content, changes)?;
        let masks = Numbers::read(content, updates)?;
        let shared = Numbers::read(content, inserts)?;
        let rest = if inserts > 0 { Texts::read(content, inserts, None)? } else { Texts::none() };
        let mut columns = ColumnReader { content, inserts, masks: masks.rest(), at: 0, columns: Vec::new() };
        if updates + inserts > 0 {
            let (_, kind) = known.ok_or(PackError::Damaged("rows of a register that the manifest does not name"))?;
            layout::cells(&mut PackRow::empty(kind), &mut columns)?;
            columns.check()?;
        }
        let columns = columns.columns;
        Ok(Some(Self { register, known, kinds, done: 0, gaps, masks, shared, rest, columns }))
    }

    /// What the next change does and how many old rows stay as they are before it; `None` when the block is done.
    pub(super) fn next(&mut self) -> Option<(u32, Kind)> {
        let kind = match *self.kinds.get(self.done)? {
            UPDATE => Kind::Update,
            INSERT => Kind::Insert,
            _ => Kind::Delete,
        };
        self.done += 1;
        Some((self.gaps.next(), kind))
    }

    /// Changes the cells of the old row that the next update names.
    pub(super) fn update(&mut self, row: &mut PackRow) -> Result<(), PackError> {
        let wanted = self.known.map(|(_, kind)| PackRow::empty(kind));
        if wanted.is_none_or(|wanted| std::mem::discriminant(&wanted) != std::mem::discriminant(row)) {
            return Err(PackError::Damaged("a change of a row of another kind"));
        }
        let mask = self.masks.next();
        layout::cells(row, &mut Overlay { columns: self.columns.iter_mut(), mask })
    }

    /// The row that the next insertion brings; `last` is the id of the row before it in the new pack.
    pub(super) fn insert(&mut self, last: &str) -> Result<PackRow, PackError> {
        let Some((_, kind)) = self.known else { return Err(PackError::Damaged("a row of no register")) };
        let shared = usize::try_from(self.shared.next()).map_err(|_| PackError::TooLarge)?;
        let last = last.strip_prefix(self.register.as_str()).and_then(|last| last.strip_prefix(':'));
        let shared = last.unwrap_or_default().get(..shared);
        let shared = shared.ok_or(PackError::Damaged("an id that cannot be put together"))?;
        let mut row = PackRow::empty(kind);
        row.set_id(format!("{}:{shared}{}", self.register, self.rest.next()?));
        layout::cells(&mut row, &mut Overlay { columns: self.columns.iter_mut(), mask: u32::MAX })?;
        Ok(row)
    }
}

fn read_register_id(content: &mut Inflate<'_>) -> Result<String, PackError> {
    let length = content.varint()?;
    let mut id = [0; 40];
    let id = id.get_mut(..length).ok_or(PackError::Damaged("a register's id that is too long"))?;
    content.fill(id)?;
    let id = str::from_utf8(id).ok().filter(|id| layout::is_register_id(id));
    id.map(str::to_owned).ok_or(PackError::Damaged("an id that is not allowed"))
}

/// Walks over an empty row's cells and reads the column of each: as many cells as updates name it, and the insertions.
struct ColumnReader<'a, 'b> {
    content: &'a mut Inflate<'b>,
    inserts: usize,
    masks: &'a [u32],
    at: u32,
    columns: Vec<Column>,
}

impl ColumnReader<'_, '_> {
    /// Cells of the next column.
    fn cells(&mut self) -> usize {
        let bit = 1u32 << self.at;
        self.at += 1;
        self.inserts + self.masks.iter().filter(|&&mask| mask & bit != 0).count()
    }

    fn texts(&mut self, separator: Option<char>) -> Result<(), PackError> {
        let texts = match self.cells() {
            0 => Texts::none(),
            cells => Texts::read(self.content, cells, separator)?,
        };
        self.columns.push(Column::Texts(texts));
        Ok(())
    }

    /// Does every update change a cell, and only cells that there are?
    fn check(&self) -> Result<(), PackError> {
        let all = (1u32 << self.at) - 1;
        if self.masks.iter().any(|&mask| mask == 0 || mask & !all != 0) {
            return Err(PackError::Damaged("a change of no cell"));
        }
        Ok(())
    }
}

impl Cells for ColumnReader<'_, '_> {
    fn text(&mut self, _: &mut String) -> Result<(), PackError> {
        self.texts(None)
    }

    fn list(&mut self, _: &mut Vec<String>) -> Result<(), PackError> {
        self.texts(Some(ITEM_END))
    }

    fn number(&mut self, _: &mut u32) -> Result<(), PackError> {
        let cells = self.cells();
        self.columns.push(Column::Numbers(Numbers::read(self.content, cells)?));
        Ok(())
    }
}

/// Puts the next cells of the columns that the mask names over a row's own.
struct Overlay<'a> {
    columns: std::slice::IterMut<'a, Column>,
    mask: u32,
}

impl Overlay<'_> {
    /// The column of the cell at hand; `None` when the cell stays.
    fn column(&mut self) -> Option<&mut Column> {
        let column = self.columns.next();
        let changes = self.mask & 1 != 0;
        self.mask >>= 1;
        column.filter(|_| changes)
    }
}

impl Cells for Overlay<'_> {
    fn text(&mut self, cell: &mut String) -> Result<(), PackError> {
        if let Some(Column::Texts(texts)) = self.column() {
            texts.next()?.clone_into(cell);
        }
        Ok(())
    }

    fn list(&mut self, cell: &mut Vec<String>) -> Result<(), PackError> {
        if let Some(Column::Texts(texts)) = self.column() {
            *cell = items(texts.next()?)?;
        }
        Ok(())
    }

    fn number(&mut self, cell: &mut u32) -> Result<(), PackError> {
        if let Some(Column::Numbers(numbers)) = self.column() {
            *cell = numbers.next();
        }
        Ok(())
    }
}
