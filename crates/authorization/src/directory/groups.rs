//! Groups of an organization.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{Group, GroupChange};
use strongroom_ports::directory_store::{DirectoryStore, GroupRow};
use strongroom_ports::principals;

use crate::decisions::Decisions;
use crate::input::Problems;
use crate::judgement::organization as owner;
use crate::session::AuthSession;
use crate::{Authorizer, Ports, input, outcome};

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    organization: Id,
) -> Result<Vec<Group>, Error> {
    session.require(Action::Read, owner(organization)).await?;
    let rows = session.store().groups(organization).await.map_err(outcome::administration)?;
    Ok(rows.into_iter().map(group).collect())
}

pub(super) async fn get<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Group, Error> {
    match require(session, Action::Read, id).await {
        Ok(row) => Ok(group(row)),
        Err(Error::Forbidden(_)) => Err(Error::NotFound),
        Err(error) => Err(error),
    }
}

/// A group, with leave for something on its organization.
pub(super) async fn require<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    action: Action,
    id: Id,
) -> Result<GroupRow, Error> {
    let row = known(session, id).await?;
    // Leave is asked for where there is no such group too, on an organization that nobody has: it is
    // refused on the record and in the same time as for one that the caller may not know of.
    let organization = row.as_ref().map_or(id, |row| row.organization);
    session.require(action, owner(organization)).await?;
    row.ok_or(Error::NotFound)
}

pub(super) async fn known<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Option<GroupRow>, Error> {
    match session.store().get_group(id).await {
        Ok(row) => Ok(Some(row)),
        Err(principals::Error::NotFound) => Ok(None),
        Err(error) => Err(outcome::administration(error)),
    }
}

pub(super) async fn create<W: Ports, D: Decisions>(
    authorizer: &Authorizer<W, D>,
    session: &AuthSession<W, D>,
    organization: Id,
    name: &str,
    claim: Option<String>,
) -> Result<Group, Error> {
    session.require(Action::Manage, owner(organization)).await?;
    let mut problems = Problems::default();
    let name = problems.name("name", name);
    if let Some(claim) = &claim {
        problems.identifier("claim", claim);
    }
    let name = input::checked(name, problems)?;
    let now = session.now();
    let id = authorizer.new_id(now).map_err(outcome::no_randomness)?;
    let row = GroupRow { id, organization, name, claim, created_at: now };
    let event = Event::GroupCreated { organization, group: id, name: row.name.clone() };
    let made = session.store().insert_group(row.clone(), session.record(now, event)).await;
    made.map_err(outcome::administration)?;
    Ok(group(row))
}

pub(super) async fn change<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
    change: GroupChange,
) -> Result<Group, Error> {
    let mut row = require(session, Action::Manage, id).await?;
    let mut problems = Problems::default();
    if let Some(text) = &change.name
        && let Some(name) = problems.name("name", text)
    {
        row.name = name;
    }
    if let Some(Some(claim)) = &change.claim {
        problems.identifier("claim", claim);
    }
    problems.none()?;
    if let Some(claim) = change.claim {
        if claim.is_some() && claim != row.claim {
            // Whom the provider puts into it gets its roles from now on.
            may_give_roles(session, id).await?;
        }
        row.claim = claim;
    }
    let event =
        Event::GroupChanged { organization: row.organization, group: id, name: row.name.clone() };
    let record = session.record(session.now(), event);
    session.store().change_group(row.clone(), record).await.map_err(outcome::administration)?;
    Ok(group(row))
}

pub(super) async fn delete<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<(), Error> {
    let organization = require(session, Action::Manage, id).await?.organization;
    let event = Event::GroupDeleted { organization, group: id };
    let record = session.record(session.now(), event);
    session.store().delete_group(id, record).await.map_err(outcome::administration)
}

/// Leave to give somebody all that the group gives.
pub(super) async fn may_give_roles<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    group: Id,
) -> Result<(), Error> {
    let roles = session.store().roles_of_group(group).await.map_err(outcome::administration)?;
    for (owner, role) in roles {
        session.may_give_role(owner, role).await?;
    }
    Ok(())
}

fn group(row: GroupRow) -> Group {
    let GroupRow { id, organization, name, claim, created_at } = row;
    Group { id, organization, name, claim, created_at }
}
