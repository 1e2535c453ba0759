//! What can be done to a secret or its owner, and the roles that allow it.

use std::fmt;
use std::str::FromStr;

use crate::{Owner, OwnerKind, ParseError, SecretKey, VersionNumber};

/// What a caller asks leave for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// See that secrets exist, with their metadata; never a value.
    Read,
    /// See values.
    Reveal,
    Create,
    /// Make a new version, or change name, description or labels.
    Update,
    Delete,
    /// Read the owner's audit log.
    Audit,
}

impl Action {
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Reveal, Self::Create, Self::Update, Self::Delete, Self::Audit];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Reveal => "reveal",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Audit => "audit",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One action on one thing, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub action: Action,
    pub owner: Owner,
    /// `None` where the action is about the owner itself: listing, for one.
    pub secret: Option<SecretKey>,
    /// `None` where the action is about no version in particular.
    pub version: Option<VersionNumber>,
}

/// A role on one owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grant {
    pub on: Owner,
    pub role: Role,
}

/// A role in an organization or a project, by the names that Chariot gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Of an organization (and then of all its projects) or of a project.
    Owner,
    /// Of an organization.
    Maintainer,
    /// Of an organization.
    Contributor,
    /// Of a project.
    Writer,
    /// Of a project.
    Reader,
}

impl Role {
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::Maintainer, Self::Contributor, Self::Writer, Self::Reader];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Maintainer => "Maintainer",
            Self::Contributor => "Contributor",
            Self::Writer => "Writer",
            Self::Reader => "Reader",
        }
    }

    /// Whether this role can be held on an owner of this kind. A user holds `Owner` on what is
    /// theirs, and nobody else holds anything there.
    #[must_use]
    pub const fn fits(self, kind: OwnerKind) -> bool {
        match kind {
            OwnerKind::Organization => {
                matches!(self, Self::Owner | Self::Maintainer | Self::Contributor)
            }
            OwnerKind::Project => matches!(self, Self::Owner | Self::Writer | Self::Reader),
            OwnerKind::User => matches!(self, Self::Owner),
        }
    }
}

impl FromStr for Role {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(ParseError::Role)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
