//! The crate's `TokenKeys`, `IssuerKeys` and `Settings` over the imported platform.

use strongroom_ports::platform::{IssuerKeys, IssuerKeysError, Settings, TokenKeyError, TokenKeys};
use strongroom_secret_bytes::SecretBytes;

use super::bindings::strongroom::platform::{issuer_keys, settings, token_key};

/// The platform behind the component's imports. Has no state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Platform;

impl TokenKeys for Platform {
    async fn current(&self) -> Result<String, TokenKeyError> {
        token_key::current().map_err(token_key_error_in)
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, TokenKeyError> {
        token_key::get(id).map(SecretBytes::new).map_err(token_key_error_in)
    }
}

impl IssuerKeys for Platform {
    async fn keys(&self, issuer: &str, fresh: bool) -> Result<Vec<u8>, IssuerKeysError> {
        issuer_keys::keys(issuer, fresh).map_err(|error| match error {
            issuer_keys::Error::Unknown => IssuerKeysError::Unknown,
            issuer_keys::Error::Unavailable => IssuerKeysError::Unavailable,
        })
    }
}

impl Settings for Platform {
    fn get(&self, name: &str) -> Option<String> {
        settings::get(name)
    }
}

fn token_key_error_in(error: token_key::Error) -> TokenKeyError {
    match error {
        token_key::Error::Unknown => TokenKeyError::Unknown,
        token_key::Error::Unavailable => TokenKeyError::Unavailable,
    }
}
