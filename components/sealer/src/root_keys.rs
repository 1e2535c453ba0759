//! The crate's `RootKeys` over the imported ones.

use strongroom_ports::root_key::{Error, RootKeys};
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::strongroom::platform::root_key as imported;

/// The root keys behind the component's import. Has no state.
pub(crate) struct Platform;

impl RootKeys for Platform {
    async fn current(&self) -> Result<String, Error> {
        imported::current().map_err(error_in)
    }

    async fn get(&self, id: &str) -> Result<SecretBytes, Error> {
        imported::get(id).map(SecretBytes::new).map_err(error_in)
    }
}

fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::Unknown => Error::Unknown,
        imported::Error::Unavailable => Error::Unavailable,
    }
}
