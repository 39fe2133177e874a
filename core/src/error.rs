use crate::store::{StorageKind, StoreError, UpdateError};

/// Why a call gave no answer. One line each; no path, no SQL, nothing the person typed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something in the request cannot be understood.
    #[error("{field}: {reason}")]
    InvalidArgument {
        /// The field of the request.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The pack is no pack, is damaged, or is of a newer version.
    #[error("the pack: {0}")]
    Pack(#[from] crate::pack::PackError),
    /// The stored lists cannot be read or written.
    #[error("{0}")]
    Storage(#[from] StoreError),
    /// An update was not installed; what was installed before stays.
    #[error("{0}")]
    Update(#[from] UpdateError),
}

impl Error {
    /// The storage trouble behind this error, if that is what it is.
    pub fn storage_kind(&self) -> Option<StorageKind> {
        match self {
            Self::Storage(error) | Self::Update(UpdateError::Storage(error)) => Some(error.kind),
            _ => None,
        }
    }
}

impl From<crate::matching::IndexError> for Error {
    fn from(error: crate::matching::IndexError) -> Self {
        Self::Storage(error.into())
    }
}
