//! `strongroom:authorizer/clients`.

use strongroom_model::metadata::Stamp;
use strongroom_model::{Id, Name, Owner, Scope, Timestamp};
use strongroom_secret_bytes::SecretBytes;

use crate::administration::Error;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: Id,
    /// An organization or a project.
    pub owner: Owner,
    pub name: Name,
    pub scopes: Vec<Scope>,
    pub created: Stamp,
    pub expires_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
}

/// What a caller asks for, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// Unique in its owner.
    pub name: String,
    /// From now; at most a year.
    pub lifetime_seconds: i64,
    /// On the owner, or on projects of it; at least one.
    pub scopes: Vec<Scope>,
}

#[derive(Debug)]
pub struct IssuedClient {
    pub client: Client,
    /// It exists nowhere else.
    pub secret: SecretBytes,
}

pub trait Clients {
    type Session;

    async fn list_clients(
        &self,
        session: &Self::Session,
        owner: Owner,
    ) -> Result<Vec<Client>, Error>;
    async fn get_client(&self, session: &Self::Session, id: Id) -> Result<Client, Error>;
    async fn create_client(
        &self,
        session: &Self::Session,
        owner: Owner,
        client: NewClient,
    ) -> Result<IssuedClient, Error>;
    async fn renew_client_secret(
        &self,
        session: &Self::Session,
        id: Id,
    ) -> Result<IssuedClient, Error>;
    async fn revoke_client(&self, session: &Self::Session, id: Id) -> Result<(), Error>;
}
