//! People of an organization, and those yet to come.

use strongroom_model::audit::Event;
use strongroom_model::{Action, Id, OwnerKind, limits};
use strongroom_ports::administration::Error;
use strongroom_ports::directory::{CreatedPerson, NewPerson, Person};
use strongroom_ports::directory_store::{DirectoryStore, NewPersonRow};
use strongroom_ports::principals::{ExternalIdentity, PersonRow, Status};

use super::person::person;
use crate::administration::tokens::TokenPlan;
use crate::authentication::Providers;
use crate::decisions::Decisions;
use crate::input::Problems;
use crate::judgement::organization as owner;
use crate::session::AuthSession;
use crate::{Authorizer, Ports, input, outcome};

/// Seconds that a person's first token lives at most: time enough to make one of their own.
const FIRST_TOKEN_SECONDS: i64 = 7 * 24 * 60 * 60;
const FIRST_TOKEN: &str = "first token";

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    organization: Option<Id>,
    search: Option<&str>,
) -> Result<Vec<Person>, Error> {
    match organization {
        Some(id) => session.require(Action::Read, owner(id)).await?,
        None => session.require_administrator(None).await?,
    }
    // Nobody's name or address is that long.
    if search.is_some_and(|text| text.chars().count() > limits::NAME_CHARACTERS) {
        return Ok(Vec::new());
    }
    let rows = session.store().people(organization, search).await;
    let rows = rows.map_err(outcome::administration)?;
    Ok(rows.into_iter().map(|(row, role)| person(row, role)).collect())
}

pub(super) async fn create<W: Ports, D: Decisions>(
    authorizer: &Authorizer<W, D>,
    session: &AuthSession<W, D>,
    organization: Id,
    wanted: NewPerson,
) -> Result<CreatedPerson, Error> {
    session.require_person(Action::Manage, owner(organization)).await?;
    let mut problems = Problems::default();
    let name = problems.name("name", &wanted.name);
    if let Some(email) = &wanted.email {
        problems.email("email", email);
    }
    if wanted.role.is_some_and(|role| !role.fits(OwnerKind::Organization)) {
        problems.add("role", "must be a role that is held on an organization");
    }
    if let Some(identity) = &wanted.identity {
        check_identity(authorizer, organization, identity, &mut problems).await?;
    }
    if let Some(seconds) = wanted.token_lifetime_seconds {
        problems.lifetime("token_lifetime_seconds", seconds, FIRST_TOKEN_SECONDS);
    }
    let name = input::checked(name, problems)?;
    if let Some(role) = wanted.role {
        session.may_give_role(owner(organization), role).await?;
    }

    let now = session.now();
    let id = authorizer.new_id(now).map_err(outcome::no_randomness)?;
    let row = PersonRow {
        id,
        name,
        email: wanted.email,
        status: Status::Active,
        created_at: now,
        last_seen_at: None,
    };
    let issued = match wanted.token_lifetime_seconds {
        None => None,
        Some(lifetime_seconds) => {
            let name = FIRST_TOKEN.parse().map_err(|_| Error::Internal)?;
            let plan = TokenPlan { user: id, name, lifetime_seconds, scopes: None };
            Some(authorizer.issue(now, plan).map_err(outcome::no_randomness)?)
        }
    };
    let (token, credential) = issued.unzip();
    let new = NewPersonRow {
        person: row.clone(),
        organization,
        role: wanted.role,
        identity: wanted.identity,
        token,
    };
    let event = Event::PersonCreated { organization: Some(organization), user: id };
    let made = session.store().insert_person(new, session.record(now, event)).await;
    made.map_err(outcome::administration)?;
    Ok(CreatedPerson { person: person(row, wanted.role), credential })
}

/// Whoever names an identity holds the person it becomes until they sign in themselves. So an
/// organization names those alone whom its own providers sign in.
async fn check_identity<W: Ports, D: Decisions>(
    authorizer: &Authorizer<W, D>,
    organization: Id,
    identity: &ExternalIdentity,
    problems: &mut Problems,
) -> Result<(), Error> {
    let providers = Providers::of(authorizer.0.ports.platform()).map_err(|_| Error::Internal)?;
    let of = match providers.find(&identity.issuer) {
        Some(provider) => provider.organization(authorizer.store()).await,
        None => Ok(None),
    };
    if of.map_err(outcome::administration)? != Some(organization) {
        problems.add("identity.issuer", "must be a configured provider of this organization");
    }
    problems.identifier("identity.subject", &identity.subject);
    Ok(())
}
