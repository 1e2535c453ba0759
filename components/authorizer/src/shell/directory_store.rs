//! The crate's `DirectoryStore` over the imported store.

use strongroom_audit::Record;
use strongroom_bindings::{Malformed, all, each};
use strongroom_model::{Id, Member, Name, Owner, Role, Visibility};
use strongroom_ports::directory_store::{
    DirectoryStore, GroupMemberRow, GroupRow, HolderQuery, HolderRow, MembershipRow, NewPersonRow,
    PolicyRow, ProjectRow,
};
use strongroom_ports::principals::{
    ClientRow, Error, OrganizationRow, PersonRow, Standing, TokenRow,
};

use super::bindings::strongroom::store::directory as imported;
use super::store::{Rows, error_in, malformed};

impl DirectoryStore for Rows {
    async fn organizations(&self, person: Id) -> Result<Vec<(OrganizationRow, Standing)>, Error> {
        let found = imported::organizations(person.into()).map_err(error_in)?.into_iter();
        found
            .map(|found| Ok((found.organization.try_into()?, found.standing.into())))
            .collect::<Result<_, Malformed>>()
            .map_err(malformed)
    }

    async fn get_organization(&self, id: Id) -> Result<OrganizationRow, Error> {
        one(imported::get_organization(id.into()))
    }

    async fn insert_organization(
        &self,
        organization: OrganizationRow,
        maker: Id,
        audit: Record,
    ) -> Result<(), Error> {
        imported::insert_organization(&organization.into(), maker.into(), &audit.into())
            .map_err(error_in)
    }

    async fn rename_organization(&self, id: Id, name: Name, audit: Record) -> Result<(), Error> {
        imported::rename_organization(id.into(), name.as_str(), &audit.into()).map_err(error_in)
    }

    async fn projects(
        &self,
        person: Id,
        organization: Option<Id>,
    ) -> Result<Vec<(ProjectRow, Standing)>, Error> {
        let found = imported::projects(person.into(), organization.map(Into::into));
        let found = found.map_err(error_in)?.into_iter();
        found
            .map(|found| Ok((found.project.try_into()?, found.standing.into())))
            .collect::<Result<_, Malformed>>()
            .map_err(malformed)
    }

    async fn projects_of(&self, organization: Id) -> Result<Vec<ProjectRow>, Error> {
        list(imported::projects_of(organization.into()))
    }

    async fn get_project(&self, id: Id) -> Result<ProjectRow, Error> {
        one(imported::get_project(id.into()))
    }

    async fn insert_project(
        &self,
        project: ProjectRow,
        maker: Option<Id>,
        audit: Record,
    ) -> Result<(), Error> {
        imported::insert_project(&project.into(), maker.map(Into::into), &audit.into())
            .map_err(error_in)
    }

    async fn change_project(
        &self,
        id: Id,
        name: Option<Name>,
        visibility: Option<Visibility>,
        audit: Record,
    ) -> Result<(), Error> {
        let (name, visibility) = (name.map(String::from), visibility.map(Into::into));
        imported::change_project(id.into(), name.as_deref(), visibility, &audit.into())
            .map_err(error_in)
    }

    async fn delete_project(&self, id: Id, audit: Record) -> Result<(), Error> {
        imported::delete_project(id.into(), &audit.into()).map_err(error_in)
    }

    async fn members(&self, owner: Owner) -> Result<Vec<MembershipRow>, Error> {
        list(imported::members(owner.into()))
    }

    async fn holders(&self, query: HolderQuery) -> Result<Vec<HolderRow>, Error> {
        list(imported::holders(imported::HolderQuery {
            kind: query.kind.into(),
            owner: query.owner.into(),
            organization: query.organization.map(Into::into),
            after: query.after.map(Into::into),
            limit: query.limit,
        }))
    }

    async fn role_of(&self, owner: Owner, member: Member) -> Result<Option<Role>, Error> {
        let found = imported::role_of(owner.into(), member.into()).map_err(error_in)?;
        Ok(found.map(Into::into))
    }

    async fn set_member(
        &self,
        owner: Owner,
        member: Member,
        role: Role,
        audit: Record,
    ) -> Result<(), Error> {
        imported::set_member(owner.into(), member.into(), role.into(), &audit.into())
            .map_err(error_in)
    }

    async fn remove_member(
        &self,
        owner: Owner,
        member: Member,
        audit: Record,
    ) -> Result<(), Error> {
        imported::remove_member(owner.into(), member.into(), &audit.into()).map_err(error_in)
    }

    async fn people(
        &self,
        organization: Option<Id>,
        search: Option<&str>,
    ) -> Result<Vec<(PersonRow, Option<Role>)>, Error> {
        let found = imported::people(organization.map(Into::into), search);
        let found = found.map_err(error_in)?.into_iter();
        found
            .map(|(person, role)| Ok((person.try_into()?, role.map(Into::into))))
            .collect::<Result<_, Malformed>>()
            .map_err(malformed)
    }

    async fn get_person(&self, id: Id) -> Result<PersonRow, Error> {
        one(imported::get_person(id.into()))
    }

    async fn organizations_of(&self, person: Id) -> Result<Vec<Id>, Error> {
        imported::organizations_of(person.into()).map(all).map_err(error_in)
    }

    async fn insert_person(&self, person: NewPersonRow, audit: Record) -> Result<(), Error> {
        let person = imported::NewPerson {
            person: person.person.into(),
            organization: person.organization.into(),
            role: person.role.map(Into::into),
            identity: person.identity.map(Into::into),
            token: person.token.map(Into::into),
        };
        imported::insert_person(&person, &audit.into()).map_err(error_in)
    }

    async fn rename_person(&self, id: Id, name: Name, audit: Record) -> Result<(), Error> {
        imported::rename_person(id.into(), name.as_str(), &audit.into()).map_err(error_in)
    }

    async fn suspend_person(&self, id: Id, audit: Record) -> Result<(), Error> {
        imported::suspend_person(id.into(), &audit.into()).map_err(error_in)
    }

    async fn reinstate_person(&self, id: Id, audit: Record) -> Result<(), Error> {
        imported::reinstate_person(id.into(), &audit.into()).map_err(error_in)
    }

    async fn remove_person(&self, id: Id, audit: Record) -> Result<(), Error> {
        imported::remove_person(id.into(), &audit.into()).map_err(error_in)
    }

    async fn groups(&self, organization: Id) -> Result<Vec<GroupRow>, Error> {
        list(imported::groups(organization.into()))
    }

    async fn get_group(&self, id: Id) -> Result<GroupRow, Error> {
        one(imported::get_group(id.into()))
    }

    async fn roles_of_group(&self, id: Id) -> Result<Vec<(Owner, Role)>, Error> {
        let found = imported::roles_of_group(id.into()).map_err(error_in)?.into_iter();
        Ok(found.map(|(owner, role)| (owner.into(), role.into())).collect())
    }

    async fn insert_group(&self, group: GroupRow, audit: Record) -> Result<(), Error> {
        imported::insert_group(&group.into(), &audit.into()).map_err(error_in)
    }

    async fn change_group(&self, group: GroupRow, audit: Record) -> Result<(), Error> {
        imported::change_group(&group.into(), &audit.into()).map_err(error_in)
    }

    async fn delete_group(&self, id: Id, audit: Record) -> Result<(), Error> {
        imported::delete_group(id.into(), &audit.into()).map_err(error_in)
    }

    async fn group_members(&self, group: Id) -> Result<Vec<GroupMemberRow>, Error> {
        list(imported::group_members(group.into()))
    }

    async fn add_group_member(&self, group: Id, user: Id, audit: Record) -> Result<(), Error> {
        imported::add_group_member(group.into(), user.into(), &audit.into()).map_err(error_in)
    }

    async fn remove_group_member(&self, group: Id, user: Id, audit: Record) -> Result<(), Error> {
        imported::remove_group_member(group.into(), user.into(), &audit.into()).map_err(error_in)
    }

    async fn tokens(&self, user: Id) -> Result<Vec<TokenRow>, Error> {
        list(imported::tokens(user.into()))
    }

    async fn insert_token(&self, token: TokenRow, audit: Record) -> Result<(), Error> {
        imported::insert_token(&token.into(), &audit.into()).map_err(error_in)
    }

    async fn delete_token(&self, token: Id, user: Id, audit: Record) -> Result<(), Error> {
        imported::delete_token(token.into(), user.into(), &audit.into()).map_err(error_in)
    }

    async fn clients(&self, owner: Owner) -> Result<Vec<ClientRow>, Error> {
        list(imported::clients(owner.into()))
    }

    async fn get_client(&self, id: Id) -> Result<ClientRow, Error> {
        one(imported::get_client(id.into()))
    }

    async fn insert_client(&self, client: ClientRow, audit: Record) -> Result<(), Error> {
        imported::insert_client(&client.into(), &audit.into()).map_err(error_in)
    }

    async fn renew_client(&self, id: Id, digest: [u8; 32], audit: Record) -> Result<(), Error> {
        imported::renew_client(id.into(), &digest, &audit.into()).map_err(error_in)
    }

    async fn delete_client(&self, id: Id, audit: Record) -> Result<(), Error> {
        imported::delete_client(id.into(), &audit.into()).map_err(error_in)
    }

    async fn policies(&self, organization: Id) -> Result<Vec<PolicyRow>, Error> {
        list(imported::policies(organization.into()))
    }

    async fn set_policy(
        &self,
        organization: Id,
        policy: PolicyRow,
        audit: Record,
    ) -> Result<(), Error> {
        imported::set_policy(organization.into(), &policy.into(), &audit.into()).map_err(error_in)
    }

    async fn delete_policy(
        &self,
        organization: Id,
        name: Name,
        audit: Record,
    ) -> Result<(), Error> {
        let name = name.as_str();
        imported::delete_policy(organization.into(), name, &audit.into()).map_err(error_in)
    }
}

impl TryFrom<imported::Holder> for HolderRow {
    type Error = Malformed;

    fn try_from(row: imported::Holder) -> Result<Self, Malformed> {
        Ok(Self { id: row.id.into(), name: row.name.parse()?, roles: all(row.roles) })
    }
}

fn one<T, U>(found: Result<T, imported::Error>) -> Result<U, Error>
where
    U: TryFrom<T, Error = Malformed>,
{
    found.map_err(error_in)?.try_into().map_err(malformed)
}

fn list<T, U>(found: Result<Vec<T>, imported::Error>) -> Result<Vec<U>, Error>
where
    U: TryFrom<T, Error = Malformed>,
{
    each(found.map_err(error_in)?).map_err(malformed)
}
