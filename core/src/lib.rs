//! Safe Migration: answers, on the phone and with no network, who a recruiter is and what is wrong with an offer.

pub mod advisories;
pub mod check;
mod contact;
mod error;
pub mod helplines;
pub mod licence;
pub mod matching;
pub mod model;
pub mod offer;
pub mod pack;
pub mod phrases;
pub mod ports;
mod sdk;
mod shipped;
mod store;
pub mod sync;
mod text;
pub mod trust;

pub use error::Error;
pub use sdk::{Config, DataStatus, NameComparison, PackSource, SafeMigration, SearchHit, SearchQuery, SearchResult};
pub use store::{StorageKind, StoreError, UpdateError};
