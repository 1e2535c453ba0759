//! `strongroom:secrets/vault`.

use strongroom_audit::Entry;
use strongroom_model::examination::Examination;
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::metadata::{
    ListQuery, Metadata, Page, Precondition, Problem, State, VersionInfo,
};
use strongroom_model::{
    FieldName, FormatName, MediaType, Owner, RotationStep, SecretKey, Timestamp, TypeName,
    VersionNumber,
};
use strongroom_secret_bytes::SecretBytes;

use crate::catalogue::{self, Failure, Field};
use crate::sessions::Reason;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the caller may not do this")]
    Forbidden(Reason),
    #[error("no such secret or owner")]
    NotFound,
    #[error("another secret of the owner has the name")]
    NameTaken,
    #[error("the secret has changed")]
    Stale(State),
    #[error("the input is not valid")]
    Invalid(Vec<Problem>),
    /// Those that there are.
    #[error("the secret has no such format")]
    UnknownFormat(Vec<FormatName>),
    #[error("the value cannot be said in this format")]
    NotRepresentable(Vec<Problem>),
    #[error("the secret's type failed")]
    TypeFailed,
    /// What the type says of its service, at a step of a rotation or at a check.
    #[error("the type did not do it")]
    Refused { step: Option<RotationStep>, failure: Failure },
    #[error("the rotation was changed meanwhile")]
    RotationChanged,
    #[error("the stored ciphertext fails its integrity check")]
    Corrupt,
    #[error("not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

/// A field as a caller sent it: its name is not yet one of ours.
#[derive(Debug)]
pub struct DraftField {
    pub name: String,
    pub value: SecretBytes,
}

/// A secret as a caller sent it: nothing is checked yet, so that every problem is found at once.
#[derive(Debug)]
pub struct Draft {
    pub type_name: String,
    pub name: String,
    pub description: String,
    pub labels: Vec<(String, String)>,
    pub fields: Vec<DraftField>,
    pub expires_at: Option<Timestamp>,
    /// In seconds.
    pub rotate_every: Option<i64>,
}

/// What is `None` stays as it is.
#[derive(Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub description: Option<String>,
    pub labels: Option<Vec<(String, String)>>,
    /// The whole next version.
    pub fields: Option<Vec<DraftField>>,
    /// The inner `None` for no end. A new value has none but the one that comes with it.
    pub expires_at: Option<Option<Timestamp>>,
    /// In seconds; the inner `None` for never.
    pub rotate_every: Option<Option<i64>>,
}

#[derive(Debug)]
pub struct Revealed {
    pub metadata: Metadata,
    pub version: VersionNumber,
    pub fields: Vec<Field>,
}

/// A value in a format.
#[derive(Debug)]
pub struct Rendered {
    pub metadata: Metadata,
    pub version: VersionNumber,
    pub media_type: MediaType,
    pub content: SecretBytes,
}

/// What a service says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Works,
    Rejected(String),
}

pub trait Vault {
    type Session;

    async fn types(&self) -> Vec<catalogue::Entry>;
    async fn validate(
        &self,
        session: &Self::Session,
        type_name: &TypeName,
        change: Change,
    ) -> Result<Vec<Problem>, Error>;
    async fn list(
        &self,
        session: &Self::Session,
        owner: Owner,
        query: ListQuery,
    ) -> Result<Page, Error>;
    async fn get(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, Error>;
    async fn reveal(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<Revealed, Error>;
    async fn render(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
        format: &FormatName,
    ) -> Result<Rendered, Error>;
    async fn check(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Verdict, Error>;
    async fn rotate(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Metadata, Error>;
    async fn drop_rotation(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<(), Error>;
    async fn versions(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<Vec<VersionInfo>, Error>;
    async fn create(
        &self,
        session: &Self::Session,
        owner: Owner,
        draft: Draft,
    ) -> Result<Metadata, Error>;
    async fn update(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        change: Change,
    ) -> Result<Metadata, Error>;
    async fn delete(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
    ) -> Result<(), Error>;
    async fn restore(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
        name: Option<String>,
    ) -> Result<Metadata, Error>;
    async fn purge(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
    ) -> Result<(), Error>;
    async fn audit(
        &self,
        session: &Self::Session,
        owner: Owner,
        query: LogQuery,
    ) -> Result<Vec<Entry>, Error>;
    async fn examine(&self, session: &Self::Session, owner: Owner) -> Result<Examination, Error>;
    async fn verify_audit(
        &self,
        session: &Self::Session,
        owner: Owner,
        query: VerificationQuery,
    ) -> Result<Verification, Error>;
    async fn consumers(
        &self,
        session: &Self::Session,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, Error>;
}
