//! `strongroom:store/directory`.

use strongroom_audit::Record;
use strongroom_model::metadata::Stamp;
use strongroom_model::{Id, Member, MemberKind, Name, Owner, Role, Timestamp, Visibility};

use crate::directory::HeldRole;
use crate::principals::{
    ClientRow, Error, ExternalIdentity, OrganizationRow, PersonRow, Standing, TokenRow,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    pub id: Id,
    pub organization: Id,
    pub name: Name,
    pub visibility: Visibility,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipRow {
    pub member: Member,
    pub name: Name,
    pub role: Role,
}

/// Who has roles on an owner or on its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderRow {
    pub id: Id,
    pub name: Name,
    pub roles: Vec<HeldRole>,
}

/// Which holders: those of one kind, by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolderQuery {
    pub kind: MemberKind,
    pub owner: Owner,
    /// Whose roles count too.
    pub organization: Option<Id>,
    pub after: Option<Id>,
    /// 1 to 1,000.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    pub id: Id,
    pub organization: Id,
    pub name: Name,
    pub claim: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMemberRow {
    pub user: Id,
    pub name: Name,
    /// Came from an identity token.
    pub claimed: bool,
    /// Was added by hand. One of the two is true, or both.
    pub added: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRow {
    pub name: Name,
    pub text: String,
    pub updated: Stamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPersonRow {
    pub person: PersonRow,
    pub organization: Id,
    pub role: Option<Role>,
    pub identity: Option<ExternalIdentity>,
    pub token: Option<TokenRow>,
}

pub trait DirectoryStore {
    async fn organizations(&self, person: Id) -> Result<Vec<(OrganizationRow, Standing)>, Error>;
    async fn get_organization(&self, id: Id) -> Result<OrganizationRow, Error>;
    async fn insert_organization(
        &self,
        organization: OrganizationRow,
        maker: Id,
        audit: Record,
    ) -> Result<(), Error>;
    async fn rename_organization(&self, id: Id, name: Name, audit: Record) -> Result<(), Error>;

    async fn projects(
        &self,
        person: Id,
        organization: Option<Id>,
    ) -> Result<Vec<(ProjectRow, Standing)>, Error>;
    async fn projects_of(&self, organization: Id) -> Result<Vec<ProjectRow>, Error>;
    async fn get_project(&self, id: Id) -> Result<ProjectRow, Error>;
    async fn insert_project(
        &self,
        project: ProjectRow,
        maker: Option<Id>,
        audit: Record,
    ) -> Result<(), Error>;
    async fn change_project(
        &self,
        id: Id,
        name: Option<Name>,
        visibility: Option<Visibility>,
        audit: Record,
    ) -> Result<(), Error>;
    async fn delete_project(&self, id: Id, audit: Record) -> Result<(), Error>;

    async fn members(&self, owner: Owner) -> Result<Vec<MembershipRow>, Error>;
    async fn holders(&self, query: HolderQuery) -> Result<Vec<HolderRow>, Error>;
    async fn role_of(&self, owner: Owner, member: Member) -> Result<Option<Role>, Error>;
    async fn set_member(
        &self,
        owner: Owner,
        member: Member,
        role: Role,
        audit: Record,
    ) -> Result<(), Error>;
    async fn remove_member(&self, owner: Owner, member: Member, audit: Record)
    -> Result<(), Error>;

    async fn people(
        &self,
        organization: Option<Id>,
        search: Option<&str>,
    ) -> Result<Vec<(PersonRow, Option<Role>)>, Error>;
    async fn get_person(&self, id: Id) -> Result<PersonRow, Error>;
    async fn organizations_of(&self, person: Id) -> Result<Vec<Id>, Error>;
    async fn insert_person(&self, person: NewPersonRow, audit: Record) -> Result<(), Error>;
    async fn rename_person(&self, id: Id, name: Name, audit: Record) -> Result<(), Error>;
    async fn suspend_person(&self, id: Id, audit: Record) -> Result<(), Error>;
    async fn reinstate_person(&self, id: Id, audit: Record) -> Result<(), Error>;
    async fn remove_person(&self, id: Id, audit: Record) -> Result<(), Error>;

    async fn groups(&self, organization: Id) -> Result<Vec<GroupRow>, Error>;
    async fn get_group(&self, id: Id) -> Result<GroupRow, Error>;
    async fn roles_of_group(&self, id: Id) -> Result<Vec<(Owner, Role)>, Error>;
    async fn insert_group(&self, group: GroupRow, audit: Record) -> Result<(), Error>;
    async fn change_group(&self, group: GroupRow, audit: Record) -> Result<(), Error>;
    async fn delete_group(&self, id: Id, audit: Record) -> Result<(), Error>;
    async fn group_members(&self, group: Id) -> Result<Vec<GroupMemberRow>, Error>;
    async fn add_group_member(&self, group: Id, user: Id, audit: Record) -> Result<(), Error>;
    async fn remove_group_member(&self, group: Id, user: Id, audit: Record) -> Result<(), Error>;

    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error>;
    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error>;
    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error>;

    async fn clients(&self, owner: Owner) -> Result<Vec<ClientRow>, Error>;
    async fn get_client(&self, id: Id) -> Result<ClientRow, Error>;
    async fn insert_client(&self, client: ClientRow, audit: Record) -> Result<(), Error>;
    async fn renew_client(&self, id: Id, digest: [u8; 32], audit: Record) -> Result<(), Error>;
    async fn delete_client(&self, id: Id, audit: Record) -> Result<(), Error>;

    async fn policies(&self, organization: Id) -> Result<Vec<PolicyRow>, Error>;
    async fn set_policy(
        &self,
        organization: Id,
        policy: PolicyRow,
        audit: Record,
    ) -> Result<(), Error>;
    async fn delete_policy(&self, organization: Id, name: Name, audit: Record)
    -> Result<(), Error>;
}
