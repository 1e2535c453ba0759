//! Our own access tokens: what a client shows after it signed in.
//!
//! A JWS with EdDSA. Its `typ` and `iss` are no provider's, and it is verified with keys that no
//! provider has: neither kind is ever taken for the other.

use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::{Signer as _, SigningKey};
use serde::Serialize;
use strongroom_model::provider::Algorithm;
use strongroom_model::{Id, Timestamp};
use strongroom_secret_bytes::{Key as Seed, SecretBytes};

use crate::claims::Claims;
use crate::keys::Key;
use crate::{Compact, Error, Kind};

/// `typ` of the header.
pub const TYPE: &str = "strongroom-access+jwt";
/// `iss` and `aud`. No provider can be called so: theirs are URLs.
pub const ISSUER: &str = "strongroom";

/// What an access token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessToken {
    /// Of this one token.
    pub id: Id,
    pub client: Id,
    /// Of the client's secret that it was given out for.
    pub generation: u32,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

#[derive(Serialize)]
struct Payload<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: String,
    r#gen: u32,
    jti: String,
    iat: Timestamp,
    exp: Timestamp,
}

/// The key could not be used, or the claims could not be written: neither is a matter of the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be signed")]
pub struct NotSigned;

/// Whether an id of a key is of the form that ours have.
#[must_use]
pub fn is_key_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

impl AccessToken {
    /// The whole credential.
    ///
    /// # Errors
    /// [`NotSigned`].
    pub fn sign(&self, key_id: &str, seed: &Seed) -> Result<SecretBytes, NotSigned> {
        if !is_key_id(key_id) {
            return Err(NotSigned);
        }
        let header = Header { alg: Algorithm::EdDsa.as_str(), typ: TYPE, kid: key_id };
        let payload = Payload {
            iss: ISSUER,
            aud: ISSUER,
            sub: self.client.to_string(),
            r#gen: self.generation,
            jti: self.id.to_string(),
            iat: self.issued_at,
            exp: self.expires_at,
        };
        let mut token = encode(&header)?;
        token.push('.');
        token.push_str(&encode(&payload)?);
        let signature = SigningKey::from_bytes(seed.expose()).sign(token.as_bytes());
        token.push('.');
        token.push_str(&Base64UrlUnpadded::encode_string(&signature.to_bytes()));
        Ok(token.into())
    }

    /// # Errors
    /// Each that says why the token is not ours, or not good at `now`.
    pub fn verify(token: Compact<'_>, key: &Key, now: Timestamp) -> Result<Self, Error> {
        if token.kind() != Kind::Access {
            return Err(Error::Type);
        }
        if token.algorithm() != Algorithm::EdDsa {
            return Err(Error::Algorithm);
        }
        if token.issuer()? != ISSUER {
            return Err(Error::Issuer);
        }
        let claims = Claims::new(token.verify(key)?);
        let times = claims.times(now)?;
        claims.meant_for([ISSUER])?;
        let id = |name| claims.text(name).and_then(|id| id.parse().ok()).ok_or(Error::Claims);
        let generation = claims.integer("gen")?.and_then(|number| u32::try_from(number).ok());
        Ok(Self {
            id: id("jti")?,
            client: id("sub")?,
            generation: generation.ok_or(Error::Claims)?,
            issued_at: times.issued_at,
            expires_at: times.expires_at,
        })
    }
}

/// The public half of a seed.
#[must_use]
pub fn public_key(seed: &Seed) -> Option<Key> {
    Key::ed25519(SigningKey::from_bytes(seed.expose()).verifying_key().as_bytes())
}

fn encode(part: &impl Serialize) -> Result<String, NotSigned> {
    let json = serde_json::to_vec(part).map_err(|_| NotSigned)?;
    Ok(Base64UrlUnpadded::encode_string(&json))
}
