//! `index-V`: which files lead to version V, so that the signed list of targets stays at a few entries.
//!
//! ```text
//! SMINDX1\n | version (u64) | SHA-256 of the pack's manifest | bytes of the full pack (u32) | its SHA-256
//!           | deltas (u16) | delta*                                                 (numbers little-endian)
//! delta = from version (u64), descending | bytes (u32) | SHA-256
//! ```

use super::PackError;

const MAGIC: &[u8] = b"SMINDX1\n";
/// A year of weekly publications is 52.
const MAX_DELTAS: usize = 400;

/// Size and digest of a published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileEntry {
    /// Its size in bytes.
    pub bytes: u32,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

impl FileEntry {
    /// The entry of this file.
    ///
    /// # Errors
    /// [`PackError::TooLarge`] above 4 GiB.
    pub fn of(file: &[u8]) -> Result<Self, PackError> {
        let bytes = u32::try_from(file.len()).map_err(|_| PackError::TooLarge)?;
        Ok(Self { bytes, sha256: super::sha256(file) })
    }

    /// Is this that file?
    pub fn is(&self, file: &[u8]) -> bool {
        u64::try_from(file.len()) == Ok(u64::from(self.bytes)) && self.sha256 == super::sha256(file)
    }
}

/// A delta that leads to the index's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeltaEntry {
    /// Version of the pack it starts from.
    pub from_version: u64,
    /// The delta's file.
    pub file: FileEntry,
}

/// What leads to one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The version.
    pub version: u64,
    /// [`super::manifest_digest`] of its pack: names rows and manifest alike, however a file came to be compressed.
    pub manifest_digest: [u8; 32],
    /// The full pack.
    pub full: FileEntry,
    /// Latest version first.
    pub deltas: Vec<DeltaEntry>,
}

/// The cheapest way from an installed version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The installed version is this one, or a later one.
    Nothing,
    /// This delta.
    Delta(FileEntry),
    /// The full pack: there is no delta, or it is no smaller.
    Full(FileEntry),
}

impl Index {
    /// Reads an index file; strict: what [`Index::write`] gives and nothing else.
    ///
    /// # Errors
    /// [`PackError::NotAPack`] when it is something else, [`PackError::Damaged`].
    pub fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(PackError::NotAPack)?;
        let mut fields = Fields(rest);
        let version = u64::from_le_bytes(fields.take()?);
        let manifest_digest = fields.take()?;
        let full = fields.file()?;
        let count = usize::from(u16::from_le_bytes(fields.take()?));
        if count > MAX_DELTAS {
            return Err(PackError::TooLarge);
        }
        let mut deltas: Vec<DeltaEntry> = Vec::with_capacity(count);
        let mut below = version;
        for _ in 0..count {
            let from_version = u64::from_le_bytes(fields.take()?);
            if from_version >= below {
                return Err(PackError::Damaged("the versions of an index are out of order"));
            }
            below = from_version;
            deltas.push(DeltaEntry { from_version, file: fields.file()? });
        }
        if !fields.0.is_empty() {
            return Err(PackError::Damaged("something follows the index"));
        }
        Ok(Self { version, manifest_digest, full, deltas })
    }

    /// The bytes of the index file.
    ///
    /// # Errors
    /// What [`Index::read`] would say to them.
    pub fn write(&self) -> Result<Vec<u8>, PackError> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&self.version.to_le_bytes());
        bytes.extend_from_slice(&self.manifest_digest);
        put(&mut bytes, &self.full);
        let count = u16::try_from(self.deltas.len()).map_err(|_| PackError::TooLarge)?;
        bytes.extend_from_slice(&count.to_le_bytes());
        for delta in &self.deltas {
            bytes.extend_from_slice(&delta.from_version.to_le_bytes());
            put(&mut bytes, &delta.file);
        }
        Self::read(&bytes)?;
        Ok(bytes)
    }

    /// The smallest file that leads from `installed` to this version.
    pub fn way(&self, installed: Option<u64>) -> Way {
        let Some(installed) = installed else { return Way::Full(self.full) };
        if installed >= self.version {
            return Way::Nothing;
        }
        let delta = self.deltas.iter().find(|delta| delta.from_version == installed);
        match delta.filter(|delta| delta.file.bytes < self.full.bytes) {
            Some(delta) => Way::Delta(delta.file),
            None => Way::Full(self.full),
        }
    }
}

/// Name of the full pack of a version among the published files.
pub fn full_name(version: u64) -> String {
    format!("full-{version}")
}

/// Name of the delta from one version to a later one.
pub fn delta_name(from: u64, to: u64) -> String {
    format!("delta-{from}-{to}")
}

/// Name of the index of a version.
pub fn index_name(version: u64) -> String {
    format!("index-{version}")
}

fn put(bytes: &mut Vec<u8>, file: &FileEntry) {
    bytes.extend_from_slice(&file.bytes.to_le_bytes());
    bytes.extend_from_slice(&file.sha256);
}

struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], PackError> {
        let (field, rest) = self.0.split_first_chunk::<N>().ok_or(PackError::Damaged("cut short"))?;
        self.0 = rest;
        Ok(*field)
    }

    fn file(&mut self) -> Result<FileEntry, PackError> {
        Ok(FileEntry { bytes: u32::from_le_bytes(self.take()?), sha256: self.take()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(bytes: u32) -> FileEntry {
        FileEntry { bytes, sha256: [7; 32] }
    }

    fn index(versions: impl IntoIterator<Item = u64>) -> Index {
        let deltas = versions.into_iter().map(|from_version| DeltaEntry { from_version, file: file(40) }).collect();
        Index { version: 60, manifest_digest: [1; 32], full: file(100), deltas }
    }

    #[test]
    fn what_was_written_is_read_and_small() {
        let index = index((8..60).rev());
        let bytes = index.write().unwrap();
        assert_eq!(bytes.len(), 8 + 8 + 32 + 36 + 2 + 52 * 44);
        assert_eq!(Index::read(&bytes).unwrap(), index);
        for length in 0..bytes.len() {
            assert!(Index::read(&bytes[..length]).is_err());
        }
        assert_eq!(Index::read(&[&bytes[..], b"x"].concat()), Err(PackError::Damaged("something follows the index")));
    }

    #[test]
    fn versions_come_once_in_order_and_lie_before() {
        for wrong in [vec![60], vec![61], vec![5, 6], vec![5, 5]] {
            assert!(index(wrong).write().is_err());
        }
        assert_eq!(Index::read(b"<html>"), Err(PackError::NotAPack));
    }

    #[test]
    fn the_cheapest_way() {
        let mut index = index([59, 58]);
        index.deltas[1].file.bytes = 100;
        assert_eq!(index.way(None), Way::Full(index.full));
        assert_eq!(index.way(Some(57)), Way::Full(index.full));
        assert_eq!(index.way(Some(58)), Way::Full(index.full));
        assert_eq!(index.way(Some(59)), Way::Delta(file(40)));
        assert_eq!(index.way(Some(60)), Way::Nothing);
        assert_eq!(index.way(Some(u64::MAX)), Way::Nothing);
    }

    #[test]
    fn a_file_is_known_by_size_and_digest() {
        let entry = FileEntry::of(b"abc").unwrap();
        assert!(entry.is(b"abc"));
        assert!(!entry.is(b"abd") && !entry.is(b"ab"));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_refused_or_are_an_index(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
            for bytes in [noise.clone(), [MAGIC, &noise].concat()] {
                if let Ok(index) = Index::read(&bytes) {
                    prop_assert_eq!(index.write().unwrap(), bytes);
                }
            }
        }
    }
}
