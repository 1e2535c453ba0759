//! `strongroom:authorizer/administration` and `bootstrap`.

use strongroom_model::metadata::Problem;
use strongroom_model::{Grant, Id, Name, Role, Timestamp};
use strongroom_secret_bytes::SecretBytes;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub user: Id,
    pub user_name: Name,
    pub token: Id,
    pub token_name: Name,
    pub expires_at: Timestamp,
    /// `None` where the token holds all that its user holds.
    pub grants: Option<Vec<Grant>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: Id,
    pub name: Name,
    pub created_at: Timestamp,
    /// Of the caller.
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    pub id: Id,
    pub organization: Id,
    pub name: Name,
    pub created_at: Timestamp,
    /// Of the caller.
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: Id,
    pub name: Name,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub grants: Option<Vec<Grant>>,
}

/// What a caller asks for, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    /// From now; at most a year.
    pub lifetime_seconds: i64,
    /// `None` for all that the caller holds.
    pub grants: Option<Vec<Grant>>,
}

#[derive(Debug)]
pub struct IssuedToken {
    pub token: Token,
    /// The whole credential. It exists nowhere else.
    pub credential: SecretBytes,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the caller may not do this")]
    Forbidden,
    #[error("no such thing")]
    NotFound,
    #[error("the name is taken")]
    NameTaken,
    #[error("the input is not valid")]
    Invalid(Vec<Problem>),
    #[error("not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait Administration {
    type Session;

    async fn who_am_i(&self, session: &Self::Session) -> Result<Identity, Error>;
    async fn organizations(&self, session: &Self::Session) -> Result<Vec<Organization>, Error>;
    async fn projects(&self, session: &Self::Session) -> Result<Vec<Project>, Error>;
    async fn create_project(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
    ) -> Result<Project, Error>;
    async fn tokens(&self, session: &Self::Session) -> Result<Vec<Token>, Error>;
    async fn create_token(
        &self,
        session: &Self::Session,
        token: NewToken,
    ) -> Result<IssuedToken, Error>;
    async fn revoke_token(&self, session: &Self::Session, token: Id) -> Result<(), Error>;
}

/// The first way in.
#[derive(Debug)]
pub struct FirstOwner {
    pub organization: Id,
    pub user: Id,
    pub credential: SecretBytes,
    pub expires_at: Timestamp,
}
