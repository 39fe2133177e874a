//! Safe Migration: answers, on the phone and with no network, who a recruiter is and what is wrong with an offer.

pub mod matching;
pub mod model;
pub mod pack;
pub mod phrases;
mod text;
pub mod trust;
