use ring::digest::{Context, SHA256, SHA512, digest};

use super::error::{TrustError, shown};
use super::json::{Value, unhex};
use super::path::quoted;
use crate::text::hex;

/// The hashes that were signed for a file. Those of unknown kinds are ignored, but at least one must be known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hashes {
    sha256: Option<Vec<u8>>,
    sha512: Option<Vec<u8>>,
}

impl Hashes {
    pub(crate) fn read(value: &Value<'_>) -> Result<Self, &'static str> {
        let members = value.members().filter(|members| !members.is_empty()).ok_or("no hashes")?;
        let mut hashes = Self::default();
        for (name, hash) in members {
            let hash = hash.text().ok_or("a hash that is no text")?;
            let (slot, length) = match name.as_ref() {
                "sha256" => (&mut hashes.sha256, 32),
                "sha512" => (&mut hashes.sha512, 64),
                _ => continue,
            };
            *slot = Some(unhex(hash).filter(|hash| hash.len() == length).ok_or("a hash of the wrong length")?);
        }
        Ok(hashes)
    }

    /// SHA-256, if it was signed for: 32 bytes.
    #[must_use]
    pub fn sha256(&self) -> Option<&[u8]> {
        self.sha256.as_deref()
    }

    /// The hash that names the file at the source.
    fn name(&self) -> Option<&Vec<u8>> {
        self.sha256.as_ref().or(self.sha512.as_ref())
    }

    pub(crate) fn match_bytes(&self, bytes: &[u8]) -> bool {
        self.name().is_some()
            && self.sha256.as_ref().is_none_or(|hash| digest(&SHA256, bytes).as_ref() == hash)
            && self.sha512.as_ref().is_none_or(|hash| digest(&SHA512, bytes).as_ref() == hash)
    }
}

/// A file that a trusted role vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// Its path as signed, e.g. `full-12`. Never use it as a path on disk.
    pub path: String,
    /// Exact length in bytes.
    pub length: u64,
    /// Hashes of the whole file.
    pub hashes: Hashes,
    /// `custom` as canonical JSON, if there is one.
    pub custom: Option<String>,
}

impl Target {
    /// Path below the source's base of targets, percent-encoded: with consistent snapshots `HASH.` stands before
    /// the last segment.
    #[must_use]
    pub fn source_path(&self, consistent: bool) -> String {
        let (folder, name) = match self.path.rsplit_once('/') {
            Some((folder, name)) => (Some(folder), name),
            None => (None, self.path.as_str()),
        };
        let mut out = String::new();
        for segment in folder.into_iter().flat_map(|folder| folder.split('/')) {
            out.push_str(&quoted(segment));
            out.push('/');
        }
        if let Some(hash) = self.hashes.name().filter(|_| consistent) {
            out.push_str(&hex(hash));
            out.push('.');
        }
        out + &quoted(name)
    }

    /// Are these the bytes that were signed for?
    ///
    /// # Errors
    /// [`TrustError::Mismatch`] when length or a hash differs, or no hash is of a known kind.
    pub fn check(&self, bytes: &[u8]) -> Result<(), TrustError> {
        let mut checker = self.checker();
        checker.add(bytes)?;
        checker.finish()
    }

    /// Checks the file piece by piece while it arrives.
    #[must_use]
    pub fn checker(&self) -> TargetChecker<'_> {
        TargetChecker { target: self, left: self.length, sha256: Context::new(&SHA256), sha512: Context::new(&SHA512) }
    }
}

/// Checks a target while it arrives, without holding it.
pub struct TargetChecker<'a> {
    target: &'a Target,
    left: u64,
    sha256: Context,
    sha512: Context,
}

impl TargetChecker<'_> {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`TrustError::TooLong`] as soon as more bytes came than were signed for.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self
            .left
            .checked_sub(length)
            .ok_or_else(|| TrustError::TooLong { role: shown(&self.target.path), most: self.target.length })?;
        if self.target.hashes.sha256.is_some() {
            self.sha256.update(bytes);
        }
        if self.target.hashes.sha512.is_some() {
            self.sha512.update(bytes);
        }
        Ok(())
    }

    /// Bytes still to come.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Was that the whole file, and the right one?
    ///
    /// # Errors
    /// [`TrustError::Mismatch`].
    pub fn finish(self) -> Result<(), TrustError> {
        let Hashes { sha256, sha512 } = &self.target.hashes;
        let matches = self.left == 0
            && self.target.hashes.name().is_some()
            && sha256.as_ref().is_none_or(|hash| self.sha256.finish().as_ref() == hash)
            && sha512.as_ref().is_none_or(|hash| self.sha512.finish().as_ref() == hash);
        if matches { Ok(()) } else { Err(TrustError::Mismatch { role: shown(&self.target.path) }) }
    }
}
