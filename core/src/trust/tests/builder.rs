//! A small publisher for tests. It shares no code with the client: what the two agree on, they agree on through the
//! specification. Key material is fixed and public: for tests only.

use std::collections::BTreeMap;
use std::rc::Rc;

use ring::digest::{SHA256, SHA512, digest};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PSS_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

/// 2026-11-24T12:00:00Z: the present of all tests.
pub const NOW: i64 = 1_795_521_600_000;
pub const DAY: i64 = 86_400_000;

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

pub fn sha512(bytes: &[u8]) -> String {
    hex(digest(&SHA512, bytes).as_ref())
}

/// `YYYY-MM-DDTHH:MM:SSZ`, at noon UTC, so many days from [`NOW`].
pub fn in_days(days: i64) -> String {
    format!("{}T12:00:00Z", crate::model::Date::from_millis(NOW + days * DAY))
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    Ecdsa(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

pub struct Signer {
    pub keyid: String,
    pub key: Value,
    pair: Pair,
}

impl Signer {
    pub fn ed25519(seed: u8) -> Rc<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let key =
            json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": hex(pair.public_key().as_ref())}});
        Self::new(key, Pair::Ed25519(pair))
    }

    pub fn ecdsa() -> Rc<Self> {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let mut der = vec![0x30, 0x59, 0x30, 0x13];
        der.extend([6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7, 3, 0x42, 0]);
        der.extend(pair.public_key().as_ref());
        let key = json!({"keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256", "keyval": {"public": pem(&der)}});
        Self::new(key, Pair::Ecdsa(pair))
    }

    pub fn rsa() -> Rc<Self> {
        let pair = RsaKeyPair::from_pkcs8(include_bytes!("fixtures/test-only-rsa-2048.pkcs8.der")).unwrap();
        let public = pair.public_key().as_ref();
        let long =
            |content: &[u8]| [&[0x82], &u16::try_from(content.len()).unwrap().to_be_bytes()[..], content].concat();
        let bits = [&[3], &long(&[&[0], public].concat())[..]].concat();
        let algorithm = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
        let der = [&[0x30], &long(&[&algorithm[..], &bits].concat())[..]].concat();
        let key = json!({"keytype": "rsa", "scheme": "rsassa-pss-sha256", "keyval": {"public": pem(&der)}});
        Self::new(key, Pair::Rsa(pair))
    }

    fn new(key: Value, pair: Pair) -> Rc<Self> {
        Rc::new(Self { keyid: sha256(canonical(&key).as_bytes()), key, pair })
    }

    /// The same key material under another keyid.
    pub fn renamed(&self, keyid: &str) -> Rc<Self> {
        let Pair::Ed25519(_) = &self.pair else { panic!("only ed25519") };
        let public = self.key["keyval"]["public"].as_str().unwrap();
        let seed = (0..=255).find(|seed| {
            let pair = Ed25519KeyPair::from_seed_unchecked(&[*seed; 32]).unwrap();
            hex(pair.public_key().as_ref()) == public
        });
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed.unwrap(); 32]).unwrap();
        Rc::new(Self { keyid: keyid.to_owned(), key: self.key.clone(), pair: Pair::Ed25519(pair) })
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Ecdsa(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PSS_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}

fn pem(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in der.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let c = if i <= chunk.len() { ALPHABET[(bits >> (18 - 6 * i) & 63) as usize] as char } else { '=' };
            text.push(c);
        }
    }
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

/// OLPC canonical JSON: as `serde_json` writes it, but for the escapes in texts.
pub fn canonical(value: &Value) -> String {
    let text = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    match value {
        Value::String(string) => text(string),
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}:{}", text(name), canonical(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// A role with this signed part and these signatures.
pub fn envelope(signed: &Value, signers: &[Rc<Signer>]) -> Vec<u8> {
    let message = canonical(signed);
    let signatures: Vec<Value> = signers
        .iter()
        .map(|signer| json!({"keyid": signer.keyid, "sig": hex(&signer.sign(message.as_bytes()))}))
        .collect();
    serde_json::to_vec_pretty(&json!({"signed": signed, "signatures": signatures})).unwrap()
}

/// A repository: what is signed, who signs, and what a client sees.
pub struct Repo {
    pub roles: BTreeMap<String, Value>,
    pub signers: BTreeMap<String, Vec<Rc<Signer>>>,
    /// Metadata by file name at the source.
    pub metadata: BTreeMap<String, Vec<u8>>,
    /// Payloads by path at the source.
    pub files: BTreeMap<String, Vec<u8>>,
    /// List hash and length of metadata.
    pub hashes: bool,
}

impl Repo {
    /// Root, timestamp, snapshot and targets at version 1, one ed25519 key each, good for 30 days and root for 365.
    pub fn new() -> Self {
        let mut repo = Self {
            roles: BTreeMap::new(),
            signers: BTreeMap::new(),
            metadata: BTreeMap::new(),
            files: BTreeMap::new(),
            hashes: false,
        };
        let empty = json!({"keyids": [], "threshold": 1});
        let head =
            |kind: &str, days| json!({"_type": kind, "spec_version": "1.0.34", "version": 0, "expires": in_days(days)});
        let mut root = head("root", 365);
        root["consistent_snapshot"] = json!(true);
        root["keys"] = json!({});
        root["roles"] = json!({"root": empty, "timestamp": empty, "snapshot": empty, "targets": empty});
        let mut timestamp = head("timestamp", 30);
        timestamp["meta"] = json!({"snapshot.json": {"version": 1}});
        let mut snapshot = head("snapshot", 30);
        snapshot["meta"] = json!({"targets.json": {"version": 1}});
        let mut targets = head("targets", 90);
        targets["targets"] = json!({});
        for (seed, (name, role)) in
            [("root", root), ("timestamp", timestamp), ("snapshot", snapshot), ("targets", targets)]
                .into_iter()
                .enumerate()
        {
            repo.roles.insert(name.to_owned(), role);
            repo.add_key(name, &Signer::ed25519(u8::try_from(seed).unwrap() + 1));
        }
        repo.publish(&["root", "targets", "snapshot", "timestamp"]);
        repo
    }

    pub fn role(&mut self, name: &str) -> &mut Value {
        self.roles.get_mut(name).unwrap()
    }

    pub fn version(&self, name: &str) -> u64 {
        self.roles[name]["version"].as_u64().unwrap()
    }

    /// Lets `signer` sign for a top-level role from the next root on.
    pub fn add_key(&mut self, role: &str, signer: &Rc<Signer>) {
        let root = self.role("root");
        root["keys"][&signer.keyid] = signer.key.clone();
        root["roles"][role]["keyids"].as_array_mut().unwrap().push(json!(signer.keyid));
        self.signers.entry(role.to_owned()).or_default().push(Rc::clone(signer));
    }

    pub fn clear_keys(&mut self, role: &str) {
        self.role("root")["roles"][role]["keyids"] = json!([]);
        self.signers.insert(role.to_owned(), Vec::new());
    }

    pub fn rotate(&mut self, role: &str, signer: &Rc<Signer>) {
        self.clear_keys(role);
        self.add_key(role, signer);
    }

    pub fn threshold(&mut self, role: &str, threshold: u64) {
        self.role("root")["roles"][role]["threshold"] = json!(threshold);
    }

    /// The next version of each role, signed and served; listings follow.
    pub fn publish(&mut self, roles: &[&str]) {
        for role in roles {
            let next = self.version(role) + 1;
            self.role(role)["version"] = json!(next);
            self.publish_as_is(role);
        }
    }

    /// Signs and serves a role without touching its version.
    pub fn publish_as_is(&mut self, role: &str) {
        let version = self.version(role);
        self.serve_as(role, version);
    }

    /// Serves a role under this version, whatever version it states.
    pub fn serve_as(&mut self, role: &str, version: u64) {
        let bytes = envelope(&self.roles[role], &self.signers[role]);
        let mut listing = json!({"version": self.roles[role]["version"]});
        if self.hashes {
            listing["length"] = json!(bytes.len());
            listing["hashes"] = json!({"sha256": sha256(&bytes)});
        }
        let file = format!("{role}.json");
        match role {
            "root" => {}
            "timestamp" => {
                self.metadata.insert("timestamp.json".to_owned(), bytes);
                return;
            }
            "snapshot" => self.role("timestamp")["meta"][file] = listing,
            _ => self.role("snapshot")["meta"][file] = listing,
        }
        self.metadata.insert(format!("{version}.{}.json", super::super::quoted(role)), bytes);
    }

    /// All that follows a change of targets.
    pub fn publish_targets(&mut self) {
        self.publish(&["targets", "snapshot", "timestamp"]);
    }

    pub fn root_bytes(&self, version: u64) -> Vec<u8> {
        self.metadata[&format!("{version}.root.json")].clone()
    }

    /// Adds a payload to a role, to be published by the caller.
    pub fn add_target(&mut self, role: &str, path: &str, content: &[u8]) {
        let hash = sha256(content);
        self.role(role)["targets"][path] = json!({"length": content.len(), "hashes": {"sha256": hash}});
        self.serve_target(path, &hash, content);
    }

    pub fn serve_target(&mut self, path: &str, hash: &str, content: &[u8]) {
        let (folder, name) = path.rsplit_once('/').map_or((String::new(), path), |(f, n)| (format!("{f}/"), n));
        self.files.insert(format!("{folder}{hash}.{name}"), content.to_vec());
    }

    /// Delegates from one targets role to another with a key of its own. `scope`: `{"paths": [...]}` or
    /// `{"path_hash_prefixes": [...]}`.
    pub fn delegate(&mut self, from: &str, to: &str, scope: Value, terminating: bool) {
        if !self.roles.contains_key(to) {
            let role = json!({"_type": "targets", "spec_version": "1.0.34", "version": 0, "expires": in_days(30), "targets": {}});
            self.roles.insert(to.to_owned(), role);
            let seed = to.bytes().fold(100_u8, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte)) | 64;
            self.signers.insert(to.to_owned(), vec![Signer::ed25519(seed)]);
        }
        let signer = Rc::clone(&self.signers[to][0]);
        let from = self.role(from);
        if from.get("delegations").is_none() {
            from["delegations"] = json!({"keys": {}, "roles": []});
        }
        from["delegations"]["keys"][&signer.keyid] = signer.key.clone();
        let mut role = json!({"name": to, "keyids": [signer.keyid], "threshold": 1, "terminating": terminating});
        for (name, value) in scope.as_object().unwrap() {
            role[name] = value.clone();
        }
        from["delegations"]["roles"].as_array_mut().unwrap().push(role);
    }
}
