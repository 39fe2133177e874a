//! Matching a name against a register. So far: the knowledge of languages it rests on.

// The matcher itself is written on top of these; until it is, nothing outside the tests calls them.
#![allow(dead_code)]

pub(crate) mod lexicon;
pub(crate) mod look_alike;
pub(crate) mod script;
