//! What an issuer says of itself: OpenID Connect Discovery 1.0, sections 4 and 4.3.

use serde::Deserialize;

use crate::Error;
use crate::address;

#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Where an issuer has its discovery document.
#[must_use]
pub fn address_of(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Where the keys are, of a document that names exactly the issuer it was asked of.
///
/// # Errors
/// [`Error::Document`], [`Error::Issuer`], [`Error::KeysAddress`] and [`Error::Downgrade`].
pub fn keys_address(issuer: &str, document: &[u8]) -> Result<String, Error> {
    let document: Document = serde_json::from_slice(document).map_err(|_| Error::Document)?;
    if document.issuer != issuer {
        return Err(Error::Issuer);
    }
    let address = checked(&document.jwks_uri)?;
    if issuer.starts_with("https:") && address.scheme_str() != Some("https") {
        return Err(Error::Downgrade);
    }
    Ok(document.jwks_uri)
}

/// Unlike an issuer, this address may have a query.
fn checked(text: &str) -> Result<http::Uri, Error> {
    let bare = text.split_once('?').map_or(text, |(bare, _)| bare);
    address::private_address(bare).map_err(Error::KeysAddress)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(issuer: &str, keys: &str) -> Vec<u8> {
        format!(r#"{{"issuer":"{issuer}","jwks_uri":"{keys}","other":1}}"#).into_bytes()
    }

    #[test]
    fn the_address_of_the_keys_may_have_a_query_and_follows_the_same_rules() {
        assert!(checked("https://keys.example.com/jwks?p=a").is_ok());
        for text in ["http://keys.example.com/", "https://u@keys.example.com/", "keys", ""] {
            assert!(checked(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_document_is_that_of_the_issuer_and_leads_to_no_weaker_place() {
        let issuer = "https://login.example.com";
        let keys = "https://keys.example.com/jwks";
        assert_eq!(keys_address(issuer, &document(issuer, keys)).as_deref(), Ok(keys));
        for (document, error) in [
            (document("https://login.example.com/", keys), Error::Issuer),
            (document(issuer, "http://127.0.0.1/keys"), Error::Downgrade),
            (b"{}".to_vec(), Error::Document),
            (b"<html>".to_vec(), Error::Document),
        ] {
            assert_eq!(keys_address(issuer, &document), Err(error));
        }
    }
}
