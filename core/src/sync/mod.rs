//! What arrives and what is passed on, as bytes. Nothing here decides whom to trust.

pub mod bundle;
#[doc(hidden)]
pub mod unsigned;
