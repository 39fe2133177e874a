//! The pack as bytes: one publisher's registers at a version, as it is downloaded, shipped and installed.
//!
//! ```text
//! SMPACK1\n | length of the manifest (u32, little-endian) | manifest (JSON) | brotli stream of the canonical content
//! ```
//!
//! The canonical content is one deterministic byte stream: rows sorted by id, in blocks, column by column (see
//! [`layout`](self::layout)). Its SHA-256 is in the manifest, so a signature over the manifest covers every row, and
//! two builds of the same rows have the same digest whatever the compressor did.

pub mod delta;
pub mod index;
mod inflate;
mod layout;
mod read;
mod stored;
mod write;

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::model::{JobOrder, PACK_SCHEMA, PackManifest, Recruiter, RegisterKind};

pub use layout::{MAX_CELL_BYTES, tidy};
pub use read::Rows;
pub use stored::Stored;
pub(crate) use write::head;
pub use write::{ContentSummary, ContentWriter, assemble, window_bits};

/// The pack's name in a folder written by `safemig publish pack`.
pub const FILE_NAME: &str = "register.smpack";

const MAGIC: &[u8] = b"SMPACK1\n";
/// The registers of every country with their status tables are about 100 KB.
const MAX_MANIFEST_BYTES: usize = 1 << 20;
/// 200,000 rows are about 60 MB of content; more than this is no list of recruiters.
const MAX_CONTENT_BYTES: u64 = 512 << 20;

/// Why bytes are no pack, or rows cannot become one. One line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// Something else than a pack: a web page, an empty file.
    #[error("not a pack file")]
    NotAPack,
    /// Cut, altered, or not written by the rules.
    #[error("damaged ({0})")]
    Damaged(&'static str),
    /// A later layout than this code knows.
    #[error("written for a newer version of this software (layout {found}, this one reads {known})")]
    TooNew {
        /// Layout of the pack.
        found: u32,
        /// [`PACK_SCHEMA`] of this code.
        known: u32,
    },
    /// Beyond what any register needs; refused before memory is spent on it.
    #[error("larger than this version reads")]
    TooLarge,
    /// Where it goes does not take it.
    #[error("it could not be written: {0}")]
    Sink(std::io::ErrorKind),
    /// A row that the canonical form does not allow, met while writing.
    #[error("row {id}: {reason}")]
    Row {
        /// The row's id, or as much of it as can be shown.
        id: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// One row of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackRow {
    /// From a list of licensed recruiters or a warning list.
    Recruiter(Recruiter),
    /// From a list of approved job orders.
    JobOrder(JobOrder),
}

impl PackRow {
    /// `<register>:<id within it>`; rows are sorted by its bytes.
    pub fn id(&self) -> &str {
        match self {
            Self::Recruiter(row) => &row.id,
            Self::JobOrder(row) => &row.id,
        }
    }

    fn empty(kind: RegisterKind) -> Self {
        match kind {
            RegisterKind::JobOrders => Self::JobOrder(JobOrder::default()),
            _ => Self::Recruiter(Recruiter::default()),
        }
    }

    fn set_id(&mut self, id: String) {
        match self {
            Self::Recruiter(row) => row.id = id,
            Self::JobOrder(row) => row.id = id,
        }
    }
}

/// A pack whose manifest has been read and whose rows have not. Borrows the file's bytes.
#[derive(Debug, Clone)]
pub struct Pack<'a> {
    manifest: PackManifest,
    json: &'a str,
    compressed: &'a [u8],
}

impl<'a> Pack<'a> {
    /// Reads the manifest; costs microseconds, decompresses nothing. The rows are checked as they are read.
    ///
    /// # Errors
    /// [`PackError::NotAPack`], [`PackError::Damaged`], [`PackError::TooNew`] or [`PackError::TooLarge`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(PackError::NotAPack)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(PackError::Damaged("cut short"))?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| PackError::TooLarge)?;
        if length > MAX_MANIFEST_BYTES {
            return Err(PackError::TooLarge);
        }
        let (manifest, compressed) = rest.split_at_checked(length).ok_or(PackError::Damaged("cut short"))?;
        let json = str::from_utf8(manifest).map_err(|_| PackError::Damaged("the manifest cannot be read"))?;
        Ok(Self { manifest: read_manifest(json)?, json, compressed })
    }

    /// What the pack says about itself.
    pub fn manifest(&self) -> &PackManifest {
        &self.manifest
    }

    /// The manifest as it stands in the file. Its bytes are what a digest or signature of the manifest covers: a later
    /// version of this software may have put more into it than [`Pack::manifest`] shows.
    pub fn manifest_json(&self) -> &'a str {
        self.json
    }

    /// The brotli stream of the content, as it stands in the file.
    pub fn compressed(&self) -> &'a [u8] {
        self.compressed
    }

    /// The rows in canonical order, decompressed and checked as they come: memory stays at one block of rows and the
    /// compressor's window (4 MB, at most 16). The last item is an error when the content is not what the manifest
    /// says, so take the rows only once all of them have come.
    pub fn rows(&self) -> Rows<'_> {
        Rows::new(&self.manifest, self.compressed)
    }
}

/// What is read before anything else, so that a newer layout is told from damage.
#[derive(Deserialize)]
struct SchemaOnly {
    schema: u32,
}

fn read_manifest(json: &str) -> Result<PackManifest, PackError> {
    let unreadable = PackError::Damaged("the manifest cannot be read");
    let SchemaOnly { schema } = serde_json::from_str(json).map_err(|_| unreadable.clone())?;
    if schema > PACK_SCHEMA {
        return Err(PackError::TooNew { found: schema, known: PACK_SCHEMA });
    }
    let manifest: PackManifest = serde_json::from_str(json).map_err(|_| unreadable.clone())?;
    if schema != PACK_SCHEMA {
        return Err(unreadable);
    }
    check_manifest(&manifest)?;
    Ok(manifest)
}

/// SHA-256 of a manifest's bytes. The content's own digest is in the manifest, so this one names a whole pack: its rows,
/// and what it says about them.
pub fn manifest_digest(json: &str) -> [u8; 32] {
    sha256(json.as_bytes())
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    digest
}

fn check_manifest(manifest: &PackManifest) -> Result<(), PackError> {
    if manifest.content_bytes > MAX_CONTENT_BYTES {
        return Err(PackError::TooLarge);
    }
    let digest = &manifest.content_digest;
    if digest.len() != 64 || !digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(PackError::Damaged("the manifest has no digest"));
    }
    let ids: BTreeSet<&str> = manifest.registers.iter().map(|register| register.id.as_str()).collect();
    if ids.len() != manifest.registers.len() || !ids.iter().all(|id| layout::is_register_id(id)) {
        return Err(PackError::Damaged("the manifest names registers wrongly"));
    }
    let rows: u64 = manifest.registers.iter().map(|register| u64::from(register.rows)).sum();
    if rows != u64::from(manifest.rows) {
        return Err(PackError::Damaged("the manifest's row counts disagree"));
    }
    Ok(())
}
