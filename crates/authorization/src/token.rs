//! The form of a credential: `srt_<id>_<secret>`.
//!
//! The id is the token's KSUID (27 characters) and names the row; the secret is 32 random bytes in
//! base64url without padding (43 characters). The prefix lets scanners find a leaked token. Only the
//! SHA-256 of the 32 bytes is ever kept: they have 256 bits of entropy, so a slow hash would add
//! nothing. Nothing in here knows of users, roles or expiry.

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use strongroom_model::{Id, Timestamp};
use strongroom_ports::{NoRandomness, Random};
use strongroom_secret_bytes::{Key, SecretBytes};
use subtle::ConstantTimeEq;

const PREFIX: &[u8] = b"srt_";
const ID_CHARACTERS: usize = 27;
const SECRET_CHARACTERS: usize = 43;
/// Bytes of every credential.
pub const LENGTH: usize = PREFIX.len() + ID_CHARACTERS + 1 + SECRET_CHARACTERS;

/// Compared with when there is no row, so that an unknown id takes the path of a wrong secret.
pub(crate) const NOBODYS_DIGEST: [u8; 32] = [0; 32];

/// The text is not of the form of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not of the form of a token")]
pub struct Malformed;

/// What a caller presents. Neither printed nor compared but by the functions in here.
pub struct Credential {
    id: Id,
    secret: Key,
}

impl Credential {
    /// A new credential, made in the second `at`.
    ///
    /// # Errors
    /// [`NoRandomness`] of the platform.
    pub fn issue(random: &impl Random, at: Timestamp) -> Result<Self, NoRandomness> {
        let mut salt = [0; 16];
        random.fill(&mut salt)?;
        let mut filled = Ok(());
        let secret = Key::filled(|bytes| filled = random.fill(bytes));
        filled.map(|()| Self { id: Id::new(at, salt), secret })
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
        let mut decoded = Err(Malformed);
        let secret = Key::filled(|bytes| {
            decoded = match Base64UrlUnpadded::decode(encoded, bytes) {
                Ok(bytes) if bytes.len() == 32 => Ok(()),
                _ => Err(Malformed),
            };
        });
        decoded.map(|()| Self { id, secret })
    }

    #[must_use]
    pub fn print(&self) -> SecretBytes {
        let encoded = SecretBytes::from(Base64UrlUnpadded::encode_string(self.secret.expose()));
        // Of its final size from the start: growing would leave a copy behind.
        let mut text = Vec::with_capacity(LENGTH);
        text.extend_from_slice(PREFIX);
        text.extend_from_slice(self.id.to_string().as_bytes());
        text.push(b'_');
        text.extend_from_slice(encoded.expose());
        SecretBytes::new(text)
    }

    /// The token's id: not secret.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.id
    }

    /// What is kept of the secret.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.secret.expose()).into()
    }

    /// Whether the secret is the one the digest was made of. Takes the same time whatever differs.
    #[must_use]
    pub fn matches(&self, digest: &[u8; 32]) -> bool {
        self.digest().ct_eq(digest).into()
    }
}
