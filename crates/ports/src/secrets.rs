//! `strongroom:store/secrets`.

use strongroom_audit::Record;
use strongroom_model::metadata::{
    Labels, ListQuery, Metadata, Page, Precondition, State, VersionInfo,
};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{
    FieldName, Name, Owner, Rotation, RotationStep, SecretKey, Timestamp, VersionNumber,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The secret, or of a new one the owner.
    #[error("no such secret or owner")]
    NotFound,
    #[error("another secret of the owner has the name")]
    NameTaken,
    #[error("the secret has changed")]
    Stale(State),
    #[error("the owner key has changed")]
    OwnerKeyChanged,
    #[error("the rotation is not where it was seen")]
    RotationChanged,
    #[error("the cursor is not one of ours")]
    BadCursor,
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecret {
    pub owner: Owner,
    pub key: SecretKey,
    pub name: Name,
    pub description: String,
    pub labels: Labels,
    pub sealed: SealedVersion,
    /// To be stored with it, where the owner had none.
    pub new_owner_key: Option<WrappedOwnerKey>,
    pub expires_at: Option<Timestamp>,
    /// In seconds.
    pub rotate_every: Option<u32>,
}

/// What is `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    pub name: Option<Name>,
    pub description: Option<String>,
    pub labels: Option<Labels>,
    /// The next version's ciphertext.
    pub sealed: Option<SealedVersion>,
    pub new_owner_key: Option<WrappedOwnerKey>,
    /// The inner `None` for no end. Without any, a new value has none.
    pub expires_at: Option<Option<Timestamp>>,
    /// In seconds; the inner `None` for never.
    pub rotate_every: Option<Option<u32>>,
}

/// A version as it lies in the database, with the key that wraps its data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    pub metadata: Metadata,
    pub version: VersionNumber,
    pub sealed: SealedVersion,
    pub owner_key: WrappedOwnerKey,
}

/// The next value of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextValue {
    pub sealed: SealedVersion,
    /// To be stored with it, where the owner had none.
    pub new_owner_key: Option<WrappedOwnerKey>,
}

pub trait SecretStore {
    async fn owner_key(&self, owner: Owner) -> Result<Option<WrappedOwnerKey>, Error>;
    async fn insert(&self, secret: NewSecret, audit: Record) -> Result<Metadata, Error>;
    async fn list(&self, owner: Owner, query: ListQuery) -> Result<Page, Error>;
    async fn get(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error>;
    async fn versions(&self, owner: Owner, key: &SecretKey) -> Result<Vec<VersionInfo>, Error>;
    async fn sealed(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<SealedSecret, Error>;
    async fn update(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: Precondition,
        change: Change,
        audit: Record,
    ) -> Result<Metadata, Error>;
    async fn delete(
        &self,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        audit: Record,
    ) -> Result<(), Error>;
    /// As it was when it was deleted, but for its last change, which was that.
    async fn get_deleted(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error>;
    async fn restore(
        &self,
        owner: Owner,
        key: &SecretKey,
        name: Option<Name>,
        audit: Record,
    ) -> Result<Metadata, Error>;
    async fn purge(&self, owner: Owner, key: &SecretKey, audit: Record) -> Result<(), Error>;
    async fn record_reveal(
        &self,
        owner: Owner,
        key: &SecretKey,
        audit: Record,
    ) -> Result<(), Error>;
    async fn begin_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: VersionNumber,
        next: NextValue,
        audit: Record,
    ) -> Result<(), Error>;
    async fn next_value(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
    ) -> Result<(SealedVersion, WrappedOwnerKey), Error>;
    async fn advance_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        to: RotationStep,
        audit: Record,
    ) -> Result<(), Error>;
    async fn promote_next(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
        audit: Record,
    ) -> Result<Metadata, Error>;
    async fn end_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        audit: Record,
    ) -> Result<(), Error>;
}
