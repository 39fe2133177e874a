//! Is this name an entry of a register, does it imitate one, or is it unknown?
//!
//! [`Name`](normalise) → [`candidates`] → [`align`] → [`decision`]. Everything here is a pure function over text and
//! over what a [`NameIndex`] gives; nothing is kept and nothing asks the clock or the network.

mod align;
mod candidates;
mod decision;
mod fold;
mod grams;
mod index;
mod letters;
pub(crate) mod lexicon;
mod look_alike;
mod matcher;
mod memory;
mod normalise;
mod script;
mod similarity;

pub use align::{AlignedToken, Alignment, TokenKind};
pub use decision::{DecisionModel, FEATURE_NAMES, Features, ModelError};
pub use index::{IndexBuilder, IndexError, NameIndex, NameIndexTables, Vocabulary};
pub use matcher::{Comparison, Match, MatchFlags, Matcher, SearchOptions, compare};
pub use memory::MemoryIndex;
pub use normalise::name_key;
