use std::io::Write;

use ring::digest::{Context, SHA256};

use super::layout::{self, BLOCK_ROWS, BLOCK_TEXT_BYTES, CELL_END, Cells, ITEM_END, fault, refused};
use super::{MAGIC, MAX_CONTENT_BYTES, MAX_MANIFEST_BYTES, PackError, PackRow};
use crate::model::PackManifest;
use crate::text::hex;

/// Writes the canonical content of rows that come in the order of their ids. Nothing is compressed here: the writer
/// below it may be a compressor, a file, or [`std::io::sink`] when only the digest is wanted.
pub struct ContentWriter<W: Write> {
    sink: W,
    digest: Context,
    bytes: u64,
    rows: u32,
    register: String,
    /// Does that register hold job orders?
    job_orders: bool,
    last_id: String,
    block: BlockColumns,
}

/// What the manifest says about the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentSummary {
    /// Rows written.
    pub rows: u32,
    /// Bytes of the content.
    pub bytes: u64,
    /// SHA-256 of the content, lower-case hex.
    pub digest: String,
}

impl<W: Write> ContentWriter<W> {
    /// Nothing written yet.
    pub fn new(sink: W) -> Self {
        Self {
            sink,
            digest: Context::new(&SHA256),
            bytes: 0,
            rows: 0,
            register: String::new(),
            job_orders: false,
            last_id: String::new(),
            block: BlockColumns::default(),
        }
    }

    /// Adds a row. Its texts must already be in the form of cells (see [`super::tidy`]).
    ///
    /// # Errors
    /// [`PackError::Row`] when the id does not come after the one before, names no register, or a text is not
    /// allowed; [`PackError::TooLarge`] beyond 512 MiB; [`PackError::Sink`].
    pub fn push(&mut self, mut row: PackRow) -> Result<(), PackError> {
        self.push_kept(&mut row)
    }

    /// As [`ContentWriter::push`]; the row is left as it was.
    pub(super) fn push_kept(&mut self, row: &mut PackRow) -> Result<(), PackError> {
        let id = row.id().to_owned();
        self.add(&id, row).map_err(|error| match error {
            PackError::Row { reason, .. } => PackError::Row { id: id.chars().take(80).collect(), reason },
            other => other,
        })?;
        self.last_id = id;
        self.rows = self.rows.checked_add(1).ok_or(PackError::TooLarge)?;
        Ok(())
    }

    fn add(&mut self, id: &str, row: &mut PackRow) -> Result<(), PackError> {
        let (register, local) = id.split_once(':').ok_or_else(|| refused("its id names no register"))?;
        if !layout::is_register_id(register) || local.is_empty() {
            return Err(refused("its id is not <register>:<id>"));
        }
        if id <= self.last_id.as_str() {
            return Err(refused("is out of order, or there twice"));
        }
        let job_orders = matches!(row, PackRow::JobOrder(_));
        if register == self.register && job_orders != self.job_orders {
            return Err(refused("is of another kind than the rows of its register"));
        }
        if self.block.rows > 0 && (self.block.is_full() || register != self.register) {
            self.end_block()?;
        }
        register.clone_into(&mut self.register);
        self.job_orders = job_orders;
        self.block.push(local, row)
    }

    /// Ends the content; gives the sink back with what the manifest must say.
    ///
    /// # Errors
    /// As [`ContentWriter::push`].
    pub fn finish(mut self) -> Result<(W, ContentSummary), PackError> {
        if self.block.rows > 0 {
            self.end_block()?;
        }
        self.put(&[0])?;
        let digest = hex(self.digest.finish().as_ref());
        Ok((self.sink, ContentSummary { rows: self.rows, bytes: self.bytes, digest }))
    }

    fn end_block(&mut self) -> Result<(), PackError> {
        let block = std::mem::take(&mut self.block);
        let mut bytes = Vec::new();
        put_varint(&mut bytes, block.rows);
        put_varint(&mut bytes, self.register.len());
        bytes.extend_from_slice(self.register.as_bytes());
        self.put(&bytes)?;
        block.columns.iter().try_for_each(|column| column.write(&mut |bytes| self.put(bytes)))
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), PackError> {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if self.bytes > MAX_CONTENT_BYTES {
            return Err(PackError::TooLarge);
        }
        self.digest.update(bytes);
        self.sink.write_all(bytes).map_err(|error| PackError::Sink(error.kind()))
    }
}

/// The columns of the block being filled: ids, then the cells in layout order.
#[derive(Default)]
struct BlockColumns {
    columns: Vec<Column>,
    rows: usize,
    text_bytes: usize,
    last: String,
    at: usize,
}

#[derive(Debug, Clone)]
pub(super) enum Column {
    Texts(String),
    Numbers(Vec<u32>),
}

impl Column {
    pub(super) fn write(&self, put: &mut impl FnMut(&[u8]) -> Result<(), PackError>) -> Result<(), PackError> {
        match self {
            Self::Texts(text) => {
                let mut length = Vec::new();
                put_varint(&mut length, text.len());
                put(&length)?;
                put(text.as_bytes())
            }
            Self::Numbers(numbers) => (0..4).try_for_each(|plane| {
                let byte = |n: &u32| n.to_le_bytes().get(plane).copied().unwrap_or_default();
                put(&numbers.iter().map(byte).collect::<Vec<u8>>())
            }),
        }
    }
}

impl BlockColumns {
    fn is_full(&self) -> bool {
        self.rows >= BLOCK_ROWS || self.text_bytes >= BLOCK_TEXT_BYTES
    }

    fn push(&mut self, id: &str, row: &mut PackRow) -> Result<(), PackError> {
        let named = match row {
            PackRow::Recruiter(row) => !row.name.is_empty(),
            PackRow::JobOrder(row) => !row.agency.is_empty(),
        };
        if !named {
            return Err(refused("has no name"));
        }
        if let Some(reason) = fault(id, None) {
            return Err(refused(reason));
        }
        self.at = 0;
        let shared = shared_bytes(id, &self.last);
        self.put_number(u32::try_from(shared).map_err(|_| PackError::TooLarge)?);
        self.put_text(id.get(shared..).unwrap_or_default());
        id.clone_into(&mut self.last);
        layout::cells(row, self)?;
        self.rows += 1;
        Ok(())
    }

    /// The next column of the row; the first row of a block makes the columns.
    fn column(&mut self, empty: Column) -> Option<&mut Column> {
        if self.at == self.columns.len() {
            self.columns.push(empty);
        }
        self.at += 1;
        self.columns.get_mut(self.at - 1)
    }

    fn put_text(&mut self, cell: &str) {
        self.text_bytes += cell.len();
        if let Some(Column::Texts(text)) = self.column(Column::Texts(String::new())) {
            text.push_str(cell);
            text.push(char::from(CELL_END));
        }
    }

    fn put_number(&mut self, cell: u32) {
        if let Some(Column::Numbers(numbers)) = self.column(Column::Numbers(Vec::new())) {
            numbers.push(cell);
        }
    }
}

impl Cells for BlockColumns {
    fn text(&mut self, cell: &mut String) -> Result<(), PackError> {
        if let Some(reason) = fault(cell, None) {
            return Err(refused(reason));
        }
        self.put_text(cell);
        Ok(())
    }

    fn list(&mut self, cell: &mut Vec<String>) -> Result<(), PackError> {
        let joined = joined(cell)?;
        if let Some(reason) = fault(&joined, Some(ITEM_END)) {
            return Err(refused(reason));
        }
        self.put_text(&joined);
        Ok(())
    }

    fn number(&mut self, cell: &mut u32) -> Result<(), PackError> {
        self.put_number(*cell);
        Ok(())
    }
}

/// The items of a list as its cell.
pub(super) fn joined(items: &[String]) -> Result<String, PackError> {
    if items.iter().any(|item| item.is_empty() || item.contains(ITEM_END)) {
        return Err(refused("an empty item in a list"));
    }
    Ok(items.join(&ITEM_END.to_string()))
}

/// Bytes that two ids begin with, whole characters only.
pub(super) fn shared_bytes(id: &str, last: &str) -> usize {
    let mut shared = id.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    while !id.is_char_boundary(shared) || !last.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

pub(super) fn put_varint(bytes: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        bytes.push(u8::try_from(value & 0x7f).unwrap_or_default() | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap_or_default());
}

/// The bytes of a pack file: `manifest`, then `compressed`, a brotli stream of the canonical content.
///
/// # Errors
/// [`PackError::TooLarge`] when the manifest is above 1 MiB, else what [`super::Pack::open`] would say to it.
pub fn assemble(manifest: &PackManifest, compressed: &[u8]) -> Result<Vec<u8>, PackError> {
    super::check_manifest(manifest)?;
    let json = serde_json::to_string(manifest).map_err(|_| PackError::Damaged("the manifest cannot be written"))?;
    let mut file = head(&json)?;
    file.extend_from_slice(compressed);
    Ok(file)
}

/// What stands before the compressed content in the file of a pack.
///
/// # Errors
/// [`PackError::TooLarge`] when the manifest is above 1 MiB.
pub(crate) fn head(manifest_json: &str) -> Result<Vec<u8>, PackError> {
    let length = u32::try_from(manifest_json.len()).map_err(|_| PackError::TooLarge)?;
    if manifest_json.len() > MAX_MANIFEST_BYTES {
        return Err(PackError::TooLarge);
    }
    Ok([MAGIC, &length.to_le_bytes(), manifest_json.as_bytes()].concat())
}

/// The brotli window (log2 of bytes) for content of this size. The reader keeps a window in memory, so it is no larger
/// than the content, and at most 4 MB: 16 MB, the most a reader accepts, would save 1 % at 200,000 rows.
pub fn window_bits(content_bytes: u64) -> u32 {
    let bits = u64::BITS - content_bytes.saturating_sub(1).leading_zeros();
    bits.clamp(16, 22)
}
