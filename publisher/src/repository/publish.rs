//! From a pack to drafts, and from complete drafts to what is served.

use std::collections::BTreeMap;

use safe_migration::model::PackManifest;
use safe_migration::pack::{Pack, manifest_digest};
use safe_migration::trust::{self, TrustError};
use serde_json::{Value, json};

use super::change::{Signing, TOP_LEVEL, keyids, nothing, state_error};
use super::document::{Document, MILLIS_PER_DAY, listing};
use super::folder::{Held, METADATA, Repository, State, file_name};
use super::key::hex;
use super::{RepositoryError, verify};
use crate::quality::check_loss;
use crate::{DELTAS_KEPT, Effort, Error, PackDiff, diff, release};

/// Rows that a register may lose from one publication to the next, in percent, when its descriptor is not at hand.
const ROW_LOSS_PERCENT: u32 = 10;
/// Names that lists take: no other file may.
const LIST_NAMES: [&str; 3] = ["full-", "index-", "delta-"];

/// What a publication adds.
#[derive(Debug, Clone, Default)]
pub struct Publication<'a> {
    /// The role that vouches for it; the publisher's own when absent.
    pub role: Option<&'a str>,
    /// The new pack file.
    pub pack: Option<Vec<u8>>,
    /// Small files that are always whole, such as advisories: name and content. They replace those of the same name.
    pub files: Vec<(String, Vec<u8>)>,
    /// Names of files that are withdrawn.
    pub withdraw: Vec<String>,
    /// Registers that may lose any number of rows this time, because a person has looked.
    pub accept_loss: Vec<String>,
    /// How hard to compress deltas.
    pub effort: Effort,
}

/// What became public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Names of the metadata files written, in the order in which they are to be uploaded.
    pub metadata: Vec<String>,
}

impl Repository {
    /// What the new pack changes against the one that is published; `None` when it is the first. To be read by a
    /// person before anything is signed.
    ///
    /// # Errors
    /// [`RepositoryError::Publish`] when a pack is damaged.
    pub fn review(&self, role: Option<&str>, pack: &[u8], lines: usize) -> Result<Option<PackDiff>, RepositoryError> {
        let before = self.current_pack(role)?;
        Ok(before.map(|before| diff(&before, pack, lines)).transpose()?)
    }

    /// Drafts a publication: its files are in `targets/` then, where nothing names them before the draft is signed.
    /// The deltas, from each of the last [`DELTAS_KEPT`] versions in `targets/`.
    ///
    /// # Errors
    /// [`RepositoryError::Publish`] when a tripwire fires or the version does not rise; [`RepositoryError::State`].
    pub fn release(&self, publication: Publication<'_>, signing: Signing<'_>) -> Result<(), RepositoryError> {
        let prefix = prefix(publication.role);
        let role = publication.role.unwrap_or("targets");
        let (state, _) = self.drafted()?;
        if publication.role.is_some() && !state.roles.contains_key(role) {
            return Err(state_error(format!("there is no role {role}: `publish add-role` makes one")));
        }
        let mut listed: Vec<(String, Value)> = Vec::new();
        let renewed = publication.pack.is_some();
        if let Some(pack) = publication.pack {
            listed.extend(self.list(&prefix, pack, publication.role, &publication.accept_loss, publication.effort)?);
        }
        for (name, bytes) in publication.files {
            check_name(&prefix, &name)?;
            listed.push((name.clone(), self.add_target(&name, &bytes, None)?));
        }
        self.edit(role, &state, signing, |document| {
            let targets = document.targets()?;
            for name in &publication.withdraw {
                targets.remove(name).ok_or_else(|| state_error(format!("there is no file {name} to withdraw")))?;
            }
            if renewed {
                targets.retain(|name, _| !is_list(&prefix, name));
            }
            targets.extend(listed);
            Ok(())
        })
    }

    /// Writes the files of a pack; what is to be listed of them.
    fn list(
        &self,
        prefix: &str,
        pack: Vec<u8>,
        role: Option<&str>,
        accept_loss: &[String],
        effort: Effort,
    ) -> Result<Vec<(String, Value)>, RepositoryError> {
        let opened = Pack::open(&pack).map_err(Error::from)?;
        let manifest = opened.manifest().clone();
        let digest = hex(&manifest_digest(opened.manifest_json()));
        drop(opened);
        if let Some(before) = self.current_pack(role)? {
            let before = Pack::open(&before).map_err(Error::from)?.manifest().clone();
            check_next(&before, &manifest, accept_loss)?;
        }
        let earlier = self.packs(prefix)?.into_iter().filter(|(version, _)| *version < manifest.version);
        let mut last = None;
        let earlier = earlier.filter(|(version, _)| last.replace(*version) != Some(*version)).take(DELTAS_KEPT);
        let read = |(_, file): (u64, String)| {
            self.whole_target(&file).map_err(|error| Error::refused("the earlier packs", error.to_string()))
        };
        let made = release(pack, earlier.map(read), effort)?;
        for delta in &made.deltas {
            self.add_target(&format!("{prefix}{}", delta.name), &delta.bytes, None)?;
        }
        let custom = json!({
            "version": manifest.version,
            "schema": manifest.schema,
            "rows": manifest.rows,
            "content_digest": manifest.content_digest,
            "manifest_digest": digest,
        });
        let index = json!({"version": manifest.version, "manifest_digest": digest});
        let mut listed = Vec::new();
        for (file, custom) in [(made.full, custom), (made.index, index)] {
            let name = format!("{prefix}{}", file.name);
            listed.push((name.clone(), self.add_target(&name, &file.bytes, Some(custom))?));
        }
        Ok(listed)
    }

    /// The pack that is published now for a role.
    fn current_pack(&self, role: Option<&str>) -> Result<Option<Vec<u8>>, RepositoryError> {
        let full = format!("{}full-", prefix(role));
        let Some(held) = self.published()?.roles.remove(role.unwrap_or("targets")) else { return Ok(None) };
        let targets = held.document.signed.get("targets").and_then(Value::as_object);
        let found = targets.into_iter().flatten().find(|(name, _)| name.starts_with(&full));
        let hash = |file: &Value| Some(file.get("hashes")?.get("sha256")?.as_str()?.to_owned());
        let file = found.and_then(|(name, file)| Some(format!("{}.{name}", hash(file)?)));
        file.map(|file| self.whole_target(&file)).transpose()
    }

    /// Makes the drafts public once they have their signatures: adds those of the given keys, checks all thresholds,
    /// makes snapshot and timestamp, lets the phones' own verifier judge the whole, and writes it in the order in
    /// which an interruption does no harm. Without drafts it renews the timestamp, and a snapshot that has used up
    /// half its time: the weekly or daily task of a machine that holds the online keys.
    ///
    /// # Errors
    /// [`RepositoryError::Unsigned`] names what is missing; nothing is public then. [`RepositoryError::Trust`] when
    /// the verifier refuses.
    pub fn publish(&self, signing: Signing<'_>) -> Result<Published, RepositoryError> {
        self.sign_drafts(signing)?;
        let published = self.published()?;
        let (mut state, changed) = self.drafted()?;
        let root = state.root.clone().ok_or_else(nothing)?;
        let mut missing = Vec::new();
        for role in &changed {
            let delegators = match (role.as_str(), &published.root) {
                ("root", Some(before)) => vec![&before.bytes, &root.bytes],
                ("root", None) => vec![&root.bytes],
                _ => Vec::new(),
            };
            let checked = delegators.into_iter().try_for_each(|by| trust::check_signatures(by, role, &root.bytes));
            let checked = if role == "root" { checked.map_err(Into::into) } else { self.check_role(&state, role) };
            missing.extend(lacking(checked, role, state.roles.get(role).unwrap_or(&root))?);
        }
        for role in state.roles.keys().filter(|role| !changed.contains(role)) {
            missing.extend(lacking(self.check_role(&state, role), role, &root)?);
        }
        if !missing.is_empty() {
            return Err(RepositoryError::Unsigned(missing.join(", ")));
        }
        if state.roles.is_empty() {
            return self.write(&state, &changed);
        }
        let lists: BTreeMap<String, Value> = state
            .roles
            .iter()
            .map(|(role, held)| (format!("{role}.json"), listing(held.document.version(), &held.bytes)))
            .collect();
        let keep = state.snapshot.as_ref().is_some_and(|held| {
            let left = held.document.expires() - signing.now;
            held.document.signed.get("meta") == Some(&json!(lists))
                && left * 2 > i64::from(signing.lifetimes.snapshot) * MILLIS_PER_DAY
                && trust::check_signatures(&root.bytes, "snapshot", &held.bytes).is_ok()
        });
        if !keep {
            let before = state.snapshot.as_ref().map_or(0, |held| held.document.version());
            let version = self.next_version("snapshot", before)?;
            let snapshot = online("snapshot", version, json!(lists), &root, signing)?;
            state.snapshot = Some(snapshot);
        }
        let snapshot = state.snapshot.as_ref().ok_or_else(nothing)?;
        let meta = json!({"snapshot.json": listing(snapshot.document.version(), &snapshot.bytes)});
        let version = state.timestamp.as_ref().map_or(0, |held| held.document.version()) + 1;
        state.timestamp = Some(online("timestamp", version, meta, &root, signing)?);
        self.judge(&state, signing)?;
        self.write(&state, &changed)
    }

    /// Would a phone that knows the first root believe this?
    fn judge(&self, state: &State, signing: Signing<'_>) -> Result<(), RepositoryError> {
        let mut files: BTreeMap<String, &Held> =
            state.roles.iter().map(|(role, held)| (file_name(role, &held.document), held)).collect();
        files.extend(state.root.iter().map(|held| (file_name("root", &held.document), held)));
        files.extend(state.snapshot.iter().map(|held| (file_name("snapshot", &held.document), held)));
        files.extend(state.timestamp.iter().map(|held| ("timestamp.json".to_owned(), held)));
        let get = |name: &str| match files.get(name) {
            Some(held) => Ok(Some(held.bytes.clone())),
            None => self.metadata(name),
        };
        let first = get("1.root.json")?.ok_or_else(nothing)?;
        verify::judge(&first, signing.now, &get, &|name| self.target(name)).map(|_| ())
    }

    /// Payloads are there already; what names a file comes after it, the timestamp last.
    fn write(&self, state: &State, changed: &[String]) -> Result<Published, RepositoryError> {
        let mut metadata = Vec::new();
        let mut held: Vec<(String, &Held)> = Vec::new();
        held.extend(
            state
                .root
                .iter()
                .filter(|_| changed.iter().any(|role| role == "root"))
                .map(|held| ("root".to_owned(), held)),
        );
        // Delegates before those who list them does not matter; the snapshot comes after all of them.
        held.extend(
            state.roles.iter().filter(|(role, _)| changed.contains(role)).map(|(role, held)| (role.clone(), held)),
        );
        held.extend(state.snapshot.iter().map(|held| ("snapshot".to_owned(), held)));
        for (role, held) in held {
            let name = file_name(&role, &held.document);
            let new = self.metadata(&name)?.is_none();
            self.write_new(METADATA, &name, &held.bytes)?;
            metadata.extend(new.then_some(name));
        }
        if let Some(timestamp) = &state.timestamp {
            self.write_timestamp(&timestamp.bytes)?;
            metadata.push("timestamp.json".to_owned());
        }
        self.remove_drafts()?;
        Ok(Published { metadata })
    }
}

/// The next snapshot or timestamp.
fn online(role: &str, version: u64, meta: Value, root: &Held, signing: Signing<'_>) -> Result<Held, RepositoryError> {
    let mut document = Document::new(role, version, signing.times(role));
    document.signed.insert("meta".to_owned(), meta);
    signing.sign(role, &mut document, &[&root.document])?;
    let held = Held::of(document);
    match trust::check_signatures(&root.bytes, role, &held.bytes) {
        Ok(()) => Ok(held),
        Err(TrustError::Signatures { .. }) => {
            let keys: Vec<String> =
                keyids(&root.document, role).iter().map(|id| id.chars().take(16).collect()).collect();
            Err(RepositoryError::Unsigned(format!("{role} needs its online key ({})", keys.join(" or "))))
        }
        Err(error) => Err(error.into()),
    }
}

fn lacking(checked: Result<(), RepositoryError>, role: &str, held: &Held) -> Result<Option<String>, RepositoryError> {
    match checked {
        Ok(()) => Ok(None),
        Err(RepositoryError::Trust(TrustError::Signatures { valid, threshold, .. })) => {
            let file = file_name(role, &held.document);
            Ok(Some(format!("{file} has {valid} of {threshold} signatures")))
        }
        Err(error) => Err(error),
    }
}

/// The tripwires between two publications.
fn check_next(before: &PackManifest, next: &PackManifest, accept_loss: &[String]) -> Result<(), Error> {
    if next.version <= before.version {
        let (version, before) = (next.version, before.version);
        return Err(Error::refused(
            "the pack",
            format!("its version {version} is not above {before}, which is published"),
        ));
    }
    check_loss(before, &next.registers, |id| {
        if accept_loss.iter().any(|accepted| accepted == id) { 100 } else { ROW_LOSS_PERCENT }
    })
}

pub(crate) fn prefix(role: Option<&str>) -> String {
    role.map(|role| format!("{role}-")).unwrap_or_default()
}

fn is_list(prefix: &str, name: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| LIST_NAMES.iter().any(|list| rest.starts_with(list)))
}

/// Flat names that are no path anywhere, as bundles need them, and inside the role's own part.
fn check_name(prefix: &str, name: &str) -> Result<(), RepositoryError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    let dotted = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    if name.is_empty() || name.len() > 64 || dotted || !name.chars().all(plain) {
        return Err(state_error(format!("`{name}` is no name for a file: 1 to 64 of a-z, 0-9, `-`, `_` and `.`")));
    }
    if !name.starts_with(prefix) || is_list(prefix, name) || TOP_LEVEL.contains(&name) {
        return Err(state_error(format!(
            "`{name}`: files of this role begin with `{prefix}` and are not named as lists are"
        )));
    }
    Ok(())
}
