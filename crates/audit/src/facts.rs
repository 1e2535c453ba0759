//! The facts of an event, as a boundary and a row have them.

use std::borrow::Cow;

use serde::Deserialize;
use strongroom_model::audit::{Caller, Event};
use strongroom_model::{Id, Member, Owner, Role, SecretKey, VersionNumber, Visibility};

use crate::Broken;
use crate::columns::{self, Parts};
use crate::detail::Detail;
use crate::event::{Read, event, is_failed_client};
use crate::scopes::{StoredScope, Text};

/// What the log says of an event. Nothing in here is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// `secret-created`, `denied`, …: which event it is.
    pub name: Cow<'static, str>,
    /// Whose log it is in; none where nobody's.
    pub owner: Option<Owner>,
    pub secret: Option<SecretKey>,
    pub version: Option<VersionNumber>,
    /// What has no place of its own, as a JSON object; none where there is nothing to say.
    pub detail: Option<String>,
}

impl Facts {
    #[must_use]
    pub fn of(event: &Event, caller: Option<&Caller>) -> Self {
        columns::of(event, caller).into()
    }

    /// Of a person whom an identity token made. As [`Self::of`] has it, like the next two: the store
    /// makes these events itself, and needs no others.
    #[must_use]
    pub fn person_created(organization: Option<Id>, user: Id) -> Self {
        columns::person_created(organization, user).into()
    }

    #[must_use]
    pub fn member_set(owner: Owner, member: Member, role: Role) -> Self {
        columns::member_set(owner, member, role).into()
    }

    #[must_use]
    pub fn groups_synchronized(organization: Id, user: Id, joined: &[Id], left: &[Id]) -> Self {
        columns::groups_synchronized(organization, user, joined, left).into()
    }

    /// The client that failed to authenticate: whose owner's log it is in the database looks up.
    #[must_use]
    pub fn failed_client(&self) -> Option<Id> {
        let said =
            self.detail.as_deref().filter(|_| self.name == columns::AUTHENTICATION_FAILED)?;
        serde_json::from_str::<Failed>(said).ok()?.client.map(|client| client.0)
    }

    /// The event that these are the facts of.
    ///
    /// # Errors
    /// [`Broken`] where they are no event's, and where they say more than the event does.
    pub fn event(self, caller: Option<&Caller>) -> Result<Event, Broken> {
        let Self { name, owner, secret, version, detail } = self;
        let detail = of_today(&name, Detail::from_json(detail.as_deref())?);
        let read = Read { owner, secret: secret.clone(), version, detail: detail.clone() };
        let event = event(&name, read)?;
        let parts = columns::of(&event, caller);
        // A client's owner the event cannot say.
        let owner_fits = parts.owner == owner || is_failed_client(&event);
        if owner_fits && (parts.secret, parts.version, parts.detail) == (secret, version, detail) {
            Ok(event)
        } else {
            Err(Broken)
        }
    }
}

impl From<Parts> for Facts {
    fn from(parts: Parts) -> Self {
        let Parts { name, owner, secret, version, detail } = parts;
        Self { name: name.into(), owner, secret, version, detail: detail.to_json() }
    }
}

/// What matters here of a failed authentication.
#[derive(Deserialize)]
struct Failed {
    client: Option<Text<Id>>,
}

/// Records are never rewritten; those of an earlier program are read as this one would write them.
fn of_today(name: &str, mut detail: Detail) -> Detail {
    if name == columns::PROJECT_CREATED && detail.visibility.is_none() {
        detail.visibility = Some(Text(Visibility::Private));
    }
    let before_scopes = name == columns::TOKEN_CREATED && detail.scopes.is_none();
    if let Some(grants) = detail.grants.take_if(|_| before_scopes) {
        detail.scopes = Some(grants.into_iter().map(StoredScope::from).collect());
    }
    detail
}
