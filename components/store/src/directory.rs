//! `strongroom:store/directory`.

use strongroom_bindings::wire::{AuditRecord, Id, Member, Owner, Role, Visibility};
use strongroom_bindings::wire_rows::{
    Client, Group, GroupMember, Membership, Organization, Person, Policy, Project, Token,
};
use strongroom_bindings::{Malformed, all, maybe, rows::digest, run};
use strongroom_model::Name;
use strongroom_ports::directory_store::{self as port, DirectoryStore, NewPersonRow};

use crate::bindings::exports::strongroom::store::directory::{
    Error, Guest, Holder, HolderQuery, NewPerson, OrganizationStanding, ProjectStanding,
};
use crate::store;

impl Guest for crate::Component {
    fn organizations(person: Id) -> Result<Vec<OrganizationStanding>, Error> {
        run(async {
            let found = store().organizations(person.into()).await?.into_iter();
            let found = found.map(|(organization, standing)| OrganizationStanding {
                organization: organization.into(),
                standing: standing.into(),
            });
            Ok(found.collect())
        })
    }

    fn get_organization(id: Id) -> Result<Organization, Error> {
        run(async { Ok(store().get_organization(id.into()).await?.into()) })
    }

    fn insert_organization(
        organization: Organization,
        maker: Id,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        run(async {
            let (organization, audit) = (organization.try_into()?, audit.try_into()?);
            Ok(store().insert_organization(organization, maker.into(), audit).await?)
        })
    }

    fn rename_organization(id: Id, name: String, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            let (name, audit) = (parsed(&name)?, audit.try_into()?);
            Ok(store().rename_organization(id.into(), name, audit).await?)
        })
    }

    fn projects(person: Id, organization: Option<Id>) -> Result<Vec<ProjectStanding>, Error> {
        run(async {
            let found = store().projects(person.into(), organization.map(Into::into)).await?;
            let found = found.into_iter().map(|(project, standing)| ProjectStanding {
                project: project.into(),
                standing: standing.into(),
            });
            Ok(found.collect())
        })
    }

    fn projects_of(organization: Id) -> Result<Vec<Project>, Error> {
        run(async { Ok(all(store().projects_of(organization.into()).await?)) })
    }

    fn get_project(id: Id) -> Result<Project, Error> {
        run(async { Ok(store().get_project(id.into()).await?.into()) })
    }

    fn insert_project(
        project: Project,
        maker: Option<Id>,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        run(async {
            let (project, audit) = (project.try_into()?, audit.try_into()?);
            Ok(store().insert_project(project, maker.map(Into::into), audit).await?)
        })
    }

    fn change_project(
        id: Id,
        name: Option<String>,
        visibility: Option<Visibility>,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        run(async {
            let name = name.as_deref().map(parsed).transpose()?;
            let (visibility, audit) = (visibility.map(Into::into), audit.try_into()?);
            Ok(store().change_project(id.into(), name, visibility, audit).await?)
        })
    }

    fn delete_project(id: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().delete_project(id.into(), audit.try_into()?).await?) })
    }

    fn members(owner: Owner) -> Result<Vec<Membership>, Error> {
        run(async { Ok(all(store().members(owner.into()).await?)) })
    }

    fn holders(query: HolderQuery) -> Result<Vec<Holder>, Error> {
        run(async {
            let query = port::HolderQuery {
                kind: query.kind.into(),
                owner: query.owner.into(),
                organization: query.organization.map(Into::into),
                after: query.after.map(Into::into),
                limit: query.limit,
            };
            let found = store().holders(query).await?.into_iter();
            let found = found.map(|row| Holder {
                id: row.id.into(),
                name: row.name.into(),
                roles: all(row.roles),
            });
            Ok(found.collect())
        })
    }

    fn role_of(owner: Owner, member: Member) -> Result<Option<Role>, Error> {
        run(async { Ok(store().role_of(owner.into(), member.into()).await?.map(Into::into)) })
    }

    fn set_member(
        owner: Owner,
        member: Member,
        role: Role,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        run(async {
            let (owner, member, audit) = (owner.into(), member.into(), audit.try_into()?);
            Ok(store().set_member(owner, member, role.into(), audit).await?)
        })
    }

    fn remove_member(owner: Owner, member: Member, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            Ok(store().remove_member(owner.into(), member.into(), audit.try_into()?).await?)
        })
    }

    fn people(
        organization: Option<Id>,
        search: Option<String>,
    ) -> Result<Vec<(Person, Option<Role>)>, Error> {
        run(async {
            let organization = organization.map(Into::into);
            let found = store().people(organization, search.as_deref()).await?.into_iter();
            Ok(found.map(|(person, role)| (person.into(), role.map(Into::into))).collect())
        })
    }

    fn get_person(id: Id) -> Result<Person, Error> {
        run(async { Ok(store().get_person(id.into()).await?.into()) })
    }

    fn organizations_of(person: Id) -> Result<Vec<Id>, Error> {
        run(async { Ok(all(store().organizations_of(person.into()).await?)) })
    }

    fn insert_person(person: NewPerson, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            let person = NewPersonRow {
                person: person.person.try_into()?,
                organization: person.organization.into(),
                role: person.role.map(Into::into),
                identity: person.identity.map(Into::into),
                token: maybe(person.token)?,
            };
            Ok(store().insert_person(person, audit.try_into()?).await?)
        })
    }

    fn rename_person(id: Id, name: String, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            Ok(store().rename_person(id.into(), parsed(&name)?, audit.try_into()?).await?)
        })
    }

    fn suspend_person(id: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().suspend_person(id.into(), audit.try_into()?).await?) })
    }

    fn reinstate_person(id: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().reinstate_person(id.into(), audit.try_into()?).await?) })
    }

    fn remove_person(id: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().remove_person(id.into(), audit.try_into()?).await?) })
    }

    fn groups(organization: Id) -> Result<Vec<Group>, Error> {
        run(async { Ok(all(store().groups(organization.into()).await?)) })
    }

    fn get_group(id: Id) -> Result<Group, Error> {
        run(async { Ok(store().get_group(id.into()).await?.into()) })
    }

    fn roles_of_group(id: Id) -> Result<Vec<(Owner, Role)>, Error> {
        run(async {
            let found = store().roles_of_group(id.into()).await?.into_iter();
            Ok(found.map(|(owner, role)| (owner.into(), role.into())).collect())
        })
    }

    fn insert_group(group: Group, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().insert_group(group.try_into()?, audit.try_into()?).await?) })
    }

    fn change_group(group: Group, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().change_group(group.try_into()?, audit.try_into()?).await?) })
    }

    fn delete_group(id: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().delete_group(id.into(), audit.try_into()?).await?) })
    }

    fn group_members(group: Id) -> Result<Vec<GroupMember>, Error> {
        run(async { Ok(all(store().group_members(group.into()).await?)) })
    }

    fn add_group_member(group: Id, user: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            Ok(store().add_group_member(group.into(), user.into(), audit.try_into()?).await?)
        })
    }

    fn remove_group_member(group: Id, user: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            Ok(store().remove_group_member(group.into(), user.into(), audit.try_into()?).await?)
        })
    }

    fn tokens(user: Id) -> Result<Vec<Token>, Error> {
        run(async { Ok(all(store().tokens(user.into()).await?)) })
    }

    fn insert_token(token: Token, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().insert_token(token.try_into()?, audit.try_into()?).await?) })
    }

    fn delete_token(token: Id, user: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().delete_token(token.into(), user.into(), audit.try_into()?).await?) })
    }

    fn clients(owner: Owner) -> Result<Vec<Client>, Error> {
        run(async { Ok(all(store().clients(owner.into()).await?)) })
    }

    fn get_client(id: Id) -> Result<Client, Error> {
        run(async { Ok(store().get_client(id.into()).await?.into()) })
    }

    fn insert_client(client: Client, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().insert_client(client.try_into()?, audit.try_into()?).await?) })
    }

    fn renew_client(id: Id, new_digest: Vec<u8>, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            Ok(store().renew_client(id.into(), digest(new_digest)?, audit.try_into()?).await?)
        })
    }

    fn delete_client(id: Id, audit: AuditRecord) -> Result<(), Error> {
        run(async { Ok(store().delete_client(id.into(), audit.try_into()?).await?) })
    }

    fn policies(organization: Id) -> Result<Vec<Policy>, Error> {
        run(async { Ok(all(store().policies(organization.into()).await?)) })
    }

    fn set_policy(organization: Id, policy: Policy, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            let (policy, audit) = (policy.try_into()?, audit.try_into()?);
            Ok(store().set_policy(organization.into(), policy, audit).await?)
        })
    }

    fn delete_policy(organization: Id, name: String, audit: AuditRecord) -> Result<(), Error> {
        run(async {
            let (name, audit) = (parsed(&name)?, audit.try_into()?);
            Ok(store().delete_policy(organization.into(), name, audit).await?)
        })
    }
}

fn parsed(name: &str) -> Result<Name, Malformed> {
    Ok(name.parse()?)
}
