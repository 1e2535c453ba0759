//! `strongroom:authorizer/administration` and `bootstrap`.

use strongroom_model::audit::Credential;
use strongroom_model::metadata::Problem;
use strongroom_model::{
    Action, Id, Name, Owner, Principal, Role, Scope, SecretKey, Timestamp, Visibility,
};
use strongroom_secret_bytes::SecretBytes;

use crate::sessions::Reason;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub principal: Principal,
    pub name: Name,
    pub email: Option<String>,
    pub credential: Credential,
    /// Of an API token.
    pub token_name: Option<Name>,
    pub expires_at: Timestamp,
    /// `None` where the credential holds all that its person holds.
    pub scopes: Option<Vec<Scope>>,
    /// Whether the person looks after the installation: an Owner of its first organization.
    pub administrator: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    /// Of the caller, now, with this credential, in the order of [`Action::ALL`].
    pub actions: Vec<Action>,
    /// The person's role on the owner itself, own or by a group.
    pub role: Option<Role>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: Id,
    pub name: Name,
    pub created_at: Timestamp,
    /// Of the caller; `None` where it may see it for another reason.
    pub role: Option<Role>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    pub id: Id,
    pub organization: Id,
    pub name: Name,
    pub visibility: Visibility,
    pub created_at: Timestamp,
    /// Of the caller, inherited ones included; `None` where only its visibility shows it.
    pub role: Option<Role>,
}

/// What is `None` stays as it is. Not yet checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectChange {
    pub name: Option<String>,
    pub visibility: Option<Visibility>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: Id,
    pub name: Name,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
    pub scopes: Option<Vec<Scope>>,
}

/// What a caller asks for, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    /// From now; at most a year.
    pub lifetime_seconds: i64,
    /// `None` for all that the caller holds.
    pub scopes: Option<Vec<Scope>>,
}

#[derive(Debug)]
pub struct IssuedToken {
    pub token: Token,
    /// The whole credential. It exists nowhere else.
    pub credential: SecretBytes,
}

/// Of everything that is done to who may do what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the caller may not do this")]
    Forbidden(Reason),
    #[error("no such thing")]
    NotFound,
    #[error("the name is taken")]
    NameTaken,
    #[error("the organization would be without an Owner")]
    LastOwner,
    #[error("the input is not valid")]
    Invalid(Vec<Problem>),
    #[error("this authorizer has no such thing")]
    NotSupported,
    #[error("not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait Administration {
    type Session;

    async fn who_am_i(&self, session: &Self::Session) -> Result<Identity, Error>;
    async fn permissions_on(
        &self,
        session: &Self::Session,
        owner: Owner,
        secret: Option<SecretKey>,
    ) -> Result<Permissions, Error>;
    async fn organizations(&self, session: &Self::Session) -> Result<Vec<Organization>, Error>;
    async fn get_organization(
        &self,
        session: &Self::Session,
        id: Id,
    ) -> Result<Organization, Error>;
    async fn create_organization(
        &self,
        session: &Self::Session,
        name: String,
    ) -> Result<Organization, Error>;
    async fn rename_organization(
        &self,
        session: &Self::Session,
        id: Id,
        name: String,
    ) -> Result<Organization, Error>;
    async fn projects(
        &self,
        session: &Self::Session,
        organization: Option<Id>,
    ) -> Result<Vec<Project>, Error>;
    async fn get_project(&self, session: &Self::Session, id: Id) -> Result<Project, Error>;
    async fn create_project(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
        visibility: Visibility,
    ) -> Result<Project, Error>;
    async fn change_project(
        &self,
        session: &Self::Session,
        id: Id,
        change: ProjectChange,
    ) -> Result<Project, Error>;
    async fn delete_project(&self, session: &Self::Session, id: Id) -> Result<(), Error>;
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
