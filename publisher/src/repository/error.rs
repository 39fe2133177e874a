use std::io;
use std::path::Path;

use safe_migration::pack::PackError;
use safe_migration::sync::bundle::BundleError;
use safe_migration::trust::TrustError;

/// Why a step of publishing was not done. One line each; what was published before is unchanged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RepositoryError {
    /// A key file cannot be used.
    #[error("{file}: {reason}")]
    Key {
        /// The file, as it was named; empty for bytes.
        file: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The step does not fit what there is.
    #[error("{0}")]
    State(String),
    /// Signatures are still to come, or keys to sign with were not given.
    #[error("not published yet: {0}")]
    Unsigned(String),
    /// Metadata is not as the verifier of the phones wants it.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A pack, a delta, or a tripwire.
    #[error(transparent)]
    Publish(#[from] crate::Error),
    /// A pack or index is damaged.
    #[error("{file}: {error}")]
    Pack {
        /// Which.
        file: String,
        /// What is wrong with it.
        error: PackError,
    },
    /// The hand-over file cannot be written.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file cannot be read or written.
    #[error("{file}: {error}")]
    Io {
        /// Which.
        file: String,
        /// The system's reason.
        error: io::Error,
    },
}

impl RepositoryError {
    pub(crate) fn io(file: &Path, error: io::Error) -> Self {
        Self::Io { file: file.display().to_string(), error }
    }

    pub(crate) fn key(reason: &'static str) -> Self {
        Self::Key { file: "the key".to_owned(), reason }
    }

    /// The same, said of this file.
    #[must_use]
    pub fn of_file(self, path: &Path) -> Self {
        match self {
            Self::Key { reason, .. } => Self::Key { file: path.display().to_string(), reason },
            other => other,
        }
    }
}
