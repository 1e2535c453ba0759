//! What the API answers and what it is asked for. Times are seconds since the Unix epoch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{EntityTag, Id, Location};
use crate::secret::SecretBytes;
use crate::value::Value;

/// What is known of a secret without its value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Secret {
    pub location: Location,
    pub name: String,
    pub description: String,
    pub labels: BTreeMap<String, String>,
    pub version: u32,
    /// Missing in lists.
    pub tag: Option<EntityTag>,
    /// Names of the fields that the value has; none where the type has one.
    pub fields: Vec<String>,
    pub created_at: u64,
    pub created_by: Id,
    pub updated_at: u64,
    pub updated_by: Id,
    /// Of the current value.
    pub last_reveal: Option<LastReveal>,
    /// One that was interrupted and can go on.
    pub rotation: Option<Rotation>,
    /// When the value ends at the service that it opens.
    pub expires_at: Option<u64>,
    /// Seconds after which a value is to be replaced.
    pub rotate_every: Option<u64>,
    pub next_rotation_at: Option<u64>,
    /// `current`, `due` or `expired`.
    pub freshness: String,
}

impl Secret {
    /// That the secret still is what it was when this was read.
    #[must_use]
    pub fn as_read(&self) -> Expect {
        self.tag.map_or(Expect::Version(self.version), Expect::Tag)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LastReveal {
    pub at: u64,
    pub by: Id,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rotation {
    pub step: String,
    pub version: u32,
}

/// A secret with its value, or with the fields of it that were asked for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Revealed {
    pub secret: Secret,
    pub value: Value,
    /// Where the secret's type is not loaded: what that means.
    pub note: Option<String>,
}

/// A value in a form that a tool reads.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rendering {
    pub media_type: String,
    pub content: SecretBytes,
}

/// A version of a value, without the value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Version {
    #[serde(rename = "_version")]
    pub version: u32,
    #[serde(rename = "_created_at")]
    pub created_at: u64,
    #[serde(rename = "_created_by")]
    pub created_by: Id,
}

/// A secret to be.
#[derive(Debug)]
pub struct NewSecret {
    /// `Custom`.
    pub type_name: String,
    pub name: String,
    pub value: Value,
    pub description: String,
    pub labels: BTreeMap<String, String>,
    /// When the value ends at the service that it opens.
    pub expires_at: Option<u64>,
    /// Seconds after which a value is to be replaced.
    pub rotate_every: Option<u64>,
}

impl NewSecret {
    #[must_use]
    pub fn new(type_name: impl Into<String>, name: impl Into<String>, value: Value) -> Self {
        Self {
            type_name: type_name.into(),
            name: name.into(),
            value,
            description: String::new(),
            labels: BTreeMap::new(),
            expires_at: None,
            rotate_every: None,
        }
    }
}

/// What is to change; the rest stays as it is.
#[derive(Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub description: Option<String>,
    /// All labels from then on.
    pub labels: Option<BTreeMap<String, String>>,
    /// The whole next version: fields are not merged. Its end goes with the value it was for.
    pub value: Option<Value>,
    /// `Some(None)` takes it away.
    pub expires_at: Option<Option<u64>>,
    /// `Some(None)` takes it away.
    pub rotate_every: Option<Option<u64>>,
}

/// What a secret must be for a change to be made. What says so can be sent again when an answer is
/// lost; a change of anything cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    Anything,
    Version(u32),
    Tag(EntityTag),
}

/// What of a value is revealed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reveal {
    /// The current one where it is missing.
    pub version: Option<u32>,
    /// All where there is none.
    pub fields: Vec<String>,
}

/// Which secrets are listed, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub sort: Sort,
    pub descending: bool,
    /// Entries of a page, at most 1000; 100 where it is missing.
    pub limit: Option<u32>,
    /// Of the page before.
    pub cursor: Option<String>,
    /// Exactly this name.
    pub name: Option<String>,
    /// `Custom`.
    pub type_name: Option<String>,
    /// Names with this in them.
    pub search: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    Type,
    Created,
    Updated,
}

#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page {
    pub secrets: Vec<Secret>,
    /// For the next one, where there is one.
    pub next: Option<String>,
}

/// A secret that was deleted and can be restored.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Deleted {
    pub secret: Secret,
    pub deleted_at: u64,
    pub deleted_by: Id,
    /// When it is gone for good.
    pub purge_at: u64,
}

#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeletedPage {
    pub secrets: Vec<Deleted>,
    /// For the next one, where there is one.
    pub next: Option<String>,
}

/// What a secret's service says of its value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    pub works: bool,
    pub message: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Project {
    pub id: Id,
    pub name: String,
    pub organization: Id,
    /// The caller's.
    pub role: Option<String>,
    pub visibility: String,
    pub created_at: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    pub id: Id,
    pub name: String,
    pub role: Option<String>,
    pub created_at: u64,
}

/// Who a credential is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Identity {
    /// A person.
    pub user: Option<Named>,
    /// A service client.
    pub client: Option<Named>,
    pub administrator: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    pub id: Id,
    pub name: String,
}

/// What a type of secret asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct TypeDescription {
    /// `secret/Custom`.
    #[serde(rename = "_type")]
    pub kind: String,
    pub title: String,
    pub help: String,
    /// Whether it can be checked and rotated at a service.
    pub connected: bool,
    pub fields: Vec<Field>,
    pub renderings: Vec<TypeRendering>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Field {
    pub name: String,
    pub title: String,
    /// `text`, `password`, `multi-line`, `number`, `choice` or `file`.
    pub kind: String,
    pub required: bool,
    pub sensitive: bool,
    pub pattern: Option<String>,
    pub choices: Vec<Choice>,
    pub default: Option<String>,
    pub help: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct TypeRendering {
    pub format: String,
    pub title: String,
    pub media_type: String,
    pub help: String,
}
