use rusqlite::ErrorCode;

/// What kind of trouble the storage is in; callers decide by this, not by the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorageKind {
    /// No space left.
    Full,
    /// The file is damaged or is not a store.
    Corrupt,
    /// Another process holds it.
    Locked,
    /// Written by a newer version of this software.
    TooNew,
    /// The folder or file may not be written.
    ReadOnly,
    /// Anything else.
    Other,
}

/// The store could not do what was asked. Texts name no path, no SQL and nothing a person typed.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct StoreError {
    /// What to decide by.
    pub kind: StorageKind,
    reason: String,
    /// For a developer's log only: it may name tables and columns.
    source: Option<rusqlite::Error>,
}

impl StoreError {
    pub(crate) fn new(kind: StorageKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), source: None }
    }

    pub(crate) fn corrupt(reason: impl Into<String>) -> Self {
        Self::new(StorageKind::Corrupt, reason)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        let (kind, reason) = match &error {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => (StorageKind::Full, "no space left for the stored lists"),
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    (StorageKind::Corrupt, "the stored lists are damaged")
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                    (StorageKind::Locked, "another process is writing the stored lists")
                }
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                    (StorageKind::ReadOnly, "the data folder cannot be written")
                }
                _ => (StorageKind::Other, "the stored lists could not be read or written"),
            },
            // A value of another type than the schema says, or a text that is no UTF-8: only damage makes these.
            Error::FromSqlConversionFailure(..)
            | Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
            | Error::QueryReturnedNoRows => (StorageKind::Corrupt, "the stored lists are damaged"),
            _ => (StorageKind::Other, "the stored lists could not be read or written"),
        };
        Self { kind, reason: reason.to_owned(), source: Some(error) }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Self::new(StorageKind::Full, "no space left for the stored lists")
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::new(StorageKind::ReadOnly, "the data folder cannot be written")
            }
            kind => Self::new(StorageKind::Other, format!("the data folder: {kind}")),
        }
    }
}
