//! One file that carries an update from phone to phone.
//!
//! ```text
//! SMBUND1\n | entries (u16) | entry head* | the entries' bytes, each as served, in the order of the heads
//! entry head = kind (u8) | bytes of the name (u8) | name | bytes of the entry (u32)      (numbers little-endian)
//! ```
//!
//! The file is not signed: every part of it is, or is named by a part that is. Nothing in it becomes a path. Heads are
//! sorted by kind and name, so none comes twice, and give lengths only, so no two entries can overlap.

use std::fmt;
use std::io::{self, Read, Write};

#[cfg(test)]
#[path = "bundle_tests.rs"]
mod tests;

const MAGIC: &[u8; 8] = b"SMBUND1\n";
/// The chain of roots grows by one in a year or two, targets are a handful.
const MAX_ENTRIES: usize = 1024;
const MAX_NAME_BYTES: usize = 64;
/// 200,000 rows and every delta of a year are about 80 MB.
const MAX_TOTAL_BYTES: u64 = 256 << 20;

/// What an entry is. The order is that of the file, which is the order in which an update needs them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// `N.root.json`.
    Root(u64),
    /// `timestamp.json`.
    Timestamp,
    /// The snapshot that it names.
    Snapshot,
    /// The top targets role.
    Targets,
    /// A delegated targets role, by its name.
    Role(String),
    /// A target file, by its name: full pack, delta, index, advisories.
    Target(String),
}

impl Entry {
    /// Most bytes of an entry. Metadata limits are those of the verifier (`trust`) or above; a full pack of 200,000 rows
    /// is 9 MB, one that a phone rebuilt without compression 60 MB.
    pub fn most_bytes(&self) -> u32 {
        match self {
            Self::Root(_) => 512 << 10,
            Self::Timestamp => 16 << 10,
            Self::Snapshot => 2 << 20,
            Self::Targets | Self::Role(_) => 5 << 20,
            Self::Target(_) => 128 << 20,
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Root(_) => 1,
            Self::Timestamp => 2,
            Self::Snapshot => 3,
            Self::Targets => 4,
            Self::Role(_) => 5,
            Self::Target(_) => 6,
        }
    }

    /// The name as it stands in the file.
    fn name(&self) -> Vec<u8> {
        match self {
            // Eight bytes, most significant first: sorted as numbers are.
            Self::Root(version) => version.to_be_bytes().to_vec(),
            Self::Timestamp | Self::Snapshot | Self::Targets => Vec::new(),
            Self::Role(name) | Self::Target(name) => name.as_bytes().to_vec(),
        }
    }

    fn read(kind: u8, name: &[u8]) -> Option<Self> {
        match (kind, name) {
            (1, version) => version.try_into().ok().map(|version| Self::Root(u64::from_be_bytes(version))),
            (2, []) => Some(Self::Timestamp),
            (3, []) => Some(Self::Snapshot),
            (4, []) => Some(Self::Targets),
            (5, name) => plain(name).map(Self::Role),
            (6, name) => plain(name).map(Self::Target),
            _ => None,
        }
        .filter(|entry| !matches!(entry, Self::Root(0)))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(version) => write!(f, "root {version}"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::Snapshot => f.write_str("snapshot"),
            Self::Targets => f.write_str("targets"),
            Self::Role(name) => write!(f, "role {name}"),
            Self::Target(name) => f.write_str(name),
        }
    }
}

/// A name that is no path on any system: lower-case letters, digits, `-`, `_` and single inner dots.
fn plain(name: &[u8]) -> Option<String> {
    let allowed = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    let name = str::from_utf8(name).ok().filter(|name| name.bytes().all(|byte| allowed(&byte)))?;
    let dotted = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    ((1..=MAX_NAME_BYTES).contains(&name.len()) && !dotted).then(|| name.to_owned())
}

/// Why a file is no bundle, or entries cannot become one. One line each.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// Something else than a bundle.
    #[error("not an update bundle")]
    NotABundle,
    /// Cut, altered, or not written by the rules.
    #[error("the bundle is damaged ({0})")]
    Damaged(&'static str),
    /// More or larger entries than any update has; refused before memory is spent on it.
    #[error("the bundle is larger than any update")]
    TooLarge,
    /// An entry that may not be in a bundle, met while writing.
    #[error("{entry}: {reason}")]
    Entry {
        /// Which.
        entry: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file cannot be read or written.
    #[error("the bundle: {}", .0.kind())]
    Io(#[from] io::Error),
}

/// Entry and size in bytes, in the order of the file.
type Heads = Vec<(Entry, u32)>;

/// A bundle read from front to back; no seeking, and no more memory than one entry.
#[derive(Debug)]
pub struct BundleReader<R: Read> {
    source: R,
    heads: Heads,
    /// Entries taken or passed over.
    done: usize,
}

impl<R: Read> BundleReader<R> {
    /// Reads the heads.
    ///
    /// # Errors
    /// [`BundleError::NotABundle`], [`BundleError::Damaged`], [`BundleError::TooLarge`] or [`BundleError::Io`].
    pub fn open(mut source: R) -> Result<Self, BundleError> {
        let mut magic = [0; 8];
        match source.read_exact(&mut magic) {
            Ok(()) if &magic == MAGIC => {}
            Ok(()) => return Err(BundleError::NotABundle),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(BundleError::NotABundle),
            Err(error) => return Err(error.into()),
        }
        let count = usize::from(u16::from_le_bytes(take(&mut source)?));
        if count > MAX_ENTRIES {
            return Err(BundleError::TooLarge);
        }
        let mut heads = Heads::with_capacity(count);
        let mut total = 0u64;
        for _ in 0..count {
            let [kind, length] = take(&mut source)?;
            let mut name = [0; MAX_NAME_BYTES];
            let name = name.get_mut(..usize::from(length)).ok_or(BundleError::Damaged("a name that is too long"))?;
            exactly(&mut source, name)?;
            let entry = Entry::read(kind, name).ok_or(BundleError::Damaged("an entry of no known kind"))?;
            let bytes = u32::from_le_bytes(take(&mut source)?);
            total += u64::from(bytes);
            if bytes > entry.most_bytes() || total > MAX_TOTAL_BYTES {
                return Err(BundleError::TooLarge);
            }
            if heads.last().is_some_and(|(last, _)| last >= &entry) {
                return Err(BundleError::Damaged("an entry twice, or out of order"));
            }
            heads.push((entry, bytes));
        }
        Ok(Self { source, heads, done: 0 })
    }

    /// All entries of the file with their sizes in bytes, read or not.
    pub fn entries(&self) -> &[(Entry, u32)] {
        &self.heads
    }

    /// Bytes of the file.
    pub fn file_bytes(&self) -> u64 {
        let heads = self.heads.iter().map(|(entry, bytes)| head(entry, *bytes).len() as u64 + u64::from(*bytes));
        MAGIC.len() as u64 + 2 + heads.sum::<u64>()
    }

    /// The next entry; `None` when there is none left and the file ends there.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] when the file is cut short or goes on, [`BundleError::Io`].
    pub fn next_entry(&mut self) -> Result<Option<(Entry, Vec<u8>)>, BundleError> {
        let Some((entry, length)) = self.heads.get(self.done).cloned() else {
            return self.end().map(|()| None);
        };
        self.done += 1;
        // Grows with what comes, not with what the head says.
        let mut bytes = Vec::new();
        let read = self.source.by_ref().take(length.into()).read_to_end(&mut bytes)?;
        if u64::try_from(read) != Ok(length.into()) {
            return Err(BundleError::Damaged("cut short"));
        }
        Ok(Some((entry, bytes)))
    }

    /// Passes over the next entry without keeping it; `false` when there is none left.
    ///
    /// # Errors
    /// As [`BundleReader::next_entry`].
    pub fn skip_entry(&mut self) -> Result<bool, BundleError> {
        let Some((_, length)) = self.heads.get(self.done) else { return self.end().map(|()| false) };
        self.done += 1;
        let length = u64::from(*length);
        if io::copy(&mut self.source.by_ref().take(length), &mut io::sink())? != length {
            return Err(BundleError::Damaged("cut short"));
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), BundleError> {
        match self.source.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(BundleError::Damaged("something follows the entries")),
        }
    }
}

/// A bundle held in memory, whole: entries are found by what they are.
#[derive(Debug, Clone)]
pub struct Bundle<'a> {
    entries: Vec<(Entry, &'a [u8])>,
}

impl<'a> Bundle<'a> {
    /// Reads the heads and checks that all entries are there and nothing else.
    ///
    /// # Errors
    /// As [`BundleReader::open`] and [`BundleReader::next_entry`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let BundleReader { source: mut rest, heads, .. } = BundleReader::open(bytes)?;
        let mut entries = Vec::with_capacity(heads.len());
        for (entry, length) in heads {
            let length = usize::try_from(length).map_err(|_| BundleError::TooLarge)?;
            let (bytes, after) = rest.split_at_checked(length).ok_or(BundleError::Damaged("cut short"))?;
            entries.push((entry, bytes));
            rest = after;
        }
        if !rest.is_empty() {
            return Err(BundleError::Damaged("something follows the entries"));
        }
        Ok(Self { entries })
    }

    /// The bytes of an entry, as served.
    pub fn get(&self, entry: &Entry) -> Option<&'a [u8]> {
        let place = self.entries.binary_search_by(|(known, _)| known.cmp(entry)).ok()?;
        self.entries.get(place).map(|(_, bytes)| *bytes)
    }

    /// All entries in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&Entry, &'a [u8])> {
        self.entries.iter().map(|(entry, bytes)| (entry, *bytes))
    }
}

/// Writes a bundle of `entries`, given in any order.
///
/// # Errors
/// [`BundleError::Entry`] for an entry that comes twice, has a name that is not allowed, or is too large;
/// [`BundleError::TooLarge`] for too many or too much; [`BundleError::Io`].
pub fn write<W: Write>(entries: &[(Entry, &[u8])], mut sink: W) -> Result<W, BundleError> {
    let mut sorted: Vec<&(Entry, &[u8])> = entries.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let count = u16::try_from(sorted.len()).ok().filter(|_| sorted.len() <= MAX_ENTRIES);
    let mut heads = Vec::from(*MAGIC);
    heads.extend_from_slice(&count.ok_or(BundleError::TooLarge)?.to_le_bytes());
    let mut total = 0;
    for (place, (entry, bytes)) in sorted.iter().enumerate() {
        let refused = |reason| BundleError::Entry { entry: entry.to_string(), reason };
        let length = u32::try_from(bytes.len()).ok().filter(|&length| length <= entry.most_bytes());
        let length = length.ok_or_else(|| refused("is too large for a bundle"))?;
        if Entry::read(entry.kind(), &entry.name()).as_ref() != Some(entry) {
            return Err(refused("may not be the name of an entry"));
        }
        if place.checked_sub(1).and_then(|before| sorted.get(before)).is_some_and(|(before, _)| before == entry) {
            return Err(refused("is there twice"));
        }
        total += u64::from(length);
        heads.extend_from_slice(&head(entry, length));
    }
    if total > MAX_TOTAL_BYTES {
        return Err(BundleError::TooLarge);
    }
    sink.write_all(&heads)?;
    for (_, bytes) in sorted {
        sink.write_all(bytes)?;
    }
    Ok(sink)
}

fn head(entry: &Entry, bytes: u32) -> Vec<u8> {
    let name = entry.name();
    // Names are at most 64 bytes: `write` refuses others before their heads are used.
    let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
    [&[entry.kind(), length][..], &name, &bytes.to_le_bytes()].concat()
}

fn take<const N: usize>(source: &mut impl Read) -> Result<[u8; N], BundleError> {
    let mut bytes = [0; N];
    exactly(source, &mut bytes)?;
    Ok(bytes)
}

fn exactly(source: &mut impl Read, bytes: &mut [u8]) -> Result<(), BundleError> {
    source.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => BundleError::Damaged("cut short"),
        _ => error.into(),
    })
}
