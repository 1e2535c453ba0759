//! Who a secret belongs to.

use std::fmt;
use std::str::FromStr;

use crate::{Id, ParseError};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnerKind {
    Organization,
    Project,
    /// Private to one person, whatever the roles of others.
    User,
}

impl OwnerKind {
    pub const ALL: [Self; 3] = [Self::Organization, Self::Project, Self::User];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Project => "project",
            Self::User => "user",
        }
    }
}

impl FromStr for OwnerKind {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(ParseError::OwnerKind)
    }
}

impl fmt::Display for OwnerKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One organization, project or user, as the owner of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Owner {
    pub kind: OwnerKind,
    pub id: Id,
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.kind, self.id)
    }
}
