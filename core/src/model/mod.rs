//! The words of the field as types, one concept a file. Nothing here does I/O.

mod date;
mod finding;
mod freshness;
mod licence;
mod outcome;
mod pack;
mod recruiter;
mod register;
mod status;

pub use date::{Date, DateError, Millis};
pub use finding::{Finding, Param};
pub use freshness::{Freshness, FreshnessLimits};
pub use licence::LicenceKey;
pub use outcome::Outcome;
pub use pack::{Calibration, Cuts, PACK_SCHEMA, PackManifest};
pub use recruiter::{JobOrder, Recruiter};
pub use register::{Coverage, Register, RegisterKind};
pub use status::{LicenceState, StatusTable};
