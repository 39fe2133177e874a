//! A metadata file while it is made and signed.

use std::fmt::Write;

use safe_migration::model::{Date, Millis};
use safe_migration::trust;
use serde_json::{Map, Value, json};

use super::RepositoryError;
use super::key::{SigningKey, sha256, to_bytes};

/// TUF specification that the files follow.
const SPEC_VERSION: &str = "1.0.34";
pub(crate) const MILLIS_PER_DAY: i64 = 86_400_000;

/// What is signed, and the signatures there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub(crate) signed: Map<String, Value>,
    /// keyid and signature, hexadecimal.
    signatures: Vec<(String, String)>,
}

impl Document {
    /// An unsigned file of this kind.
    pub(crate) fn new(kind: &str, version: u64, times: Times) -> Self {
        let mut signed = Map::new();
        signed.insert("_type".to_owned(), json!(kind));
        signed.insert("spec_version".to_owned(), json!(SPEC_VERSION));
        let mut document = Self { signed, signatures: Vec::new() };
        document.renew(version, times);
        document
    }

    /// The same content as another version: signatures fall away.
    pub(crate) fn renew(&mut self, version: u64, times: Times) {
        self.signatures.clear();
        self.signed.insert("version".to_owned(), json!(version));
        self.signed.insert("expires".to_owned(), json!(moment(times.now + i64::from(times.days) * MILLIS_PER_DAY)));
        if self.kind() != "root" {
            self.signed.insert("x-issued".to_owned(), json!(moment(times.now)));
        }
    }

    /// Reads a metadata file, as strictly as phones do; signatures are not checked.
    ///
    /// # Errors
    /// [`RepositoryError::Trust`].
    pub fn read(bytes: &[u8]) -> Result<Self, RepositoryError> {
        // Refuses what could be read in two ways, before another reader sees it.
        trust::canonical(bytes)?;
        let not_metadata = || RepositoryError::State("not a metadata file".to_owned());
        let file: Value = serde_json::from_slice(bytes).map_err(|_| not_metadata())?;
        let signed = file.get("signed").and_then(Value::as_object).cloned().ok_or_else(not_metadata)?;
        let mut signatures = Vec::new();
        for entry in file.get("signatures").and_then(Value::as_array).ok_or_else(not_metadata)? {
            let field = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            signatures.push(field("keyid").zip(field("sig")).ok_or_else(not_metadata)?);
        }
        let document = Self { signed, signatures };
        if document.kind().is_empty() || document.version() == 0 { Err(not_metadata()) } else { Ok(document) }
    }

    /// The file.
    #[must_use]
    pub fn to_file(&self) -> Vec<u8> {
        let signatures: Vec<Value> =
            self.signatures.iter().map(|(keyid, sig)| json!({"keyid": keyid, "sig": sig})).collect();
        to_bytes(&json!({"signatures": signatures, "signed": self.signed}))
    }

    /// Adds, or makes anew, the signature of this key.
    ///
    /// # Errors
    /// [`RepositoryError::Trust`] when the content has no canonical form.
    pub fn sign(&mut self, key: &SigningKey) -> Result<(), RepositoryError> {
        let message = trust::canonical(&to_bytes(&Value::Object(self.signed.clone())))?;
        let keyid = key.public().keyid().to_owned();
        self.signatures.retain(|(known, _)| *known != keyid);
        self.signatures.push((keyid, key.sign(message.as_bytes())));
        self.signatures.sort();
        Ok(())
    }

    /// `_type`.
    pub(crate) fn kind(&self) -> &str {
        self.signed.get("_type").and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn version(&self) -> u64 {
        self.signed.get("version").and_then(Value::as_u64).unwrap_or_default()
    }

    /// `expires`; the far past when it cannot be read.
    pub(crate) fn expires(&self) -> Millis {
        let text = self.signed.get("expires").and_then(Value::as_str).unwrap_or_default();
        text.get(..10).and_then(|day| day.parse::<Date>().ok()).map_or(0, Date::to_millis)
    }

    /// Targets by name.
    pub(crate) fn targets(&mut self) -> Result<&mut Map<String, Value>, RepositoryError> {
        object(&mut self.signed, "targets")
    }

    /// What a person should read before signing: kind, version, dates, who may sign, what is listed.
    #[must_use]
    pub fn summary(&self) -> String {
        let text = |name: &str| self.signed.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
        let mut out = format!("{} version {}, expires {}\n", self.kind(), self.version(), text("expires"));
        let mut role = |name: &str, role: &Value| {
            let keyids = role.get("keyids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let keyids: Vec<String> = keyids.map(|keyid| shown(keyid, 16)).collect();
            let threshold = role.get("threshold").and_then(Value::as_u64).unwrap_or_default();
            let paths = role.get("paths").map(|paths| format!(" for {paths}")).unwrap_or_default();
            let _ = writeln!(out, "  {}: {threshold} of {}{paths}", shown(name, 64), keyids.join(" "));
        };
        for (name, value) in self.signed.get("roles").and_then(Value::as_object).into_iter().flatten() {
            role(name, value);
        }
        let delegations = self.signed.get("delegations").and_then(|value| value.get("roles"));
        for value in delegations.and_then(Value::as_array).into_iter().flatten() {
            role(value.get("name").and_then(Value::as_str).unwrap_or("-"), value);
        }
        for (name, file) in self.signed.get("targets").and_then(Value::as_object).into_iter().flatten() {
            let length = file.get("length").and_then(Value::as_u64).unwrap_or_default();
            let hash = file.get("hashes").and_then(|hashes| hashes.get("sha256")).and_then(Value::as_str);
            let _ = writeln!(out, "  {} {length} bytes sha256 {}", shown(name, 64), shown(hash.unwrap_or("-"), 64));
        }
        let signers: Vec<String> = self.signatures.iter().map(|(keyid, _)| shown(keyid, 16)).collect();
        let _ =
            writeln!(out, "  signed by: {}", if signers.is_empty() { "nobody".to_owned() } else { signers.join(" ") });
        out
    }
}

/// When a file is signed and for how long it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub now: Millis,
    pub days: u32,
}

/// The object under this name, made when it is missing.
pub(crate) fn object<'a>(
    holder: &'a mut Map<String, Value>,
    name: &str,
) -> Result<&'a mut Map<String, Value>, RepositoryError> {
    match holder.entry(name).or_insert_with(|| json!({})) {
        Value::Object(members) => Ok(members),
        _ => Err(RepositoryError::State(format!("metadata whose {name} is no object"))),
    }
}

/// Version, size and hash of a file, as snapshot and timestamp list it.
pub(crate) fn listing(version: u64, file: &[u8]) -> Value {
    json!({"version": version, "length": file.len(), "hashes": {"sha256": sha256(file)}})
}

/// `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) fn moment(millis: Millis) -> String {
    let seconds = millis.rem_euclid(MILLIS_PER_DAY) / 1000;
    format!("{}T{:02}:{:02}:{:02}Z", Date::from_millis(millis), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn shown(text: &str, most: usize) -> String {
    text.chars().take(most).map(|c| if c.is_control() { '?' } else { c }).collect()
}
