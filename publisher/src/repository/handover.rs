//! The file that carries a publication from phone to phone, and the chain shown in one command.

use safe_migration::model::Millis;
use safe_migration::pack::{Pack, assemble};
use safe_migration::sync::bundle::{Entry, write};
use serde::Serialize;

use super::change::nothing;
use super::verify::list_of;
use super::{Lifetimes, Publication, Repository, RepositoryError, RoleKeys, Signing, SigningKey, TopKeys, Verified};
use crate::{Effort, Error};

impl Repository {
    /// The hand-over file (`docs/formats.md`): all roots but the first, the current metadata, every listed target. It
    /// is judged first as a phone would.
    ///
    /// # Errors
    /// As [`Repository::verify`]; [`RepositoryError::Bundle`].
    pub fn bundle(&self, now: Millis) -> Result<Vec<u8>, RepositoryError> {
        let roots = self.roots()?;
        let (_, first) = roots.first().ok_or_else(nothing)?;
        let targets = self.believed(first, now)?;
        let state = self.published()?;
        let mut entries: Vec<(Entry, &[u8])> = Vec::new();
        // A phone has at least the first: it ships with the app.
        entries.extend(roots.iter().skip(1).map(|(version, bytes)| (Entry::Root(*version), bytes.as_slice())));
        entries.extend(state.timestamp.iter().map(|held| (Entry::Timestamp, held.bytes.as_slice())));
        entries.extend(state.snapshot.iter().map(|held| (Entry::Snapshot, held.bytes.as_slice())));
        for (role, held) in &state.roles {
            let entry = if role == "targets" { Entry::Targets } else { Entry::Role(role.clone()) };
            entries.push((entry, held.bytes.as_slice()));
        }
        entries.extend(targets.iter().map(|(target, bytes)| (Entry::Target(target.path.clone()), bytes.as_slice())));
        Ok(write(&entries, Vec::new())?)
    }
}

/// What a demonstration made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demo {
    /// Bytes of the last full pack.
    pub full: usize,
    /// Deltas to the last version.
    pub deltas: Vec<DemoDelta>,
    /// Bytes of timestamp, snapshot and targets together: what an update fetches besides.
    pub metadata: usize,
    /// The first root: what a phone has to be given to trust the repository.
    pub root: String,
}

/// A delta and its size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoDelta {
    /// Version it starts from.
    pub from: u64,
    /// Version it leads to.
    pub to: u64,
    /// Its bytes.
    pub bytes: usize,
}

/// Shows the whole chain: makes keys that are thrown away, releases the packs in order as versions 1, 2, … and
/// verifies the result. No tripwires: the packs are for show.
///
/// # Errors
/// [`RepositoryError::State`] when the folder holds a repository already; those of a release.
pub fn demo(repository: &Repository, packs: &[Vec<u8>], now: Millis, effort: Effort) -> Result<Demo, RepositoryError> {
    let keys = [SigningKey::generate()?, SigningKey::generate()?, SigningKey::generate()?];
    let role = |key: &SigningKey| RoleKeys { keys: vec![key.public().clone()], threshold: 1 };
    let [root, targets, online] = &keys;
    let top = TopKeys { root: role(root), targets: role(targets), snapshot: role(online), timestamp: role(online) };
    let signing = Signing { keys: &keys, now, lifetimes: Lifetimes::default() };
    repository.init(&top, signing)?;
    repository.publish(signing)?;
    for (pack, version) in packs.iter().zip(1..) {
        let pack = with_version(pack, version)?;
        let accept_loss = registers(repository)?;
        let publication = Publication { pack: Some(pack), accept_loss, effort, ..Publication::default() };
        repository.release(publication, signing)?;
        repository.publish(signing)?;
    }
    let (_, first) = repository.roots()?.into_iter().next().ok_or_else(nothing)?;
    let Verified { roles, targets, deltas } = repository.verify(&first, now)?;
    let full = targets.iter().find(|file| list_of(&file.name, "full-").is_some()).map_or(0, |file| file.bytes);
    let deltas = deltas.iter().filter_map(|file| {
        let (from, to) = file.name.strip_prefix("delta-")?.split_once('-')?;
        Some(DemoDelta { from: from.parse().ok()?, to: to.parse().ok()?, bytes: file.bytes })
    });
    Ok(Demo {
        full,
        deltas: deltas.collect(),
        metadata: roles.iter().filter(|(role, _)| *role != "root").map(|(_, file)| file.bytes).sum(),
        root: repository.folder().join("metadata/1.root.json").display().to_string(),
    })
}

fn registers(repository: &Repository) -> Result<Vec<String>, RepositoryError> {
    let Some((_, file)) = repository.packs("")?.into_iter().next() else { return Ok(Vec::new()) };
    let bytes = repository.whole_target(&file)?;
    let pack = Pack::open(&bytes).map_err(Error::from)?;
    Ok(pack.manifest().registers.iter().map(|register| register.id.clone()).collect())
}

/// The same pack as another version: only its manifest changes.
fn with_version(pack: &[u8], version: u64) -> Result<Vec<u8>, RepositoryError> {
    let opened = Pack::open(pack).map_err(Error::from)?;
    let mut manifest = opened.manifest().clone();
    manifest.version = version;
    Ok(assemble(&manifest, opened.compressed()).map_err(Error::from)?)
}
