use std::fs;
use std::path::{Path, PathBuf};

use parking_lot::{Mutex, MutexGuard};
use rusqlite::{Connection, OpenFlags};

use super::install::{self, Content, InstallProgress};
use super::{StorageKind, StoreError, names, read, schema, seal};
use crate::matching::Vocabulary;
use crate::model::PackManifest;
use crate::pack::{Pack, PackRow};

/// An installed pack, open for reading.
///
/// May be shared between threads; look-ups take turns on one read-only connection.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    manifest: PackManifest,
    /// The manifest as published, byte by byte.
    manifest_json: String,
    registers: Vec<read::RegisterRange>,
    words: Vocabulary,
}

/// What it took to open a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// The installed lists were there and whole.
    AsInstalled,
    /// There were none, or an older version, and the offered pack was installed.
    Installed,
    /// They were damaged; they were moved aside and the offered pack was installed.
    Rebuilt,
    /// The folder cannot be written: the offered pack is held in memory for this process only.
    InMemory(StorageKind),
}

impl Store {
    /// Opens the store in `folder`, installing `pack` when there is none, when what is there has a lower version, or
    /// when it is damaged. A folder that cannot be written is no reason to leave a person without an answer: then
    /// the pack is installed in memory.
    ///
    /// Touches the disk; not for the main thread of an app.
    ///
    /// # Errors
    /// [`StorageKind::TooNew`] when a newer version of this software wrote the store, [`StorageKind::Corrupt`] when
    /// `pack` itself is damaged.
    pub fn open(folder: &Path, pack: &Pack, progress: InstallProgress<'_>) -> Result<(Self, Opened), StoreError> {
        let opened = match Self::open_installed(folder) {
            Ok(Some(store)) if !store.is_older_than(pack.manifest()) => return Ok((store, Opened::AsInstalled)),
            Ok(_) => Opened::Installed,
            Err(error) if error.kind == StorageKind::TooNew => return Err(error),
            Err(error) if error.kind == StorageKind::Corrupt => Opened::Rebuilt,
            Err(error) => return Ok((Self::in_memory(pack, progress)?, Opened::InMemory(error.kind))),
        };
        match Self::install(folder, pack, progress) {
            Ok(store) => Ok((store, opened)),
            Err(error) if error.kind == StorageKind::Corrupt => Err(error),
            Err(error) => Ok((Self::in_memory(pack, progress)?, Opened::InMemory(error.kind))),
        }
    }

    /// Opens what is installed in `folder`; `None` when nothing is.
    ///
    /// # Errors
    /// [`StorageKind::Corrupt`] when the file's digest is not the recorded one, [`StorageKind::TooNew`] for a file
    /// of a newer version of this software.
    pub fn open_installed(folder: &Path) -> Result<Option<Self>, StoreError> {
        let Some(path) = seal::find(folder)? else { return Ok(None) };
        // The file is never written again, so SQLite need not lock it or look for a journal; a folder on a
        // read-only medium serves as well.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = open_connection(&immutable_uri(&path)?, flags)?;
        Self::from_connection(connection).map(Some)
    }

    /// Installs `pack` as the current store of `folder`: all of it, or nothing on any error or kill.
    ///
    /// # Errors
    /// [`StorageKind::Full`], [`StorageKind::ReadOnly`], [`StorageKind::Locked`] while somebody else installs there, or
    /// [`StorageKind::Corrupt`] when the pack is damaged.
    pub fn install(folder: &Path, pack: &Pack, progress: InstallProgress<'_>) -> Result<Self, StoreError> {
        Self::install_content(folder, install::full(pack), progress)
    }

    /// Installs what `content` gives, rows checked as they come; the file becomes current only after the last of them.
    pub(super) fn install_content<I, E>(
        folder: &Path,
        content: Content<'_, I>,
        progress: InstallProgress<'_>,
    ) -> Result<Self, E>
    where
        I: Iterator<Item = Result<PackRow, E>>,
        E: From<StoreError>,
    {
        fs::create_dir_all(folder).map_err(StoreError::from)?;
        let _lock = seal::lock(folder)?;
        if seal::find(folder).is_err() {
            seal::move_aside(folder)?;
        }
        let temporary = folder.join(format!("building-{}.sqlite", std::process::id()));
        let built =
            build(&temporary, content, progress).and_then(|()| seal::put_in_place(folder, &temporary).map_err(E::from));
        if let Err(error) = built {
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        let installed = Self::open_installed(folder)?;
        installed.ok_or_else(|| StoreError::corrupt("the installed lists cannot be found again").into())
    }

    /// The same tables in memory, for a folder that cannot be written.
    ///
    /// # Errors
    /// [`StorageKind::Corrupt`] when the pack is damaged.
    pub fn in_memory(pack: &Pack, progress: InstallProgress<'_>) -> Result<Self, StoreError> {
        let mut connection = open_connection(":memory:", OpenFlags::default())?;
        schema::migrate(&mut connection)?;
        install::fill(&mut connection, install::full(pack), progress)?;
        Self::from_connection(connection)
    }

    /// What the installed pack says about itself.
    pub fn manifest(&self) -> &PackManifest {
        &self.manifest
    }

    /// The same as published, byte by byte: what the digest of a delta's base is taken over.
    pub fn manifest_json(&self) -> &str {
        &self.manifest_json
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock()
    }

    pub(super) fn register_ranges(&self) -> &[read::RegisterRange] {
        &self.registers
    }

    pub(super) fn words(&self) -> &Vocabulary {
        &self.words
    }

    fn is_older_than(&self, offered: &PackManifest) -> bool {
        self.manifest.version < offered.version
    }

    fn from_connection(connection: Connection) -> Result<Self, StoreError> {
        let found = schema::version(&connection)?;
        if found > schema::SCHEMA {
            return Err(StoreError::new(
                StorageKind::TooNew,
                format!("the stored lists have schema {found}; this version knows up to {}", schema::SCHEMA),
            ));
        }
        if found < schema::SCHEMA {
            // Rows of an older schema are in the pack as well: installing it again is the migration.
            return Err(StoreError::corrupt("the stored lists have an older schema"));
        }
        let manifest_json: String = connection.query_row("SELECT manifest FROM pack", [], |row| row.get(0))?;
        let manifest =
            serde_json::from_str(&manifest_json).map_err(|_| StoreError::corrupt("the stored lists are damaged"))?;
        let registers = read::register_ranges(&connection)?;
        let words = names::read_vocabulary(&connection)?;
        Ok(Self { connection: Mutex::new(connection), manifest, manifest_json, registers, words })
    }
}

fn build<I, E>(path: &Path, content: Content<'_, I>, progress: InstallProgress<'_>) -> Result<(), E>
where
    I: Iterator<Item = Result<PackRow, E>>,
    E: From<StoreError>,
{
    let _ = fs::remove_file(path);
    let mut connection = empty(path)?;
    install::fill(&mut connection, content, progress)?;
    connection.close().map_err(|(_, error)| StoreError::from(error).into())
}

/// A new file with empty tables.
fn empty(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = open_connection(&path.to_string_lossy(), OpenFlags::default())?;
    // The file is nobody's until it is sealed: a crash throws it away, so a journal would only cost writes.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", -8192)?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

#[allow(clippy::disallowed_methods, reason = "the one place that opens databases")]
fn open_connection(name: &str, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(name, flags)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "temp_store", 2)?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    Ok(connection)
}

/// `file:` address of a store that does not change, with the characters SQLite reads specially escaped.
fn immutable_uri(path: &Path) -> Result<String, StoreError> {
    let absolute: PathBuf = std::path::absolute(path)?;
    let Some(text) = absolute.to_str() else {
        return Err(StoreError::new(StorageKind::Other, "the data folder's name is not valid Unicode"));
    };
    let escaped = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Ok(format!("file:{escaped}?immutable=1"))
}
