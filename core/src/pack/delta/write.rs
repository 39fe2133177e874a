use std::io::Write;

use super::super::layout::{self, BLOCK_ROWS, BLOCK_TEXT_BYTES, CELL_END, Cells};
use super::super::write::{Column, joined, put_varint, shared_bytes};
use super::super::{Pack, PackError, PackRow, manifest_digest};
use super::pairs::{Pair, Pairs};
use super::{MAGIC, MAX_CONTENT_BYTES, patch};

pub(super) const DELETE: u8 = 0;
pub(super) const UPDATE: u8 = 1;
pub(super) const INSERT: u8 = 2;

/// The head of a delta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeltaHeader {
    /// Version of the pack it starts from.
    pub from_version: u64,
    /// Version of the pack it leads to.
    pub to_version: u64,
    /// [`manifest_digest`] of the pack it starts from.
    pub from_digest: [u8; 32],
    /// [`manifest_digest`] of the pack it leads to.
    pub to_digest: [u8; 32],
    /// Bytes of the content before compression.
    pub content_bytes: u64,
}

impl DeltaHeader {
    /// The header and what follows it.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (from_version, bytes) = bytes.split_first_chunk()?;
        let (to_version, bytes) = bytes.split_first_chunk()?;
        let (from_digest, bytes) = bytes.split_first_chunk()?;
        let (to_digest, bytes) = bytes.split_first_chunk()?;
        let (content_bytes, bytes) = bytes.split_first_chunk()?;
        let header = Self {
            from_version: u64::from_le_bytes(*from_version),
            to_version: u64::from_le_bytes(*to_version),
            from_digest: *from_digest,
            to_digest: *to_digest,
            content_bytes: u32::from_le_bytes(*content_bytes).into(),
        };
        Some((header, bytes))
    }
}

/// The bytes of a delta file: `header`, then `compressed`, a brotli stream of the content that [`write_content`] wrote.
///
/// # Errors
/// [`PackError::TooLarge`] when the content is above 512 MiB.
pub fn assemble(header: &DeltaHeader, compressed: &[u8]) -> Result<Vec<u8>, PackError> {
    let length = u32::try_from(header.content_bytes).map_err(|_| PackError::TooLarge)?;
    Ok([
        MAGIC,
        &header.from_version.to_le_bytes(),
        &header.to_version.to_le_bytes(),
        &header.from_digest,
        &header.to_digest,
        &length.to_le_bytes(),
        compressed,
    ]
    .concat())
}

/// Writes what leads from `old` to `new`, uncompressed; gives the sink back with the header. Both packs are read in a
/// stream: memory stays at a block of each.
///
/// # Errors
/// [`PackError::Damaged`] when a pack is damaged or `new` has no higher version; [`PackError::Sink`].
pub fn write_content<W: Write>(old: &Pack<'_>, new: &Pack<'_>, sink: W) -> Result<(W, DeltaHeader), PackError> {
    if old.manifest().version >= new.manifest().version {
        return Err(PackError::Damaged("it does not lead to a later version"));
    }
    let mut out = Out { sink, bytes: 0 };
    out.put(&patch::write(old.manifest_json().as_bytes(), new.manifest_json().as_bytes()))?;
    let mut block = Block::default();
    // Old rows since the last change, and the new row before the one at hand.
    let (mut gap, mut last) = (0u32, String::new());
    for pair in Pairs::new(old.rows(), new.rows()) {
        match pair? {
            Pair::Same(row) => {
                gap += 1;
                row.id().clone_into(&mut last);
            }
            Pair::Vanished(row) => block.at(row.id(), &mut gap, &mut out)?.delete(),
            Pair::Appeared(mut row) => {
                block.at(row.id(), &mut gap, &mut out)?.insert(&mut row, &last)?;
                row.id().clone_into(&mut last);
            }
            Pair::Changed { mut old, mut new } if same_kind(&old, &new) => {
                block.at(new.id(), &mut gap, &mut out)?.update(&mut old, &mut new)?;
                new.id().clone_into(&mut last);
            }
            Pair::Changed { old, mut new } => {
                block.at(old.id(), &mut gap, &mut out)?.delete();
                // Two kinds of row cannot share a block's columns; a deletion has none.
                block.at(new.id(), &mut gap, &mut out)?.insert(&mut new, &last)?;
                new.id().clone_into(&mut last);
            }
        }
    }
    block.end(&mut out)?;
    out.put(&[0])?;
    let header = DeltaHeader {
        from_version: old.manifest().version,
        to_version: new.manifest().version,
        from_digest: manifest_digest(old.manifest_json()),
        to_digest: manifest_digest(new.manifest_json()),
        content_bytes: out.bytes,
    };
    Ok((out.sink, header))
}

fn same_kind(a: &PackRow, b: &PackRow) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

struct Out<W> {
    sink: W,
    bytes: u64,
}

impl<W: Write> Out<W> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), PackError> {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if self.bytes > MAX_CONTENT_BYTES {
            return Err(PackError::TooLarge);
        }
        self.sink.write_all(bytes).map_err(|error| PackError::Sink(error.kind()))
    }
}

/// Changes of one register, column by column.
#[derive(Default)]
struct Block {
    register: String,
    kinds: Vec<u8>,
    gaps: Vec<u32>,
    masks: Vec<u32>,
    shared: Vec<u32>,
    rest: String,
    cells: Vec<Column>,
    text_bytes: usize,
}

impl Block {
    /// Begins the next change: takes the gap before it, and ends the block first when it is full or of another
    /// register.
    fn at<W: Write>(&mut self, id: &str, gap: &mut u32, out: &mut Out<W>) -> Result<&mut Self, PackError> {
        let register = id.split_once(':').map_or("", |(register, _)| register);
        let full = self.kinds.len() >= BLOCK_ROWS || self.text_bytes >= BLOCK_TEXT_BYTES;
        if full || register != self.register {
            self.end(out)?;
            register.clone_into(&mut self.register);
        }
        self.gaps.push(std::mem::take(gap));
        Ok(self)
    }

    fn delete(&mut self) {
        self.kinds.push(DELETE);
    }

    fn insert(&mut self, row: &mut PackRow, last: &str) -> Result<(), PackError> {
        let local = |id: &str| id.strip_prefix(&self.register).and_then(|id| id.strip_prefix(':')).map(str::to_owned);
        let (id, last) = (local(row.id()).unwrap_or_default(), local(last).unwrap_or_default());
        let shared = shared_bytes(&id, &last);
        self.kinds.push(INSERT);
        self.shared.push(u32::try_from(shared).map_err(|_| PackError::TooLarge)?);
        self.rest.push_str(id.get(shared..).unwrap_or_default());
        self.rest.push(char::from(CELL_END));
        let cells = cells_of(row)?;
        self.put(&cells, u32::MAX);
        Ok(())
    }

    fn update(&mut self, old: &mut PackRow, new: &mut PackRow) -> Result<(), PackError> {
        let (before, after) = (cells_of(old)?, cells_of(new)?);
        let changed = before.iter().zip(&after).enumerate().filter(|(_, (before, after))| before != after);
        let mask = changed.fold(0, |mask, (place, _)| mask | 1u32 << place);
        self.kinds.push(UPDATE);
        self.masks.push(mask);
        self.put(&after, mask);
        Ok(())
    }

    /// Adds the cells whose bit is set to their columns.
    fn put(&mut self, cells: &[Cell], mask: u32) {
        if self.cells.is_empty() {
            self.cells = cells.iter().map(Cell::column).collect();
        }
        for (place, (cell, column)) in cells.iter().zip(&mut self.cells).enumerate() {
            match (cell, column) {
                _ if mask & 1 << place == 0 => {}
                (Cell::Text(cell), Column::Texts(text)) => {
                    text.push_str(cell);
                    text.push(char::from(CELL_END));
                    self.text_bytes += cell.len();
                }
                (Cell::Number(cell), Column::Numbers(numbers)) => numbers.push(*cell),
                _ => {}
            }
        }
    }

    fn end<W: Write>(&mut self, out: &mut Out<W>) -> Result<(), PackError> {
        let block = std::mem::take(self);
        if block.kinds.is_empty() {
            return Ok(());
        }
        let mut head = Vec::new();
        put_varint(&mut head, block.kinds.len());
        put_varint(&mut head, block.register.len());
        head.extend_from_slice(block.register.as_bytes());
        head.extend_from_slice(&block.kinds);
        out.put(&head)?;
        let heads = [
            Column::Numbers(block.gaps),
            Column::Numbers(block.masks),
            Column::Numbers(block.shared),
            Column::Texts(block.rest),
        ];
        let filled = heads.iter().chain(&block.cells).filter(|column| !is_empty(column));
        filled.into_iter().try_for_each(|column| column.write(&mut |bytes| out.put(bytes)))
    }
}

/// A column that no change of the block fills is not written: the reader knows from kinds and masks.
fn is_empty(column: &Column) -> bool {
    match column {
        Column::Texts(text) => text.is_empty(),
        Column::Numbers(numbers) => numbers.is_empty(),
    }
}

#[derive(PartialEq)]
enum Cell {
    Text(String),
    Number(u32),
}

impl Cell {
    fn column(&self) -> Column {
        match self {
            Self::Text(_) => Column::Texts(String::new()),
            Self::Number(_) => Column::Numbers(Vec::new()),
        }
    }
}

/// The cells of a row in the order of the layout.
fn cells_of(row: &mut PackRow) -> Result<Vec<Cell>, PackError> {
    let mut cells = Collected(Vec::new());
    layout::cells(row, &mut cells)?;
    Ok(cells.0)
}

struct Collected(Vec<Cell>);

impl Cells for Collected {
    fn text(&mut self, cell: &mut String) -> Result<(), PackError> {
        self.0.push(Cell::Text(cell.clone()));
        Ok(())
    }

    fn list(&mut self, cell: &mut Vec<String>) -> Result<(), PackError> {
        self.0.push(Cell::Text(joined(cell)?));
        Ok(())
    }

    fn number(&mut self, cell: &mut u32) -> Result<(), PackError> {
        self.0.push(Cell::Number(*cell));
        Ok(())
    }
}
