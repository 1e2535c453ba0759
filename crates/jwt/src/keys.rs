//! Public keys, and JWK Sets that hold them: RFC 7517, 7518 and 8037.

mod signature;
#[cfg(test)]
mod wycheproof;

use base64ct::{Base64UrlUnpadded, Encoding};
use strongroom_model::provider::Algorithm;

use crate::Error;
use crate::json::{NotJson, Object, Value};

pub use signature::Key;

/// Bytes of a set.
const SET_BYTES: usize = 256 * 1024;
/// Keys of a set.
const KEYS: usize = 128;

/// Keys that an issuer has published. Those it cannot use for a signature of ours are left out.
#[derive(Debug, Default)]
pub struct KeySet(Vec<Published>);

#[derive(Debug)]
struct Published {
    id: Option<String>,
    algorithm: Algorithm,
    members: Object,
}

impl KeySet {
    /// A key that is not understood is none of ours and is passed over, as RFC 7517 asks.
    ///
    /// # Errors
    /// [`NotJson`] where it is not a set at all, or too large a one.
    pub fn parse(json: &[u8]) -> Result<Self, NotJson> {
        if json.len() > SET_BYTES {
            return Err(NotJson);
        }
        let set = Object::parse(json)?;
        let Some(Value::List(keys)) = set.get("keys") else { return Err(NotJson) };
        if keys.len() > KEYS {
            return Err(NotJson);
        }
        Ok(Self(keys.iter().filter_map(Published::read).collect()))
    }

    /// The one key that a token of this algorithm and key id can be of. Without an id only where
    /// the choice is no choice.
    ///
    /// # Errors
    /// [`Error::NoKey`] where none fits, several do, or the one is weak or no key.
    pub fn find(&self, algorithm: Algorithm, id: Option<&str>) -> Result<Key, Error> {
        let mut fitting = self
            .0
            .iter()
            .filter(|key| key.algorithm == algorithm)
            .filter(|key| id.is_none_or(|id| key.id.as_deref() == Some(id)));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => key.key().ok_or(Error::NoKey),
            _ => Err(Error::NoKey),
        }
    }
}

impl Published {
    fn read(value: &Value) -> Option<Self> {
        let Value::Object(members) = value else { return None };
        let text = |name| members.text(name).ok().flatten();
        let algorithm = match (text("kty")?, text("crv")) {
            ("OKP", Some("Ed25519")) => Algorithm::EdDsa,
            ("EC", Some("P-256")) => Algorithm::Es256,
            ("RSA", _) => Algorithm::Rs256,
            _ => return None,
        };
        let says = |name: &str, wanted: &str| match members.get(name) {
            None => true,
            Some(Value::Text(text)) => text == wanted,
            Some(_) => false,
        };
        let operations = match members.get("key_ops") {
            None => true,
            Some(Value::List(all)) => all.contains(&Value::Text("verify".to_owned())),
            Some(_) => false,
        };
        if !says("use", "sig") || !says("alg", algorithm.as_str()) || !operations {
            return None;
        }
        let id = members.text("kid").ok()?.map(str::to_owned);
        Some(Self { id, algorithm, members: members.clone() })
    }

    fn key(&self) -> Option<Key> {
        let number = |name| {
            let text = self.members.text(name).ok().flatten()?;
            Base64UrlUnpadded::decode_vec(text).ok()
        };
        match self.algorithm {
            Algorithm::EdDsa => Key::ed25519(&number("x")?),
            Algorithm::Es256 => Key::p256(&number("x")?, &number("y")?),
            Algorithm::Rs256 => Key::rsa(&number("n")?, &number("e")?),
        }
    }
}
