//! What is known of a secret without opening it, and how lists of it are asked for.

use crate::{
    FieldName, Id, Name, Rotation, Schedule, SecretKey, Timestamp, TypeName, VersionNumber, limits,
};

/// Who did something and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub at: Timestamp,
    pub by: Id,
}

pub type Labels = Vec<(Name, String)>;

/// All that is known of a secret without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    pub key: SecretKey,
    pub name: Name,
    pub description: String,
    pub labels: Labels,
    /// Of the current value.
    pub version: VersionNumber,
    /// Counts every change, of the value or of the metadata, from 1.
    pub revision: u32,
    /// Names of the current version's fields, in the order the type gives them.
    pub field_names: Vec<FieldName>,
    pub created: Stamp,
    pub updated: Stamp,
    pub last_reveal: Option<Stamp>,
    /// Where the value is being replaced at its service.
    pub rotation: Option<Rotation>,
    pub schedule: Schedule,
}

impl Metadata {
    /// Of a deleted secret, whose last change was its deletion: from when on it is restored no more.
    #[must_use]
    pub const fn purge_at(&self) -> Timestamp {
        self.updated.at.saturating_add(limits::DELETED_SECONDS)
    }
}

/// One immutable version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionInfo {
    pub version: VersionNumber,
    pub field_names: Vec<FieldName>,
    pub created: Stamp,
}

/// What a change expects to find. A stale expectation changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precondition {
    pub version: VersionNumber,
    /// Also the count of all changes, where the caller knows it.
    pub revision: Option<u32>,
}

/// Version and revision of a secret as they are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub version: VersionNumber,
    pub revision: u32,
}

impl Precondition {
    #[must_use]
    pub fn holds(self, state: State) -> bool {
        self.version == state.version
            && self.revision.is_none_or(|revision| revision == state.revision)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    Name,
    TypeName,
    Created,
    Updated,
    /// Who changed it last, by their id.
    UpdatedBy,
    /// What was never revealed comes first.
    LastReveal,
    /// When it is to be replaced; what never is comes last.
    Rotation,
    /// When its value ends; what never does comes last.
    Expiry,
}

impl SortBy {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::TypeName,
        Self::Created,
        Self::Updated,
        Self::UpdatedBy,
        Self::LastReveal,
        Self::Rotation,
        Self::Expiry,
    ];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub sort: SortBy,
    pub descending: bool,
    /// 1 to [`crate::limits::PAGE_ENTRIES`].
    pub limit: u32,
    /// From the page before.
    pub cursor: Option<Cursor>,
    /// Exactly this name.
    pub name: Option<String>,
    /// Exactly this type.
    pub type_name: Option<TypeName>,
    /// Part of the name, ASCII letters without case.
    pub search: Option<String>,
    /// Whether to count all that the list has.
    pub count: bool,
    /// What is deleted and can be restored, in place of all else.
    pub deleted: bool,
}

impl ListQuery {
    /// The first of all there are.
    #[must_use]
    pub const fn first(sort: SortBy, limit: u32) -> Self {
        Self {
            sort,
            descending: false,
            limit,
            cursor: None,
            name: None,
            type_name: None,
            search: None,
            count: false,
            deleted: false,
        }
    }
}

/// A place in a list: opaque to everyone but the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Vec<u8>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub entries: Vec<Metadata>,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
    /// Entries of all pages together, where they were to be counted.
    pub total: Option<u64>,
}

/// A field and what is wrong with it. The message never holds a piece of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: String,
    pub message: String,
}

impl Problem {
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}
