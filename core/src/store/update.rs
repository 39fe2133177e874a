use std::path::Path;

use super::install::{Content, InstallProgress};
use super::{Store, StoreError};
use crate::pack::delta::{Delta, DeltaError};

/// Why an update was not installed. What was installed before stays, and stays in use.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// The delta does not fit the installed lists, or is damaged: the full pack helps.
    #[error("{0}")]
    Delta(#[from] DeltaError),
    /// The lists cannot be read or written.
    #[error("{0}")]
    Storage(#[from] StoreError),
}

impl Store {
    /// Installs in `folder` what `delta` makes of the rows of this store, which may be the current one of that folder:
    /// all of it, or nothing on any error or kill. Rows stream from the old file into the new one, which becomes current
    /// only when their digest is the one that the new manifest announces.
    ///
    /// That the delta itself comes from the publisher is for the caller to have checked.
    ///
    /// # Errors
    /// [`UpdateError::Delta`] when it starts from other lists, is damaged or leads elsewhere; [`UpdateError::Storage`].
    pub fn update(&self, folder: &Path, delta: &Delta<'_>, progress: InstallProgress<'_>) -> Result<Self, UpdateError> {
        let (new, changes) = delta.against(self.manifest_json())?;
        let old = self.rows().map(|row| row.map_err(UpdateError::from));
        let content = Content { manifest: &new.manifest, json: &new.json, rows: changes.apply(&new.manifest, old) };
        Self::install_content(folder, content, progress)
    }
}
