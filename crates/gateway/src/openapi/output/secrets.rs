//! Secrets, versions and types.

use serde_json::{Value, json};
use strongroom_model::examination::Weakness;
use strongroom_model::{Freshness, RotationStep};
use strongroom_ports::catalogue::FieldKind;

use super::super::{reference, with};
use super::{Schemas, count, errors, list, nullable, object, object_with};

fn next() -> (&'static str, Value) {
    ("next_cursor", json!({ "type": ["string", "null"] }))
}

pub(super) fn schemas() -> Schemas {
    let about = "Entries of all pages together; null unless `count=true`.";
    let total = json!({ "type": ["integer", "null"], "minimum": 0, "description": about });
    let total = ("total", total);
    let deletion = [
        ("_deleted_at", reference("Timestamp")),
        ("_deleted_by", reference("Id")),
        ("_purge_at", reference("Timestamp")),
    ];
    vec![
        ("Secret", secret(&[])),
        ("SecretList", list("Secret", &[next(), total.clone()])),
        ("DeletedSecret", secret(&deletion)),
        ("DeletedSecretList", list("DeletedSecret", &[next(), total])),
        ("HealthGroup", list("Secret", &[more()])),
        ("Health", health()),
        ("Examination", examination()),
        ("Spot", object(&spot())),
        ("WeakValue", weak_value()),
        ("Version", version()),
        ("VersionList", list("Version", &[])),
        ("Verdict", verdict()),
        ("Validation", object(&[("valid", json!({ "type": "boolean" })), ("errors", errors())])),
        ("TypeDescription", described()),
        ("TypeList", list("TypeDescription", &[])),
    ]
}

fn shown() -> Value {
    json!({
        "type": ["string", "object"],
        "additionalProperties": { "type": "string" },
        "description": "A string for a type of one field, otherwise an object of field names and \
                        strings; each string `********` unless it is revealed.",
    })
}

fn note() -> Value {
    json!({
        "type": "string",
        "description": "With a revealed value whose type is not loaded: what that means.",
    })
}

fn secret(rest: &[(&str, Value)]) -> Value {
    let stamp = object(&[("at", reference("Timestamp")), ("by", reference("Id"))]);
    let rotation = object(&[
        ("step", json!({ "enum": RotationStep::ALL.map(RotationStep::as_str) })),
        ("version", reference("VersionNumber")),
    ]);
    let always = [
        ("_id", reference("Id")),
        ("_key", reference("Key")),
        ("_type", reference("Type")),
        ("_version", reference("VersionNumber")),
        ("_created_at", reference("Timestamp")),
        ("_created_by", reference("Id")),
        ("_updated_at", reference("Timestamp")),
        ("_updated_by", reference("Id")),
        ("_last_reveal", nullable(stamp)),
        ("_rotation", nullable(rotation)),
        ("_next_rotation_at", nullable(reference("Timestamp"))),
        ("_freshness", json!({ "enum": Freshness::ALL.map(Freshness::as_str) })),
        ("name", reference("Name")),
        ("description", json!({ "type": "string" })),
        ("expires_at", nullable(reference("Timestamp"))),
        ("rotate_every", json!({ "type": ["integer", "null"], "description": "In seconds." })),
        ("labels", reference("Labels")),
        ("value", shown()),
    ];
    object_with(&[&always[..], rest].concat(), &[("note", note())])
}

fn more() -> (&'static str, Value) {
    let about = "Whether there may be others: each group has at most `limit`.";
    ("more", json!({ "type": "boolean", "description": about }))
}

fn health() -> Value {
    let group = |about: &str| with(reference("HealthGroup"), "description", about);
    object(&[
        ("at", reference("Timestamp")),
        ("total", count("The owner's secrets.")),
        ("expired", group("`expires_at` has come.")),
        ("expiring", group("`expires_at` comes soon.")),
        ("due", group("`_next_rotation_at` has come.")),
        ("due_soon", group("`_next_rotation_at` comes soon.")),
        ("unused", group("Not revealed in that time, and not made in it.")),
    ])
}

fn examination() -> Value {
    let complete = "Whether these are all secrets, and not the first 1000 by name.";
    let damaged = "What does not open: it was changed where it is stored.";
    let each = |of: Value| json!({ "type": "array", "items": of });
    object(&[
        ("examined", count("Secrets whose values were looked at.")),
        ("skipped", count("Secrets without a secret field, or not the caller's to reveal.")),
        ("complete", json!({ "type": "boolean", "description": complete })),
        ("damaged", with(each(reference("Spot")), "description", damaged)),
        ("weak", each(reference("WeakValue"))),
        ("reused", each(each(reference("Spot")))),
    ])
}

fn spot() -> Vec<(&'static str, Value)> {
    vec![
        ("secret", reference("Key")),
        ("name", reference("Name")),
        ("field", reference("FieldName")),
    ]
}

fn weak_value() -> Value {
    let mut members = spot();
    members.push(("weakness", json!({ "enum": Weakness::ALL.map(Weakness::as_str) })));
    object(&members)
}

fn version() -> Value {
    let always = [
        ("_version", reference("VersionNumber")),
        ("_created_at", reference("Timestamp")),
        ("_created_by", reference("Id")),
        ("value", shown()),
    ];
    object_with(&always, &[("note", note())])
}

fn verdict() -> Value {
    object(&[
        ("works", json!({ "type": "boolean" })),
        ("message", json!({ "type": ["string", "null"] })),
    ])
}

fn described() -> Value {
    let text = || json!({ "type": "string" });
    let maybe = || json!({ "type": ["string", "null"] });
    let choice = object(&[("value", text()), ("title", text())]);
    let field = object(&[
        ("name", reference("FieldName")),
        ("title", text()),
        ("kind", json!({ "enum": FieldKind::ALL.map(FieldKind::as_str) })),
        ("required", json!({ "type": "boolean" })),
        ("sensitive", json!({ "type": "boolean" })),
        ("pattern", maybe()),
        ("choices", json!({ "type": "array", "items": choice })),
        ("default", maybe()),
        ("help", text()),
    ]);
    let rendering = object(&[
        ("format", reference("FormatName")),
        ("title", text()),
        ("media_type", text()),
        ("help", text()),
    ]);
    object(&[
        ("_type", reference("Type")),
        ("title", text()),
        ("help", text()),
        ("connected", json!({ "type": "boolean" })),
        ("fields", json!({ "type": "array", "items": field })),
        ("renderings", json!({ "type": "array", "items": rendering })),
    ])
}
