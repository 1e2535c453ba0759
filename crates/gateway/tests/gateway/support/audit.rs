//! An audit log with one event of each kind.

use strongroom_model::audit::{AuthenticationFailure, Caller, Context, Entry, Event, Record};
use strongroom_model::{Action, Owner, VersionNumber};

use super::administration::grants;
use super::vault::key;
use super::{CUSTOM, ORGANIZATION, PROJECT, USER, id};

pub(super) fn entry((index, event): (usize, Event)) -> Entry {
    let is_known = !matches!(event, Event::AuthenticationFailed { .. });
    let context = Context {
        request_id: format!("r-{index}"),
        peer: is_known.then(|| "192.0.2.1".to_owned()),
    };
    let caller = is_known.then(|| Caller { user: id(USER), token: id(CUSTOM) });
    Entry {
        number: 99 - index as u64,
        record: Record { at: 1_722_887_600, context, caller, event },
    }
}

/// One of each kind.
pub(super) fn events(owner: Owner) -> Vec<Event> {
    let (secret, version) = (key("Custom", CUSTOM), VersionNumber::FIRST);
    let (project, user, token, organization) =
        (id(PROJECT), id(USER), id(CUSTOM), id(ORGANIZATION));
    let denied = |secret| Event::Denied { action: Action::Reveal, owner, secret };
    let mut events: Vec<Event> = [
        AuthenticationFailure::Malformed,
        AuthenticationFailure::Unknown,
        AuthenticationFailure::Expired,
    ]
    .map(|reason| Event::AuthenticationFailed { reason })
    .into();
    events.extend([
        denied(None),
        denied(Some(secret.clone())),
        Event::SecretCreated { owner, secret: secret.clone(), version },
        Event::SecretUpdated { owner, secret: secret.clone(), version },
        Event::SecretDeleted { owner, secret: secret.clone(), version },
        Event::SecretRevealed { owner, secret, version },
        Event::Initialized { organization, user },
        Event::ProjectCreated { project, name: "Search".parse().unwrap() },
        Event::TokenCreated { token, grants: None },
        Event::TokenCreated { token, grants: grants() },
        Event::TokenRevoked { token },
    ]);
    events
}
