//! Organizations, projects, people, groups, memberships, tokens, clients and policies:
//! `strongroom:store/directory`. One file each for what belongs together.

pub(crate) mod clients;
pub(crate) mod groups;
pub(crate) mod holders;
pub(crate) mod members;
pub(crate) mod organizations;
pub(crate) mod owners;
pub(crate) mod people;
pub(crate) mod policies;
pub(crate) mod projects;
pub(crate) mod removal;
pub(crate) mod tokens;

use strongroom_audit::Record;
use strongroom_database::Database;
use strongroom_model::{Id, Member, Name, Owner, Role, Visibility};
use strongroom_ports::directory_store::{
    DirectoryStore, GroupMemberRow, GroupRow, HolderQuery, HolderRow, MembershipRow, NewPersonRow,
    PolicyRow, ProjectRow,
};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::principals::{
    ClientRow, Error, OrganizationRow, PersonRow, Standing, Status, TokenRow,
};

use crate::Store;

impl<D: Database, K: AuditKeys> DirectoryStore for Store<D, K> {
    async fn organizations(&self, person: Id) -> Result<Vec<(OrganizationRow, Standing)>, Error> {
        organizations::of_person(self, person).await
    }

    async fn get_organization(&self, id: Id) -> Result<OrganizationRow, Error> {
        organizations::get(self, id).await
    }

    async fn insert_organization(
        &self,
        organization: OrganizationRow,
        maker: Id,
        audit: Record,
    ) -> Result<(), Error> {
        organizations::insert(self, organization, maker, &audit).await
    }

    async fn rename_organization(&self, id: Id, name: Name, audit: Record) -> Result<(), Error> {
        organizations::rename(self, id, name, &audit).await
    }

    async fn projects(
        &self,
        person: Id,
        organization: Option<Id>,
    ) -> Result<Vec<(ProjectRow, Standing)>, Error> {
        projects::of_person(self, person, organization).await
    }

    async fn projects_of(&self, organization: Id) -> Result<Vec<ProjectRow>, Error> {
        projects::of_organization(self, organization).await
    }

    async fn get_project(&self, id: Id) -> Result<ProjectRow, Error> {
        projects::get(self, id).await
    }

    async fn insert_project(
        &self,
        project: ProjectRow,
        maker: Option<Id>,
        audit: Record,
    ) -> Result<(), Error> {
        projects::insert(self, project, maker, &audit).await
    }

    async fn change_project(
        &self,
        id: Id,
        name: Option<Name>,
        visibility: Option<Visibility>,
        audit: Record,
    ) -> Result<(), Error> {
        projects::change(self, id, name, visibility, &audit).await
    }

    async fn delete_project(&self, id: Id, audit: Record) -> Result<(), Error> {
        projects::delete(self, id, &audit).await
    }

    async fn members(&self, owner: Owner) -> Result<Vec<MembershipRow>, Error> {
        members::of_owner(self, owner).await
    }

    async fn holders(&self, query: HolderQuery) -> Result<Vec<HolderRow>, Error> {
        holders::find(self, query).await
    }

    async fn role_of(&self, owner: Owner, member: Member) -> Result<Option<Role>, Error> {
        members::role_of(self, owner, member).await
    }

    async fn set_member(
        &self,
        owner: Owner,
        member: Member,
        role: Role,
        audit: Record,
    ) -> Result<(), Error> {
        members::set(self, owner, member, role, &audit).await
    }

    async fn remove_member(
        &self,
        owner: Owner,
        member: Member,
        audit: Record,
    ) -> Result<(), Error> {
        removal::remove_member(self, owner, member, &audit).await
    }

    async fn people(
        &self,
        organization: Option<Id>,
        search: Option<&str>,
    ) -> Result<Vec<(PersonRow, Option<Role>)>, Error> {
        people::find(self, organization, search).await
    }

    async fn get_person(&self, id: Id) -> Result<PersonRow, Error> {
        people::get(self, id).await
    }

    async fn organizations_of(&self, person: Id) -> Result<Vec<Id>, Error> {
        people::organizations_of(self, person).await
    }

    async fn insert_person(&self, person: NewPersonRow, audit: Record) -> Result<(), Error> {
        people::insert(self, person, &audit).await
    }

    async fn rename_person(&self, id: Id, name: Name, audit: Record) -> Result<(), Error> {
        people::rename(self, id, name, &audit).await
    }

    async fn suspend_person(&self, id: Id, audit: Record) -> Result<(), Error> {
        removal::end_person(self, id, Status::Suspended, &audit).await
    }

    async fn reinstate_person(&self, id: Id, audit: Record) -> Result<(), Error> {
        people::reinstate(self, id, &audit).await
    }

    async fn remove_person(&self, id: Id, audit: Record) -> Result<(), Error> {
        removal::end_person(self, id, Status::Removed, &audit).await
    }

    async fn groups(&self, organization: Id) -> Result<Vec<GroupRow>, Error> {
        groups::of_organization(self, organization).await
    }

    async fn get_group(&self, id: Id) -> Result<GroupRow, Error> {
        groups::get(self, id).await
    }

    async fn roles_of_group(&self, id: Id) -> Result<Vec<(Owner, Role)>, Error> {
        groups::roles(self, id).await
    }

    async fn insert_group(&self, group: GroupRow, audit: Record) -> Result<(), Error> {
        groups::insert(self, group, &audit).await
    }

    async fn change_group(&self, group: GroupRow, audit: Record) -> Result<(), Error> {
        groups::change(self, group, &audit).await
    }

    async fn delete_group(&self, id: Id, audit: Record) -> Result<(), Error> {
        groups::delete(self, id, &audit).await
    }

    async fn group_members(&self, group: Id) -> Result<Vec<GroupMemberRow>, Error> {
        groups::members(self, group).await
    }

    async fn add_group_member(&self, group: Id, user: Id, audit: Record) -> Result<(), Error> {
        groups::add_member(self, group, user, &audit).await
    }

    async fn remove_group_member(&self, group: Id, user: Id, audit: Record) -> Result<(), Error> {
        groups::remove_member(self, group, user, &audit).await
    }

    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error> {
        tokens::of_person(self, user).await
    }

    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error> {
        tokens::insert(self, token, &audit).await
    }

    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error> {
        tokens::delete(self, token, user, &audit).await
    }

    async fn clients(&self, owner: Owner) -> Result<Vec<ClientRow>, Error> {
        clients::of_owner(self, owner).await
    }

    async fn get_client(&self, id: Id) -> Result<ClientRow, Error> {
        clients::get(self, id).await
    }

    async fn insert_client(&self, client: ClientRow, audit: Record) -> Result<(), Error> {
        clients::insert(self, client, &audit).await
    }

    async fn renew_client(&self, id: Id, digest: [u8; 32], audit: Record) -> Result<(), Error> {
        clients::renew(self, id, digest, &audit).await
    }

    async fn delete_client(&self, id: Id, audit: Record) -> Result<(), Error> {
        clients::delete(self, id, &audit).await
    }

    async fn policies(&self, organization: Id) -> Result<Vec<PolicyRow>, Error> {
        policies::of_organization(self, organization).await
    }

    async fn set_policy(
        &self,
        organization: Id,
        policy: PolicyRow,
        audit: Record,
    ) -> Result<(), Error> {
        policies::set(self, organization, policy, &audit).await
    }

    async fn delete_policy(
        &self,
        organization: Id,
        name: Name,
        audit: Record,
    ) -> Result<(), Error> {
        policies::delete(self, organization, name, &audit).await
    }
}
