//! The root key, which the platform keeps and which wraps owner keys alone.

use std::fmt;
use std::str::FromStr;

use strongroom_secret_bytes::Key;

use crate::blob::Kind;
use crate::cipher::Cipher;

/// Tells one root key from another: 1 to 64 of `A-Z`, `a-z`, `0-9`, `.`, `_` and `-`. Not a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RootKeyId(String);

/// Why a text is no root key id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 64 letters, digits, `.`, `_` and `-`")]
pub struct RootKeyIdError;

impl RootKeyId {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RootKeyId {
    type Err = RootKeyIdError;

    fn from_str(text: &str) -> Result<Self, RootKeyIdError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RootKeyIdError)
        }
    }
}

impl fmt::Display for RootKeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A root key ready for use. The 32 bytes it came from are not kept.
///
/// ```compile_fail
/// fn copied(root: &strongroom_sealing::RootKey) -> strongroom_sealing::RootKey { root.clone() }
/// ```
/// ```compile_fail
/// fn shown(root: &strongroom_sealing::RootKey) -> String { format!("{root:?}") }
/// ```
pub struct RootKey {
    id: RootKeyId,
    // Boxed, so that moving the key moves a pointer and leaves no copy of the key schedule behind.
    cipher: Box<Cipher>,
}

impl RootKey {
    /// `key` must be uniformly random: nothing here strengthens a passphrase.
    #[must_use]
    pub fn new(id: RootKeyId, key: &Key) -> Self {
        Self { id, cipher: Box::new(Cipher::derive(key, Kind::OwnerKey)) }
    }

    #[must_use]
    pub const fn id(&self) -> &RootKeyId {
        &self.id
    }

    pub(crate) const fn cipher(&self) -> &Cipher {
        &self.cipher
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_plain_text() {
        for right in ["1", "2026-11", "a.b_c-D", &"k".repeat(64)] {
            assert!(right.parse::<RootKeyId>().is_ok(), "{right}");
        }
        for wrong in ["", " ", "a b", "a/b", "a\n", "é", &"k".repeat(65)] {
            assert_eq!(wrong.parse::<RootKeyId>(), Err(RootKeyIdError), "{wrong}");
        }
    }
}
