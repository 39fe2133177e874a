//! The repository as a folder that any static host can serve, and the drafts beside it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::RepositoryError;
use super::document::Document;
use super::key::sha256;

/// Below it: what is served as metadata.
pub(crate) const METADATA: &str = "metadata";
/// Below it: what is served as targets.
pub(crate) const TARGETS: &str = "targets";
/// Below it: metadata that still lacks signatures. Not served.
const DRAFT: &str = "draft";

/// A repository in a folder: `metadata/` and `targets/` are served, `draft/` is not.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
}

/// A metadata file with its bytes as they are served.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub document: Document,
    pub bytes: Vec<u8>,
}

impl Held {
    pub(crate) fn read(bytes: Vec<u8>) -> Result<Self, RepositoryError> {
        Ok(Self { document: Document::read(&bytes)?, bytes })
    }

    pub(crate) fn of(document: Document) -> Self {
        let bytes = document.to_file();
        Self { document, bytes }
    }
}

/// What is published, or would be.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub root: Option<Held>,
    pub timestamp: Option<Held>,
    pub snapshot: Option<Held>,
    /// `targets` and the delegated roles.
    pub roles: BTreeMap<String, Held>,
}

impl Repository {
    /// The repository in this folder, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Files whose signatures are still to come, by path.
    ///
    /// # Errors
    /// [`RepositoryError::Io`].
    pub fn drafts(&self) -> Result<Vec<PathBuf>, RepositoryError> {
        let folder = self.folder.join(DRAFT);
        Ok(names(&folder)?.into_iter().filter(|name| name.ends_with(".json")).map(|name| folder.join(name)).collect())
    }

    /// A file below `metadata/`; `None` when there is none.
    ///
    /// # Errors
    /// [`RepositoryError::Io`].
    pub fn metadata(&self, name: &str) -> Result<Option<Vec<u8>>, RepositoryError> {
        read(&self.folder.join(METADATA).join(name))
    }

    /// A file below `targets/`, by its name with the hash; `None` when there is none.
    ///
    /// # Errors
    /// [`RepositoryError::Io`].
    pub fn target(&self, name: &str) -> Result<Option<Vec<u8>>, RepositoryError> {
        read(&self.folder.join(TARGETS).join(name))
    }

    /// All roots, first version first.
    pub(crate) fn roots(&self) -> Result<Vec<(u64, Vec<u8>)>, RepositoryError> {
        let mut roots = Vec::new();
        for version in 1.. {
            match self.metadata(&format!("{version}.root.json"))? {
                Some(bytes) => roots.push((version, bytes)),
                None => break,
            }
        }
        Ok(roots)
    }

    /// What is published now.
    pub(crate) fn published(&self) -> Result<State, RepositoryError> {
        let mut state = State::default();
        if let Some((_, bytes)) = self.roots()?.pop() {
            state.root = Some(Held::read(bytes)?);
        }
        let Some(bytes) = self.metadata("timestamp.json")? else { return Ok(state) };
        let timestamp = Held::read(bytes)?;
        for (name, version) in versions(&timestamp.document) {
            state.snapshot = Some(Held::read(self.need(&format!("{version}.{name}"))?)?);
        }
        state.timestamp = Some(timestamp);
        for (name, version) in state.snapshot.iter().flat_map(|snapshot| versions(&snapshot.document)) {
            let role = name.trim_end_matches(".json").to_owned();
            state.roles.insert(role, Held::read(self.need(&format!("{version}.{name}"))?)?);
        }
        Ok(state)
    }

    /// What would be published: the drafts over what is.
    pub(crate) fn drafted(&self) -> Result<(State, Vec<String>), RepositoryError> {
        let mut state = self.published()?;
        let mut changed = Vec::new();
        for path in self.drafts()? {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let held = Held::read(read(&path)?.unwrap_or_default())?;
            let role = role_of(&name).ok_or_else(|| RepositoryError::State(format!("draft/{name}: not a draft")))?;
            let known = if role == "root" { state.root.as_ref() } else { state.roles.get(role) };
            if known.is_some_and(|known| known.bytes == held.bytes) {
                // A publication was interrupted after this file and before the drafts went.
                continue;
            }
            let published = known.map_or(0, |held| held.document.version());
            let version = held.document.version();
            // Only roots follow each other without a gap.
            let follows = version == published + 1 || (role != "root" && version > published);
            if !follows || name != file_name(role, &held.document) {
                return Err(RepositoryError::State(format!("draft/{name}: does not follow version {published}")));
            }
            if role == "root" {
                state.root = Some(held);
            } else {
                state.roles.insert(role.to_owned(), held);
            }
            changed.push(role.to_owned());
        }
        Ok((state, changed))
    }

    /// Puts a draft in place; that of the same version is replaced.
    pub(crate) fn write_draft(&self, role: &str, document: &Document) -> Result<PathBuf, RepositoryError> {
        let path = self.folder.join(DRAFT).join(file_name(role, document));
        put(&path, &document.to_file())?;
        for other in self.drafts()?.into_iter().filter(|other| *other != path) {
            if other.file_name().and_then(|name| name.to_str()).and_then(role_of) == Some(role) {
                fs::remove_file(&other).map_err(|error| RepositoryError::io(&other, error))?;
            }
        }
        Ok(path)
    }

    pub(crate) fn remove_drafts(&self) -> Result<(), RepositoryError> {
        for path in self.drafts()? {
            fs::remove_file(&path).map_err(|error| RepositoryError::io(&path, error))?;
        }
        let _ = fs::remove_dir(self.folder.join(DRAFT));
        Ok(())
    }

    /// Writes a file that never changes; the same bytes again are no change.
    pub(crate) fn write_new(&self, below: &str, name: &str, bytes: &[u8]) -> Result<(), RepositoryError> {
        let path = self.folder.join(below).join(name);
        match read(&path)? {
            None => put(&path, bytes),
            Some(there) if there == bytes => Ok(()),
            Some(_) => Err(RepositoryError::State(format!("{below}/{name} was published with another content"))),
        }
    }

    /// The one file that is replaced.
    pub(crate) fn write_timestamp(&self, bytes: &[u8]) -> Result<(), RepositoryError> {
        put(&self.folder.join(METADATA).join("timestamp.json"), bytes)
    }

    /// Adds a target file under its hash; what metadata says of it.
    pub(crate) fn add_target(&self, name: &str, bytes: &[u8], custom: Option<Value>) -> Result<Value, RepositoryError> {
        let hash = sha256(bytes);
        self.write_new(TARGETS, &format!("{hash}.{name}"), bytes)?;
        let mut listed = serde_json::json!({"length": bytes.len(), "hashes": {"sha256": hash}});
        if let (Some(custom), Some(members)) = (custom, listed.as_object_mut()) {
            members.insert("custom".to_owned(), custom);
        }
        Ok(listed)
    }

    /// Versions of the full packs in `targets/` whose name begins so, with their files; latest first.
    pub(crate) fn packs(&self, prefix: &str) -> Result<Vec<(u64, String)>, RepositoryError> {
        let mut packs = Vec::new();
        for file in names(&self.folder.join(TARGETS))? {
            let version = file.split_once('.').and_then(|(_, name)| name.strip_prefix(prefix)?.strip_prefix("full-"));
            packs.extend(version.and_then(|version| version.parse().ok()).map(|version| (version, file.clone())));
        }
        packs.sort_by(|a, b| b.cmp(a));
        Ok(packs)
    }

    /// A target file whose bytes are those that its name says.
    pub(crate) fn whole_target(&self, file: &str) -> Result<Vec<u8>, RepositoryError> {
        let missing = || RepositoryError::State(format!("{TARGETS}/{file} is missing"));
        let bytes = self.target(file)?.ok_or_else(missing)?;
        if file.split_once('.').is_some_and(|(hash, _)| hash == sha256(&bytes)) {
            return Ok(bytes);
        }
        Err(RepositoryError::State(format!("{TARGETS}/{file} is damaged: its bytes are not those that its name says")))
    }

    /// The first version after this one that no file has: an interrupted publication may have left files that nothing
    /// names, and no file is written twice.
    pub(crate) fn next_version(&self, role: &str, after: u64) -> Result<u64, RepositoryError> {
        let mut version = after + 1;
        while self.metadata(&format!("{version}.{role}.json"))?.is_some() {
            version += 1;
        }
        Ok(version)
    }

    fn need(&self, name: &str) -> Result<Vec<u8>, RepositoryError> {
        self.metadata(name)?.ok_or_else(|| RepositoryError::State(format!("{METADATA}/{name} is missing")))
    }
}

/// `VERSION.role.json`.
pub(crate) fn file_name(role: &str, document: &Document) -> String {
    format!("{}.{role}.json", document.version())
}

fn role_of(name: &str) -> Option<&str> {
    let (version, role) = name.strip_suffix(".json")?.split_once('.')?;
    version.parse::<u64>().ok().map(|_| role)
}

/// Listed names with their versions.
fn versions(document: &Document) -> Vec<(String, u64)> {
    let meta = document.signed.get("meta").and_then(Value::as_object);
    let version = |file: &Value| file.get("version").and_then(Value::as_u64).unwrap_or_default();
    meta.into_iter().flatten().map(|(name, file)| (name.clone(), version(file))).collect()
}

fn names(folder: &Path) -> Result<Vec<String>, RepositoryError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(RepositoryError::io(folder, error)),
    };
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, RepositoryError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RepositoryError::io(path, error)),
    }
}

/// Whole or not at all, and on the disk before anything that names it.
fn put(path: &Path, bytes: &[u8]) -> Result<(), RepositoryError> {
    let failed = |error| RepositoryError::io(path, error);
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(failed)?;
    let staged = folder.join(format!(".{}.new", name.to_string_lossy()));
    let mut file = File::create(&staged).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    drop(file);
    fs::rename(&staged, path).map_err(failed)
}
