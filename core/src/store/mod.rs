//! The public data on disk: one SQLite file that holds one installed pack and the indexes made from it.
//!
//! A store is written once per installation, in one transaction, and sealed; checks only read it. Nothing a person
//! asks is ever written here.

mod error;
mod install;
mod names;
mod open;
mod read;
mod rows;
mod schema;
mod seal;
mod update;

pub use error::{StorageKind, StoreError};
pub(crate) use open::Store;
pub(crate) use read::{Entry, FactKind};
pub use update::UpdateError;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod update_tests;
