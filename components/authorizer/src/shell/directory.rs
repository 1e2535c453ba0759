//! `strongroom:authorizer/directory`.

use strongroom_bindings::access::maybe_scopes_out;
use strongroom_bindings::metadata::names_out;
use strongroom_bindings::wire::{Id, Member, Owner, Role, SecretKey};
use strongroom_bindings::{all, run};
use strongroom_ports::directory::{self as port, Directory};
use strongroom_ports::principals;

use super::authorizer;
use super::bindings::exports::strongroom::authorizer::directory::{
    AccessReport, CreatedPerson, Error, Group, GroupChange, GroupMember, Guest, Holder, HolderKind,
    HolderPlace, Membership, NewPerson, Person, PersonChange, SessionBorrow, Status,
};
use super::sessions::Held as _;

impl Guest for super::Component {
    fn members(session: SessionBorrow<'_>, owner: Owner) -> Result<Vec<Membership>, Error> {
        run(async { Ok(all(authorizer().members(session.held(), owner.into()).await?)) })
    }

    fn access(
        session: SessionBorrow<'_>,
        owner: Owner,
        secret: SecretKey,
        after: Option<HolderPlace>,
        limit: u32,
    ) -> Result<AccessReport, Error> {
        run(async {
            let (session, owner, secret) = (session.held(), owner.into(), secret.try_into()?);
            let after = after.map(|place| (place.kind.into(), place.id.into()));
            Ok(authorizer().access(session, owner, &secret, after, limit).await?.into())
        })
    }

    fn set_member(
        session: SessionBorrow<'_>,
        owner: Owner,
        member: Member,
        role: Role,
    ) -> Result<(), Error> {
        run(async {
            let (owner, member, role) = (owner.into(), member.into(), role.into());
            Ok(authorizer().set_member(session.held(), owner, member, role).await?)
        })
    }

    fn remove_member(
        session: SessionBorrow<'_>,
        owner: Owner,
        member: Member,
    ) -> Result<(), Error> {
        run(async {
            let (owner, member) = (owner.into(), member.into());
            Ok(authorizer().remove_member(session.held(), owner, member).await?)
        })
    }

    fn people(
        session: SessionBorrow<'_>,
        organization: Option<Id>,
        search: Option<String>,
    ) -> Result<Vec<Person>, Error> {
        run(async {
            let organization = organization.map(Into::into);
            Ok(all(authorizer().people(session.held(), organization, search).await?))
        })
    }

    fn get_person(session: SessionBorrow<'_>, id: Id) -> Result<Person, Error> {
        run(async { Ok(authorizer().get_person(session.held(), id.into()).await?.into()) })
    }

    fn create_person(
        session: SessionBorrow<'_>,
        organization: Id,
        person: NewPerson,
    ) -> Result<CreatedPerson, Error> {
        run(async {
            let person = port::NewPerson {
                name: person.name,
                email: person.email,
                role: person.role.map(Into::into),
                identity: person.identity.map(|identity| principals::ExternalIdentity {
                    issuer: identity.issuer,
                    subject: identity.subject,
                }),
                token_lifetime_seconds: person.token_lifetime_seconds,
            };
            let (session, organization) = (session.held(), organization.into());
            let made = authorizer().create_person(session, organization, person).await?;
            Ok(CreatedPerson {
                person: made.person.into(),
                credential: made.credential.map(|credential| credential.into_exposed()),
            })
        })
    }

    fn change_person(
        session: SessionBorrow<'_>,
        id: Id,
        change: PersonChange,
    ) -> Result<Person, Error> {
        run(async {
            let change = port::PersonChange { name: change.name, active: change.active };
            Ok(authorizer().change_person(session.held(), id.into(), change).await?.into())
        })
    }

    fn remove_person(session: SessionBorrow<'_>, id: Id) -> Result<(), Error> {
        run(async { Ok(authorizer().remove_person(session.held(), id.into()).await?) })
    }

    fn groups(session: SessionBorrow<'_>, organization: Id) -> Result<Vec<Group>, Error> {
        run(async { Ok(all(authorizer().groups(session.held(), organization.into()).await?)) })
    }

    fn get_group(session: SessionBorrow<'_>, id: Id) -> Result<Group, Error> {
        run(async { Ok(authorizer().get_group(session.held(), id.into()).await?.into()) })
    }

    fn create_group(
        session: SessionBorrow<'_>,
        organization: Id,
        name: String,
        claim: Option<String>,
    ) -> Result<Group, Error> {
        run(async {
            let (session, organization) = (session.held(), organization.into());
            Ok(authorizer().create_group(session, organization, name, claim).await?.into())
        })
    }

    fn change_group(
        session: SessionBorrow<'_>,
        id: Id,
        change: GroupChange,
    ) -> Result<Group, Error> {
        run(async {
            let change = port::GroupChange { name: change.name, claim: change.claim };
            Ok(authorizer().change_group(session.held(), id.into(), change).await?.into())
        })
    }

    fn delete_group(session: SessionBorrow<'_>, id: Id) -> Result<(), Error> {
        run(async { Ok(authorizer().delete_group(session.held(), id.into()).await?) })
    }

    fn group_members(session: SessionBorrow<'_>, group: Id) -> Result<Vec<GroupMember>, Error> {
        run(async { Ok(all(authorizer().group_members(session.held(), group.into()).await?)) })
    }

    fn add_group_member(session: SessionBorrow<'_>, group: Id, user: Id) -> Result<(), Error> {
        run(async {
            let (group, user) = (group.into(), user.into());
            Ok(authorizer().add_group_member(session.held(), group, user).await?)
        })
    }

    fn remove_group_member(session: SessionBorrow<'_>, group: Id, user: Id) -> Result<(), Error> {
        run(async {
            let (group, user) = (group.into(), user.into());
            Ok(authorizer().remove_group_member(session.held(), group, user).await?)
        })
    }
}

impl From<port::Membership> for Membership {
    fn from(found: port::Membership) -> Self {
        Self { member: found.member.into(), name: found.name.into(), role: found.role.into() }
    }
}

impl From<port::Access> for AccessReport {
    fn from(found: port::Access) -> Self {
        Self {
            by_policy: found.by_policy,
            visibility: found.visibility.map(Into::into),
            anyone: all(found.anyone),
            omits_organization: found.omits_organization,
            omits_clients: found.omits_clients,
            entries: all(found.entries),
            next: found.next.map(|(kind, id)| HolderPlace { kind: kind.into(), id: id.into() }),
        }
    }
}

impl From<port::Holder> for Holder {
    fn from(found: port::Holder) -> Self {
        Self {
            kind: found.kind.into(),
            id: found.id.into(),
            name: found.name.into(),
            actions: all(found.actions),
            fields: found.fields.map(names_out),
            roles: all(found.roles),
            scopes: maybe_scopes_out(found.scopes),
            expires_at: found.expires_at,
        }
    }
}

strongroom_bindings::same_cases!(port::HolderKind, HolderKind, User, Group, Client, Token);

impl From<port::Person> for Person {
    fn from(found: port::Person) -> Self {
        Self {
            id: found.id.into(),
            name: found.name.into(),
            email: found.email,
            status: match found.status {
                principals::Status::Active => Status::Active,
                principals::Status::Suspended => Status::Suspended,
                principals::Status::Removed => Status::Removed,
            },
            created_at: found.created_at,
            last_seen_at: found.last_seen_at,
            role: found.role.map(Into::into),
        }
    }
}

impl From<port::Group> for Group {
    fn from(found: port::Group) -> Self {
        Self {
            id: found.id.into(),
            organization: found.organization.into(),
            name: found.name.into(),
            claim: found.claim,
            created_at: found.created_at,
        }
    }
}

impl From<port::GroupMember> for GroupMember {
    fn from(found: port::GroupMember) -> Self {
        Self { user: found.user.into(), name: found.name.into(), claimed: found.claimed }
    }
}
