//! The first way in, for whoever holds the database: the operator.
//!
//! Not guarded by a session, so a composition gives it to its host alone.

use strongroom_audit::{Record, written};
use strongroom_model::audit::{self, Context, Event};
use strongroom_model::{Name, Timestamp, limits};
use strongroom_ports::NoRandomness;
use strongroom_ports::administration::FirstOwner;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::principals::{self, OrganizationRow, PersonRow, PrincipalStore, Status};

use crate::administration::tokens::TokenPlan;
use crate::decisions::Decisions;
use crate::{Authorizer, Ports};

const ORGANIZATION: &str = "default";
const USER: &str = "owner";
const FIRST_TOKEN: &str = "first owner";
const LATER_TOKEN: &str = "owner";

/// What the operator may set of a token made here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    lifetime_seconds: i64,
}

impl Default for Settings {
    /// 90 days.
    fn default() -> Self {
        Self { lifetime_seconds: 90 * 24 * 60 * 60 }
    }
}

impl Settings {
    /// `None` where the lifetime is not 1 to [`limits::TOKEN_SECONDS`].
    #[must_use]
    pub fn with_lifetime(lifetime_seconds: i64) -> Option<Self> {
        (1..=limits::TOKEN_SECONDS).contains(&lifetime_seconds).then_some(Self { lifetime_seconds })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

impl From<principals::Error> for Error {
    fn from(error: principals::Error) -> Self {
        match error {
            principals::Error::Unavailable => Self::Unavailable,
            principals::Error::NotFound
            | principals::Error::NameTaken
            | principals::Error::LastOwner
            | principals::Error::Internal => Self::Internal,
        }
    }
}

impl From<NoRandomness> for Error {
    fn from(_: NoRandomness) -> Self {
        Self::Unavailable
    }
}

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    /// Makes the first organization, its owner and a token, once: `None` where there is one already.
    ///
    /// # Errors
    /// Each case of [`Error`].
    pub async fn initialize(&self, settings: Settings) -> Result<Option<FirstOwner>, Error> {
        let now = self.now();
        let organization =
            OrganizationRow { id: self.new_id(now)?, name: fixed(ORGANIZATION)?, created_at: now };
        let user = self.new_id(now)?;
        let person = PersonRow {
            id: user,
            name: fixed(USER)?,
            email: None,
            status: Status::Active,
            created_at: now,
            last_seen_at: None,
        };
        let plan = TokenPlan {
            user,
            name: fixed(FIRST_TOKEN)?,
            lifetime_seconds: settings.lifetime_seconds,
            scopes: None,
        };
        let (token, credential) = self.issue(now, plan)?;
        let first = FirstOwner {
            organization: organization.id,
            user,
            credential,
            expires_at: token.expires_at,
        };
        let event = Event::Initialized { organization: organization.id, user };
        let made =
            self.store().initialize(organization, person, token, by_operator(now, event)).await?;
        Ok(made.then_some(first))
    }

    /// Whether there is an organization.
    ///
    /// # Errors
    /// Each case of [`Error`].
    pub async fn is_initialized(&self) -> Result<bool, Error> {
        Ok(self.store().first_organization().await?.is_some())
    }

    /// A new token with all that the first owner holds, for an operator who has lost theirs. `None`
    /// before [`Authorizer::initialize`].
    ///
    /// # Errors
    /// Each case of [`Error`].
    pub async fn owner_token(&self, settings: Settings) -> Result<Option<FirstOwner>, Error> {
        let Some((organization, owner)) = self.store().first_owner().await? else {
            return Ok(None);
        };
        let now = self.now();
        let plan = TokenPlan {
            user: owner.id,
            name: fixed(LATER_TOKEN)?,
            lifetime_seconds: settings.lifetime_seconds,
            scopes: None,
        };
        let (token, credential) = self.issue(now, plan)?;
        let first = FirstOwner {
            organization: organization.id,
            user: owner.id,
            credential,
            expires_at: token.expires_at,
        };
        let event = Event::TokenCreated { token: token.id, scopes: None };
        self.store().insert_token(token, by_operator(now, event)).await?;
        Ok(Some(first))
    }
}

fn fixed(name: &str) -> Result<Name, Error> {
    name.parse().map_err(|_| Error::Internal)
}

/// There is no request and nobody was authenticated: the context says what it was instead.
fn by_operator(at: Timestamp, event: Event) -> Record {
    let context = Context { request_id: "bootstrap".to_owned(), peer: None };
    written(audit::Record { at, context, caller: None, event })
}
