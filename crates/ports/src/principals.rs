//! `strongroom:store/principals`.

use strongroom_model::audit::Record;
use strongroom_model::{Grant, Id, Name, Owner, Role, Timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("no such row")]
    NotFound,
    #[error("the name is taken")]
    NameTaken,
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

/// A token as it is stored. The digest is of 256 random bits: it gives nothing away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    pub id: Id,
    pub user: Id,
    pub user_name: Name,
    pub name: Name,
    /// SHA-256 of the secret part.
    pub digest: [u8; 32],
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub grants: Option<Vec<Grant>>,
}

/// What a user is to an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub exists: bool,
    /// The role on the owner itself.
    pub role: Option<Role>,
    /// The owner's organization, where it is a project.
    pub organization: Option<Id>,
    /// The role in that organization.
    pub organization_role: Option<Role>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedToken {
    pub token: TokenRow,
    /// Of the token's user, on the owner asked about.
    pub standing: Option<Standing>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRow {
    pub id: Id,
    pub name: Name,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    pub id: Id,
    pub organization: Id,
    pub name: Name,
    pub created_at: Timestamp,
}

/// The organization that was made first and an Owner of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstOwnerRow {
    pub organization: OrganizationRow,
    pub user: Id,
    pub user_name: Name,
}

pub trait PrincipalStore {
    async fn present_token(
        &self,
        token: Id,
        about: Option<Owner>,
    ) -> Result<Option<PresentedToken>, Error>;
    async fn standing(&self, user: Id, owner: Owner) -> Result<Standing, Error>;
    async fn organizations(&self, user: Id) -> Result<Vec<(OrganizationRow, Role)>, Error>;
    async fn projects(&self, user: Id) -> Result<Vec<(ProjectRow, Standing)>, Error>;
    async fn insert_project(&self, project: ProjectRow, audit: Record) -> Result<(), Error>;
    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error>;
    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error>;
    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error>;
    async fn initialize(
        &self,
        organization: OrganizationRow,
        token: TokenRow,
        audit: Record,
    ) -> Result<bool, Error>;
    async fn first_owner(&self) -> Result<Option<FirstOwnerRow>, Error>;
}
