//! Desk side: turns what an authority publishes into a pack.
//!
//! A [`Source`] is a descriptor (data, `content/sources/*.toml`) and the files it speaks of. [`build`] reads every
//! row, refuses a list that looks broken, sorts, digests and compresses. Nothing here runs on a phone.

mod build;
mod calibrate;
mod compress;
mod dates;
mod delta;
mod descriptor;
mod diff;
mod error;
mod names;
mod quality;
pub mod repository;
mod rows;
mod signs;
mod source;

pub use build::{BuildOptions, BuiltPack, build, pack};
pub use calibrate::calibrate;
pub use compress::Effort;
pub use delta::{DELTAS_KEPT, Release, ReleaseFile, delta, release};
pub use descriptor::{Descriptor, Source};
pub use diff::{About, Listing, PackDiff, RegisterDiff, RowLine, Side, diff};
pub use error::Error;
pub use signs::join_signs;
