//! What can be done to a secret or its owner, and the roles that allow it.

use std::fmt;
use std::str::FromStr;

use crate::{FieldName, Id, Owner, OwnerKind, ParseError, SecretKey, VersionNumber};

/// What a caller asks leave for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Know that the owner exists, with its name.
    See,
    /// See that secrets exist, with their metadata, and who the members are; never a value.
    Read,
    /// See values.
    Reveal,
    Create,
    /// Make a new version, or change name, description or labels.
    Update,
    Delete,
    /// Read the owner's audit log.
    Audit,
    /// Change the owner itself, its members, groups, clients and policies.
    Manage,
    /// Make a project in the organization.
    CreateProject,
}

impl Action {
    pub const ALL: [Self; 9] = [
        Self::See,
        Self::Read,
        Self::Reveal,
        Self::Create,
        Self::Update,
        Self::Delete,
        Self::Audit,
        Self::Manage,
        Self::CreateProject,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Read => "read",
            Self::Reveal => "reveal",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Audit => "audit",
            Self::Manage => "manage",
            Self::CreateProject => "create-project",
        }
    }
}

impl FromStr for Action {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|action| action.as_str() == text).ok_or(ParseError::Action)
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
    /// For revealing: the fields it is about, in any order; `None` for all there are.
    pub fields: Option<Vec<FieldName>>,
}

/// A person or a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrincipalKind {
    Person,
    /// A service client: it belongs to an organization or a project and not to a person.
    Client,
}

impl PrincipalKind {
    pub const ALL: [Self; 2] = [Self::Person, Self::Client];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Client => "client",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Principal {
    pub kind: PrincipalKind,
    pub id: Id,
}

/// What a token or a client was given leave for, in the words people use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// [`Action::See`] and [`Action::Read`].
    Metadata,
    /// [`Action::Reveal`].
    Reveal,
    /// [`Action::Create`], [`Action::Update`] and [`Action::Delete`].
    Write,
    /// [`Action::Audit`], [`Action::Manage`] and [`Action::CreateProject`].
    Manage,
}

impl Permission {
    pub const ALL: [Self; 4] = [Self::Metadata, Self::Reveal, Self::Write, Self::Manage];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Reveal => "reveal",
            Self::Write => "write",
            Self::Manage => "manage",
        }
    }

    #[must_use]
    pub const fn actions(self) -> &'static [Action] {
        match self {
            Self::Metadata => &[Action::See, Action::Read],
            Self::Reveal => &[Action::Reveal],
            Self::Write => &[Action::Create, Action::Update, Action::Delete],
            Self::Manage => &[Action::Audit, Action::Manage, Action::CreateProject],
        }
    }

    #[must_use]
    pub fn allows(self, action: Action) -> bool {
        self.actions().contains(&action)
    }
}

impl FromStr for Permission {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(ParseError::Permission)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One secret of a [`Scope`], and of it perhaps some fields alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretScope {
    pub key: SecretKey,
    /// What may be revealed; `None` for every field.
    pub fields: Option<Vec<FieldName>>,
}

/// How much of one owner a token or a client reaches. It narrows and never widens: what its holder
/// may not do, it does not allow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    pub on: Owner,
    /// Where `on` is an organization: its projects too.
    pub projects: bool,
    /// At least one, none twice.
    pub permissions: Vec<Permission>,
    /// These secrets alone; `None` for all. Not with `projects`, and not with `manage`.
    pub secrets: Option<Vec<SecretScope>>,
}

/// Who may see a project without a role in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Visibility {
    /// Every person who is signed in sees and reads it.
    Public,
    /// Every member of its organization sees and reads it.
    Internal,
    /// Every member of its organization sees that it is there.
    Restricted,
    /// Nobody but its members and the Owners of its organization.
    Private,
}

impl Visibility {
    pub const ALL: [Self; 4] = [Self::Public, Self::Internal, Self::Restricted, Self::Private];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Restricted => "restricted",
            Self::Private => "private",
        }
    }
}

impl FromStr for Visibility {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(ParseError::Visibility)
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Who holds a role on an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MemberKind {
    User,
    Group,
}

impl MemberKind {
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
        }
    }
}

impl FromStr for MemberKind {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(ParseError::MemberKind)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Member {
    pub kind: MemberKind,
    pub id: Id,
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
