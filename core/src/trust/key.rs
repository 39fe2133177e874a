//! Public keys and signatures: ed25519, ECDSA on P-256, RSA-PSS with SHA-256.

use ring::digest::{SHA256, digest};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};

use super::json::{Value, unhex};

/// `rsaEncryption` with its NULL parameter, as the content of an AlgorithmIdentifier (RFC 8017, A.1).
const RSA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
/// `id-ecPublicKey` on `prime256v1` (RFC 5480, 2.1.1).
const P256: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Ed25519,
    EcdsaP256,
    RsaPss,
}

/// A key that can verify. Equal when the key material is equal, whatever its keyid or spelling: this is what a
/// threshold counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    algorithm: Algorithm,
    /// ed25519: 32 bytes; ECDSA: uncompressed point; RSA: `RSAPublicKey` in DER.
    public: Vec<u8>,
}

impl Key {
    /// Reads a key object. `Ok(None)`: well-formed, but of a kind or with a value that can never verify, which is no
    /// reason to refuse the metadata around it.
    pub(crate) fn read(value: &Value<'_>) -> Result<Option<Self>, &'static str> {
        let field = |name| value.get(name).and_then(Value::text);
        let (Some(kind), Some(scheme)) = (field("keytype"), field("scheme")) else {
            return Err("a key without its type");
        };
        let Some(public) = value.get("keyval").and_then(|keyval| keyval.get("public")).and_then(Value::text) else {
            return Err("a key without its value");
        };
        let read = match (kind, scheme) {
            ("ed25519", "ed25519") => unhex(public).filter(|key| key.len() == 32).map(|key| (Algorithm::Ed25519, key)),
            ("ecdsa" | "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") => {
                from_pem(public, P256).map(|key| (Algorithm::EcdsaP256, key))
            }
            ("rsa", "rsassa-pss-sha256") => from_pem(public, RSA).map(|key| (Algorithm::RsaPss, key)),
            _ => None,
        };
        Ok(read.map(|(algorithm, public)| Self { algorithm, public }))
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &dyn VerificationAlgorithm = match self.algorithm {
            Algorithm::Ed25519 => &ED25519,
            Algorithm::EcdsaP256 => &ECDSA_P256_SHA256_ASN1,
            Algorithm::RsaPss => &RSA_PSS_2048_8192_SHA256,
        };
        UnparsedPublicKey::new(algorithm, &self.public).verify(message, signature).is_ok()
    }

    /// Names the key material in the floors.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        digest(&SHA256, &self.public).as_ref().to_vec()
    }
}

/// The key bits of a PEM `PUBLIC KEY` (RFC 7468, 13) whose algorithm is `algorithm`.
fn from_pem(pem: &str, algorithm: &[u8]) -> Option<Vec<u8>> {
    let body = pem.trim().strip_prefix("-----BEGIN PUBLIC KEY-----")?.strip_suffix("-----END PUBLIC KEY-----")?;
    let der = from_base64(body)?;
    let (info, rest) = take(0x30, &der)?;
    let (found, bits) = take(0x30, info)?;
    let (bits, after) = take(3, bits)?;
    if found != algorithm || !rest.is_empty() || !after.is_empty() {
        return None;
    }
    // The first byte counts unused bits: a key has none.
    bits.strip_prefix(&[0]).map(<[u8]>::to_vec)
}

/// The content of the DER value with this tag at the start of `input`, and what follows it.
fn take(tag: u8, input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&found, input) = input.split_first()?;
    let (&first, mut input) = input.split_first()?;
    let mut length = usize::from(first);
    if first >= 0x80 {
        let (size, rest) = input.split_at_checked(usize::from(first & 0x7f))?;
        length = match size {
            [a] if *a >= 0x80 => usize::from(*a),
            [a, b] if *a > 0 => usize::from(*a) << 8 | usize::from(*b),
            _ => return None,
        };
        input = rest;
    }
    if found == tag { input.split_at_checked(length) } else { None }
}

/// RFC 4648 base64 with line breaks; padding only at the end.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    let mut ended = false;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                ended = true;
                continue;
            }
            _ => return None,
        };
        if ended {
            return None;
        }
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    Some(out)
}
