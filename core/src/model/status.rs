use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What a published status word means for the worker.
///
/// Authorities use open vocabularies; a [`StatusTable`] that travels in the pack maps their words. A word that
/// nobody has mapped is [`LicenceState::Unknown`] and never reads as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LicenceState {
    /// In good standing on the day of the list.
    Good,
    /// Licensed for a trial period.
    Provisional,
    /// Suspended, wholly or in part; a suspension can end.
    Suspended,
    /// Cancelled or revoked.
    Cancelled,
    /// Ran out.
    Expired,
    /// Taken off the list.
    Delisted,
    /// Banned for ever.
    Banned,
    /// Renewal was refused.
    Denied,
    /// The agency stopped working.
    Ceased,
    /// The agency gave the licence back.
    Surrendered,
    /// Listed as not active, without a reason.
    Inactive,
    /// The authority publishes no status with its list: being on it is all it says.
    NotPublished,
    /// On an authority's list of illegal agents, or a sanctioned entity.
    ListedAsUnregistered,
    /// A status word that no table maps.
    Unknown,
}

impl LicenceState {
    /// Every state.
    pub const ALL: [Self; 14] = [
        Self::Good,
        Self::Provisional,
        Self::Suspended,
        Self::Cancelled,
        Self::Expired,
        Self::Delisted,
        Self::Banned,
        Self::Denied,
        Self::Ceased,
        Self::Surrendered,
        Self::Inactive,
        Self::NotPublished,
        Self::ListedAsUnregistered,
        Self::Unknown,
    ];

    /// May an agency in this state send workers, as far as the word says? (`Good`, `Provisional`.)
    pub fn is_good_standing(self) -> bool {
        matches!(self, Self::Good | Self::Provisional)
    }

    /// Did the authority publish a word that takes the licence away, or one that nobody has mapped?
    pub fn is_bad_standing(self) -> bool {
        !self.is_good_standing() && !matches!(self, Self::NotPublished | Self::ListedAsUnregistered)
    }

    /// The stable name used in packs, JSON and phrase keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Provisional => "provisional",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Delisted => "delisted",
            Self::Banned => "banned",
            Self::Denied => "denied",
            Self::Ceased => "ceased",
            Self::Surrendered => "surrendered",
            Self::Inactive => "inactive",
            Self::NotPublished => "not_published",
            Self::ListedAsUnregistered => "listed_as_unregistered",
            Self::Unknown => "unknown",
        }
    }
}

/// One authority's status words and what they mean. Travels in the signed pack.
///
/// Words are compared after NFKC, lower case and folding of white space, so `VALID LICENSE  (EXTENDED)` and
/// `Valid License (Extended)` are one word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatusTable(BTreeMap<String, LicenceState>);

impl StatusTable {
    /// A table from `(published word, state)` pairs.
    pub fn new(words: impl IntoIterator<Item = (String, LicenceState)>) -> Self {
        Self(words.into_iter().map(|(word, state)| (Self::key(&word), state)).collect())
    }

    /// The state a published word stands for: no word at all is [`LicenceState::NotPublished`] only when the table
    /// is empty (the authority publishes none), else an absent or unmapped word is [`LicenceState::Unknown`].
    pub fn state(&self, word: Option<&str>) -> LicenceState {
        match word.map(str::trim).filter(|word| !word.is_empty()) {
            None if self.0.is_empty() => LicenceState::NotPublished,
            None => LicenceState::Unknown,
            Some(word) => self.0.get(&Self::key(word)).copied().unwrap_or(LicenceState::Unknown),
        }
    }

    /// Does this authority publish a status at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn key(word: &str) -> String {
        let folded: String = word.nfkc().flat_map(char::to_lowercase).collect();
        folded.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmapped_words_are_never_good() {
        let table = StatusTable::new([("Valid License".to_owned(), LicenceState::Good)]);
        assert_eq!(table.state(Some(" valid  LICENSE ")), LicenceState::Good);
        assert_eq!(table.state(Some("Valid License - Unheard Of")), LicenceState::Unknown);
        assert_eq!(table.state(None), LicenceState::Unknown);
        assert_eq!(StatusTable::default().state(None), LicenceState::NotPublished);
        assert_eq!(StatusTable::default().state(Some("valid")), LicenceState::Unknown);
    }
}
