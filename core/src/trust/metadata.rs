//! The four kinds of metadata, read from strict JSON into what the client workflow uses.
//!
//! Field names and rules: TUF specification 1.0.34, section 4. Fields it does not name are signed and ignored.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Date, Millis};

use super::error::{TrustError, shown};
use super::json::{Value, unhex};
use super::key::Key;
use super::path::Paths;
use super::target::{Hashes, Target};

/// Names that a delegated role may not take: its file would stand in for a top-level one.
const TOP_LEVEL: [&str; 4] = ["root", "timestamp", "snapshot", "targets"];

type Read<T> = Result<T, &'static str>;

/// A metadata file before its signatures are checked.
pub(crate) struct Envelope<'a> {
    signed: Value<'a>,
    /// keyid and signature, each keyid once.
    signatures: BTreeMap<String, Vec<u8>>,
}

/// What every role's `signed` has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Common {
    pub(crate) version: u64,
    pub(crate) expires: Millis,
    /// `x-issued`: when it was signed; our own field, for the time floor.
    pub(crate) issued: Option<Millis>,
}

/// Who may sign for a role.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    keyids: BTreeSet<String>,
    threshold: u64,
}

/// Keys by keyid; `None` for one that cannot verify here. Keyids are opaque (TAP 12).
pub(crate) type Keys = BTreeMap<String, Option<Key>>;

#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) common: Common,
    keys: Keys,
    /// In the order of [`TOP_LEVEL`].
    roles: [Role; 4],
    pub(crate) consistent: bool,
}

/// What one role says about another's file.
#[derive(Debug, Clone)]
pub(crate) struct MetaFile {
    pub(crate) version: u64,
    pub(crate) length: Option<u64>,
    pub(crate) hashes: Option<Hashes>,
}

#[derive(Debug)]
pub(crate) struct Timestamp {
    pub(crate) common: Common,
    pub(crate) snapshot: MetaFile,
}

#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) common: Common,
    /// By role name, without `.json`.
    pub(crate) meta: BTreeMap<String, MetaFile>,
}

#[derive(Debug)]
pub(crate) struct Targets {
    pub(crate) common: Common,
    pub(crate) targets: BTreeMap<String, Target>,
    keys: Keys,
    pub(crate) delegations: Vec<Delegation>,
}

#[derive(Debug)]
pub(crate) struct Delegation {
    pub(crate) name: String,
    role: Role,
    pub(crate) paths: Paths,
    pub(crate) terminating: bool,
}

/// Metadata of one kind.
pub(crate) trait Metadata: Sized {
    const TYPE: &'static str;
    fn from_signed(signed: &Value<'_>, common: Common) -> Read<Self>;
}

/// Reads a file meant to be `role`'s; signatures are not checked yet.
pub(crate) fn read<'a, M: Metadata>(role: &str, bytes: &'a [u8]) -> Result<(M, Envelope<'a>), TrustError> {
    let read = || {
        let (signed, signatures) = envelope(bytes)?;
        let common = common(&signed, M::TYPE)?;
        let metadata = M::from_signed(&signed, common)?;
        Ok((metadata, Envelope { signed, signatures }))
    };
    read().map_err(|reason| TrustError::Format { role: shown(role), reason })
}

impl Envelope<'_> {
    /// Is it signed by the threshold of distinct keys?
    pub(crate) fn check(&self, name: &str, role: &Role, keys: &Keys) -> Result<(), TrustError> {
        let message = self.signed.canonical();
        let mut valid: Vec<&Key> = Vec::new();
        for keyid in &role.keyids {
            let (Some(signature), Some(Some(key))) = (self.signatures.get(keyid), keys.get(keyid)) else { continue };
            // The same key under another keyid counts once.
            if !valid.contains(&key) && key.verifies(message.as_bytes(), signature) {
                valid.push(key);
            }
        }
        let valid = u64::try_from(valid.len()).unwrap_or(0);
        if valid >= role.threshold {
            return Ok(());
        }
        Err(TrustError::Signatures { role: shown(name), valid, threshold: role.threshold })
    }
}

impl Root {
    /// Is the file signed as this root asks for the top-level role `name`?
    pub(crate) fn check(&self, name: &str, envelope: &Envelope<'_>) -> Result<(), TrustError> {
        match TOP_LEVEL.iter().zip(&self.roles).find(|(top, _)| **top == name) {
            Some((_, role)) => envelope.check(name, role, &self.keys),
            None => Err(TrustError::NotListed { role: shown(name) }),
        }
    }

    /// Fingerprints of the keys that may sign for `name`, sorted.
    pub(crate) fn fingerprints(&self, name: &str) -> BTreeSet<Vec<u8>> {
        let role = TOP_LEVEL.iter().zip(&self.roles).find(|(top, _)| **top == name);
        let keyids = role.map(|(_, role)| &role.keyids).into_iter().flatten();
        keyids.filter_map(|keyid| self.keys.get(keyid)?.as_ref()).map(Key::fingerprint).collect()
    }
}

impl Targets {
    /// Is the file signed as this role asks for its delegate `name`?
    pub(crate) fn check(&self, name: &str, envelope: &Envelope<'_>) -> Result<(), TrustError> {
        match self.delegations.iter().find(|delegation| delegation.name == name) {
            Some(delegation) => envelope.check(name, &delegation.role, &self.keys),
            None => Err(TrustError::NotListed { role: shown(name) }),
        }
    }
}

impl MetaFile {
    /// Are these the bytes that the listing role vouches for?
    pub(crate) fn check(&self, role: &str, bytes: &[u8]) -> Result<(), TrustError> {
        let length = self.length.is_none_or(|length| u64::try_from(bytes.len()) == Ok(length));
        let hashes = self.hashes.as_ref().is_none_or(|hashes| hashes.match_bytes(bytes));
        if length && hashes { Ok(()) } else { Err(TrustError::Mismatch { role: shown(role) }) }
    }

    fn read(value: &Value<'_>) -> Read<Self> {
        let length = match value.get("length") {
            None => None,
            Some(length) => Some(length.number().ok_or("a length that is no number")?),
        };
        let hashes = value.get("hashes").map(Hashes::read).transpose()?;
        Ok(Self { version: version(value)?, length, hashes })
    }
}

impl Metadata for Root {
    const TYPE: &'static str = "root";

    fn from_signed(signed: &Value<'_>, common: Common) -> Read<Self> {
        let consistent = match signed.get("consistent_snapshot") {
            None => false,
            Some(flag) => flag.flag().ok_or("consistent_snapshot is no flag")?,
        };
        let roles = signed.get("roles").ok_or("no roles")?;
        let role = |name| roles.get(name).ok_or("a top-level role is missing").and_then(role);
        let [a, b, c, d] = TOP_LEVEL;
        let roles = [role(a)?, role(b)?, role(c)?, role(d)?];
        Ok(Self { common, keys: keys(signed)?, roles, consistent })
    }
}

impl Metadata for Timestamp {
    const TYPE: &'static str = "timestamp";

    fn from_signed(signed: &Value<'_>, common: Common) -> Read<Self> {
        match signed.get("meta").and_then(Value::members) {
            Some([(name, file)]) if name == "snapshot.json" => Ok(Self { common, snapshot: MetaFile::read(file)? }),
            _ => Err("meta is not snapshot.json alone"),
        }
    }
}

impl Metadata for Snapshot {
    const TYPE: &'static str = "snapshot";

    fn from_signed(signed: &Value<'_>, common: Common) -> Read<Self> {
        let mut meta = BTreeMap::new();
        for (name, file) in signed.get("meta").and_then(Value::members).ok_or("no meta")? {
            let role = name.strip_suffix(".json").ok_or("a listed name without .json")?;
            meta.insert(role.to_owned(), MetaFile::read(file)?);
        }
        Ok(Self { common, meta })
    }
}

impl Metadata for Targets {
    const TYPE: &'static str = "targets";

    fn from_signed(signed: &Value<'_>, common: Common) -> Read<Self> {
        let mut targets = BTreeMap::new();
        for (path, file) in signed.get("targets").and_then(Value::members).ok_or("no targets")? {
            let length = file.get("length").and_then(Value::number).ok_or("a target without its length")?;
            let hashes = Hashes::read(file.get("hashes").ok_or("a target without hashes")?)?;
            let custom = file.get("custom").map(Value::canonical);
            targets.insert(path.to_string(), Target { path: path.to_string(), length, hashes, custom });
        }
        let mut all = Self { common, targets, keys: Keys::new(), delegations: Vec::new() };
        let Some(delegations) = signed.get("delegations") else { return Ok(all) };
        all.keys = keys(delegations)?;
        let mut names = BTreeSet::new();
        for value in delegations.get("roles").and_then(Value::list).ok_or("delegations without roles")? {
            let delegation = delegation(value)?;
            if !names.insert(delegation.name.clone()) {
                return Err("a role is delegated to twice");
            }
            all.delegations.push(delegation);
        }
        Ok(all)
    }
}

fn envelope(bytes: &[u8]) -> Read<(Value<'_>, BTreeMap<String, Vec<u8>>)> {
    let Value::Object(members) = Value::read(bytes)? else { return Err("not an object") };
    let (mut signed, mut list) = (None, None);
    for (name, value) in members {
        match name.as_ref() {
            "signed" => signed = Some(value),
            "signatures" => list = Some(value),
            _ => {}
        }
    }
    let mut signatures = BTreeMap::new();
    for entry in list.as_ref().and_then(Value::list).ok_or("no signatures")? {
        let (Some(keyid), Some(signature)) =
            (entry.get("keyid").and_then(Value::text), entry.get("sig").and_then(Value::text))
        else {
            return Err("a signature without keyid or sig");
        };
        // What is no hexadecimal cannot verify; signers leave it empty to mark a signature that is still to come.
        if signatures.insert(keyid.to_owned(), unhex(signature).unwrap_or_default()).is_some() {
            return Err("two signatures with one keyid");
        }
    }
    Ok((signed.ok_or("nothing is signed")?, signatures))
}

fn common(signed: &Value<'_>, kind: &str) -> Read<Common> {
    let field = |name| signed.get(name).and_then(Value::text);
    if field("_type") != Some(kind) {
        return Err("another type of metadata");
    }
    // Minor versions only add; a major one may mean other rules (specification, section 4).
    let mut parts = field("spec_version").ok_or("no spec_version")?.split('.');
    if parts.next() != Some("1") || !parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())) {
        return Err("another major version of the specification");
    }
    let expires = moment(field("expires").ok_or("no expiry")?).ok_or("an expiry that is no moment")?;
    let issued = match signed.get("x-issued") {
        None => None,
        Some(issued) => Some(issued.text().and_then(moment).ok_or("x-issued is no moment")?),
    };
    Ok(Common { version: version(signed)?, expires, issued })
}

/// 1 or more, and not the last number: nothing could follow it.
fn version(value: &Value<'_>) -> Read<u64> {
    let version = value.get("version").and_then(Value::number).ok_or("no version")?;
    if (1..u64::MAX).contains(&version) { Ok(version) } else { Err("a version out of range") }
}

/// `YYYY-MM-DDTHH:MM:SSZ`.
fn moment(text: &str) -> Option<Millis> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let day: Date = day.parse().ok()?;
    let mut seconds = 0;
    let mut parts = time.split(':');
    for limit in [24, 60, 60] {
        let part = parts.next().filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))?;
        let part: i64 = part.parse().ok()?;
        if part >= limit {
            return None;
        }
        seconds = seconds * 60 + part;
    }
    if parts.next().is_some() { None } else { Some(day.to_millis() + seconds * 1000) }
}

fn keys(holder: &Value<'_>) -> Read<Keys> {
    let mut keys = Keys::new();
    for (keyid, key) in holder.get("keys").and_then(Value::members).ok_or("no keys")? {
        keys.insert(keyid.to_string(), Key::read(key)?);
    }
    Ok(keys)
}

fn role(value: &Value<'_>) -> Read<Role> {
    let threshold = value.get("threshold").and_then(Value::number).filter(|threshold| *threshold >= 1);
    let threshold = threshold.ok_or("a threshold below 1")?;
    let mut keyids = BTreeSet::new();
    for keyid in texts(value, "keyids")?.ok_or("a role without keyids")? {
        if !keyids.insert(keyid) {
            return Err("a keyid occurs twice in a role");
        }
    }
    Ok(Role { keyids, threshold })
}

fn delegation(value: &Value<'_>) -> Read<Delegation> {
    let name = value.get("name").and_then(Value::text).ok_or("a delegation without a name")?;
    if name.is_empty() || TOP_LEVEL.contains(&name) {
        return Err("a delegated role with a reserved name");
    }
    let terminating = value.get("terminating").and_then(Value::flag).ok_or("a delegation without terminating")?;
    let paths = match (texts(value, "paths")?, texts(value, "path_hash_prefixes")?) {
        (Some(patterns), None) => Paths::Patterns(patterns),
        (None, Some(prefixes)) => Paths::HashPrefixes(prefixes),
        _ => return Err("a delegation needs either paths or path_hash_prefixes"),
    };
    Ok(Delegation { name: name.to_owned(), role: role(value)?, paths, terminating })
}

fn texts(value: &Value<'_>, name: &str) -> Read<Option<Vec<String>>> {
    let Some(list) = value.get(name) else { return Ok(None) };
    let texts = list.list().and_then(|list| list.iter().map(|text| text.text().map(str::to_owned)).collect());
    texts.map(Some).ok_or("a list of texts was expected")
}
