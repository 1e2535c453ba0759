//! `strongroom:authorizer/directory`.

use strongroom_model::{
    Action, FieldName, Id, Member, Name, Owner, Role, Scope, SecretKey, Timestamp, Visibility,
};
use strongroom_secret_bytes::SecretBytes;

use crate::administration::Error;
use crate::principals::{ExternalIdentity, Status};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub member: Member,
    pub name: Name,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: Id,
    pub name: Name,
    pub email: Option<String>,
    pub status: Status,
    pub created_at: Timestamp,
    /// To the minute; with any credential.
    pub last_seen_at: Option<Timestamp>,
    /// In the organization asked about.
    pub role: Option<Role>,
}

/// What a caller asks for, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub name: String,
    pub email: Option<String>,
    /// In the organization; `None` to leave that to groups.
    pub role: Option<Role>,
    pub identity: Option<ExternalIdentity>,
    /// To be given a first token of this lifetime, at most a week; `None` for no token.
    pub token_lifetime_seconds: Option<i64>,
}

#[derive(Debug)]
pub struct CreatedPerson {
    pub person: Person,
    /// The whole first token. It exists nowhere else.
    pub credential: Option<SecretBytes>,
}

/// What is `None` stays as it is. Not yet checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonChange {
    pub name: Option<String>,
    /// False suspends and ends all tokens; true brings back who is suspended or removed.
    pub active: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: Id,
    pub organization: Id,
    pub name: Name,
    /// The name by which identity tokens claim it.
    pub claim: Option<String>,
    pub created_at: Timestamp,
}

/// What is `None` stays as it is. Not yet checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupChange {
    pub name: Option<String>,
    /// The inner `None` takes the claim away.
    pub claim: Option<Option<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    pub user: Id,
    pub name: Name,
    /// Whether an identity token claims it.
    pub claimed: bool,
}

/// A kind of what can reach a secret, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HolderKind {
    User,
    Group,
    Client,
    /// An API token of the caller's own.
    Token,
}

impl HolderKind {
    pub const ALL: [Self; 4] = [Self::User, Self::Group, Self::Client, Self::Token];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Client => "client",
            Self::Token => "token",
        }
    }
}

/// A role that a holder has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldRole {
    pub on: Owner,
    pub role: Role,
    /// By which group; `None` for their own.
    pub group: Option<Id>,
}

/// Somebody or something that can do anything to one secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub kind: HolderKind,
    pub id: Id,
    pub name: Name,
    /// What they may do to the secret; at least one.
    pub actions: Vec<Action>,
    /// The fields that they may reveal, where it is not all.
    pub fields: Option<Vec<FieldName>>,
    /// Of a person and a group.
    pub roles: Vec<HeldRole>,
    /// Those that reach the secret, cut to it; of a client and of a token that has scopes.
    pub scopes: Option<Vec<Scope>>,
    /// Of a client and a token.
    pub expires_at: Option<Timestamp>,
}

/// Where a page of a report begins: after this one.
pub type HolderPlace = (HolderKind, Id);

/// A page of who may do what with one secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Whether policies decide, beside the roles.
    pub by_policy: bool,
    /// Of a project.
    pub visibility: Option<Visibility>,
    /// What whoever is signed in may do, without any role.
    pub anyone: Vec<Action>,
    /// Whether people and groups are left out who have roles in the organization, because the caller
    /// does not read who they are.
    pub omits_organization: bool,
    /// Whether the organization's clients are left out, because the caller does not manage it.
    pub omits_clients: bool,
    pub entries: Vec<Holder>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<HolderPlace>,
}

pub trait Directory {
    type Session;

    async fn members(
        &self,
        session: &Self::Session,
        owner: Owner,
    ) -> Result<Vec<Membership>, Error>;
    async fn access(
        &self,
        session: &Self::Session,
        owner: Owner,
        secret: &SecretKey,
        after: Option<HolderPlace>,
        limit: u32,
    ) -> Result<Access, Error>;
    async fn set_member(
        &self,
        session: &Self::Session,
        owner: Owner,
        member: Member,
        role: Role,
    ) -> Result<(), Error>;
    async fn remove_member(
        &self,
        session: &Self::Session,
        owner: Owner,
        member: Member,
    ) -> Result<(), Error>;
    async fn people(
        &self,
        session: &Self::Session,
        organization: Option<Id>,
        search: Option<String>,
    ) -> Result<Vec<Person>, Error>;
    async fn get_person(&self, session: &Self::Session, id: Id) -> Result<Person, Error>;
    async fn create_person(
        &self,
        session: &Self::Session,
        organization: Id,
        person: NewPerson,
    ) -> Result<CreatedPerson, Error>;
    async fn change_person(
        &self,
        session: &Self::Session,
        id: Id,
        change: PersonChange,
    ) -> Result<Person, Error>;
    async fn remove_person(&self, session: &Self::Session, id: Id) -> Result<(), Error>;
    async fn groups(&self, session: &Self::Session, organization: Id) -> Result<Vec<Group>, Error>;
    async fn get_group(&self, session: &Self::Session, id: Id) -> Result<Group, Error>;
    async fn create_group(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
        claim: Option<String>,
    ) -> Result<Group, Error>;
    async fn change_group(
        &self,
        session: &Self::Session,
        id: Id,
        change: GroupChange,
    ) -> Result<Group, Error>;
    async fn delete_group(&self, session: &Self::Session, id: Id) -> Result<(), Error>;
    async fn group_members(
        &self,
        session: &Self::Session,
        group: Id,
    ) -> Result<Vec<GroupMember>, Error>;
    async fn add_group_member(
        &self,
        session: &Self::Session,
        group: Id,
        user: Id,
    ) -> Result<(), Error>;
    async fn remove_group_member(
        &self,
        session: &Self::Session,
        group: Id,
        user: Id,
    ) -> Result<(), Error>;
}
