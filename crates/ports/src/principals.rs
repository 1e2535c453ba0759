//! `strongroom:store/principals`, and the rows of `strongroom:store/rows`.

use strongroom_audit::Record;
use strongroom_model::metadata::Stamp;
use strongroom_model::{Id, Name, Owner, Role, Scope, Timestamp, Visibility};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("no such row")]
    NotFound,
    #[error("the name is taken")]
    NameTaken,
    #[error("the organization would be without an Owner")]
    LastOwner,
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

/// Whether a person can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    Active,
    /// Keeps roles and personal secrets.
    Suspended,
    /// Tokens, roles, groups and personal secrets are gone.
    Removed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub id: Id,
    pub name: Name,
    pub email: Option<String>,
    pub status: Status,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
}

/// A token as it is stored. The digest is of 256 random bits: it gives nothing away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    pub id: Id,
    pub user: Id,
    pub name: Name,
    /// SHA-256 of the secret part.
    pub digest: [u8; 32],
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub scopes: Option<Vec<Scope>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    pub id: Id,
    pub owner: Owner,
    pub name: Name,
    /// SHA-256 of the secret.
    pub digest: [u8; 32],
    /// Counts the secrets it had, from 1: access tokens of an earlier one are void.
    pub generation: u32,
    pub scopes: Vec<Scope>,
    pub created: Stamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What a person is to an owner; without roles, what the owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// A user who was removed does not exist.
    pub exists: bool,
    /// Of a project.
    pub visibility: Option<Visibility>,
    /// The strongest role on the owner itself, own or by a group.
    pub role: Option<Role>,
    /// The owner's organization, where it is a project; itself, where it is one.
    pub organization: Option<Id>,
    /// The strongest role in that organization, own or by a group.
    pub organization_role: Option<Role>,
    /// Counts the changes of that organization's policies.
    pub policy_revision: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedToken {
    pub token: TokenRow,
    pub person: PersonRow,
    /// Of the token's person, on the owner asked about.
    pub standing: Option<Standing>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedPerson {
    pub person: PersonRow,
    /// When the identity token was issued that groups were last taken from.
    pub synchronized_at: Option<Timestamp>,
    pub standing: Option<Standing>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedClient {
    pub client: ClientRow,
    /// Of nobody: the owner asked about, without roles.
    pub standing: Option<Standing>,
}

/// `iss` and `sub` of a person's identity tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExternalIdentity {
    pub issuer: String,
    pub subject: String,
}

/// A person comes with a new identity token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub identity: ExternalIdentity,
    /// For who is not known yet.
    pub new_person: PersonRow,
    pub organization: Option<Id>,
    /// Of who is not known yet, in the organization.
    pub role: Option<Role>,
    /// By the claims of groups of the organization.
    pub claimed_groups: Vec<String>,
    pub issued_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRow {
    pub id: Id,
    pub name: Name,
    pub created_at: Timestamp,
}

pub trait PrincipalStore {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error>;
    async fn present_person(
        &self,
        identity: &ExternalIdentity,
        about: Option<Owner>,
    ) -> Result<Option<PresentedPerson>, Error>;
    async fn present_client(
        &self,
        client: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedClient>, Error>;
    async fn sign_in(&self, arrival: Arrival, audit: Record) -> Result<(), Error>;
    async fn standing_of(&self, person: Option<Id>, owner: Owner) -> Result<Standing, Error>;
    async fn groups_of(&self, person: Id) -> Result<Vec<Id>, Error>;
    async fn token_used(&self, token: Id, at: Timestamp) -> Result<(), Error>;
    async fn person_seen(&self, person: Id, at: Timestamp) -> Result<(), Error>;
    async fn client_used(&self, client: Id, at: Timestamp) -> Result<(), Error>;
    async fn first_organization(&self) -> Result<Option<OrganizationRow>, Error>;
    async fn initialize(
        &self,
        organization: OrganizationRow,
        person: PersonRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error>;
    async fn first_owner(&self) -> Result<Option<(OrganizationRow, PersonRow)>, Error>;
}
