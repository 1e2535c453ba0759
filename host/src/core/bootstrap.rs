//! What is done through the core before it serves: the database is brought up to date, and the
//! first owner gets a token.

use strongroom_secret_bytes::SecretBytes;
use wasmtime::Store;

use super::bindings::exports::strongroom::{authorizer::bootstrap, store::schema};
use super::bindings::{self};
use super::state::State;
use super::{Core, Error};

/// An owner and a token of theirs.
pub(crate) struct FirstOwner {
    pub(crate) organization: String,
    pub(crate) user: String,
    pub(crate) credential: SecretBytes,
    /// Seconds since the Unix epoch.
    pub(crate) expires_at: i64,
}

/// An instance that serves nobody.
pub(crate) struct Bootstrap {
    store: Store<State>,
    core: bindings::Core,
}

impl Bootstrap {
    /// # Errors
    /// The core cannot be instantiated.
    pub(crate) async fn new(core: &Core) -> Result<Self, Error> {
        let (store, core) = core.instantiate().await?;
        Ok(Self { store, core })
    }

    /// Gives the number of migrations applied now.
    ///
    /// # Errors
    /// The database is too new or not available, or the core failed.
    pub(crate) async fn migrate(&mut self) -> Result<u32, Error> {
        let schema = self.core.strongroom_store_schema();
        self.store
            .run_concurrent(async |accessor| schema.call_migrate(accessor).await)
            .await
            .flatten()
            .map_err(Error::Trapped)?
            .map_err(|error| match error {
                schema::Error::TooNew((found, known)) => Error::DatabaseTooNew { found, known },
                schema::Error::Unavailable => Error::DatabaseUnavailable,
                schema::Error::Internal => Error::Internal,
            })
    }

    /// Makes the first owner. `None` where there is one.
    ///
    /// # Errors
    /// The database is not available, or the core failed.
    pub(crate) async fn initialize(&mut self) -> Result<Option<FirstOwner>, Error> {
        let bootstrap = self.core.strongroom_authorizer_bootstrap();
        let result = self
            .store
            .run_concurrent(async |accessor| bootstrap.call_initialize(accessor).await)
            .await;
        first_owner(result.flatten())
    }

    /// A new token of the first owner. `None` before the first start.
    ///
    /// # Errors
    /// The database is not available, or the core failed.
    pub(crate) async fn owner_token(&mut self) -> Result<Option<FirstOwner>, Error> {
        let bootstrap = self.core.strongroom_authorizer_bootstrap();
        let result = self
            .store
            .run_concurrent(async |accessor| bootstrap.call_owner_token(accessor).await)
            .await;
        first_owner(result.flatten())
    }
}

fn first_owner(
    result: wasmtime::Result<Result<Option<bootstrap::FirstOwner>, bootstrap::Error>>,
) -> Result<Option<FirstOwner>, Error> {
    let owner = result.map_err(Error::Trapped)?.map_err(|error| match error {
        bootstrap::Error::Unavailable => Error::DatabaseUnavailable,
        bootstrap::Error::Internal => Error::Internal,
    })?;
    Ok(owner.map(|owner| FirstOwner {
        organization: id(owner.organization),
        user: id(owner.user),
        credential: SecretBytes::new(owner.credential),
        expires_at: owner.expires_at,
    }))
}

/// As people and the API write it.
fn id(id: bindings::types::Id) -> String {
    let mut bytes = [0; 20];
    let (high, rest) = bytes.split_at_mut(8);
    let (middle, low) = rest.split_at_mut(8);
    high.copy_from_slice(&id.high.to_be_bytes());
    middle.copy_from_slice(&id.middle.to_be_bytes());
    low.copy_from_slice(&id.low.to_be_bytes());
    strongroom_model::Id::from_bytes(bytes).to_string()
}
