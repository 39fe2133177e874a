use std::fmt;

use serde::{Deserialize, Serialize};

/// The canonical key of a licence number: what two spellings of the same number have in common.
///
/// Shape `<scheme>:<key>`, for example `bd:980` for `RL NO 0980` and `in:B0866` for
/// `RC-B-0866/MUM/PER/1000+/5/9186/2016`. Keys are for finding and comparing only: a well-formed number proves
/// nothing, since numbers are copied and invented.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LicenceKey(String);

impl LicenceKey {
    /// The key `key` within the number scheme `scheme` (a lower-case name such as `in`, `ph`, `bd-seafarer`).
    pub fn new(scheme: &str, key: &str) -> Self {
        Self(format!("{scheme}:{key}"))
    }

    /// The number scheme, the part before the colon.
    pub fn scheme(&self) -> &str {
        self.0.split_once(':').map_or("", |(scheme, _)| scheme)
    }

    /// The canonical number, the part after the colon.
    pub fn key(&self) -> &str {
        self.0.split_once(':').map_or(self.0.as_str(), |(_, key)| key)
    }

    /// `<scheme>:<key>`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LicenceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
