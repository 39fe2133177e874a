//! The steps of an update without the proof of who published it: for benches and tests on a desk, never for an app.

use std::io::Write;
use std::path::Path;

use crate::Error;
use crate::pack::Pack;
use crate::pack::delta::Delta;
use crate::store::{StorageKind, Store, StoreError};

/// Installs a full pack in `folder`.
///
/// # Errors
/// [`Error::Pack`] or [`Error::Storage`].
pub fn install(folder: &Path, pack: &[u8]) -> Result<(), Error> {
    Store::install(folder, &Pack::open(pack)?, &|_, _| ())?;
    Ok(())
}

/// Applies a delta to what is installed in `folder`.
///
/// # Errors
/// [`Error::Update`], or [`Error::Storage`] when nothing is installed.
pub fn update(folder: &Path, delta: &[u8]) -> Result<(), Error> {
    let delta = Delta::open(delta).map_err(crate::UpdateError::from)?;
    installed(folder)?.update(folder, &delta, &|_, _| ())?;
    Ok(())
}

/// Writes what is installed in `folder` as a pack file; the content is not compressed.
///
/// # Errors
/// [`Error::Storage`].
pub fn export<W: Write>(folder: &Path, sink: W) -> Result<W, Error> {
    Ok(installed(folder)?.export_pack(sink)?)
}

fn installed(folder: &Path) -> Result<Store, Error> {
    let nothing = || StoreError::new(StorageKind::Other, "nothing is installed");
    Ok(Store::open_installed(folder)?.ok_or_else(nothing)?)
}
