//! Warning signs: the rules of `content/signs`, and which of them a text shows.
//!
//! Pure and deterministic: one automaton finds all phrases of all languages, small rules say which of them are denied
//! ("no fee"), quoted in a warning, or harmless, and combinations of what remains are signs. See `docs/signs.md`.

mod data;
mod fold;
mod lexicon;
mod lint;
mod read;
mod rules;

pub use data::{Level, Stage};
pub(crate) use data::{PlaceKind, Rule, Signs};
pub use lint::lint_signs;
pub(crate) use read::{Reading, Standing};
pub(crate) use rules::{Shown, shown};

#[cfg(test)]
mod tests;
