use std::cmp::Ordering;
use std::iter::Peekable;

use super::super::{PackError, PackRow};

/// What became of one id from one pack to a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "one lives at a time")]
pub enum Pair {
    /// In both, and the same.
    Same(PackRow),
    /// In both, with other cells, or of another kind of row.
    Changed {
        /// In the earlier pack.
        old: PackRow,
        /// In the later pack.
        new: PackRow,
    },
    /// In the earlier pack only.
    Vanished(PackRow),
    /// In the later pack only.
    Appeared(PackRow),
}

/// Walks over two packs' rows, both in canonical order, side by side. After an error nothing more comes.
pub struct Pairs<I: Iterator, J: Iterator> {
    old: Peekable<I>,
    new: Peekable<J>,
    failed: bool,
}

impl<I, J> Pairs<I, J>
where
    I: Iterator<Item = Result<PackRow, PackError>>,
    J: Iterator<Item = Result<PackRow, PackError>>,
{
    /// Nothing read yet.
    pub fn new(old: I, new: J) -> Self {
        Self { old: old.peekable(), new: new.peekable(), failed: false }
    }

    fn step(&mut self) -> Result<Option<Pair>, PackError> {
        let order = match (self.old.peek(), self.new.peek()) {
            (Some(Ok(old)), Some(Ok(new))) => old.id().cmp(new.id()),
            (None, Some(_)) => Ordering::Greater,
            // An error on either side comes out of `transpose` below.
            (_, Some(Err(_))) => Ordering::Greater,
            (Some(_), _) => Ordering::Less,
            (None, None) => return Ok(None),
        };
        let old = if order.is_le() { self.old.next().transpose()? } else { None };
        let new = if order.is_ge() { self.new.next().transpose()? } else { None };
        Ok(match (old, new) {
            (Some(old), Some(new)) if old == new => Some(Pair::Same(new)),
            (Some(old), Some(new)) => Some(Pair::Changed { old, new }),
            (Some(old), None) => Some(Pair::Vanished(old)),
            (None, Some(new)) => Some(Pair::Appeared(new)),
            (None, None) => None,
        })
    }
}

impl<I, J> Iterator for Pairs<I, J>
where
    I: Iterator<Item = Result<PackRow, PackError>>,
    J: Iterator<Item = Result<PackRow, PackError>>,
{
    type Item = Result<Pair, PackError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let pair = self.step().transpose();
        self.failed = matches!(pair, Some(Err(_)));
        pair
    }
}
