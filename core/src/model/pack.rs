use serde::{Deserialize, Serialize};

use super::{FreshnessLimits, Millis, Register};

/// Version of the pack's layout: columns, their order, and the normalisation behind the cuts.
pub const PACK_SCHEMA: u32 = 1;

/// What a pack says about itself. The content's digest is in it, so signing it signs everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackManifest {
    /// Layout version, [`PACK_SCHEMA`] when this code wrote it.
    pub schema: u32,
    /// Who built it, a short stable id.
    pub publisher: String,
    /// Rises by at least one with every publication.
    pub version: u64,
    /// When it was built.
    pub built_at: Millis,
    /// The lists in it.
    pub registers: Vec<Register>,
    /// Rows of all lists together.
    pub rows: u32,
    /// SHA-256 of the canonical content, lower-case hex.
    pub content_digest: String,
    /// Bytes of the canonical content, uncompressed.
    pub content_bytes: u64,
    /// Limits of the freshness grades.
    #[serde(default)]
    pub freshness: FreshnessLimits,
    /// Where the matcher's decision cuts lie for this content.
    pub calibration: Calibration,
}

/// Cuts measured on this very pack with names that it does not hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// For one name typed in.
    pub single: Cuts,
    /// For a pasted text, where about a dozen segments are tried.
    pub pasted: Cuts,
    /// Names used to measure.
    pub sample: u32,
}

/// Calibrated scores (0 to 1) above which a name counts as the entry's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Cuts {
    /// 1 % of names that are not in the pack score at least this.
    pub one_percent: f32,
    /// 5 % of them do.
    pub five_percent: f32,
}
