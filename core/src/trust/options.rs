//! What an update begins with, asks for and reports.

use crate::model::Millis;

use super::floors::Floors;

/// What an update does with metadata that is authentic but expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Refuses it: what a source that is asked over the network should serve.
    #[default]
    Strict,
    /// Uses it and says so in the [`Report`]: for a hand-over file, or when the clock is doubtful. Versions, keys and
    /// thresholds are checked as always.
    AcceptStale,
}

/// Bounds on what a source can make an update do. Bytes are per file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// New roots in one update; the next update goes on from there.
    pub roots: u64,
    /// Delegated roles visited in the search for one target.
    pub delegations: usize,
    /// Bytes of a root.
    pub root_bytes: u64,
    /// Bytes of a timestamp.
    pub timestamp_bytes: u64,
    /// Bytes of a snapshot, when the timestamp does not sign its length.
    pub snapshot_bytes: u64,
    /// Bytes of a targets file, when the snapshot does not sign its length.
    pub targets_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            roots: 1024,
            delegations: 32,
            root_bytes: 512_000,
            timestamp_bytes: 16_384,
            snapshot_bytes: 2_000_000,
            targets_bytes: 5_000_000,
        }
    }
}

/// What an update begins with.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    /// The device's clock, milliseconds since 1970. It is read once: the whole update has one present.
    pub now: Millis,
    /// When the app was built; the present cannot be earlier.
    pub built: Millis,
    /// The root shipped with the app, if any.
    pub shipped_root: Option<&'a [u8]>,
    /// The floors built into the app: what a state that was deleted falls back to.
    pub least: Option<&'a Floors>,
    /// What to do with expired metadata.
    pub mode: Mode,
    /// Bounds.
    pub limits: Limits,
}

/// What the updater needs next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// A metadata file: give its bytes, or `None` if the source has no such file.
    Metadata {
        /// Its name below the source's base of metadata, percent-encoded.
        file: String,
        /// Read no more than this.
        max_bytes: u64,
    },
    /// Nothing: the update, or the search, is done.
    Done,
}

/// Something in the store that is not as it was left. The update went on without it; floors were not lowered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Incident {
    /// A copy of the floors was damaged, lost or set back; the other copy was used.
    FloorsRepaired,
    /// The stored bytes of this role are damaged.
    RoleDamaged(String),
}

/// What an update found besides the metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Damage in the store.
    pub incidents: Vec<Incident>,
    /// Roles used although expired ([`Mode::AcceptStale`]).
    pub expired: Vec<String>,
    /// The device's clock is before the latest signed time.
    pub clock_behind: bool,
    /// Root is expired by the device's clock, yet a newer timestamp arrived: rather doubt the clock.
    pub clock_doubtful: bool,
    /// A newer timestamp than the stored one arrived.
    pub newer: bool,
}
