//! How a finished store is named, found again and proven undamaged.
//!
//! A store file never changes once it is written, so its name can carry the digest of its bytes:
//! `lists-<32 hex digits>.sqlite`. A small file `current` names the one in use. SQLite itself does not notice a
//! flipped byte inside a page; the digest does. Both are put in place by rename, so a kill leaves the old or the new.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::{StorageKind, StoreError};
use crate::text::hex;

const CURRENT: &str = "current";
/// Below this size the whole file is read and compared at every opening (some 10 ms); above it only when the file's
/// size or time of change is not the recorded one.
const ALWAYS_VERIFY_BYTES: u64 = 32 << 20;

/// What `current` says.
#[derive(Debug, Serialize, Deserialize)]
struct Current {
    digest: String,
    bytes: u64,
    modified_ns: u64,
}

/// Keeps other installations out of `folder` until the file is dropped, whatever thread or process they are in: two at
/// once could name or remove each other's files. The system lets go of it when the process ends.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(StoreError::new(StorageKind::Locked, "the stored lists are being written already"))
        }
        // A file system without locks: then nobody else is expected there.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Names the finished file at `temporary` by its digest, makes it the current store of `folder`, and removes others.
pub(super) fn put_in_place(folder: &Path, temporary: &Path) -> Result<PathBuf, StoreError> {
    File::open(temporary)?.sync_all()?;
    let digest = digest(temporary)?;
    let path = folder.join(file_name(&digest));
    fs::rename(temporary, &path)?;
    let (bytes, modified_ns) = stamp(&path)?;
    let current = Current { digest, bytes, modified_ns };
    let text = serde_json::to_vec(&current).map_err(|_| StoreError::corrupt("the store's seal cannot be written"))?;
    let staged = folder.join("current.new");
    let mut file = File::create(&staged)?;
    file.write_all(&text)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&staged, folder.join(CURRENT))?;
    sync_folder(folder);
    remove_others(folder, &path);
    Ok(path)
}

/// The current store of `folder`: `None` when there never was one, an error when it is damaged.
pub(super) fn find(folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    let text = match fs::read(folder.join(CURRENT)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let damaged = || StoreError::corrupt("the stored lists are damaged");
    let current: Current = serde_json::from_slice(&text).map_err(|_| damaged())?;
    if current.digest.len() != 32 || !current.digest.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(damaged());
    }
    let path = folder.join(file_name(&current.digest));
    let (bytes, modified_ns) = stamp(&path).map_err(|_| damaged())?;
    let unchanged = bytes == current.bytes && modified_ns == current.modified_ns;
    if !(unchanged && bytes > ALWAYS_VERIFY_BYTES) && digest(&path)? != current.digest {
        return Err(damaged());
    }
    Ok(Some(path))
}

/// Moves whatever `folder` holds aside, once: an earlier damaged copy is replaced.
pub(super) fn move_aside(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with("lists-") && name.ends_with(".sqlite") {
            fs::rename(entry.path(), folder.join("damaged.sqlite"))?;
        } else if name == CURRENT {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn file_name(digest: &str) -> String {
    format!("lists-{digest}.sqlite")
}

fn stamp(path: &Path) -> Result<(u64, u64), StoreError> {
    let metadata = fs::metadata(path)?;
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)))
}

fn digest(path: &Path) -> Result<String, StoreError> {
    let mut file = File::open(path)?;
    let mut context = Context::new(&SHA256);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        context.update(bytes);
    }
    Ok(hex(context.finish().as_ref().get(..16).unwrap_or_default()))
}

/// So that the renames survive a power cut. Not every platform lets a folder be opened; then the file system decides.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// What an interrupted installation or the store before left behind. Failing to remove it costs space, not truth.
fn remove_others(folder: &Path, keep: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path != keep && (name.starts_with("lists-") || name.starts_with("building-")) {
            let _ = fs::remove_file(&path);
        }
    }
}
