//! The client of The Update Framework (specification 1.0.34): decides what bytes from outside may be believed.
//!
//! It does no network access and reads no clock: [`Updater`] says which file it wants next and is given its bytes, or
//! that there is none, and the present time once at the start. HTTP, a folder and a hand-over file drive it alike.
//! Only a [`TrustStore`] touches the disk. `docs/trust.md` says which behaviour is held by which test.

mod desk;
mod error;
mod floors;
mod json;
mod key;
mod metadata;
mod options;
mod path;
mod search;
mod store;
mod target;
mod updater;

#[cfg(test)]
mod tests;

pub use desk::{canonical, check_signatures};
pub use error::TrustError;
pub use floors::Floors;
pub use options::{Incident, Limits, Mode, Options, Report, Want};
pub use path::quoted;
pub use store::{FolderStore, Held, KeptFloors, MemoryStore, SqliteStore, StoreFault, TrustStore};
pub use target::{Hashes, Target, TargetChecker};
pub use updater::Updater;
