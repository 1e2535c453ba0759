//! The audit log.

use serde_json::{Value, json};
use strongroom_model::audit::AuthenticationFailure;
use strongroom_model::log::BreakKind;
use strongroom_model::{Action, Outcome, Role, RotationStep, Visibility, limits};

use super::super::{reference, with};
use super::{Schemas, count, list, nullable, object, object_with};
use crate::answer::{caller, event};
use crate::query::log::CODE_DIGITS;

pub(super) fn schemas() -> Schemas {
    let next = ("next_before", json!({ "type": ["integer", "null"] }));
    let about = format!(
        "Whether all reveals of the time are counted: at most the newest {} are.",
        limits::COUNTED_REVEALS,
    );
    let complete = ("complete", json!({ "type": "boolean", "description": about }));
    vec![
        ("AuditRecord", record()),
        ("AuditLog", list("AuditRecord", &[next])),
        ("AuditVerification", verification()),
        ("AuditBreak", broken()),
        ("CheckpointCode", code()),
        ("Consumer", consumer()),
        ("ConsumerList", list("Consumer", &[complete])),
    ]
}

fn record() -> Value {
    let always = [
        ("number", json!({ "type": "integer", "minimum": 1 })),
        ("at", reference("Timestamp")),
        ("request_id", json!({ "type": "string" })),
        ("peer", json!({ "type": ["string", "null"] })),
        ("user", nullable(reference("Id"))),
        ("client", nullable(reference("Id"))),
        ("credential", nullable(json!({ "enum": caller::CREDENTIALS }))),
        ("token", nullable(reference("Id"))),
        ("event", json!({ "enum": event::EVENTS.as_slice() })),
    ];
    let all = |of| json!({ "type": "array", "items": reference(of) });
    // What the event was about: which of them are there depends on the event.
    let sometimes = [
        (
            "reason",
            json!({ "enum": AuthenticationFailure::ALL.map(AuthenticationFailure::as_str) }),
        ),
        ("principal", nullable(reference("Principal"))),
        ("action", json!({ "enum": Action::ALL.map(Action::as_str) })),
        ("owner", reference("Owner")),
        ("secret", reference("Key")),
        ("version", reference("VersionNumber")),
        ("fields", nullable(all("FieldName"))),
        ("format", reference("FormatName")),
        ("step", json!({ "enum": RotationStep::ALL.map(RotationStep::as_str) })),
        ("outcome", json!({ "enum": Outcome::ALL.map(Outcome::as_str) })),
        ("examined", json!({ "type": "integer", "minimum": 0 })),
        ("organization", nullable(reference("Id"))),
        ("first_user", reference("Id")),
        ("project", reference("Id")),
        ("name", reference("Name")),
        ("visibility", json!({ "enum": Visibility::ALL.map(Visibility::as_str) })),
        ("member", reference("MemberName")),
        ("role", json!({ "enum": Role::ALL.map(Role::as_str) })),
        ("about_user", reference("Id")),
        ("joined", all("Id")),
        ("left", all("Id")),
        ("group", reference("Id")),
        ("about_client", reference("Id")),
        ("access_token", reference("Id")),
        ("about_token", reference("Id")),
        ("scopes", nullable(all("Scope"))),
    ];
    object_with(&always, &sometimes)
}

fn code() -> Value {
    json!({ "type": "string", "pattern": format!("^[0-9A-Fa-f]{{{CODE_DIGITS}}}$") })
}

fn verification() -> Value {
    let uncovered =
        "Records after the newest checkpoint: each authentic, but more may have been there.";
    object(&[
        ("intact", json!({ "type": "boolean" })),
        ("checkpoints", count("Looked at for this answer.")),
        ("records", count("Looked at for this answer.")),
        ("unsigned", count("Records from before records had codes.")),
        ("uncovered", count(uncovered)),
        ("covered_until", nullable(reference("Timestamp"))),
        ("head", nullable(reference("CheckpointCode"))),
        ("broken", nullable(reference("AuditBreak"))),
        ("next", json!({ "type": ["string", "null"] })),
    ])
}

fn broken() -> Value {
    object(&[
        ("problem", json!({ "enum": BreakKind::ALL.map(BreakKind::as_str) })),
        ("record", json!({ "type": ["integer", "null"], "minimum": 1 })),
        ("since", nullable(reference("Timestamp"))),
        ("until", nullable(reference("Timestamp"))),
    ])
}

fn consumer() -> Value {
    object(&[
        ("user", nullable(reference("Id"))),
        ("client", nullable(reference("Id"))),
        ("credential", json!({ "enum": caller::CREDENTIALS })),
        ("token", with(nullable(reference("Id")), "description", "The API token, if it was one.")),
        ("reveals", json!({ "type": "integer", "minimum": 1 })),
        ("first_at", reference("Timestamp")),
        ("last_at", reference("Timestamp")),
    ])
}
