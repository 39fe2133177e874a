//! The client protocol of the public TUF conformance suite: `init`, `refresh`, `download` on a folder of metadata.
//!
//! Stands apart from the rest of the command line, so that `core/examples/tuf_client.rs` can run it with another
//! fetcher.

use std::fs;
use std::io;
use std::path::Path;

use safe_migration::trust::{FolderStore, Options, StoreFault, TrustError, Updater, Want, quoted};

/// Why a step of the protocol failed; exit code 1.
#[derive(Debug, thiserror::Error)]
pub enum ProtocolError {
    /// Metadata or a target was not believed.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The source gave no answer.
    #[error("{0}")]
    Source(String),
    /// No trusted role knows the target.
    #[error("{0}: no such target")]
    NoTarget(String),
    /// A file could not be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl From<StoreFault> for ProtocolError {
    fn from(fault: StoreFault) -> Self {
        Self::Trust(fault.into())
    }
}

/// Reads files by address.
pub trait Fetch {
    /// The file's bytes, at most one more than `max_bytes`; `None` when the source says that it has no such file.
    ///
    /// # Errors
    /// The source's failure, as one line.
    fn get(&mut self, address: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, String>;
}

/// Where targets come from and go to.
pub struct Targets<'a> {
    /// Target paths, fetched in this order.
    pub names: &'a [String],
    /// Address below which they lie.
    pub base_url: &'a str,
    /// Folder for verified files.
    pub folder: &'a Path,
}

/// Begins a trusted state from this root. Asks nothing of any source.
///
/// # Errors
/// When it is no root that signs itself.
pub fn init(metadata_dir: &Path, trusted_root: &Path) -> Result<(), ProtocolError> {
    let root = fs::read(trusted_root)?;
    let mut store = FolderStore::open(metadata_dir)?;
    Updater::new(&mut store, &Options { shipped_root: Some(&root), ..Options::default() })?;
    Ok(())
}

/// Updates the state from `metadata_url`, then fetches targets, if any. `now`: milliseconds since 1970.
///
/// # Errors
/// At the first thing that fails; what was verified before stays.
pub fn update(
    metadata_dir: &Path,
    metadata_url: &str,
    targets: Option<Targets<'_>>,
    now: i64,
    fetch: &mut dyn Fetch,
) -> Result<(), ProtocolError> {
    let mut store = FolderStore::open(metadata_dir)?;
    let mut updater = Updater::new(&mut store, &Options { now, ..Options::default() })?;
    drive(&mut updater, metadata_url, fetch)?;
    let Some(targets) = targets else { return Ok(()) };
    for name in targets.names {
        updater.look_up(name)?;
        drive(&mut updater, metadata_url, fetch)?;
        let target = updater.found().ok_or_else(|| ProtocolError::NoTarget(name.clone()))?;
        // A path never names a file on disk as it is.
        let file = targets.folder.join(quoted(name));
        if fs::read(&file).is_ok_and(|bytes| target.check(&bytes).is_ok()) {
            continue;
        }
        let address = join(targets.base_url, &target.source_path(updater.consistent()));
        let bytes = fetch.get(&address, target.length).map_err(ProtocolError::Source)?;
        let bytes = bytes.ok_or_else(|| ProtocolError::NoTarget(name.clone()))?;
        target.check(&bytes)?;
        let staged = targets.folder.join(".staged");
        fs::write(&staged, &bytes)?;
        fs::rename(&staged, &file)?;
    }
    Ok(())
}

fn drive(updater: &mut Updater<'_>, base: &str, fetch: &mut dyn Fetch) -> Result<(), ProtocolError> {
    while let Want::Metadata { file, max_bytes } = updater.want() {
        let bytes = fetch.get(&join(base, &file), max_bytes).map_err(ProtocolError::Source)?;
        updater.give(bytes.as_deref())?;
    }
    Ok(())
}

fn join(base: &str, name: &str) -> String {
    format!("{}/{name}", base.trim_end_matches('/'))
}
