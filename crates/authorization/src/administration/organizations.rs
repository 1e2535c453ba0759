//! Organizations.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id, OwnerKind, Role};
use strongroom_ports::administration::{Error, Organization};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{OrganizationRow, Standing};

use crate::decisions::Decisions;
use crate::judgement::organization as owner;
use crate::session::{AuthSession, Holder};
use crate::{Authorizer, Ports, input, outcome};

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
) -> Result<Vec<Organization>, Error> {
    let mut seen = Vec::new();
    for (row, standing) in rows(session).await? {
        if session.may(&standing, owner(row.id), Action::See).await? {
            seen.push(organization(row, standing.role));
        }
    }
    session.touch().await;
    Ok(seen)
}

/// All that could be seen; a client's is the one it belongs to.
async fn rows<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
) -> Result<Vec<(OrganizationRow, Standing)>, Error> {
    let store = session.store();
    match &session.holder {
        Holder::Token { person, .. } | Holder::Person { person, .. } => {
            store.organizations(person.id).await.map_err(outcome::administration)
        }
        Holder::Client { client, .. } if client.owner.kind == OwnerKind::Organization => {
            let standing = session.standing(client.owner).await.map_err(outcome::administration)?;
            let row = store.get_organization(client.owner.id).await;
            Ok(vec![(row.map_err(outcome::administration)?, standing)])
        }
        Holder::Client { .. } => Ok(Vec::new()),
    }
}

pub(super) async fn get<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Organization, Error> {
    session.require_to_show(Action::See, owner(id)).await?;
    shown(session, id).await
}

async fn shown<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Organization, Error> {
    let row = session.store().get_organization(id).await.map_err(outcome::administration)?;
    let standing = session.standing(owner(id)).await.map_err(outcome::administration)?;
    Ok(organization(row, standing.role))
}

pub(super) async fn create<W: Ports, D: Decisions>(
    authorizer: &Authorizer<W, D>,
    session: &AuthSession<W, D>,
    name: &str,
) -> Result<Organization, Error> {
    session.require_administrator(None).await?;
    let maker = session.principal().id;
    let name = input::name(name)?;
    let now = session.now();
    let id = authorizer.new_id(now).map_err(outcome::no_randomness)?;
    let row = OrganizationRow { id, name, created_at: now };
    let event = Event::OrganizationCreated { organization: id, name: row.name.clone() };
    let made =
        session.store().insert_organization(row.clone(), maker, session.record(now, event)).await;
    made.map_err(outcome::administration)?;
    Ok(organization(row, Some(Role::Owner)))
}

pub(super) async fn rename<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
    name: &str,
) -> Result<Organization, Error> {
    session.require(Action::Manage, owner(id)).await?;
    let name = input::name(name)?;
    let event = Event::OrganizationRenamed { organization: id, name: name.clone() };
    let record = session.record(session.now(), event);
    session.store().rename_organization(id, name, record).await.map_err(outcome::administration)?;
    shown(session, id).await
}

fn organization(row: OrganizationRow, role: Option<Role>) -> Organization {
    Organization { id: row.id, name: row.name, created_at: row.created_at, role }
}
