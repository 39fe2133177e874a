//! The files of one publication: the full pack, a direct delta from each of the last versions, and their index.

use std::collections::BTreeMap;

use safe_migration::pack::delta::{Delta, DeltaError, assemble, write_content};
use safe_migration::pack::index::{DeltaEntry, FileEntry, Index, delta_name, full_name, index_name};
use safe_migration::pack::{Pack, PackError, manifest_digest};

use crate::Error;
use crate::compress::{Effort, compress};

/// Versions that get a direct delta to the newest: a year of weeks. An older phone takes the full pack.
pub const DELTAS_KEPT: usize = 52;

/// A file as it is published; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFile {
    /// Its name among the published files.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Everything that a publication adds, unsigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Version of the new pack.
    pub version: u64,
    /// The full pack.
    pub full: ReleaseFile,
    /// Latest version first.
    pub deltas: Vec<ReleaseFile>,
    /// What leads to this version.
    pub index: ReleaseFile,
}

/// The delta that leads from one pack file to a later one. It has been applied once: a delta that is returned works.
/// Holds the rows' changes in memory, not the rows.
///
/// # Errors
/// [`Error::Pack`] when a pack is damaged or `new` is no later version.
pub fn delta(old: &[u8], new: &[u8], effort: Effort) -> Result<Vec<u8>, Error> {
    let (old, new) = (Pack::open(old)?, Pack::open(new)?);
    let (content, header) = write_content(&old, &new, Vec::new())?;
    let bytes = assemble(&header, &compress(content, effort, &|_| ())?)?;
    prove(&old, &new, &bytes).map_err(|error| Error::Delta { from: header.from_version, error })?;
    Ok(bytes)
}

/// Does the delta lead to the new pack?
pub(crate) fn prove(old: &Pack<'_>, new: &Pack<'_>, delta: &[u8]) -> Result<(), DeltaError> {
    let (made, changes) = Delta::open(delta)?.against(old.manifest_json())?;
    let rows = old.rows().map(|row| row.map_err(DeltaError::from));
    changes.apply(&made.manifest, rows).try_for_each(|row| row.map(|_| ()))?;
    if made.json == new.manifest_json() { Ok(()) } else { Err(DeltaError::OtherResult) }
}

/// The files that publish the pack file `new`, with deltas from the [`DELTAS_KEPT`] latest of the `earlier` packs that
/// are smaller than the full pack. Earlier packs are taken one by one, so they need not be in memory together.
///
/// # Errors
/// [`Error::Pack`] when a pack is damaged, is not earlier, or two have the same version; errors of `earlier`.
pub fn release(
    new: Vec<u8>,
    earlier: impl IntoIterator<Item = Result<Vec<u8>, Error>>,
    effort: Effort,
) -> Result<Release, Error> {
    let pack = Pack::open(&new)?;
    let (version, manifest_digest) = (pack.manifest().version, manifest_digest(pack.manifest_json()));
    let mut deltas: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    for old in earlier {
        let old = old?;
        let from = Pack::open(&old)?.manifest().version;
        if deltas.insert(from, delta(&old, &new, effort)?).is_some() {
            return Err(PackError::Damaged("two earlier packs have the same version").into());
        }
    }
    let worth = |bytes: &Vec<u8>| bytes.len() < new.len();
    let deltas: Vec<(u64, Vec<u8>)> =
        deltas.into_iter().rev().take(DELTAS_KEPT).filter(|(_, bytes)| worth(bytes)).collect();
    let entries = deltas
        .iter()
        .map(|(from_version, bytes)| Ok(DeltaEntry { from_version: *from_version, file: FileEntry::of(bytes)? }));
    let index = Index {
        version,
        manifest_digest,
        full: FileEntry::of(&new)?,
        deltas: entries.collect::<Result<_, PackError>>()?,
    };
    let deltas = deltas.into_iter().map(|(from, bytes)| ReleaseFile { name: delta_name(from, version), bytes });
    Ok(Release {
        version,
        deltas: deltas.collect(),
        index: ReleaseFile { name: index_name(version), bytes: index.write()? },
        full: ReleaseFile { name: full_name(version), bytes: new },
    })
}
