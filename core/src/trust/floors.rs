//! What must never go back: the highest versions seen, and the latest moment that was signed for.

use std::collections::{BTreeMap, BTreeSet};

use ring::digest::{SHA256, digest};

use crate::model::Millis;

use super::json::unhex;
use super::metadata::Root;
use crate::text::hex;

/// The floors of one trusted state.
///
/// They are kept apart from the metadata they came from, so that damage to a stored role cannot lower them, and they
/// name the keys under which they arose: when root takes one of these keys away, an attacker who held it may have
/// raised them (fast-forward), so the floors of the roles it signed are given up (specification, 5.3.11).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Floors {
    /// Counts the changes, so that of two copies the later one is known.
    pub(crate) change: u64,
    pub(crate) root: u64,
    pub(crate) timestamp: u64,
    pub(crate) snapshot: u64,
    /// Versions of all targets roles in the last trusted snapshot.
    pub(crate) meta: BTreeMap<String, u64>,
    pub(crate) issued: Millis,
    pub(crate) timestamp_keys: BTreeSet<Vec<u8>>,
    pub(crate) snapshot_keys: BTreeSet<Vec<u8>>,
}

const HEAD: &str = "safe-migration floors 1";

impl Floors {
    /// Highest trusted root version.
    #[must_use]
    pub fn root(&self) -> u64 {
        self.root
    }

    /// Lowest timestamp version that is accepted.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// Lowest snapshot version that is accepted.
    #[must_use]
    pub fn snapshot(&self) -> u64 {
        self.snapshot
    }

    /// Lowest version accepted for a targets role; 0 when it was never listed.
    #[must_use]
    pub fn role(&self, name: &str) -> u64 {
        self.meta.get(name).copied().unwrap_or(0)
    }

    /// All targets roles of the last trusted snapshot with their versions: what a hand-over file carries.
    pub fn roles(&self) -> impl Iterator<Item = (&str, u64)> {
        self.meta.iter().map(|(role, version)| (role.as_str(), *version))
    }

    /// Latest signed time of issue, milliseconds since 1970; the present cannot be earlier.
    #[must_use]
    pub fn issued(&self) -> Millis {
        self.issued
    }

    /// Of the floors stored and those built into the app, the ones to keep.
    pub(crate) fn or_built_in(stored: Option<Self>, built_in: Option<&Self>) -> Self {
        match (stored, built_in) {
            (None, None) => Self::default(),
            (Some(stored), None) => stored,
            (None, Some(built_in)) => Self { change: 0, ..built_in.clone() },
            (Some(mut stored), Some(built_in)) => {
                // Floors under other keys are not comparable: those of the later root count.
                if (&stored.timestamp_keys, &stored.snapshot_keys)
                    == (&built_in.timestamp_keys, &built_in.snapshot_keys)
                {
                    stored.timestamp = stored.timestamp.max(built_in.timestamp);
                    stored.snapshot = stored.snapshot.max(built_in.snapshot);
                    for (role, version) in &built_in.meta {
                        stored.raise_role(role, *version);
                    }
                    stored.issued = stored.issued.max(built_in.issued);
                    stored.root = stored.root.max(built_in.root);
                } else if stored.root < built_in.root {
                    stored = Self { change: stored.change, ..built_in.clone() };
                }
                stored
            }
        }
    }

    pub(crate) fn raise_role(&mut self, role: &str, version: u64) {
        let floor = self.meta.entry(role.to_owned()).or_default();
        *floor = (*floor).max(version);
    }

    /// Did `root` take away a key under which these floors arose? For timestamp and for snapshot.
    pub(crate) fn lost_keys(&self, root: &Root) -> (bool, bool) {
        (
            !self.timestamp_keys.is_subset(&root.fingerprints("timestamp")),
            !self.snapshot_keys.is_subset(&root.fingerprints("snapshot")),
        )
    }

    pub(crate) fn bind_to(&mut self, root: &Root) {
        self.timestamp_keys = root.fingerprints("timestamp");
        self.snapshot_keys = root.fingerprints("snapshot");
    }

    /// Gives up the floors of timestamp and snapshot.
    pub(crate) fn forget_online(&mut self, and_time: bool) {
        self.timestamp = 0;
        self.snapshot = 0;
        self.meta.clear();
        if and_time {
            self.issued = 0;
        }
    }

    /// As text with a check sum: what stores keep, and what an app builds in.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "{HEAD}\nchange {}\nroot {}\ntimestamp {}\nsnapshot {}\nissued {}\n",
            self.change, self.root, self.timestamp, self.snapshot, self.issued
        );
        for (name, keys) in [("timestamp-key", &self.timestamp_keys), ("snapshot-key", &self.snapshot_keys)] {
            for key in keys {
                text.push_str(&format!("{name} {}\n", hex(key)));
            }
        }
        for (role, version) in &self.meta {
            text.push_str(&format!("role-{version} {}\n", hex(role.as_bytes())));
        }
        let sum = hex(digest(&SHA256, text.as_bytes()).as_ref());
        text + "sum " + &sum + "\n"
    }

    /// Reads [`Floors::to_text`]; `None` for anything that it did not write.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let body = text.get(..text.rfind("sum ")?)?;
        let mut floors = Self::default();
        for line in body.lines().skip(1) {
            let (name, value) = line.split_once(' ')?;
            match name {
                "change" => floors.change = value.parse().ok()?,
                "root" => floors.root = value.parse().ok()?,
                "timestamp" => floors.timestamp = value.parse().ok()?,
                "snapshot" => floors.snapshot = value.parse().ok()?,
                "issued" => floors.issued = value.parse().ok()?,
                "timestamp-key" => drop(floors.timestamp_keys.insert(unhex(value)?)),
                "snapshot-key" => drop(floors.snapshot_keys.insert(unhex(value)?)),
                _ => {
                    let version = name.strip_prefix("role-")?.parse().ok()?;
                    floors.meta.insert(String::from_utf8(unhex(value)?).ok()?, version);
                }
            }
        }
        // Covers the head line and the check sum as well.
        (floors.to_text() == text).then_some(floors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floors(root: u64, timestamp: u64, key: u8) -> Floors {
        let timestamp_keys = [vec![key; 32]].into();
        Floors { change: 7, root, timestamp, timestamp_keys, ..Floors::default() }
    }

    #[test]
    fn the_higher_of_stored_and_built_in_floors_counts() {
        let merged = |stored: Option<&Floors>, built_in: Option<&Floors>| {
            let floors = Floors::or_built_in(stored.cloned(), built_in);
            (floors.change, floors.root, floors.timestamp)
        };
        let (low, high) = (floors(1, 5, 1), floors(2, 9, 1));
        assert_eq!(merged(None, None), (0, 0, 0));
        assert_eq!(merged(None, Some(&low)), (0, 1, 5));
        assert_eq!(merged(Some(&low), None), (7, 1, 5));
        assert_eq!(merged(Some(&low), Some(&high)), (7, 2, 9));
        assert_eq!(merged(Some(&high), Some(&low)), (7, 2, 9));
        // Under other keys versions may begin again: those of the later root count.
        let recovered = floors(3, 1, 2);
        assert_eq!(merged(Some(&high), Some(&recovered)), (7, 3, 1));
        assert_eq!(merged(Some(&recovered), Some(&high)), (7, 3, 1));
    }
}
