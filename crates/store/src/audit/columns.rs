//! A record as columns, and back.
//!
//! The owner's columns decide whose log a record is in: the owner that the event names, the
//! organization that was made, the project that was made, and for an event of a token the person
//! who asked for it. A failed authentication is in nobody's.

use strongroom_database::{Row, Value};
use strongroom_model::audit::{Caller, Context, Entry, Event, Record};
use strongroom_model::{Action, Owner, OwnerKind, SecretKey, VersionNumber};

use super::detail::Detail;
use crate::failure::Failure;
use crate::row::{Columns, both};
use crate::value::parameters;

/// What of an event has columns.
#[derive(Debug, PartialEq, Eq)]
struct Subject {
    name: &'static str,
    owner: Option<Owner>,
    secret: Option<SecretKey>,
    version: Option<VersionNumber>,
}

impl Subject {
    fn of(event: &Event, caller: Option<&Caller>) -> Self {
        let about = |name, kind, id| Self {
            name,
            owner: Some(Owner { kind, id }),
            secret: None,
            version: None,
        };
        let of_secret = |name, owner: &Owner, secret: &SecretKey, version: &VersionNumber| Self {
            name,
            owner: Some(*owner),
            secret: Some(secret.clone()),
            version: Some(*version),
        };
        let of_caller = |name| Self {
            name,
            owner: caller.map(|caller| Owner { kind: OwnerKind::User, id: caller.user }),
            secret: None,
            version: None,
        };
        match event {
            Event::AuthenticationFailed { .. } => {
                Self { name: AUTHENTICATION_FAILED, owner: None, secret: None, version: None }
            }
            Event::Denied { action: _, owner, secret } => {
                Self { name: DENIED, owner: Some(*owner), secret: secret.clone(), version: None }
            }
            Event::SecretCreated { owner, secret, version } => {
                of_secret(SECRET_CREATED, owner, secret, version)
            }
            Event::SecretUpdated { owner, secret, version } => {
                of_secret(SECRET_UPDATED, owner, secret, version)
            }
            Event::SecretDeleted { owner, secret, version } => {
                of_secret(SECRET_DELETED, owner, secret, version)
            }
            Event::SecretRevealed { owner, secret, version } => {
                of_secret(SECRET_REVEALED, owner, secret, version)
            }
            Event::Initialized { organization, user: _ } => {
                about(INITIALIZED, OwnerKind::Organization, *organization)
            }
            Event::ProjectCreated { project, name: _ } => {
                about(PROJECT_CREATED, OwnerKind::Project, *project)
            }
            Event::TokenCreated { .. } => of_caller(TOKEN_CREATED),
            Event::TokenRevoked { .. } => of_caller(TOKEN_REVOKED),
        }
    }
}

const AUTHENTICATION_FAILED: &str = "authentication-failed";
const DENIED: &str = "denied";
const SECRET_CREATED: &str = "secret-created";
const SECRET_UPDATED: &str = "secret-updated";
const SECRET_DELETED: &str = "secret-deleted";
const SECRET_REVEALED: &str = "secret-revealed";
const INITIALIZED: &str = "initialized";
const PROJECT_CREATED: &str = "project-created";
const TOKEN_CREATED: &str = "token-created";
const TOKEN_REVOKED: &str = "token-revoked";

pub(crate) fn parameters_of(record: &Record) -> Result<Vec<Value>, Failure> {
    let caller = record.caller.as_ref();
    let Subject { name, owner, secret, version } = Subject::of(&record.event, caller);
    let detail = Detail::of(&record.event).to_json()?;
    let (secret_type, secret_id) = secret.map(|key| (key.type_name, key.id)).unzip();
    Ok(parameters![
        record.at,
        record.context.request_id.as_str(),
        record.context.peer.as_deref(),
        caller.map(|caller| caller.user),
        caller.map(|caller| caller.token),
        name,
        owner.map(|owner| owner.kind),
        owner.map(|owner| owner.id),
        secret_type,
        secret_id,
        version,
        detail,
    ])
}

/// From the record's number and its columns.
pub(crate) fn entry(row: Row) -> Result<Entry, Failure> {
    let mut columns = Columns::of(row);
    let number = columns.next()?;
    let at = columns.next()?;
    let context = Context { request_id: columns.next()?, peer: columns.maybe()? };
    let caller =
        both(columns.maybe()?, columns.maybe()?)?.map(|(user, token)| Caller { user, token });
    let name: String = columns.next()?;
    let owner = columns.maybe_owner()?;
    let secret = both(columns.maybe_parse()?, columns.maybe()?)?
        .map(|(type_name, id)| SecretKey { type_name, id });
    let version = columns.maybe()?;
    let detail = Detail::from_json(columns.maybe::<String>()?.as_deref())?;
    columns.end()?;

    let event = event(&name, owner, secret.clone(), version, &detail)?;
    // What the event does not say must not be in the row either.
    let subject = Subject::of(&event, caller.as_ref());
    if (subject.owner, &subject.secret, subject.version) != (owner, &secret, version)
        || Detail::of(&event) != detail
    {
        return Err(Failure::Broken);
    }
    Ok(Entry { number, record: Record { at, context, caller, event } })
}

fn event(
    name: &str,
    owner: Option<Owner>,
    secret: Option<SecretKey>,
    version: Option<VersionNumber>,
    detail: &Detail,
) -> Result<Event, Failure> {
    let owner = || owner.ok_or(Failure::Broken);
    let of_secret = || -> Result<_, Failure> {
        let secret = secret.clone().ok_or(Failure::Broken)?;
        Ok((owner()?, secret, version.ok_or(Failure::Broken)?))
    };
    Ok(match name {
        AUTHENTICATION_FAILED => Event::AuthenticationFailed { reason: detail.reason()? },
        DENIED => {
            let action = detail.action.as_deref();
            let action = Action::ALL.into_iter().find(|known| action == Some(known.as_str()));
            let action = action.ok_or(Failure::Broken)?;
            Event::Denied { action, owner: owner()?, secret }
        }
        SECRET_CREATED => {
            let (owner, secret, version) = of_secret()?;
            Event::SecretCreated { owner, secret, version }
        }
        SECRET_UPDATED => {
            let (owner, secret, version) = of_secret()?;
            Event::SecretUpdated { owner, secret, version }
        }
        SECRET_DELETED => {
            let (owner, secret, version) = of_secret()?;
            Event::SecretDeleted { owner, secret, version }
        }
        SECRET_REVEALED => {
            let (owner, secret, version) = of_secret()?;
            Event::SecretRevealed { owner, secret, version }
        }
        INITIALIZED => {
            Event::Initialized { organization: owner()?.id, user: parse(detail.user.as_ref())? }
        }
        PROJECT_CREATED => {
            Event::ProjectCreated { project: owner()?.id, name: parse(detail.name.as_ref())? }
        }
        TOKEN_CREATED => {
            Event::TokenCreated { token: parse(detail.token.as_ref())?, grants: detail.grants()? }
        }
        TOKEN_REVOKED => Event::TokenRevoked { token: parse(detail.token.as_ref())? },
        _ => return Err(Failure::Broken),
    })
}

fn parse<T: std::str::FromStr>(text: Option<&String>) -> Result<T, Failure> {
    text.and_then(|text| text.parse().ok()).ok_or(Failure::Broken)
}

#[cfg(test)]
mod tests;
