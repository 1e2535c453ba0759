//! API tokens: people manage their own, with credentials that have no scopes. One with scopes is
//! made to be handed to a job, and a job has no business with the other tokens of its person.

use strongroom_model::audit::{Credential, Event};
use strongroom_model::{Action, Id, Name, Scope, Timestamp, limits};
use strongroom_ports::NoRandomness;
use strongroom_ports::administration::{Error, IssuedToken, NewToken, Token};
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{self, PersonRow, TokenRow};
use strongroom_ports::sessions::{Denial, Reason};
use strongroom_secret_bytes::SecretBytes;

use crate::decisions::Decisions;
use crate::input::Problems;
use crate::judgement::user;
use crate::scopes::Wanted;
use crate::session::AuthSession;
use crate::{Authorizer, Ports, input, outcome, token};

/// A token yet to be made, checked.
pub(crate) struct TokenPlan {
    pub(crate) user: Id,
    pub(crate) name: Name,
    pub(crate) lifetime_seconds: i64,
    pub(crate) scopes: Option<Vec<Scope>>,
}

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    /// The row to store, and the whole credential.
    pub(crate) fn issue(
        &self,
        now: Timestamp,
        plan: TokenPlan,
    ) -> Result<(TokenRow, SecretBytes), NoRandomness> {
        let credential = token::Credential::issue(self.0.ports.random(), now)?;
        let row = TokenRow {
            id: credential.id(),
            user: plan.user,
            name: plan.name,
            digest: credential.digest(),
            created_at: now,
            expires_at: now.saturating_add(plan.lifetime_seconds),
            last_used_at: None,
            scopes: plan.scopes,
        };
        Ok((row, credential.print()))
    }
}

pub(super) async fn list<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
) -> Result<Vec<Token>, Error> {
    let person = person(session, Action::Read).await?;
    let rows = session.store().tokens(person.id).await.map_err(outcome::administration)?;
    let now = session.now();
    Ok(rows.into_iter().filter(|row| now < row.expires_at).map(token).collect())
}

pub(super) async fn create<W: Ports, D: Decisions>(
    authorizer: &Authorizer<W, D>,
    session: &AuthSession<W, D>,
    wanted: NewToken,
) -> Result<IssuedToken, Error> {
    let person = person(session, Action::Create).await?;
    let mut problems = Problems::default();
    let name = problems.name("name", &wanted.name);
    problems.lifetime("lifetime_seconds", wanted.lifetime_seconds, limits::TOKEN_SECONDS);
    if let Some(scopes) = &wanted.scopes {
        problems.scopes(scopes);
    }
    let name = input::checked(name, problems)?;
    for scope in wanted.scopes.iter().flatten() {
        session.may_give_to_token(scope).await?;
    }
    let now = session.now();
    let lifetime_seconds = match session.credential() {
        // A token that outlives its maker would make every lifetime endless.
        Credential::ApiToken(_) => {
            wanted.lifetime_seconds.min(session.expires_at().saturating_sub(now))
        }
        // What a provider gives says who somebody is, for some minutes, and no more.
        Credential::IdentityToken | Credential::AccessToken(_) => wanted.lifetime_seconds,
    };
    let plan = TokenPlan { user: person.id, name, lifetime_seconds, scopes: wanted.scopes };
    let (row, credential) = authorizer.issue(now, plan).map_err(outcome::no_randomness)?;
    let event = Event::TokenCreated { token: row.id, scopes: row.scopes.clone() };
    let made = session.store().insert_token(row.clone(), session.record(now, event)).await;
    made.map_err(|error| match error {
        // The session's own person is gone: nothing that the caller named.
        principals::Error::NotFound => Error::Internal,
        other => outcome::administration(other),
    })?;
    Ok(IssuedToken { token: token(row), credential })
}

pub(super) async fn revoke<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    token: Id,
) -> Result<(), Error> {
    let person = person(session, Action::Delete).await?;
    let record = session.record(session.now(), Event::TokenRevoked { token });
    session.store().delete_token(token, person.id, record).await.map_err(outcome::administration)
}

async fn person<W: Ports, D: Decisions>(
    session: &AuthSession<W, D>,
    action: Action,
) -> Result<&PersonRow, Error> {
    match session.unscoped_person().filter(|_| !session.has_expired()) {
        Some(person) => {
            session.touch().await;
            Ok(person)
        }
        None => {
            let wanted = Wanted::of(user(session.principal().id), action);
            Err(session.refuse(Denial::Forbidden(Reason::Scope), &wanted).await)
        }
    }
}

fn token(row: TokenRow) -> Token {
    Token {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        scopes: row.scopes,
    }
}
