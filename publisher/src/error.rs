use std::io;
use std::path::Path;

use safe_migration::pack::PackError;
use safe_migration::pack::delta::DeltaError;

/// Why no pack was built. One line each.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The descriptor says something that cannot be followed.
    #[error("{file}: {reason}")]
    Descriptor {
        /// The descriptor, as it was named.
        file: String,
        /// The line or field, and what is wrong with it.
        reason: String,
    },
    /// A file of the authority is not what the descriptor says it is.
    #[error("{file}: {reason}")]
    Input {
        /// The file, as it was named.
        file: String,
        /// What was found instead.
        reason: String,
    },
    /// The list can be read, but looks broken; publishing it could call honest agencies unknown.
    #[error("{register} is refused: {reason}")]
    Refused {
        /// The register's id.
        register: String,
        /// Which tripwire, and by how much.
        reason: String,
    },
    /// A file could not be read.
    #[error("{file}: {error}")]
    Io {
        /// The file, as it was named.
        file: String,
        /// The system's reason.
        error: io::Error,
    },
    /// The names cannot be indexed to measure the cuts.
    #[error(transparent)]
    Matching(#[from] safe_migration::matching::IndexError),
    /// The rows cannot become a pack.
    #[error("the pack: {0}")]
    Pack(#[from] PackError),
    /// A delta that was just made does not lead to the new pack.
    #[error("the delta from version {from}: {error}")]
    Delta {
        /// Version it starts from.
        from: u64,
        /// What is wrong with it.
        error: DeltaError,
    },
}

impl Error {
    pub(crate) fn input(file: &str, reason: impl Into<String>) -> Self {
        Self::Input { file: file.to_owned(), reason: reason.into() }
    }

    pub(crate) fn io(file: &Path, error: io::Error) -> Self {
        Self::Io { file: file.display().to_string(), error }
    }

    pub(crate) fn refused(register: &str, reason: impl Into<String>) -> Self {
        Self::Refused { register: register.to_owned(), reason: reason.into() }
    }
}
