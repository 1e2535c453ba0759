//! The form of an API token, `srt_<id>_<secret>`, and of a client's secret, `srs_<secret>`.
//!
//! The id is the token's KSUID (27 characters) and names the row; the secret is 32 random bytes in
//! base64url without padding (43 characters). The prefixes let scanners find what has leaked. Only
//! the SHA-256 of the 32 bytes is ever kept: they have 256 bits of entropy, so a slow hash would add
//! nothing. Nothing in here knows of people, roles or expiry.

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use strongroom_model::{Id, Timestamp};
use strongroom_ports::{NoRandomness, Random};
use strongroom_secret_bytes::{Key, SecretBytes};
use subtle::ConstantTimeEq;

/// What every API token begins with.
pub(crate) const PREFIX: &[u8] = b"srt_";
const ID_CHARACTERS: usize = 27;
const SECRET_CHARACTERS: usize = 43;
/// Bytes of every API token.
pub const LENGTH: usize = PREFIX.len() + ID_CHARACTERS + 1 + SECRET_CHARACTERS;

/// Compared with when there is no row, so that an unknown id takes the path of a wrong secret.
pub(crate) const NOBODYS_DIGEST: [u8; 32] = [0; 32];

/// The text is not of the form of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not of the form of a token")]
pub struct Malformed;

/// What a client signs in with, beside its id.
pub struct ClientSecret(Key);

impl ClientSecret {
    const PREFIX: &[u8] = b"srs_";
    /// Bytes of every client's secret.
    pub const LENGTH: usize = Self::PREFIX.len() + SECRET_CHARACTERS;

    /// # Errors
    /// [`NoRandomness`] of the platform.
    pub fn issue(random: &impl Random) -> Result<Self, NoRandomness> {
        random_key(random).map(Self)
    }

    /// As strict as [`Credential::parse`].
    ///
    /// # Errors
    /// [`Malformed`] for everything else.
    pub fn parse(text: &SecretBytes) -> Result<Self, Malformed> {
        let encoded = text.expose().strip_prefix(Self::PREFIX).ok_or(Malformed)?;
        decode(encoded).map(Self)
    }

    #[must_use]
    pub fn print(&self) -> SecretBytes {
        print(&[Self::PREFIX], &self.0)
    }

    /// What is kept of it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        digest(&self.0)
    }

    /// Whether it is the one the digest was made of. Takes the same time whatever differs.
    #[must_use]
    pub fn matches(&self, digest: &[u8; 32]) -> bool {
        self.digest().ct_eq(digest).into()
    }
}

/// An API token as a caller presents it. Neither printed nor compared but by the functions in here.
pub struct Credential {
    id: Id,
    secret: Key,
}

fn random_key(random: &impl Random) -> Result<Key, NoRandomness> {
    let mut filled = Ok(());
    let key = Key::filled(|bytes| filled = random.fill(bytes));
    filled.map(|()| key)
}

fn decode(encoded: &[u8]) -> Result<Key, Malformed> {
    if encoded.len() != SECRET_CHARACTERS {
        return Err(Malformed);
    }
    let mut decoded = Err(Malformed);
    let key = Key::filled(|bytes| {
        decoded = match Base64UrlUnpadded::decode(encoded, bytes) {
            Ok(bytes) if bytes.len() == 32 => Ok(()),
            _ => Err(Malformed),
        };
    });
    decoded.map(|()| key)
}

fn print(before: &[&[u8]], key: &Key) -> SecretBytes {
    let encoded = SecretBytes::from(Base64UrlUnpadded::encode_string(key.expose()));
    // Of its final size from the start: growing would leave a copy behind.
    let mut text = Vec::with_capacity(LENGTH);
    before.iter().for_each(|part| text.extend_from_slice(part));
    text.extend_from_slice(encoded.expose());
    SecretBytes::new(text)
}

fn digest(key: &Key) -> [u8; 32] {
    Sha256::digest(key.expose()).into()
}

impl Credential {
    /// A new credential, made in the second `at`.
    ///
    /// # Errors
    /// [`NoRandomness`] of the platform.
    pub fn issue(random: &impl Random, at: Timestamp) -> Result<Self, NoRandomness> {
        let mut salt = [0; 16];
        random.fill(&mut salt)?;
        Ok(Self { id: Id::new(at, salt), secret: random_key(random)? })
    }

    /// Reads a credential. Each has one spelling: nothing is trimmed, no case is folded, and base64
    /// whose last character carries stray bits is refused.
    ///
    /// # Errors
    /// [`Malformed`] for everything else.
    pub fn parse(text: &SecretBytes) -> Result<Self, Malformed> {
        let text = text.expose();
        if text.len() != LENGTH {
            return Err(Malformed);
        }
        let rest = text.strip_prefix(PREFIX).ok_or(Malformed)?;
        let (id, rest) = rest.split_at_checked(ID_CHARACTERS).ok_or(Malformed)?;
        let encoded = rest.strip_prefix(b"_").ok_or(Malformed)?;
        let id = std::str::from_utf8(id).ok().and_then(|id| id.parse().ok()).ok_or(Malformed)?;
        Ok(Self { id, secret: decode(encoded)? })
    }

    #[must_use]
    pub fn print(&self) -> SecretBytes {
        let id = self.id.to_string();
        print(&[PREFIX, id.as_bytes(), b"_"], &self.secret)
    }

    /// The token's id: not secret.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.id
    }

    /// What is kept of the secret.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        digest(&self.secret)
    }

    /// Whether the secret is the one the digest was made of. Takes the same time whatever differs.
    #[must_use]
    pub fn matches(&self, digest: &[u8; 32]) -> bool {
        self.digest().ct_eq(digest).into()
    }
}
