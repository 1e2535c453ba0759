//! The compact form, RFC 7515: three parts, of which nothing is believed yet.

use base64ct::{Base64UrlUnpadded, Encoding};
use strongroom_model::limits;
use strongroom_model::provider::Algorithm;

use crate::Error;
use crate::access;
use crate::json::{Object, Value};
use crate::keys::Key;

/// Characters of a key's id.
const KEY_ID: usize = 256;

/// What a token says it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Our own, for a client.
    Access,
    /// Of an identity provider: an ID token, or an access token after RFC 9068.
    Identity,
}

/// A token of the right form. Its signature was not looked at.
pub struct Compact<'a> {
    algorithm: Algorithm,
    key_id: Option<String>,
    kind: Kind,
    signed: &'a [u8],
    payload: Object,
    signature: Vec<u8>,
}

impl<'a> Compact<'a> {
    /// Members of the header that name or bring keys (`jku`, `jwk`, `x5u`, `x5c`) are not looked at.
    ///
    /// # Errors
    /// Each of [`Error::TooLong`], [`Error::Form`], [`Error::Header`], [`Error::Critical`],
    /// [`Error::Algorithm`], [`Error::Type`] and [`Error::Payload`], looked for in that order.
    pub fn parse(token: &'a [u8]) -> Result<Self, Error> {
        if token.len() > limits::BEARER_BYTES {
            return Err(Error::TooLong);
        }
        let mut parts = token.split(|byte| *byte == b'.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Error::Form);
        };
        let signed_length = header.len() + 1 + payload.len();
        let signed = token.get(..signed_length).ok_or(Error::Form)?;
        let header = decode(header)?;
        let payload = decode(payload)?;
        let signature = decode(signature)?;

        let header = Object::parse(&header).map_err(|_| Error::Header)?;
        if header.get("crit").is_some() {
            return Err(Error::Critical);
        }
        let algorithm = match header.get("alg") {
            Some(Value::Text(name)) => Algorithm::ALL
                .into_iter()
                .find(|one| one.as_str() == name)
                .ok_or(Error::Algorithm)?,
            Some(_) | None => return Err(Error::Algorithm),
        };
        let key_id = header.text("kid").map_err(|_| Error::Header)?;
        if key_id.is_some_and(|id| id.is_empty() || id.len() > KEY_ID) {
            return Err(Error::Header);
        }
        let kind = kind(&header)?;
        let payload = Object::parse(&payload).map_err(|_| Error::Payload)?;
        let key_id = key_id.map(str::to_owned);
        Ok(Self { algorithm, key_id, kind, signed, payload, signature })
    }

    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Who says to have made it: to find the keys by, and to be compared exactly.
    ///
    /// # Errors
    /// [`Error::Issuer`] where it is missing or not a text.
    pub fn issuer(&self) -> Result<&str, Error> {
        self.payload.text("iss").ok().flatten().ok_or(Error::Issuer)
    }

    /// The payload, once the signature was found to be of the key.
    ///
    /// # Errors
    /// [`Error::Algorithm`] where the key is for another, [`Error::Signature`].
    pub fn verify(self, key: &Key) -> Result<Object, Error> {
        if key.algorithm() != self.algorithm {
            return Err(Error::Algorithm);
        }
        if key.accepts(self.signed, &self.signature) {
            Ok(self.payload)
        } else {
            Err(Error::Signature)
        }
    }
}

/// Without padding, in the one spelling there is.
fn decode(part: &[u8]) -> Result<Vec<u8>, Error> {
    let text = std::str::from_utf8(part).map_err(|_| Error::Form)?;
    Base64UrlUnpadded::decode_vec(text).map_err(|_| Error::Form)
}

/// From `typ`, which a media type may be written in with or without `application/`.
fn kind(header: &Object) -> Result<Kind, Error> {
    // A token within a token is nobody's here.
    if header.get("cty").is_some() {
        return Err(Error::Type);
    }
    let Some(given) = header.text("typ").map_err(|_| Error::Type)? else {
        return Ok(Kind::Identity);
    };
    let given = given.to_ascii_lowercase();
    match given.strip_prefix("application/").unwrap_or(&given) {
        "jwt" | "at+jwt" => Ok(Kind::Identity),
        access::TYPE => Ok(Kind::Access),
        _ => Err(Error::Type),
    }
}
