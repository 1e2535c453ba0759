//! `strongroom:secret-type` and `strongroom:secret-types/catalogue`: what a type says of itself, and
//! what can be asked of it.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, FormatName, MediaType, Name, Timestamp, TypeName};
use strongroom_secret_bytes::SecretBytes;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Password,
    MultiLine,
    Number,
    Choice,
    File,
}

impl FieldKind {
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Password, Self::MultiLine, Self::Number, Self::Choice, Self::File];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Password => "password",
            Self::MultiLine => "multi-line",
            Self::Number => "number",
            Self::Choice => "choice",
            Self::File => "file",
        }
    }
}

/// One answer to a question of kind [`FieldKind::Choice`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What people read.
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDescription {
    pub name: FieldName,
    pub title: String,
    pub kind: FieldKind,
    pub required: bool,
    /// Whether the value is a secret. At rest, in lists and in logs every field is treated alike.
    pub sensitive: bool,
    /// A regular expression that the whole value matches.
    pub pattern: Option<String>,
    /// Some exactly where the kind is [`FieldKind::Choice`].
    pub choices: Vec<Choice>,
    /// What a form begins with. Never where the field is sensitive.
    pub default: Option<String>,
    pub help: String,
}

/// A form in which the type can give a value out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendering {
    pub format: FormatName,
    pub title: String,
    pub media_type: MediaType,
    pub help: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub id: TypeName,
    pub title: String,
    pub help: String,
    /// In the order a form shows them; at least one.
    pub fields: Vec<FieldDescription>,
    pub renderings: Vec<Rendering>,
}

/// A type that is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub description: Description,
    /// Whether it has `check` and the steps of a rotation.
    pub connected: bool,
}

/// One field of a value, in the clear.
#[derive(Debug)]
pub struct Field {
    pub name: FieldName,
    pub value: SecretBytes,
}

/// What a type may know of a secret beside its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub name: Name,
    /// Of this request.
    pub now: Timestamp,
}

/// A value in a format, in the clear.
#[derive(Debug)]
pub struct Rendered {
    pub media_type: MediaType,
    pub content: SecretBytes,
}

/// A step of a rotation after its first one, which makes the next value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Set,
    Test,
    Finish,
    Revoke,
}

/// Why a type that talks to a service did not do what it was asked. Messages are its own, in one
/// line, and hold no piece of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The service says that the credential is not good.
    Rejected(String),
    /// The service cannot be reached, or says to come again later.
    Unavailable(String),
    /// The value lacks something this needs.
    Invalid(Vec<Problem>),
    /// The service's answer makes no sense, or this cannot be done for this value.
    Failed(String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("no such type is loaded")]
    Unknown,
    #[error("the value is not valid")]
    Invalid(Vec<Problem>),
    #[error("the type failed")]
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    #[error("no such type is loaded")]
    Unknown,
    #[error("the type has no such format")]
    UnknownFormat,
    #[error("the value cannot be said in this format")]
    NotRepresentable(Vec<Problem>),
    #[error("the type failed")]
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    #[error("no such type is loaded")]
    Unknown,
    #[error("the type talks to no service")]
    NotConnected,
    #[error("the type did not do it")]
    Refused(Failure),
    #[error("the type failed")]
    Failed,
}

pub trait Catalogue {
    /// In the order of their ids.
    async fn types(&self) -> Vec<Entry>;
    async fn validate(&self, type_name: &TypeName, fields: Vec<Field>)
    -> Result<Vec<Field>, Error>;
    async fn render(
        &self,
        type_name: &TypeName,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError>;
    async fn check(
        &self,
        type_name: &TypeName,
        about: &About,
        current: Vec<Field>,
    ) -> Result<(), RotationError>;
    async fn create_next(
        &self,
        type_name: &TypeName,
        about: &About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError>;
    /// `other` is the next value, for [`Step::Revoke`] the previous one.
    async fn step(
        &self,
        type_name: &TypeName,
        step: Step,
        about: &About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError>;
}
