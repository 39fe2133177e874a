//! Safe Migration: answers, on the phone and with no network, who a recruiter is and what is wrong with an offer.

mod contact;
pub mod licence;
pub mod model;
pub mod offer;
