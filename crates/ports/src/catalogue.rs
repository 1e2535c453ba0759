//! `strongroom:secret-type`: descriptions and the catalogue.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, TypeName};
use strongroom_secret_bytes::SecretBytes;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Password,
    MultiLine,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDescription {
    pub name: FieldName,
    pub title: String,
    pub kind: FieldKind,
    pub required: bool,
    pub help: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub id: TypeName,
    pub title: String,
    pub help: String,
    /// In the order a form shows them; at least one.
    pub fields: Vec<FieldDescription>,
}

/// One field of a value, in the clear.
#[derive(Debug)]
pub struct Field {
    pub name: FieldName,
    pub value: SecretBytes,
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

pub trait Catalogue {
    async fn types(&self) -> Vec<Description>;
    async fn validate(&self, type_name: &TypeName, fields: Vec<Field>)
    -> Result<Vec<Field>, Error>;
}
