//! One person.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id, Owner, Role};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{Person, PersonChange};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::PersonRow;
use strongroom_ports::sessions::Denial;

use super::members::organization_of;
use crate::decisions::Decisions;
use crate::judgement::{organization, user};
use crate::scopes::Wanted;
use crate::session::AuthSession;
use crate::{Ports, input, outcome};

pub(super) async fn get<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Person, Error> {
    if !may_know(session, id).await? {
        return Err(session.refuse(Denial::Hidden, &Wanted::of(user(id), Action::See)).await);
    }
    session.touch().await;
    shown(session, id).await
}

async fn shown<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Person, Error> {
    let row = session.store().get_person(id).await.map_err(outcome::administration)?;
    Ok(person(row, None))
}

/// Oneself, somebody of an organization that the caller reads, or anyone for an administrator.
async fn may_know<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<bool, Error> {
    if session.has_expired() {
        return Ok(false);
    }
    if session.person().is_some_and(|person| person.id == id) {
        return Ok(true);
    }
    let theirs = session.store().organizations_of(id).await.map_err(outcome::administration)?;
    for one in theirs {
        let standing = session.standing(organization(one)).await;
        let standing = standing.map_err(outcome::administration)?;
        if session.may(&standing, organization(one), Action::Read).await? {
            return Ok(true);
        }
    }
    session.is_administrator().await
}

/// Whether the caller, who manages the owner, can give this person a role there: somebody of the
/// owner's organization, or whom the caller may know of.
pub(super) async fn may_be_named<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    owner: Owner,
    id: Id,
) -> Result<bool, Error> {
    let of = organization_of(session, owner).await?;
    let theirs = session.store().organizations_of(id).await.map_err(outcome::administration)?;
    if of.is_some_and(|of| theirs.contains(&of)) {
        return Ok(true);
    }
    may_know(session, id).await
}

pub(super) async fn change<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
    change: PersonChange,
) -> Result<Person, Error> {
    let is_oneself = session.unscoped_person().is_some_and(|person| person.id == id);
    if !is_oneself || change.active.is_some() || session.has_expired() {
        require_administrator(session, id).await?;
    }
    let name = change.name.as_deref().map(input::name).transpose()?;
    let store = session.store();
    let now = session.now();
    match change.active {
        Some(true) => {
            let record = session.record(now, Event::PersonReinstated { user: id });
            store.reinstate_person(id, record).await.map_err(outcome::administration)?;
        }
        Some(false) => {
            let record = session.record(now, Event::PersonSuspended { user: id });
            store.suspend_person(id, record).await.map_err(outcome::administration)?;
        }
        None => {}
    }
    if let Some(name) = name {
        let record = session.record(now, Event::PersonRenamed { user: id });
        store.rename_person(id, name, record).await.map_err(outcome::administration)?;
    }
    session.touch().await;
    shown(session, id).await
}

pub(super) async fn remove<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<(), Error> {
    require_administrator(session, id).await?;
    let record = session.record(session.now(), Event::PersonRemoved { user: id });
    session.store().remove_person(id, record).await.map_err(outcome::administration)
}

/// Whom the caller may not know of is not there.
async fn require_administrator<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<(), Error> {
    if !session.is_administrator().await? && !may_know(session, id).await? {
        return Err(session.refuse(Denial::Hidden, &Wanted::of(user(id), Action::Manage)).await);
    }
    session.require_administrator(Some(user(id))).await
}

pub(super) fn person(row: PersonRow, role: Option<Role>) -> Person {
    let PersonRow { id, name, email, status, created_at, last_seen_at } = row;
    Person { id, name, email, status, created_at, last_seen_at, role }
}
