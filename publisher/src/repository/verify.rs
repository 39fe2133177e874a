//! What a phone would make of a repository: its own verifier, every target, every delta.

use std::collections::BTreeMap;

use safe_migration::model::Millis;
use safe_migration::pack::index::{Index, delta_name, full_name};
use safe_migration::pack::{Pack, PackError, manifest_digest};
use safe_migration::trust::{Held, MemoryStore, Options, Target, TrustError, TrustStore, Updater, Want};
use serde::Serialize;
use serde_json::Value;

use super::folder::Repository;
use super::key::hex;
use super::{RepositoryError, document::Document};
use crate::delta::prove;

/// What was found; everything in it was believed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Versions by role, with the bytes of each role's file.
    pub roles: BTreeMap<String, RoleFile>,
    /// Target files in the order of their names.
    pub targets: Vec<TargetFile>,
    /// Deltas that were applied and led where they should, by name.
    pub deltas: Vec<TargetFile>,
}

/// A metadata file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleFile {
    /// Its version.
    pub version: u64,
    /// Its size.
    pub bytes: usize,
}

/// A file below `targets/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetFile {
    /// Its name as signed.
    pub name: String,
    /// Its size.
    pub bytes: usize,
}

/// Targets with their bytes.
pub(crate) type Files = Vec<(Target, Vec<u8>)>;

pub(crate) type Source<'a> = &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, RepositoryError>;

impl Repository {
    /// Lets the phones' verifier judge what is published, from `root` at `now`: metadata, every target, every delta
    /// whose earlier pack is still there. Lists are unpacked row by row and their digests compared.
    ///
    /// # Errors
    /// The first thing that is not believed.
    pub fn verify(&self, root: &[u8], now: Millis) -> Result<Verified, RepositoryError> {
        let (mut found, targets) = judge(root, now, &|name| self.metadata(name), &|name| self.target(name))?;
        for (target, _) in &targets {
            let Some((prefix, _)) = list_of(&target.path, "index-") else { continue };
            self.verify_list(prefix, target, &targets, &mut found)?;
        }
        Ok(found)
    }

    fn verify_list(
        &self,
        prefix: &str,
        index: &Target,
        targets: &[(Target, Vec<u8>)],
        found: &mut Verified,
    ) -> Result<(), RepositoryError> {
        let bytes = |name: &str| targets.iter().find(|(target, _)| target.path == name).map(|(_, bytes)| bytes);
        let of = |file: &str, error: PackError| RepositoryError::Pack { file: file.to_owned(), error };
        let read = Index::read(bytes(&index.path).map_or(&[][..], Vec::as_slice));
        let read = read.map_err(|error| of(&index.path, error))?;
        let full_name = format!("{prefix}{}", full_name(read.version));
        let full = bytes(&full_name).ok_or_else(|| RepositoryError::State(format!("{full_name} is not listed")))?;
        let mismatch = |name: &str| RepositoryError::Trust(TrustError::Mismatch { role: name.to_owned() });
        let pack = Pack::open(full).map_err(|error| of(&full_name, error))?;
        if !read.full.is(full) || read.manifest_digest != manifest_digest(pack.manifest_json()) {
            return Err(mismatch(&full_name));
        }
        pack.rows().try_for_each(|row| row.map(|_| ())).map_err(|error| of(&full_name, error))?;
        let earlier: BTreeMap<u64, String> = self.packs(prefix)?.into_iter().collect();
        for delta in &read.deltas {
            let name = format!("{prefix}{}", delta_name(delta.from_version, read.version));
            let file = self.whole_target(&format!("{}.{name}", hex(&delta.file.sha256)))?;
            if !delta.file.is(&file) {
                return Err(mismatch(&name));
            }
            if let Some(old) = earlier.get(&delta.from_version) {
                let old = self.whole_target(old)?;
                let old = Pack::open(&old).map_err(|error| of(&name, error))?;
                let from = delta.from_version;
                prove(&old, &pack, &file).map_err(|error| crate::Error::Delta { from, error })?;
            }
            found.deltas.push(TargetFile { name, bytes: file.len() });
        }
        Ok(())
    }

    /// Files that a phone needs to install what is published, and whose names they have in a hand-over file.
    pub(crate) fn believed(&self, root: &[u8], now: Millis) -> Result<Files, RepositoryError> {
        Ok(judge(root, now, &|name| self.metadata(name), &|name| self.target(name))?.1)
    }
}

/// Walks the whole repository with the phones' verifier; all targets with their bytes.
pub(crate) fn judge(
    root: &[u8],
    now: Millis,
    metadata: Source<'_>,
    files: Source<'_>,
) -> Result<(Verified, Files), RepositoryError> {
    let mut store = MemoryStore::default();
    let mut updater = Updater::new(&mut store, &Options { now, shipped_root: Some(root), ..Options::default() })?;
    drive(&mut updater, metadata)?;
    let consistent = updater.consistent();
    // Every role that the snapshot names, and every target that it lists.
    let mut seen: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut targets = Vec::new();
    let mut names: Vec<String> = updater.listed_targets().map(|target| target.path.clone()).collect();
    for (role, held) in roles_of(metadata)? {
        names.extend(
            held.signed.get("targets").and_then(Value::as_object).into_iter().flatten().map(|(n, _)| n.clone()),
        );
        // Makes the verifier read the role even when it lists nothing.
        names.push(format!("{role}-"));
        seen.insert(role, held.to_file());
    }
    names.sort();
    names.dedup();
    for name in names {
        updater.look_up(&name)?;
        drive(&mut updater, metadata)?;
        let Some(target) = updater.found().cloned() else {
            if name.ends_with('-') {
                continue;
            }
            return Err(RepositoryError::State(format!("{name}: listed by a role that may not speak for it")));
        };
        let missing = || RepositoryError::Trust(TrustError::Missing { role: target.path.clone() });
        let bytes = files(&target.source_path(consistent))?.ok_or_else(missing)?;
        target.check(&bytes)?;
        targets.push((target, bytes));
    }
    drop(updater);
    let mut found = Verified::default();
    for role in ["root", "timestamp", "snapshot", "targets"].into_iter().chain(seen.keys().map(String::as_str)) {
        if let Held::Bytes(bytes) = store.load(role).map_err(TrustError::from)? {
            let version = Document::read(&bytes)?.version();
            found.roles.insert(role.to_owned(), RoleFile { version, bytes: bytes.len() });
        }
    }
    found.targets = targets.iter().map(|(t, bytes)| TargetFile { name: t.path.clone(), bytes: bytes.len() }).collect();
    Ok((found, targets))
}

/// The delegated roles as they are served; nothing is believed of them here.
fn roles_of(metadata: Source<'_>) -> Result<Vec<(String, Document)>, RepositoryError> {
    let mut roles = Vec::new();
    let listed = |document: &Document| -> Vec<(String, u64)> {
        let meta = document.signed.get("meta").and_then(Value::as_object).into_iter().flatten();
        meta.map(|(name, file)| (name.clone(), file.get("version").and_then(Value::as_u64).unwrap_or_default()))
            .collect()
    };
    let Some(timestamp) = metadata("timestamp.json")? else { return Ok(roles) };
    for (name, version) in listed(&Document::read(&timestamp)?) {
        let Some(snapshot) = metadata(&format!("{version}.{name}"))? else { continue };
        for (name, version) in
            listed(&Document::read(&snapshot)?).into_iter().filter(|(name, _)| name != "targets.json")
        {
            if let Some(file) = metadata(&format!("{version}.{name}"))? {
                roles.push((name.trim_end_matches(".json").to_owned(), Document::read(&file)?));
            }
        }
    }
    Ok(roles)
}

fn drive(updater: &mut Updater<'_>, metadata: Source<'_>) -> Result<(), RepositoryError> {
    while let Want::Metadata { file, .. } = updater.want() {
        updater.give(metadata(&file)?.as_deref())?;
    }
    Ok(())
}

/// What stands before `kind` in a list's name, and the version after it.
pub(crate) fn list_of<'a>(name: &'a str, kind: &str) -> Option<(&'a str, u64)> {
    let at = name.rfind(kind)?;
    let (prefix, rest) = name.split_at_checked(at)?;
    let version = rest.strip_prefix(kind)?.parse().ok()?;
    (prefix.is_empty() || prefix.ends_with('-')).then_some((prefix, version))
}
