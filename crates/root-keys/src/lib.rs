//! The root keys as text, the same on every platform, so that a database can move between them.
//!
//! ```text
//! # a comment
//! <id> <base64 of 32 bytes> current
//! <id> <base64 of 32 bytes>
//! ```
//!
//! One key a line. Exactly one says `current`: it wraps new owner keys. The others stay for what
//! they have wrapped. An id has 1 to 64 characters of `[A-Za-z0-9._-]`.
//!
//! It also derives from them what others than the sealer need of them.
//!
//! What it is not: a place that keys are kept in; a platform has a file, a variable or a vault.

#[cfg(feature = "held")]
mod held;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use strongroom_secret_bytes::{Key, SecretBytes};
use zeroize::Zeroizing;

#[cfg(feature = "held")]
pub use held::Held;

const ID_CHARACTERS: usize = 64;
/// Base64 of 32 bytes, padding included.
const KEY_CHARACTERS: usize = 44;

/// What a token key is derived with. No other use of a root key has this text, or begins with it.
const TOKEN_KEY: &[u8] = b"strongroom/v1/token-key";
/// The same of the key under which records of the audit log are authentic.
const AUDIT_KEY: &[u8] = b"strongroom/v1/audit-key";

/// Random bytes before each code of the audit log.
pub const AUDIT_NONCE: usize = 16;

/// Why a text holds no root keys. Tells a line's number and never the line: it may hold a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("line {line}: {problem}")]
    Line {
        /// From 1.
        line: usize,
        problem: Problem,
    },
    #[error("exactly one key must be marked as current, and {0} are")]
    Current(usize),
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("expected an id, a key and perhaps `current`")]
    Words,
    #[error("the id must be 1 to 64 characters of [A-Za-z0-9._-]")]
    Id,
    #[error("the key must be the base64 of 32 bytes")]
    Key,
    #[error("the id stands on an earlier line too")]
    Repeated,
    #[error("not UTF-8")]
    Text,
}

/// All root keys there are. Wiped when dropped.
pub struct RootKeys {
    keys: Vec<(String, Key)>,
    current: usize,
}

impl RootKeys {
    /// One key, which is the current one.
    #[must_use]
    pub fn one(id: String, key: Key) -> Self {
        Self { keys: vec![(id, key)], current: 0 }
    }

    /// # Errors
    /// Every case.
    pub fn parse(content: &[u8]) -> Result<Self, Malformed> {
        let mut keys: Vec<(String, Key)> = Vec::new();
        let mut marked = Vec::new();
        for (index, line) in content.split(|byte| *byte == b'\n').enumerate() {
            let at = |problem| Malformed::Line { line: index + 1, problem };
            let line = std::str::from_utf8(line).map_err(|_| at(Problem::Text))?.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (id, key, current) = parse_line(line).map_err(at)?;
            if keys.iter().any(|(other, _)| other == id) {
                return Err(at(Problem::Repeated));
            }
            if current {
                marked.push(keys.len());
            }
            keys.push((id.to_owned(), key));
        }
        match *marked.as_slice() {
            [current] => Ok(Self { keys, current }),
            _ => Err(Malformed::Current(marked.len())),
        }
    }

    /// The id of the key that wraps new owner keys.
    #[must_use]
    pub fn current(&self) -> &str {
        self.keys.get(self.current).map_or("", |(id, _)| id)
    }

    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|(known, _)| known == id).map(|(_, key)| key)
    }

    /// The seed of the Ed25519 key that signs access tokens under this root key's id: 32 bytes, from
    /// which the root key does not follow. docs/access-tokens.md has the derivation.
    #[must_use]
    pub fn token_seed(&self, id: &str) -> Option<Key> {
        self.derived(id, TOKEN_KEY)
    }

    /// A code of the audit log for a message, under the current root key. `nonce` is random.
    #[must_use]
    pub fn audit_code(&self, nonce: [u8; AUDIT_NONCE], message: &[u8]) -> Option<Vec<u8>> {
        let mac = self.audit_mac(self.current(), &nonce, message)?.finalize().into_bytes();
        Some([&nonce[..], &mac].concat())
    }

    /// Whether a code is for this message. `None` where there is no root key of this id.
    #[must_use]
    pub fn is_audit_code(&self, id: &str, code: &[u8], message: &[u8]) -> Option<bool> {
        let (nonce, mac) = code.split_at_checked(AUDIT_NONCE).unwrap_or_default();
        // Takes as long whatever is wrong, and a code of another length for wrong.
        Some(self.audit_mac(id, nonce, message)?.verify_slice(mac).is_ok())
    }

    fn audit_mac(&self, id: &str, nonce: &[u8], message: &[u8]) -> Option<Hmac<Sha256>> {
        let key = self.derived(id, AUDIT_KEY)?;
        let mac = Hmac::<Sha256>::new_from_slice(key.expose()).ok()?;
        Some(mac.chain_update(nonce).chain_update(message))
    }

    fn derived(&self, id: &str, info: &[u8]) -> Option<Key> {
        let root_key = self.get(id)?;
        // A root key is uniformly random, so expanding it is enough (RFC 5869, section 3.3). Both
        // lengths are right by type: an error cannot be.
        let expanded = Hkdf::<Sha256>::from_prk(root_key.expose()).ok()?;
        let mut filled = Ok(());
        let key = Key::filled(|key| filled = expanded.expand(info, key));
        filled.ok().map(|()| key)
    }
}

/// The line of a key that is the current one, with its end.
#[must_use]
pub fn line(id: &str, key: &Key) -> SecretBytes {
    let mut encoded = Zeroizing::new([0; KEY_CHARACTERS]);
    // The space is right by type: an error cannot be, and would leave a line that does not parse.
    let written = BASE64.encode_slice(key.expose(), &mut *encoded).unwrap_or_default();
    const CURRENT: &[u8] = b" current\n";
    // Enough from the beginning: what grows leaves copies behind.
    let mut line = Vec::with_capacity(id.len() + 1 + KEY_CHARACTERS + CURRENT.len());
    line.extend_from_slice(id.as_bytes());
    line.push(b' ');
    line.extend_from_slice(encoded.get(..written).unwrap_or_default());
    line.extend_from_slice(CURRENT);
    SecretBytes::new(line)
}

fn parse_line(line: &str) -> Result<(&str, Key, bool), Problem> {
    let mut words = line.split_ascii_whitespace();
    let (Some(id), Some(encoded)) = (words.next(), words.next()) else {
        return Err(Problem::Words);
    };
    let current = match (words.next(), words.next()) {
        (None, _) => false,
        (Some("current"), None) => true,
        _ => return Err(Problem::Words),
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if id.len() > ID_CHARACTERS || !id.chars().all(allowed) {
        return Err(Problem::Id);
    }
    // The decoder's estimate of the space it needs is above 32.
    let mut space = Zeroizing::new([0; 48]);
    let length = BASE64.decode_slice(encoded, &mut *space).map_err(|_| Problem::Key)?;
    let bytes: &[u8; 32] =
        space.get(..length).and_then(|bytes| bytes.try_into().ok()).ok_or(Problem::Key)?;
    Ok((id, Key::filled(|key| key.copy_from_slice(bytes)), current))
}

#[cfg(test)]
mod tests;
