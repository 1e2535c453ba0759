//! Projects.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id, OwnerKind, Role, Visibility};
use strongroom_ports::administration::{Error, Project, ProjectChange};
use strongroom_ports::directory_store::{DirectoryStore, ProjectRow};
use strongroom_ports::principals::Standing;

use crate::decisions::Decisions;
use crate::judgement::{organization, project as owner};
use crate::session::{AuthSession, Holder};
use crate::{Authorizer, Ports, input, outcome, roles};

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    within: Option<Id>,
) -> Result<Vec<Project>, Error> {
    let mut seen = Vec::new();
    for (row, standing) in rows(session, within).await? {
        if session.may(&standing, owner(row.id), Action::See).await? {
            seen.push(project(row, &standing));
        }
    }
    session.touch().await;
    Ok(seen)
}

/// All that could be seen; a client's are the one it belongs to, or those of its organization.
async fn rows<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    within: Option<Id>,
) -> Result<Vec<(ProjectRow, Standing)>, Error> {
    let store = session.store();
    let client = match &session.holder {
        Holder::Token { person, .. } | Holder::Person { person, .. } => {
            return store.projects(person.id, within).await.map_err(outcome::administration);
        }
        Holder::Client { client, .. } => client,
    };
    let rows = match client.owner.kind {
        OwnerKind::Organization => store.projects_of(client.owner.id).await,
        OwnerKind::Project => store.get_project(client.owner.id).await.map(|row| vec![row]),
        OwnerKind::User => Ok(Vec::new()),
    };
    let own = session.standing(client.owner).await.map_err(outcome::administration)?;
    let rows = rows.map_err(outcome::administration)?.into_iter();
    Ok(rows
        .filter(|row| within.is_none_or(|id| row.organization == id))
        .map(|row| {
            let standing = Standing {
                exists: true,
                visibility: Some(row.visibility),
                role: None,
                organization: Some(row.organization),
                organization_role: None,
                policy_revision: own.policy_revision,
            };
            (row, standing)
        })
        .collect())
}

pub(super) async fn get<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Project, Error> {
    session.require_to_show(Action::See, owner(id)).await?;
    shown(session, id).await
}

async fn shown<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<Project, Error> {
    let row = session.store().get_project(id).await.map_err(outcome::administration)?;
    let standing = session.standing(owner(id)).await.map_err(outcome::administration)?;
    Ok(project(row, &standing))
}

pub(super) async fn create<W: Ports, D: Decisions>(
    authorizer: &Authorizer<W, D>,
    session: &AuthSession<W, D>,
    within: Id,
    name: &str,
    visibility: Visibility,
) -> Result<Project, Error> {
    session.require(Action::CreateProject, organization(within)).await?;
    let name = input::name(name)?;
    let now = session.now();
    let id = authorizer.new_id(now).map_err(outcome::no_randomness)?;
    let row = ProjectRow { id, organization: within, name, visibility, created_at: now };
    let event = Event::ProjectCreated { project: id, name: row.name.clone(), visibility };
    let maker = session.person().map(|person| person.id);
    let made = session.store().insert_project(row.clone(), maker, session.record(now, event)).await;
    made.map_err(outcome::administration)?;
    let role = maker.map(|_| Role::Owner);
    Ok(project(row, &Standing { role, ..Standing::default() }))
}

pub(super) async fn change<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
    change: ProjectChange,
) -> Result<Project, Error> {
    session.require(Action::Manage, owner(id)).await?;
    let store = session.store();
    let row = store.get_project(id).await.map_err(outcome::administration)?;
    let name = change.name.as_deref().map(input::name).transpose()?;
    if name.is_some() || change.visibility.is_some() {
        let event = Event::ProjectChanged {
            project: id,
            name: name.clone().unwrap_or(row.name),
            visibility: change.visibility.unwrap_or(row.visibility),
        };
        let record = session.record(session.now(), event);
        let changed = store.change_project(id, name, change.visibility, record).await;
        changed.map_err(outcome::administration)?;
    }
    shown(session, id).await
}

pub(super) async fn delete<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<(), Error> {
    session.require(Action::Manage, owner(id)).await?;
    let row = session.store().get_project(id).await.map_err(outcome::administration)?;
    let event =
        Event::ProjectDeleted { organization: row.organization, project: id, name: row.name };
    let record = session.record(session.now(), event);
    session.store().delete_project(id, record).await.map_err(outcome::administration)
}

fn project(row: ProjectRow, standing: &Standing) -> Project {
    Project {
        id: row.id,
        organization: row.organization,
        name: row.name,
        visibility: row.visibility,
        created_at: row.created_at,
        role: roles::role_in_project(standing),
    }
}
