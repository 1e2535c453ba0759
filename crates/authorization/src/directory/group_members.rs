//! Who is in a group.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::GroupMember;
use strongroom_ports::directory_store::{DirectoryStore, GroupMemberRow};

use super::{groups, person};
use crate::Ports;
use crate::decisions::Decisions;
use crate::judgement::organization as owner;
use crate::outcome;
use crate::session::AuthSession;

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    group: Id,
) -> Result<Vec<GroupMember>, Error> {
    groups::require(session, Action::Read, group).await?;
    let rows = session.store().group_members(group).await.map_err(outcome::administration)?;
    Ok(rows
        .into_iter()
        .map(|GroupMemberRow { user, name, claimed, added: _ }| GroupMember { user, name, claimed })
        .collect())
}

pub(super) async fn add<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    group: Id,
    user: Id,
) -> Result<(), Error> {
    let organization = groups::require(session, Action::Manage, group).await?.organization;
    groups::may_give_roles(session, group).await?;
    if !person::may_be_named(session, owner(organization), user).await? {
        return Err(Error::NotFound);
    }
    let event = Event::GroupMemberAdded { organization, group, user };
    let record = session.record(session.now(), event);
    session.store().add_group_member(group, user, record).await.map_err(outcome::administration)
}

pub(super) async fn remove<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    group: Id,
    user: Id,
) -> Result<(), Error> {
    let left = if leaves(session, group, user).await? {
        groups::known(session, group).await?.ok_or(Error::NotFound)?
    } else {
        groups::require(session, Action::Manage, group).await?
    };
    let organization = left.organization;
    let event = Event::GroupMemberRemoved { organization, group, user };
    let record = session.record(session.now(), event);
    session.store().remove_group_member(group, user, record).await.map_err(outcome::administration)
}

/// Whether this is somebody leaving by themselves: nobody is kept.
async fn leaves<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    group: Id,
    user: Id,
) -> Result<bool, Error> {
    let is_oneself = session.unscoped_person().is_some_and(|person| person.id == user);
    if !is_oneself || session.has_expired() {
        return Ok(false);
    }
    let members = session.store().group_members(group).await.map_err(outcome::administration)?;
    Ok(members.iter().any(|member| member.user == user))
}
