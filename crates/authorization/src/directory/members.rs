//! Roles on organizations and projects.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Member, MemberKind, Owner, OwnerKind, Role};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::Membership;
use strongroom_ports::directory_store::{DirectoryStore, MembershipRow};

use super::person;
use crate::decisions::Decisions;
use crate::session::AuthSession;
use crate::{Ports, input, outcome};

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
) -> Result<Vec<Membership>, Error> {
    session.require(Action::Read, owner).await?;
    let rows = session.store().members(owner).await.map_err(outcome::administration)?;
    Ok(rows
        .into_iter()
        .map(|MembershipRow { member, name, role }| Membership { member, name, role })
        .collect())
}

pub(super) async fn set<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
    member: Member,
    role: Role,
) -> Result<(), Error> {
    session.require(Action::Manage, owner).await?;
    if owner.kind == OwnerKind::User || !role.fits(owner.kind) {
        return input::invalid("role", "must be a role that is held on this kind of owner");
    }
    session.may_give_role(owner, role).await?;
    let known = match member.kind {
        MemberKind::User => person::may_be_named(session, owner, member.id).await?,
        MemberKind::Group => {
            let group = session.store().get_group(member.id).await;
            let group = group.map_err(outcome::administration)?;
            organization_of(session, owner).await? == Some(group.organization)
        }
    };
    if !known {
        return Err(Error::NotFound);
    }
    let record = session.record(session.now(), Event::MemberSet { owner, member, role });
    session.store().set_member(owner, member, role, record).await.map_err(outcome::administration)
}

pub(super) async fn organization_of<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
) -> Result<Option<strongroom_model::Id>, Error> {
    let standing = session.standing(owner).await.map_err(outcome::administration)?;
    Ok(match owner.kind {
        OwnerKind::Organization => Some(owner.id),
        OwnerKind::Project => standing.organization,
        OwnerKind::User => None,
    })
}

pub(super) async fn remove<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
    member: Member,
) -> Result<(), Error> {
    if !leaves(session, owner, member).await? {
        session.require(Action::Manage, owner).await?;
    }
    let record = session.record(session.now(), Event::MemberRemoved { owner, member });
    session.store().remove_member(owner, member, record).await.map_err(outcome::administration)
}

/// Whether this is somebody giving up a role of their own: nobody is kept.
async fn leaves<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
    member: Member,
) -> Result<bool, Error> {
    let is_oneself = member.kind == MemberKind::User
        && session.unscoped_person().is_some_and(|person| person.id == member.id);
    if !is_oneself || session.has_expired() || owner.kind == OwnerKind::User {
        return Ok(false);
    }
    let role = session.store().role_of(owner, member).await.map_err(outcome::administration)?;
    Ok(role.is_some())
}
