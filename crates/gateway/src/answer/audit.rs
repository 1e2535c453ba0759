//! Records of the audit log.

use strongroom_model::audit::{AuthenticationFailure, Entry, Event};
use strongroom_model::{Owner, SecretKey, VersionNumber};

use super::{grants, list};
use crate::json::Writer;

/// Every name that `event` can have.
pub(crate) const EVENTS: [&str; 10] = [
    "authentication-failed",
    "denied",
    "secret-created",
    "secret-updated",
    "secret-deleted",
    "secret-revealed",
    "initialized",
    "project-created",
    "token-created",
    "token-revoked",
];

/// Every name that `reason` can have.
pub(crate) const REASONS: [&str; 3] = ["malformed", "unknown", "expired"];

/// A page, newest first. `limit` is what was asked for: a shorter page is the last.
pub(crate) fn page(entries: &[Entry], limit: u32) -> Writer {
    let is_full = u32::try_from(entries.len()).is_ok_and(|count| count >= limit);
    let next = entries.last().filter(|_| is_full).map(|entry| entry.number);
    list((entries.len() + 1) * 384, entries, write, |json| match next {
        Some(number) => json.member("next_before").number(number),
        None => json.member("next_before").null(),
    })
}

fn write(json: &mut Writer, entry: &Entry) {
    let record = &entry.record;
    json.begin_object();
    json.member("number").number(entry.number);
    json.member("at").number(record.at);
    json.member("request_id").text(&record.context.request_id);
    match &record.context.peer {
        Some(peer) => json.member("peer").text(peer),
        None => json.member("peer").null(),
    }
    match &record.caller {
        Some(caller) => {
            json.member("user").display(caller.user);
            json.member("token").display(caller.token);
        }
        None => {
            json.member("user").null();
            json.member("token").null();
        }
    }
    json.member("event").text(name(&record.event));
    about(json, &record.event);
    json.end_object();
}

const fn name(event: &Event) -> &'static str {
    match event {
        Event::AuthenticationFailed { .. } => "authentication-failed",
        Event::Denied { .. } => "denied",
        Event::SecretCreated { .. } => "secret-created",
        Event::SecretUpdated { .. } => "secret-updated",
        Event::SecretDeleted { .. } => "secret-deleted",
        Event::SecretRevealed { .. } => "secret-revealed",
        Event::Initialized { .. } => "initialized",
        Event::ProjectCreated { .. } => "project-created",
        Event::TokenCreated { .. } => "token-created",
        Event::TokenRevoked { .. } => "token-revoked",
    }
}

/// What the event was about, each kind with members of its own.
fn about(json: &mut Writer, event: &Event) {
    match event {
        Event::AuthenticationFailed { reason } => json.member("reason").text(match reason {
            AuthenticationFailure::Malformed => "malformed",
            AuthenticationFailure::Unknown => "unknown",
            AuthenticationFailure::Expired => "expired",
        }),
        Event::Denied { action, owner, secret } => {
            json.member("action").text(action.as_str());
            json.member("owner").display(owner);
            if let Some(secret) = secret {
                json.member("secret").display(secret);
            }
        }
        Event::SecretCreated { owner, secret, version }
        | Event::SecretUpdated { owner, secret, version }
        | Event::SecretDeleted { owner, secret, version }
        | Event::SecretRevealed { owner, secret, version } => {
            write_secret(json, *owner, secret, *version);
        }
        Event::Initialized { organization, user } => {
            json.member("organization").display(organization);
            json.member("first_user").display(user);
        }
        Event::ProjectCreated { project, name } => {
            json.member("project").display(project);
            json.member("name").text(name.as_str());
        }
        Event::TokenCreated { token, grants: given } => {
            json.member("about_token").display(token);
            grants(json, given.as_deref());
        }
        Event::TokenRevoked { token } => json.member("about_token").display(token),
    }
}

fn write_secret(json: &mut Writer, owner: Owner, secret: &SecretKey, version: VersionNumber) {
    json.member("owner").display(owner);
    json.member("secret").display(secret);
    json.member("version").number(version.get());
}
