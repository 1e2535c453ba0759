//! Service clients: machines of an organization or a project.

use strongroom_model::audit::Event;
use strongroom_model::metadata::Stamp;
use strongroom_model::{Action, Id, Owner, Timestamp, limits};
use strongroom_ports::administration::Error;
use strongroom_ports::clients::{Client, Clients, IssuedClient, NewClient};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{self, ClientRow};

use crate::decisions::Decisions;
use crate::input::Problems;
use crate::judgement::organization;
use crate::session::{AuthSession, Holder};
use crate::token::ClientSecret;
use crate::{Authorizer, Ports, input, outcome};

/// The store counts on from here, one for each secret.
const FIRST_GENERATION: u32 = 1;

impl<W: Ports, D: Decisions> Clients for Authorizer<W, D> {
    type Session = AuthSession<W, D>;

    async fn list_clients(
        &self,
        session: &Self::Session,
        owner: Owner,
    ) -> Result<Vec<Client>, Error> {
        session.require(Action::Manage, owner).await?;
        let rows = session.store().clients(owner).await.map_err(outcome::administration)?;
        Ok(rows.into_iter().map(client).collect())
    }

    async fn get_client(&self, session: &Self::Session, id: Id) -> Result<Client, Error> {
        managed(session, id).await.map(client)
    }

    async fn create_client(
        &self,
        session: &Self::Session,
        owner: Owner,
        wanted: NewClient,
    ) -> Result<IssuedClient, Error> {
        session.require(Action::Manage, owner).await?;
        let mut problems = Problems::default();
        let name = problems.name("name", &wanted.name);
        problems.lifetime("lifetime_seconds", wanted.lifetime_seconds, limits::TOKEN_SECONDS);
        problems.scopes(&wanted.scopes);
        for (index, scope) in wanted.scopes.iter().enumerate().take(limits::SCOPES) {
            let standing = session.standing(scope.on).await.map_err(outcome::administration)?;
            if !input::is_of(scope.on, owner, standing.organization) {
                problems.outside(index);
            }
        }
        let name = input::checked(name, problems)?;
        for scope in &wanted.scopes {
            session.may_give_to_client(scope).await?;
        }
        let now = session.now();
        let lifetime = wanted.lifetime_seconds.min(left(session, now));
        let secret = ClientSecret::issue(self.0.ports.random()).map_err(outcome::no_randomness)?;
        let row = ClientRow {
            id: self.new_id(now).map_err(outcome::no_randomness)?,
            owner,
            name,
            digest: secret.digest(),
            generation: FIRST_GENERATION,
            scopes: wanted.scopes,
            created: Stamp { at: now, by: session.principal().id },
            expires_at: now.saturating_add(lifetime),
            last_used_at: None,
        };
        let event = Event::ClientCreated {
            owner,
            client: row.id,
            name: row.name.clone(),
            scopes: row.scopes.clone(),
        };
        let made = session.store().insert_client(row.clone(), session.record(now, event)).await;
        made.map_err(outcome::administration)?;
        Ok(IssuedClient { client: client(row), secret: secret.print() })
    }

    async fn renew_client_secret(
        &self,
        session: &Self::Session,
        id: Id,
    ) -> Result<IssuedClient, Error> {
        let row = managed(session, id).await?;
        for scope in &row.scopes {
            session.may_give_to_client(scope).await?;
        }
        let secret = ClientSecret::issue(self.0.ports.random()).map_err(outcome::no_randomness)?;
        let event = Event::ClientSecretRenewed { owner: row.owner, client: id };
        let record = session.record(session.now(), event);
        let renewed = session.store().renew_client(id, secret.digest(), record).await;
        renewed.map_err(outcome::administration)?;
        Ok(IssuedClient { client: client(row), secret: secret.print() })
    }

    async fn revoke_client(&self, session: &Self::Session, id: Id) -> Result<(), Error> {
        let row = managed(session, id).await?;
        let event = Event::ClientRevoked { owner: row.owner, client: id };
        let record = session.record(session.now(), event);
        session.store().delete_client(id, record).await.map_err(outcome::administration)
    }
}

/// A client of an owner that the caller manages. Where the caller may not even see the owner the
/// client is not there.
async fn managed<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    id: Id,
) -> Result<ClientRow, Error> {
    let row = match session.store().get_client(id).await {
        Ok(row) => Some(row),
        Err(principals::Error::NotFound) => None,
        Err(error) => return Err(outcome::administration(error)),
    };
    // Leave is asked for where there is no such client too, on an organization that nobody has: it
    // is refused on the record and in the same time as for one that the caller may not know of.
    let owner = row.as_ref().map_or(organization(id), |row| row.owner);
    session.require(Action::Manage, owner).await?;
    row.ok_or(Error::NotFound)
}

/// Seconds that a client made now may live by who makes it. A machine makes none that outlives it.
fn left<W: Ports, D: Decisions>(session: &AuthSession<W, D>, now: Timestamp) -> i64 {
    let end = match &session.holder {
        Holder::Client { client, .. } => client.expires_at,
        Holder::Token { token, .. } if token.scopes.is_some() => token.expires_at,
        Holder::Token { .. } | Holder::Person { .. } => {
            return limits::TOKEN_SECONDS;
        }
    };
    end.saturating_sub(now)
}

fn client(row: ClientRow) -> Client {
    Client {
        id: row.id,
        owner: row.owner,
        name: row.name,
        scopes: row.scopes,
        created: row.created,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    }
}
