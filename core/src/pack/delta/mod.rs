//! The way from one published pack to a later one: only what changed, so that a week costs a few kilobytes.
//!
//! ```text
//! SMDELT1\n | from version (u64) | to version (u64) | SHA-256 of the manifest it starts from | SHA-256 of the manifest
//! it leads to | bytes of the content (u32) | brotli stream of the content            (numbers little-endian)
//!
//! content = the new manifest as pieces of the old one (see `patch`) | block* | 0
//! block   = changes (varint, 1 to 4096) | register id (varint length, bytes)
//!         | kinds (a byte each: 0 deletes, 1 updates, 2 inserts)
//!         | gaps (number column): rows of the old pack that stay as they are since the change before
//!         | masks (number column, one an update): bit n says that cell n changes
//!         | ids of the inserted rows: bytes shared with the row before it in the new pack (number column), the rest
//!         | for every cell of the register's rows, in order: a column of the updates that change it and all inserts;
//!           nothing when there are none
//! ```
//!
//! Columns are written as in a pack. Rows are meant by their place among the sorted ids, not by their ids: a delta fits
//! exactly one pack, which the digest of its manifest names, and the result is taken only when its digest is the one
//! that the new manifest announces.

mod apply;
mod pairs;
mod patch;
mod read;
mod write;

#[cfg(test)]
mod tests;

use super::inflate::Inflate;
use super::{MAX_CONTENT_BYTES, PackError, manifest_digest, read_manifest};
use crate::model::PackManifest;

pub use apply::Merge;
pub use pairs::{Pair, Pairs};
pub use write::{DeltaHeader, assemble, write_content};

const MAGIC: &[u8] = b"SMDELT1\n";

/// Why a delta does not lead to the new pack. One line each; what is installed stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeltaError {
    /// Something else than a delta.
    #[error("not an update file")]
    NotADelta,
    /// It starts from another pack than the one at hand.
    #[error("an update for other lists than the installed ones")]
    OtherBase,
    /// The rows that it leads to are not those of the new manifest.
    #[error("the updated lists are not the ones that were published")]
    OtherResult,
    /// The file breaks the rules of its format.
    #[error("the update is {0}")]
    Content(#[from] PackError),
}

/// A delta whose head has been read. Borrows the file's bytes.
#[derive(Debug, Clone)]
pub struct Delta<'a> {
    header: DeltaHeader,
    compressed: &'a [u8],
}

/// The manifest that a delta leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct NewManifest {
    /// What the new pack says about itself.
    pub manifest: PackManifest,
    /// The same as published, byte by byte.
    pub json: String,
}

/// The changes of a delta, not read yet.
pub struct Changes<'a> {
    content: Inflate<'a>,
}

impl<'a> Delta<'a> {
    /// Reads the head; decompresses nothing.
    ///
    /// # Errors
    /// [`DeltaError::NotADelta`], or [`DeltaError::Content`] when the file is cut short or leads nowhere.
    pub fn open(bytes: &'a [u8]) -> Result<Self, DeltaError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(DeltaError::NotADelta)?;
        let (header, compressed) = DeltaHeader::read(rest).ok_or(PackError::Damaged("cut short"))?;
        if header.from_version >= header.to_version {
            return Err(PackError::Damaged("it does not lead to a later version").into());
        }
        if header.content_bytes > MAX_CONTENT_BYTES {
            return Err(PackError::TooLarge.into());
        }
        Ok(Self { header, compressed })
    }

    /// From where to where.
    pub fn header(&self) -> &DeltaHeader {
        &self.header
    }

    /// Checks that the delta starts from the pack with this manifest (byte by byte as published), and reads the new
    /// manifest.
    ///
    /// # Errors
    /// [`DeltaError::OtherBase`], [`DeltaError::OtherResult`] when the new manifest is not the announced one, or
    /// [`DeltaError::Content`].
    pub fn against(&self, old_manifest: &str) -> Result<(NewManifest, Changes<'a>), DeltaError> {
        if manifest_digest(old_manifest) != self.header.from_digest {
            return Err(DeltaError::OtherBase);
        }
        let mut content = Inflate::new(self.compressed, self.header.content_bytes);
        let json = patch::read(&mut content, old_manifest.as_bytes())?;
        if manifest_digest(&json) != self.header.to_digest {
            return Err(DeltaError::OtherResult);
        }
        let manifest = read_manifest(&json)?;
        if manifest.version != self.header.to_version {
            return Err(DeltaError::OtherResult);
        }
        Ok((NewManifest { manifest, json }, Changes { content }))
    }
}

impl<'a> Changes<'a> {
    /// The rows of the new pack, in canonical order, from those of the old one. Memory stays at one block of changes
    /// and one of rows. The last item is an error when the result is not what the new manifest announces, so take the
    /// rows only once all of them have come.
    pub fn apply<'m, I, E>(self, manifest: &'m PackManifest, old: I) -> Merge<'a, 'm, I::IntoIter>
    where
        I: IntoIterator<Item = Result<super::PackRow, E>>,
        E: From<DeltaError>,
    {
        Merge::new(self.content, manifest, old.into_iter())
    }
}
