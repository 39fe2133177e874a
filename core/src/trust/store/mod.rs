//! Where the trusted state is kept between updates: the bytes of each role exactly as received, and the floors.

mod folder;
#[cfg(test)]
mod kill_tests;
mod memory;
mod sqlite;
#[cfg(test)]
mod tests;

pub use folder::FolderStore;
pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

use super::floors::Floors;

/// Keeps the trusted state. Each change is one step: a kill leaves the state before it or after it.
pub trait TrustStore: Send {
    /// The floors as last kept.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when there are floors but no copy of them is whole.
    fn floors(&mut self) -> Result<KeptFloors, StoreFault>;

    /// A role's bytes as received.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn load(&mut self, role: &str) -> Result<Held, StoreFault>;

    /// A root of the chain, for handing the chain on.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn load_root(&mut self, version: u64) -> Result<Held, StoreFault>;

    /// Keeps a role that was verified, and the floors that follow from it.
    ///
    /// # Errors
    /// [`StoreFault::Busy`] when the floors were changed by someone else since they were read.
    fn keep(&mut self, role: &str, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault>;

    /// Keeps a root that was verified: as the newest, and for good under its version.
    ///
    /// # Errors
    /// As [`TrustStore::keep`].
    fn keep_root(&mut self, version: u64, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault>;

    /// Drops roles and keeps the floors.
    ///
    /// # Errors
    /// As [`TrustStore::keep`].
    fn forget(&mut self, roles: &[&str], floors: &Floors) -> Result<(), StoreFault>;
}

/// What the store holds for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Absent,
    /// The bytes as received.
    Bytes(Vec<u8>),
    /// Bytes that are not those that were kept.
    Damaged,
}

/// The floors as read from their two copies.
#[derive(Debug, Clone, Default)]
pub struct KeptFloors {
    /// The later whole copy; `None` when nothing was ever kept.
    pub floors: Option<Floors>,
    /// One copy was lost, damaged or set back to an older state; the other was used.
    pub repaired: bool,
}

/// The trusted state cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreFault {
    /// The floors are there, but no copy of them is whole.
    #[error("the record of trusted versions is damaged")]
    Damaged,
    /// Another update changed the state at the same time.
    #[error("another update is running")]
    Busy,
    /// No space left.
    #[error("no space left for the trusted state")]
    Full,
    /// Written by a newer version of this software.
    #[error("the trusted state was written by a newer version")]
    TooNew,
    /// The folder or file may not be written.
    #[error("the trusted state cannot be written")]
    ReadOnly,
    /// Anything else.
    #[error("the trusted state cannot be read or written")]
    Other,
}

impl From<std::io::Error> for StoreFault {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Other,
        }
    }
}

/// One copy of the floors.
enum Copy {
    Absent,
    Whole(Floors),
    Damaged,
}

impl Copy {
    fn of(text: Option<&str>) -> Self {
        match text {
            None => Self::Absent,
            Some(text) => Floors::from_text(text).map_or(Self::Damaged, Self::Whole),
        }
    }

    fn change(&self) -> u64 {
        if let Self::Whole(floors) = self { floors.change } else { 0 }
    }
}

/// The later of two copies. `first` is written before `second`, so a `second` that is behind is the mark of a kill
/// between the two, and a `first` that is behind is the mark of damage.
fn later_copy(first: Copy, second: Copy) -> Result<KeptFloors, StoreFault> {
    let repaired = match (&first, &second) {
        (Copy::Whole(first), Copy::Whole(second)) => first.change < second.change,
        (Copy::Absent, Copy::Absent) => false,
        _ => true,
    };
    let floors = match (first, second) {
        (Copy::Whole(first), Copy::Whole(second)) => Some(if first.change < second.change { second } else { first }),
        (Copy::Whole(whole), _) | (_, Copy::Whole(whole)) => Some(whole),
        (Copy::Absent, Copy::Absent) => None,
        _ => return Err(StoreFault::Damaged),
    };
    Ok(KeptFloors { floors, repaired })
}
