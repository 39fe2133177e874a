//! For who signs and who audits: what signatures cover, and whether a file has enough of them.

use super::error::TrustError;
use super::json::Value;
use super::metadata::{Envelope, Root, Snapshot, Targets, Timestamp, read};

/// Canonical JSON (OLPC) of a JSON text: what signatures cover and keyids are hashed from.
///
/// # Errors
/// [`TrustError::Format`] for what the strict reader refuses.
pub fn canonical(json: &[u8]) -> Result<String, TrustError> {
    let value = Value::read(json).map_err(|reason| TrustError::Format { role: "JSON".to_owned(), reason })?;
    Ok(value.canonical())
}

/// Is `file`, metadata of `role`, signed as `delegator` (a root, or the targets role that delegates to it) asks?
/// Expiry, version and hashes are not looked at.
///
/// # Errors
/// [`TrustError::Signatures`] with the signatures there are and those needed; [`TrustError::Format`] when one of the
/// two is no such metadata; [`TrustError::NotListed`] when `delegator` does not name `role`.
pub fn check_signatures(delegator: &[u8], role: &str, file: &[u8]) -> Result<(), TrustError> {
    let envelope = envelope(role, file)?;
    match read::<Root>("root", delegator) {
        Ok((root, _)) => root.check(role, &envelope),
        Err(_) => read::<Targets>("delegator", delegator)?.0.check(role, &envelope),
    }
}

fn envelope<'a>(role: &str, file: &'a [u8]) -> Result<Envelope<'a>, TrustError> {
    Ok(match role {
        "root" => read::<Root>(role, file)?.1,
        "timestamp" => read::<Timestamp>(role, file)?.1,
        "snapshot" => read::<Snapshot>(role, file)?.1,
        _ => read::<Targets>(role, file)?.1,
    })
}
