//! Keys: ed25519, the private half encrypted at rest. `docs/publishing.md` describes the file.

use std::fmt;
use std::num::NonZeroU32;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::pbkdf2;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use safe_migration::trust;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::RepositoryError;

/// Named in every key file; a change of layout changes it.
const FORMAT: &str = "safe-migration-key-1";
/// OWASP Password Storage Cheat Sheet: 600,000 for PBKDF2-HMAC-SHA256.
const ROUNDS: u32 = 600_000;
/// A file that asks for more would only keep the machine busy.
const MOST_ROUNDS: u32 = 20_000_000;
const KDF: &str = "pbkdf2-hmac-sha256";
const CIPHER: &str = "chacha20-poly1305";
/// Shorter ones can be tried out whatever the rounds.
const LEAST_PASSPHRASE_CHARS: usize = 12;

/// The public half of a key, as metadata names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    keyid: String,
    value: Value,
}

impl PublicKey {
    /// Reads a public key file (`{"keytype", "scheme", "keyval": {"public"}}`; further fields are passed over) or the
    /// public part of a private key file. Kinds: those that phones verify (`docs/trust.md`).
    ///
    /// # Errors
    /// [`RepositoryError::Key`].
    pub fn read(file: &[u8]) -> Result<Self, RepositoryError> {
        let no_key = || RepositoryError::key("not a key file");
        let file: Value = serde_json::from_slice(file).map_err(|_| no_key())?;
        let key = file.get("public").unwrap_or(&file);
        let field = |name: &str| key.get(name).and_then(Value::as_str);
        let public = key.get("keyval").and_then(|value| value.get("public")).and_then(Value::as_str);
        let (Some(kind), Some(scheme), Some(public)) = (field("keytype"), field("scheme"), public) else {
            return Err(no_key());
        };
        let fits = match (kind, scheme) {
            ("ed25519", "ed25519") => public.len() == 64 && unhex(public).is_some(),
            ("ecdsa" | "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") | ("rsa", "rsassa-pss-sha256") => {
                public.trim().starts_with("-----BEGIN PUBLIC KEY-----")
            }
            _ => false,
        };
        if fits {
            Self::new(kind, scheme, public)
        } else {
            Err(RepositoryError::key("of a kind that phones do not read"))
        }
    }

    fn new(kind: &str, scheme: &str, public: &str) -> Result<Self, RepositoryError> {
        let value = json!({"keytype": kind, "scheme": scheme, "keyval": {"public": public}});
        let keyid = sha256(trust::canonical(&to_bytes(&value))?.as_bytes());
        Ok(Self { keyid, value })
    }

    /// SHA-256 of the canonical key, in hexadecimal: what signers read aloud to each other.
    #[must_use]
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// The key as it stands in metadata.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// The bytes of a public key file.
    #[must_use]
    pub fn to_file(&self) -> Vec<u8> {
        let mut file = self.value.clone();
        if let Some(members) = file.as_object_mut() {
            members.insert("keyid".to_owned(), json!(self.keyid));
        }
        pretty(&file)
    }
}

/// A key that signs. Its private half leaves this type only encrypted.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    pkcs8: Vec<u8>,
    public: PublicKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.public.keyid).finish()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: String,
    public: Value,
    kdf: Kdf,
    cipher: Cipher,
    /// The PKCS #8 document and the cipher's tag, hexadecimal.
    sealed: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kdf {
    name: String,
    rounds: u32,
    salt: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cipher {
    name: String,
    nonce: String,
}

impl SigningKey {
    /// A new key from the system's random numbers.
    ///
    /// # Errors
    /// [`RepositoryError::Key`] when the system gives none.
    pub fn generate() -> Result<Self, RepositoryError> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| no_random())?;
        Self::from_pkcs8(document.as_ref().to_vec())
    }

    fn from_pkcs8(pkcs8: Vec<u8>) -> Result<Self, RepositoryError> {
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| RepositoryError::key("no ed25519 key"))?;
        let public = PublicKey::new("ed25519", "ed25519", &hex(pair.public_key().as_ref()))?;
        Ok(Self { pair, pkcs8, public })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// A key file, encrypted with this passphrase (at least 12 characters; compared in composed form, so that another
    /// keyboard gives the same).
    ///
    /// # Errors
    /// [`RepositoryError::Key`] for a short passphrase.
    pub fn seal(&self, passphrase: &str) -> Result<Vec<u8>, RepositoryError> {
        if passphrase.chars().count() < LEAST_PASSPHRASE_CHARS {
            return Err(RepositoryError::key("the passphrase needs at least 12 characters"));
        }
        let random = SystemRandom::new();
        let (mut salt, mut nonce) = ([0; 16], [0; 12]);
        random.fill(&mut salt).and_then(|()| random.fill(&mut nonce)).map_err(|_| no_random())?;
        let kdf = Kdf { name: KDF.to_owned(), rounds: ROUNDS, salt: hex(&salt) };
        let cipher = Cipher { name: CIPHER.to_owned(), nonce: hex(&nonce) };
        let public = self.public.value.clone();
        let mut file = KeyFile { format: FORMAT.to_owned(), public, kdf, cipher, sealed: String::new() };
        let mut sealed = self.pkcs8.clone();
        let key = cipher_key(passphrase, &salt, ROUNDS)?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(head(&file)?), &mut sealed)
            .map_err(|_| RepositoryError::key("cannot be encrypted"))?;
        file.sealed = hex(&sealed);
        Ok(pretty(&serde_json::to_value(&file).unwrap_or_default()))
    }

    /// Opens a key file.
    ///
    /// # Errors
    /// [`RepositoryError::Key`]: not a key file, or the passphrase is another one (which cannot be told from damage).
    pub fn open(file: &[u8], passphrase: &str) -> Result<Self, RepositoryError> {
        let file: KeyFile = serde_json::from_slice(file).map_err(|_| RepositoryError::key("not a private key file"))?;
        let known = file.format == FORMAT && file.kdf.name == KDF && file.cipher.name == CIPHER;
        let (Some(salt), Some(nonce), Some(mut sealed)) =
            (unhex(&file.kdf.salt), unhex(&file.cipher.nonce), unhex(&file.sealed))
        else {
            return Err(RepositoryError::key("not a private key file"));
        };
        let Ok(nonce) = <[u8; 12]>::try_from(nonce) else { return Err(RepositoryError::key("not a private key file")) };
        if !known || file.kdf.rounds > MOST_ROUNDS {
            return Err(RepositoryError::key("written by other software, or for a newer version of this one"));
        }
        let key = cipher_key(passphrase, &salt, file.kdf.rounds)?;
        let opened = key
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(head(&file)?), &mut sealed)
            .map_err(|_| RepositoryError::key("wrong passphrase, or the file is damaged"))?;
        Self::from_pkcs8(opened.to_vec())
    }

    /// Signature of these bytes, hexadecimal.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        hex(self.pair.sign(message).as_ref())
    }
}

/// Everything in the file but the encrypted part: none of it can be changed without the passphrase.
fn head(file: &KeyFile) -> Result<Vec<u8>, RepositoryError> {
    let head = json!({"format": file.format, "public": file.public, "kdf": file.kdf, "cipher": file.cipher});
    Ok(trust::canonical(&to_bytes(&head))?.into_bytes())
}

fn cipher_key(passphrase: &str, salt: &[u8], rounds: u32) -> Result<LessSafeKey, RepositoryError> {
    let damaged = || RepositoryError::key("not a private key file");
    let rounds = NonZeroU32::new(rounds).ok_or_else(damaged)?;
    let composed: String = passphrase.nfc().collect();
    let mut key = [0; 32];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, composed.as_bytes(), &mut key);
    UnboundKey::new(&CHACHA20_POLY1305, &key).map(LessSafeKey::new).map_err(|_| damaged())
}

fn no_random() -> RepositoryError {
    RepositoryError::key("the system gives no random numbers")
}

pub(crate) fn to_bytes(value: &Value) -> Vec<u8> {
    // A `Value` of texts and integers always can be written.
    serde_json::to_vec(value).unwrap_or_default()
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_key_opens_with_its_passphrase_alone_and_signs_the_same() {
        let key = SigningKey::generate().unwrap();
        let file = key.seal("correct horse battery").unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        for clear in [&key.pkcs8[..], &key.pkcs8[16..48]] {
            assert!(!text.contains(&hex(clear)));
        }
        let opened = SigningKey::open(&file, "correct horse battery").unwrap();
        assert_eq!(opened.sign(b"x"), key.sign(b"x"));
        assert_eq!(PublicKey::read(&file).unwrap(), *key.public());
        assert_eq!(PublicKey::read(&key.public().to_file()).unwrap(), *key.public());
        let wrong = SigningKey::open(&file, "correct horse batterz").unwrap_err().to_string();
        assert_eq!(wrong, "the key: wrong passphrase, or the file is damaged");
        assert!(!format!("{key:?}").contains(&hex(&key.pkcs8[16..48])));
    }

    #[test]
    fn nothing_in_a_key_file_can_be_changed() {
        let key = SigningKey::generate().unwrap();
        let file = String::from_utf8(key.seal("correct horse battery").unwrap()).unwrap();
        let other = SigningKey::generate().unwrap();
        let public = |key: &SigningKey| key.public.value["keyval"]["public"].as_str().unwrap().to_owned();
        let exchanged = file.replace(&public(&key), &public(&other));
        let weaker = file.replace("600000", "600001");
        let huge = file.replace("600000", "4000000000");
        for changed in [exchanged, weaker, huge, file.replace("chacha20", "chacha12"), "{}".to_owned()] {
            assert!(matches!(
                SigningKey::open(changed.as_bytes(), "correct horse battery"),
                Err(RepositoryError::Key { .. })
            ));
        }
        assert!(key.seal("short").is_err());
    }

    #[test]
    fn one_passphrase_typed_in_two_ways_is_one() {
        let key = SigningKey::generate().unwrap();
        let file = key.seal("caf\u{e9} caf\u{e9} caf\u{e9}").unwrap();
        assert!(SigningKey::open(&file, "cafe\u{301} cafe\u{301} cafe\u{301}").is_ok());
    }
}
