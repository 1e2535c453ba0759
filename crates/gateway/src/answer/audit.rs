//! Records of the audit log.

use strongroom_model::PrincipalKind;
use strongroom_model::audit::{Credential, Entry};

use super::{caller, event, list, nullable_text};
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
    // `user` or `client`, and with what: all null where nobody was authenticated.
    let principal = record.caller.map(|caller| caller.principal);
    for (name, kind) in [("user", PrincipalKind::Person), ("client", PrincipalKind::Client)] {
        match principal.filter(|principal| principal.kind == kind) {
            Some(principal) => json.member(name).display(principal.id),
            None => json.member(name).null(),
        }
    }
    let credential = record.caller.map(|caller| caller.credential);
    nullable_text(json, "credential", credential.map(caller::credential));
    match credential {
        Some(Credential::ApiToken(id) | Credential::AccessToken(id)) => {
            json.member("token").display(id);
        }
        Some(Credential::IdentityToken) | None => json.member("token").null(),
    }
    json.member("event").text(event::name(&record.event));
    event::about(json, &record.event);
    json.end_object();
}
