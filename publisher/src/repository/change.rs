//! What is drafted: the first root, a delegated role, other keys, other targets. `publish.rs` makes it public.

use std::collections::BTreeSet;

use safe_migration::model::Millis;
use safe_migration::trust;
use serde_json::{Map, Value, json};

use super::document::{Document, Times, object};
use super::folder::{Held, Repository, State};
use super::key::{PublicKey, SigningKey};
use super::{Lifetimes, RepositoryError};

/// The roles that root names keys for.
pub(crate) const TOP_LEVEL: [&str; 4] = ["root", "targets", "snapshot", "timestamp"];

/// Who may sign for a role, and how many must.
#[derive(Debug, Clone)]
pub struct RoleKeys {
    /// Their public keys.
    pub keys: Vec<PublicKey>,
    /// How many of them must sign.
    pub threshold: usize,
}

/// The keys of a new repository.
#[derive(Debug, Clone)]
pub struct TopKeys {
    /// Offline, of several people.
    pub root: RoleKeys,
    /// Offline, of those who edit.
    pub targets: RoleKeys,
    /// Online.
    pub snapshot: RoleKeys,
    /// Online.
    pub timestamp: RoleKeys,
}

/// A change of who may sign for a role.
#[derive(Debug, Clone, Default)]
pub struct Rotation {
    /// Keys that may sign from now on.
    pub add: Vec<PublicKey>,
    /// keyids, or unique beginnings of them, that may no longer.
    pub remove: Vec<String>,
    /// How many must sign; as before when absent.
    pub threshold: Option<usize>,
}

/// Who signs now, and when that is.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    /// Each signs what it may.
    pub keys: &'a [SigningKey],
    /// Present time, milliseconds since 1970.
    pub now: Millis,
    /// For how long what is signed holds.
    pub lifetimes: Lifetimes,
}

impl Signing<'_> {
    pub(crate) fn times(&self, role: &str) -> Times {
        let Lifetimes { root, targets, delegated, snapshot, timestamp } = self.lifetimes;
        let days = match role {
            "root" => root,
            "targets" => targets,
            "snapshot" => snapshot,
            "timestamp" => timestamp,
            _ => delegated,
        };
        Times { now: self.now, days }
    }

    /// Signs with those keys that one of these delegators names for `role`.
    pub(crate) fn sign(
        &self,
        role: &str,
        document: &mut Document,
        delegators: &[&Document],
    ) -> Result<(), RepositoryError> {
        let named: BTreeSet<String> = delegators.iter().flat_map(|delegator| keyids(delegator, role)).collect();
        let may = self.keys.iter().filter(|key| named.contains(key.public().keyid()));
        may.into_iter().try_for_each(|key| document.sign(key))
    }
}

impl Repository {
    /// Drafts the first root.
    ///
    /// # Errors
    /// [`RepositoryError::State`] when there is a repository already, or a threshold cannot be reached.
    pub fn init(&self, keys: &TopKeys, signing: Signing<'_>) -> Result<(), RepositoryError> {
        let (state, _) = self.drafted()?;
        if state.root.is_some() {
            return Err(state_error(format!("{} is a repository already", self.folder().display())));
        }
        let mut root = Document::new("root", 1, signing.times("root"));
        root.signed.insert("consistent_snapshot".to_owned(), json!(true));
        for (name, role) in TOP_LEVEL.iter().zip([&keys.root, &keys.targets, &keys.snapshot, &keys.timestamp]) {
            let mut entry = Map::new();
            set_keys(&mut entry, object(&mut root.signed, "keys")?, name, &role.keys, Some(role.threshold))?;
            object(&mut root.signed, "roles")?.insert((*name).to_owned(), Value::Object(entry));
        }
        let own = root.clone();
        signing.sign("root", &mut root, &[&own])?;
        self.write_draft("root", &root)?;
        Ok(())
    }

    /// Drafts a delegated role that alone speaks for targets named `NAME-…`, and its first, empty list.
    ///
    /// # Errors
    /// [`RepositoryError::State`].
    pub fn add_role(&self, name: &str, keys: &RoleKeys, signing: Signing<'_>) -> Result<(), RepositoryError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if !(1..=16).contains(&name.len()) || !name.chars().all(plain) || TOP_LEVEL.contains(&name) {
            return Err(state_error(format!("`{name}` is no name for a role: 1 to 16 of a-z and 0-9")));
        }
        let (state, _) = self.drafted()?;
        if state.roles.contains_key(name) {
            return Err(state_error(format!("the role {name} is there already")));
        }
        // `full-…` and `index-…` are the publisher's own.
        if ["full", "index", "delta"].contains(&name) {
            return Err(state_error(format!("`{name}` begins the names of the lists")));
        }
        let mut entry = Map::new();
        let terminating = json!({"name": name, "paths": [format!("{name}-*")], "terminating": true});
        entry.extend(terminating.as_object().cloned().unwrap_or_default());
        self.edit("targets", &state, signing, |targets| {
            let delegations = object(&mut targets.signed, "delegations")?;
            set_keys(&mut entry, object(delegations, "keys")?, name, &keys.keys, Some(keys.threshold))?;
            let roles = delegations.entry("roles").or_insert_with(|| json!([])).as_array_mut();
            roles.ok_or_else(|| state_error("delegations without roles"))?.push(Value::Object(entry));
            Ok(())
        })?;
        self.edit(name, &state, signing, |_| Ok(()))
    }

    /// Drafts other keys for a role. What no longer has enough signatures is drafted anew.
    ///
    /// # Errors
    /// [`RepositoryError::State`] for an unknown role or key, or a threshold that cannot be reached.
    pub fn rotate(&self, role: &str, rotation: &Rotation, signing: Signing<'_>) -> Result<(), RepositoryError> {
        let (state, _) = self.drafted()?;
        if TOP_LEVEL.contains(&role) {
            let mut root = state.root.clone().ok_or_else(nothing)?.document;
            let published = self.published()?.root.ok_or_else(nothing)?.document;
            let mut entry = object(object(&mut root.signed, "roles")?, role)?.clone();
            rotated(&mut entry, object(&mut root.signed, "keys")?, role, rotation)?;
            object(&mut root.signed, "roles")?.insert(role.to_owned(), Value::Object(entry));
            drop_unused(&mut root)?;
            root.renew(published.version() + 1, signing.times("root"));
            let own = root.clone();
            signing.sign("root", &mut root, &[&published, &own])?;
            self.write_draft("root", &root)?;
        } else {
            self.edit("targets", &state, signing, |targets| {
                let delegations = object(&mut targets.signed, "delegations")?;
                let mut keys = object(delegations, "keys")?.clone();
                let roles = delegations.get_mut("roles").and_then(Value::as_array_mut).into_iter().flatten();
                let mut named = roles.filter(|entry| entry.get("name").and_then(Value::as_str) == Some(role));
                let entry = named.next().and_then(Value::as_object_mut);
                let entry = entry.ok_or_else(|| state_error(format!("there is no role {role}")))?;
                rotated(entry, &mut keys, role, rotation)?;
                delegations.insert("keys".to_owned(), Value::Object(keys));
                drop_unused(targets)
            })?;
        }
        let (state, changed) = self.drafted()?;
        for name in state.roles.keys().filter(|name| !changed.contains(name)) {
            if self.check_role(&state, name).is_err() {
                self.edit(name, &state, signing, |_| Ok(()))?;
            }
        }
        Ok(())
    }

    /// Drafts a targets role with a change, on top of its draft if there is one.
    pub(crate) fn edit(
        &self,
        role: &str,
        state: &State,
        signing: Signing<'_>,
        change: impl FnOnce(&mut Document) -> Result<(), RepositoryError>,
    ) -> Result<(), RepositoryError> {
        let times = signing.times(role);
        let published = self.published()?.roles.get(role).map_or(0, |held| held.document.version());
        let mut document = match state.roles.get(role) {
            Some(held) => held.document.clone(),
            None => Document::new("targets", 1, times),
        };
        object(&mut document.signed, "targets")?;
        change(&mut document)?;
        document.renew(self.next_version(role, published)?, times);
        // The delegator may be in this very change.
        let (now, _) = self.drafted()?;
        let delegator = if role == "targets" { now.root.as_ref() } else { now.roles.get("targets") };
        let delegator = delegator.ok_or_else(nothing)?;
        signing.sign(role, &mut document, &[&delegator.document])?;
        self.write_draft(role, &document)?;
        Ok(())
    }

    /// Adds what these keys may sign to all drafts.
    pub(crate) fn sign_drafts(&self, signing: Signing<'_>) -> Result<(), RepositoryError> {
        let published = self.published()?;
        let (state, changed) = self.drafted()?;
        for role in changed {
            let (held, delegators) = match role.as_str() {
                "root" => (state.root.as_ref(), vec![published.root.as_ref(), state.root.as_ref()]),
                "targets" => (state.roles.get("targets"), vec![state.root.as_ref()]),
                name => (state.roles.get(name), vec![state.roles.get("targets")]),
            };
            let Some(mut document) = held.map(|held| held.document.clone()) else { continue };
            let delegators: Vec<&Document> = delegators.into_iter().flatten().map(|held| &held.document).collect();
            signing.sign(&role, &mut document, &delegators)?;
            self.write_draft(&role, &document)?;
        }
        Ok(())
    }

    /// Has a targets role the signatures that its delegator asks for?
    pub(crate) fn check_role(&self, state: &State, role: &str) -> Result<(), RepositoryError> {
        let delegator = if role == "targets" { state.root.as_ref() } else { state.roles.get("targets") };
        let held = state.roles.get(role).ok_or_else(nothing)?;
        Ok(trust::check_signatures(&delegator.ok_or_else(nothing)?.bytes, role, &held.bytes)?)
    }
}

/// Adds this key's signature to a metadata file that was carried here, whatever role it is of; the changed file.
///
/// # Errors
/// [`RepositoryError::Trust`] when it is no metadata.
pub fn sign_file(file: &[u8], key: &SigningKey) -> Result<Vec<u8>, RepositoryError> {
    let mut held = Held::read(file.to_vec())?;
    held.document.sign(key)?;
    Ok(held.document.to_file())
}

fn set_keys(
    entry: &mut Map<String, Value>,
    all: &mut Map<String, Value>,
    role: &str,
    keys: &[PublicKey],
    threshold: Option<usize>,
) -> Result<(), RepositoryError> {
    let mut ids: BTreeSet<String> = texts(entry.get("keyids")).collect();
    for key in keys {
        ids.insert(key.keyid().to_owned());
        all.insert(key.keyid().to_owned(), key.value().clone());
    }
    let before = entry.get("threshold").and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    let threshold = threshold.or(before).unwrap_or_default();
    if threshold == 0 || threshold > ids.len() {
        return Err(state_error(format!("{role}: {} keys cannot give {threshold} signatures", ids.len())));
    }
    entry.insert("keyids".to_owned(), json!(ids));
    entry.insert("threshold".to_owned(), json!(threshold));
    Ok(())
}

fn rotated(
    entry: &mut Map<String, Value>,
    all: &mut Map<String, Value>,
    role: &str,
    rotation: &Rotation,
) -> Result<(), RepositoryError> {
    let mut ids: BTreeSet<String> = texts(entry.get("keyids")).collect();
    for gone in &rotation.remove {
        let named: Vec<String> = ids.iter().filter(|id| !gone.is_empty() && id.starts_with(gone)).cloned().collect();
        let [one] = named.as_slice() else {
            return Err(state_error(format!("{role}: {} keys begin with `{gone}`", named.len())));
        };
        ids.remove(one);
    }
    entry.insert("keyids".to_owned(), json!(ids));
    set_keys(entry, all, role, &rotation.add, rotation.threshold)
}

/// Keys that no role names any more do not stay in the file.
fn drop_unused(document: &mut Document) -> Result<(), RepositoryError> {
    let holder =
        if document.kind() == "root" { &mut document.signed } else { object(&mut document.signed, "delegations")? };
    let roles: Vec<&Value> = match holder.get("roles") {
        Some(Value::Object(roles)) => roles.values().collect(),
        Some(Value::Array(roles)) => roles.iter().collect(),
        _ => Vec::new(),
    };
    let used: BTreeSet<String> = roles.into_iter().flat_map(|role| texts(role.get("keyids"))).collect();
    object(holder, "keys")?.retain(|keyid, _| used.contains(keyid));
    Ok(())
}

/// keyids that `delegator` names for `role`.
pub(crate) fn keyids(delegator: &Document, role: &str) -> Vec<String> {
    let entry = if delegator.kind() == "root" {
        delegator.signed.get("roles").and_then(|roles| roles.get(role))
    } else {
        let roles = delegator.signed.get("delegations").and_then(|value| value.get("roles")).and_then(Value::as_array);
        roles.into_iter().flatten().find(|entry| entry.get("name").and_then(Value::as_str) == Some(role))
    };
    texts(entry.and_then(|entry| entry.get("keyids"))).collect()
}

fn texts(list: Option<&Value>) -> impl Iterator<Item = String> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}

pub(crate) fn nothing() -> RepositoryError {
    state_error("there is no repository yet: `publish init` makes one")
}

pub(crate) fn state_error(reason: impl Into<String>) -> RepositoryError {
    RepositoryError::State(reason.into())
}
