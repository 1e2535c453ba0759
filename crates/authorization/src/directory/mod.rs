//! People, groups, and who is a member of what.

mod access;
mod group_members;
mod groups;
mod holders;
mod members;
mod people;
mod person;

use strongroom_model::{Id, Member, Owner, Role, SecretKey};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{
    Access, CreatedPerson, Directory, Group, GroupChange, GroupMember, HolderPlace, Membership,
    NewPerson, Person, PersonChange,
};

use crate::decisions::Decisions;
use crate::session::AuthSession;
use crate::{Authorizer, Ports};

impl<W: Ports, D: Decisions> Directory for Authorizer<W, D> {
    type Session = AuthSession<W, D>;

    async fn members(
        &self,
        session: &Self::Session,
        owner: Owner,
    ) -> Result<Vec<Membership>, Error> {
        members::list(session, owner).await
    }

    async fn access(
        &self,
        session: &Self::Session,
        owner: Owner,
        secret: &SecretKey,
        after: Option<HolderPlace>,
        limit: u32,
    ) -> Result<Access, Error> {
        access::of_secret(session, owner, secret, after, limit).await
    }

    async fn set_member(
        &self,
        session: &Self::Session,
        owner: Owner,
        member: Member,
        role: Role,
    ) -> Result<(), Error> {
        members::set(session, owner, member, role).await
    }

    async fn remove_member(
        &self,
        session: &Self::Session,
        owner: Owner,
        member: Member,
    ) -> Result<(), Error> {
        members::remove(session, owner, member).await
    }

    async fn people(
        &self,
        session: &Self::Session,
        organization: Option<Id>,
        search: Option<String>,
    ) -> Result<Vec<Person>, Error> {
        people::list(session, organization, search.as_deref()).await
    }

    async fn get_person(&self, session: &Self::Session, id: Id) -> Result<Person, Error> {
        person::get(session, id).await
    }

    async fn create_person(
        &self,
        session: &Self::Session,
        organization: Id,
        person: NewPerson,
    ) -> Result<CreatedPerson, Error> {
        people::create(self, session, organization, person).await
    }

    async fn change_person(
        &self,
        session: &Self::Session,
        id: Id,
        change: PersonChange,
    ) -> Result<Person, Error> {
        person::change(session, id, change).await
    }

    async fn remove_person(&self, session: &Self::Session, id: Id) -> Result<(), Error> {
        person::remove(session, id).await
    }

    async fn groups(&self, session: &Self::Session, organization: Id) -> Result<Vec<Group>, Error> {
        groups::list(session, organization).await
    }

    async fn get_group(&self, session: &Self::Session, id: Id) -> Result<Group, Error> {
        groups::get(session, id).await
    }

    async fn create_group(
        &self,
        session: &Self::Session,
        organization: Id,
        name: String,
        claim: Option<String>,
    ) -> Result<Group, Error> {
        groups::create(self, session, organization, &name, claim).await
    }

    async fn change_group(
        &self,
        session: &Self::Session,
        id: Id,
        change: GroupChange,
    ) -> Result<Group, Error> {
        groups::change(session, id, change).await
    }

    async fn delete_group(&self, session: &Self::Session, id: Id) -> Result<(), Error> {
        groups::delete(session, id).await
    }

    async fn group_members(
        &self,
        session: &Self::Session,
        group: Id,
    ) -> Result<Vec<GroupMember>, Error> {
        group_members::list(session, group).await
    }

    async fn add_group_member(
        &self,
        session: &Self::Session,
        group: Id,
        user: Id,
    ) -> Result<(), Error> {
        group_members::add(session, group, user).await
    }

    async fn remove_group_member(
        &self,
        session: &Self::Session,
        group: Id,
        user: Id,
    ) -> Result<(), Error> {
        group_members::remove(session, group, user).await
    }
}
