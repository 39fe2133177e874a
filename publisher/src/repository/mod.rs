//! The repository: signed metadata (The Update Framework, specification 1.0.34) and the files it vouches for, in a
//! folder that any static host can serve.
//!
//! Everything is drafted first (`draft/`), signed there by as many people as the thresholds ask for, each on their own
//! machine, and made public by [`Repository::publish`] in an order in which an interruption does no harm.
//! `docs/publishing.md` is the guide for those who do it.

mod change;
mod document;
mod error;
mod folder;
mod handover;
mod key;
mod publish;
mod verify;

pub use change::{RoleKeys, Rotation, Signing, TopKeys, sign_file};
pub use document::Document;
pub use error::RepositoryError;
pub use folder::Repository;
pub use handover::{Demo, DemoDelta, demo};
pub use key::{PublicKey, SigningKey};
pub use publish::{Publication, Published};
pub use verify::{RoleFile, TargetFile, Verified};

/// Days for which metadata holds from its signing. Phones read on after that, but say that the copy may be stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Root: a ceremony renews it.
    pub root: u32,
    /// Targets: renewed with every publication.
    pub targets: u32,
    /// Delegated roles.
    pub delegated: u32,
    /// Snapshot: renewed by a machine when half of it is used up.
    pub snapshot: u32,
    /// Timestamp: renewed by a machine, daily or weekly.
    pub timestamp: u32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self { root: 365, targets: 180, delegated: 120, snapshot: 60, timestamp: 21 }
    }
}
