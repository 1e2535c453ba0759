//! What makes a text a JWK Set (RFC 7517, section 5). Whether a key fits a token, and is any good,
//! is for the authorizer to say.

use serde_json::{Map, Value};

/// Never holds a piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("is not JSON")]
    Json,
    #[error("has no list `keys`")]
    Keys,
    #[error("has no key that can check a signature: an OKP, EC or RSA key with its parameters")]
    NoKey,
    #[error("holds a private or a shared key: give public keys alone")]
    Private,
}

/// # Errors
/// Every case.
pub fn check(text: &[u8]) -> Result<(), Error> {
    let set: Value = serde_json::from_slice(text).map_err(|_| Error::Json)?;
    let keys = set.get("keys").and_then(Value::as_array).ok_or(Error::Keys)?;
    let keys: Vec<&Map<String, Value>> = keys.iter().filter_map(Value::as_object).collect();
    // An issuer that publishes such a key has lost it: nothing that it signs means anything.
    if keys.iter().any(|key| key.contains_key("d") || key.contains_key("k")) {
        return Err(Error::Private);
    }
    // Keys of other kinds may stand beside those that are of use (section 5).
    if keys.iter().any(|key| can_verify(key)) { Ok(()) } else { Err(Error::NoKey) }
}

fn can_verify(key: &Map<String, Value>) -> bool {
    let needed: &[&str] = match key.get("kty").and_then(Value::as_str) {
        Some("OKP") => &["crv", "x"],
        Some("EC") => &["crv", "x", "y"],
        Some("RSA") => &["n", "e"],
        _ => return false,
    };
    needed.iter().all(|name| key.get(*name).is_some_and(Value::is_string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_public_keys_and_ignores_kinds_it_does_not_know() {
        let set = br#"{"keys":[{"kty":"new"},{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"1"}]}"#;
        assert_eq!(check(set), Ok(()));
        assert_eq!(check(br#"{"keys":[{"kty":"RSA","n":"AA","e":"AQAB"}]}"#), Ok(()));
    }

    #[test]
    fn refuses_what_is_no_set_of_public_keys() {
        for (text, error) in [
            ("", Error::Json),
            ("<html>", Error::Json),
            ("[]", Error::Keys),
            (r#"{"keys":{}}"#, Error::Keys),
            (r#"{"keys":[]}"#, Error::NoKey),
            (r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA"}]}"#, Error::NoKey),
            (r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}]}"#, Error::Private),
            (r#"{"keys":[{"kty":"oct","k":"AA"}]}"#, Error::Private),
        ] {
            assert_eq!(check(text.as_bytes()), Err(error), "{text}");
        }
    }
}
