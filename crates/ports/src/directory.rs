//! `strongroom:authorizer/directory`.

use strongroom_model::{Id, Member, Name, Owner, Role, Timestamp};
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

pub trait Directory {
    type Session;

    async fn members(
        &self,
        session: &Self::Session,
        owner: Owner,
    ) -> Result<Vec<Membership>, Error>;
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
