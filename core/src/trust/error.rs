use super::store::StoreFault;

/// Why metadata or a target was not accepted. One line each; names of roles are shortened and hold no control
/// characters, because a hostile file may choose them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// Not metadata: no strict JSON, or a field is missing or of the wrong kind.
    #[error("{role}: {reason}")]
    Format {
        /// Role whose file it was meant to be.
        role: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// More bytes than the signed length or the cap for this role.
    #[error("{role}: longer than {most} bytes")]
    TooLong {
        /// Role or target.
        role: String,
        /// Most bytes accepted.
        most: u64,
    },
    /// Not signed by enough of the keys that its delegator names.
    #[error("{role}: {valid} of {threshold} signatures needed")]
    Signatures {
        /// Role.
        role: String,
        /// Distinct keys with a valid signature.
        valid: u64,
        /// Distinct keys needed.
        threshold: u64,
    },
    /// An older version than one already trusted.
    #[error("{role}: version {found} is older than version {least}, which was trusted before")]
    Rollback {
        /// Role.
        role: String,
        /// Version found; 0 when a role was dropped from the snapshot.
        found: u64,
        /// Lowest version accepted.
        least: u64,
    },
    /// Another version than the one asked for or listed.
    #[error("{role}: version {found} where version {expected} was expected")]
    OtherVersion {
        /// Role.
        role: String,
        /// Version in the file.
        found: u64,
        /// Version listed.
        expected: u64,
    },
    /// Length or hash is not the signed one.
    #[error("{role}: the bytes are not those that were signed for")]
    Mismatch {
        /// Role or target.
        role: String,
    },
    /// Delegated, but the snapshot does not know it.
    #[error("{role}: not listed in the snapshot")]
    NotListed {
        /// Role.
        role: String,
    },
    /// Past its expiry, in strict mode.
    #[error("{role}: expired on {day}")]
    Expired {
        /// Role.
        role: String,
        /// Day of expiry, UTC.
        day: crate::model::Date,
    },
    /// The source has no such file.
    #[error("{role}: the source does not have it")]
    Missing {
        /// Role.
        role: String,
    },
    /// Neither the store nor the caller had a root that verifies.
    #[error("there is no trusted root to begin with")]
    NoRoot,
    /// More new roots in a row than [`super::Limits::roots`].
    #[error("more than {0} new roots in a row")]
    TooManyRoots(u64),
    /// The search for a target met more roles than [`super::Limits::delegations`].
    #[error("the search met more than {0} delegated roles")]
    TooManyRoles(usize),
    /// Called out of turn: nothing was asked for, or the update had failed before.
    #[error("nothing was asked for")]
    OutOfTurn,
    /// The trusted state cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// A role's or target's name as an error shows it.
pub(crate) fn shown(name: &str) -> String {
    name.chars().take(64).map(|c| if c.is_control() { '?' } else { c }).collect()
}
