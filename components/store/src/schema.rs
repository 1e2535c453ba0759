//! `strongroom:store/schema`.

use strongroom_store::SchemaError;

use crate::bindings::exports::strongroom::store::schema::{Error, Guest};

impl Guest for crate::Component {
    fn migrate() -> Result<u32, Error> {
        strongroom_bindings::run(async {
            crate::store().migrate().await.map_err(|error| match error {
                SchemaError::TooNew { found, known } => Error::TooNew((found, known)),
                SchemaError::Unavailable => Error::Unavailable,
                SchemaError::Internal => Error::Internal,
            })
        })
    }
}
