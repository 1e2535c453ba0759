//! The crate's `Directory` over the imported one.

use strongroom_bindings::access::maybe_scopes;
use strongroom_bindings::metadata::names_in;
use strongroom_bindings::{Malformed, all, each};
use strongroom_model::{Id, Member, Owner, Role, SecretKey};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{
    Access, CreatedPerson, Directory, Group, GroupChange, GroupMember, Holder, HolderKind,
    HolderPlace, Membership, NewPerson, Person, PersonChange,
};
use strongroom_ports::principals::Status;
use strongroom_secret_bytes::SecretBytes;

use crate::administration::{error_in, internal, list, one};
use crate::authentication::Authorizer;
use crate::bindings::strongroom::authorizer::{directory as imported, sessions::Session};

impl Directory for Authorizer {
    type Session = Session;

    async fn members(&self, session: &Session, owner: Owner) -> Result<Vec<Membership>, Error> {
        list(imported::members(session, owner.into()))
    }

    async fn access(
        &self,
        session: &Session,
        owner: Owner,
        secret: &SecretKey,
        after: Option<HolderPlace>,
        limit: u32,
    ) -> Result<Access, Error> {
        let place =
            |(kind, id): HolderPlace| imported::HolderPlace { kind: kind.into(), id: id.into() };
        let (secret, after) = (secret.clone().into(), after.map(place));
        one(imported::access(session, owner.into(), &secret, after, limit))
    }

    async fn set_member(
        &self,
        session: &Session,
        owner: Owner,
        member: Member,
        role: Role,
    ) -> Result<(), Error> {
        imported::set_member(session, owner.into(), member.into(), role.into()).map_err(error_in)
    }

    async fn remove_member(
        &self,
        session: &Session,
        owner: Owner,
        member: Member,
    ) -> Result<(), Error> {
        imported::remove_member(session, owner.into(), member.into()).map_err(error_in)
    }

    async fn people(
        &self,
        session: &Session,
        organization: Option<Id>,
        search: Option<String>,
    ) -> Result<Vec<Person>, Error> {
        list(imported::people(session, organization.map(Into::into), search.as_deref()))
    }

    async fn get_person(&self, session: &Session, id: Id) -> Result<Person, Error> {
        one(imported::get_person(session, id.into()))
    }

    async fn create_person(
        &self,
        session: &Session,
        organization: Id,
        person: NewPerson,
    ) -> Result<CreatedPerson, Error> {
        let person = imported::NewPerson {
            name: person.name,
            email: person.email,
            role: person.role.map(Into::into),
            identity: person.identity.map(|identity| imported::ExternalIdentity {
                issuer: identity.issuer,
                subject: identity.subject,
            }),
            token_lifetime_seconds: person.token_lifetime_seconds,
        };
        let made = imported::create_person(session, organization.into(), &person);
        let made = made.map_err(error_in)?;
        // The credential first, so that it is wiped also where the rest is refused.
        let credential = made.credential.map(SecretBytes::new);
        Ok(CreatedPerson { person: made.person.try_into().map_err(internal)?, credential })
    }

    async fn change_person(
        &self,
        session: &Session,
        id: Id,
        change: PersonChange,
    ) -> Result<Person, Error> {
        let change = imported::PersonChange { name: change.name, active: change.active };
        one(imported::change_person(session, id.into(), &change))
    }

    async fn remove_person(&self, session: &Session, id: Id) -> Result<(), Error> {
        imported::remove_person(session, id.into()).map_err(error_in)
    }

    async fn groups(&self, session: &Session, organization: Id) -> Result<Vec<Group>, Error> {
        list(imported::groups(session, organization.into()))
    }

    async fn get_group(&self, session: &Session, id: Id) -> Result<Group, Error> {
        one(imported::get_group(session, id.into()))
    }

    async fn create_group(
        &self,
        session: &Session,
        organization: Id,
        name: String,
        claim: Option<String>,
    ) -> Result<Group, Error> {
        one(imported::create_group(session, organization.into(), &name, claim.as_deref()))
    }

    async fn change_group(
        &self,
        session: &Session,
        id: Id,
        change: GroupChange,
    ) -> Result<Group, Error> {
        let change = imported::GroupChange { name: change.name, claim: change.claim };
        one(imported::change_group(session, id.into(), &change))
    }

    async fn delete_group(&self, session: &Session, id: Id) -> Result<(), Error> {
        imported::delete_group(session, id.into()).map_err(error_in)
    }

    async fn group_members(&self, session: &Session, group: Id) -> Result<Vec<GroupMember>, Error> {
        list(imported::group_members(session, group.into()))
    }

    async fn add_group_member(&self, session: &Session, group: Id, user: Id) -> Result<(), Error> {
        imported::add_group_member(session, group.into(), user.into()).map_err(error_in)
    }

    async fn remove_group_member(
        &self,
        session: &Session,
        group: Id,
        user: Id,
    ) -> Result<(), Error> {
        imported::remove_group_member(session, group.into(), user.into()).map_err(error_in)
    }
}

impl TryFrom<imported::Membership> for Membership {
    type Error = Malformed;

    fn try_from(found: imported::Membership) -> Result<Self, Malformed> {
        let (member, role) = (found.member.into(), found.role.into());
        Ok(Self { member, name: found.name.parse()?, role })
    }
}

impl TryFrom<imported::AccessReport> for Access {
    type Error = Malformed;

    fn try_from(found: imported::AccessReport) -> Result<Self, Malformed> {
        Ok(Self {
            by_policy: found.by_policy,
            visibility: found.visibility.map(Into::into),
            anyone: all(found.anyone),
            omits_organization: found.omits_organization,
            omits_clients: found.omits_clients,
            entries: each(found.entries)?,
            next: found.next.map(|place| (place.kind.into(), place.id.into())),
        })
    }
}

impl TryFrom<imported::Holder> for Holder {
    type Error = Malformed;

    fn try_from(found: imported::Holder) -> Result<Self, Malformed> {
        Ok(Self {
            kind: found.kind.into(),
            id: found.id.into(),
            name: found.name.parse()?,
            actions: all(found.actions),
            fields: found.fields.map(names_in).transpose()?,
            roles: all(found.roles),
            scopes: maybe_scopes(found.scopes)?,
            expires_at: found.expires_at,
        })
    }
}

strongroom_bindings::same_cases!(HolderKind, imported::HolderKind, User, Group, Client, Token);

impl TryFrom<imported::Person> for Person {
    type Error = Malformed;

    fn try_from(found: imported::Person) -> Result<Self, Malformed> {
        Ok(Self {
            id: found.id.into(),
            name: found.name.parse()?,
            email: found.email,
            status: match found.status {
                imported::Status::Active => Status::Active,
                imported::Status::Suspended => Status::Suspended,
                imported::Status::Removed => Status::Removed,
            },
            created_at: found.created_at,
            last_seen_at: found.last_seen_at,
            role: found.role.map(Into::into),
        })
    }
}

impl TryFrom<imported::Group> for Group {
    type Error = Malformed;

    fn try_from(found: imported::Group) -> Result<Self, Malformed> {
        Ok(Self {
            id: found.id.into(),
            organization: found.organization.into(),
            name: found.name.parse()?,
            claim: found.claim,
            created_at: found.created_at,
        })
    }
}

impl TryFrom<imported::GroupMember> for GroupMember {
    type Error = Malformed;

    fn try_from(found: imported::GroupMember) -> Result<Self, Malformed> {
        Ok(Self { user: found.user.into(), name: found.name.parse()?, claimed: found.claimed })
    }
}
