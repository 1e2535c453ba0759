//! Records of the audit log, and who used a secret by them.

use strongroom_model::audit::{Credential, Entry};
use strongroom_model::log::{Consumer, Consumers, Proof, Verification};
use strongroom_model::{Id, Principal, PrincipalKind};

use super::{caller, event, list, nullable_number, nullable_text};
use crate::json::Writer;

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
    nullable_text(json, "peer", record.context.peer.as_deref());
    let credential = record.caller.map(|caller| caller.credential);
    let id = match credential {
        Some(Credential::ApiToken(id) | Credential::AccessToken(id)) => Some(id),
        Some(Credential::IdentityToken) | None => None,
    };
    let principal = record.caller.map(|caller| caller.principal);
    who(json, principal, credential.map(caller::credential), id);
    json.member("event").text(event::name(&record.event));
    event::about(json, &record.event);
    json.end_object();
}

/// `user` or `client`, and with what: all null where nobody was authenticated.
fn who(
    json: &mut Writer,
    principal: Option<Principal>,
    credential: Option<&str>,
    token: Option<Id>,
) {
    let of_kind = |kind| principal.filter(|one| one.kind == kind).map(|one| one.id);
    nullable_id(json, "user", of_kind(PrincipalKind::Person));
    nullable_id(json, "client", of_kind(PrincipalKind::Client));
    nullable_text(json, "credential", credential);
    nullable_id(json, "token", token);
}

fn nullable_id(json: &mut Writer, name: &'static str, id: Option<Id>) {
    match id {
        Some(id) => json.member(name).display(id),
        None => json.member(name).null(),
    }
}

/// Who used a secret.
pub(crate) fn consumers(found: &Consumers) -> Writer {
    let rest = |json: &mut Writer| json.member("complete").boolean(found.complete);
    list((found.entries.len() + 1) * 256, &found.entries, write_consumer, rest)
}

fn write_consumer(json: &mut Writer, consumer: &Consumer) {
    let (credential, token) = match consumer.proof {
        Proof::ApiToken(id) => ("api-token", Some(id)),
        Proof::AccessToken => ("access-token", None),
        Proof::IdentityToken => ("identity-token", None),
    };
    json.begin_object();
    who(json, Some(consumer.principal), Some(credential), token);
    json.member("reveals").number(consumer.reveals);
    json.member("first_at").number(consumer.first);
    json.member("last_at").number(consumer.last);
    json.end_object();
}

/// Whether a log is what was written.
pub(crate) fn verification(found: &Verification) -> Writer {
    let mut json = Writer::with_capacity(512);
    json.begin_object();
    json.member("intact").boolean(found.broken.is_none());
    json.member("checkpoints").number(found.checkpoints);
    json.member("records").number(found.records);
    json.member("unsigned").number(found.unsigned);
    json.member("uncovered").number(found.uncovered);
    nullable_number(&mut json, "covered_until", found.covered_until);
    nullable_text(&mut json, "head", found.head.as_deref());
    match found.broken {
        None => json.member("broken").null(),
        Some(broken) => {
            json.member("broken").begin_object();
            json.member("problem").text(broken.kind.as_str());
            let number = broken.record.and_then(|number| i64::try_from(number).ok());
            nullable_number(&mut json, "record", number);
            nullable_number(&mut json, "since", broken.since);
            nullable_number(&mut json, "until", broken.until);
            json.end_object();
        }
    }
    nullable_text(&mut json, "next", found.next.as_deref());
    json.end_object();
    json
}
