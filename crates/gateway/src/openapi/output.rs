//! Schemas of answers. The tests hold every answer against them, both ways: each member of an answer
//! is described here, and each member that is required here is in the answer.

use serde_json::{Map, Value, json};
use strongroom_model::{Action, Role, limits};
use strongroom_ports::catalogue::{Description, FieldKind};

use super::{reference, value_of, with};
use crate::answer::{audit, types};
use crate::problem::Refusal;

pub(super) fn add(schemas: &mut Map<String, Value>, described: &[Description]) {
    for description in described {
        schemas.insert(value_of(description), value(description));
    }
    for (name, schema) in nouns().into_iter().chain(secrets()).chain(others()) {
        schemas.insert(name.to_owned(), schema);
    }
}

type Schemas = Vec<(&'static str, Value)>;

fn nouns() -> Schemas {
    let id = "[0-9A-Za-z]{27}";
    let type_name = "[A-Za-z][0-9A-Za-z-]{0,63}";
    vec![
        ("Id", text(&format!("^{id}$"))),
        ("TypeName", text(&format!("^{type_name}$"))),
        ("Type", text(&format!("^secret/{type_name}$"))),
        ("Key", text(&format!("^secret/{type_name}/{id}$"))),
        ("FieldName", text("^[A-Za-z][0-9A-Za-z_-]{0,63}$")),
        ("Owner", text(&format!("^(project|organization|user)/{id}$"))),
        ("Name", json!({ "type": "string", "minLength": 1, "maxLength": limits::NAME_CHARACTERS })),
        ("VersionNumber", json!({ "type": "integer", "minimum": 1, "maximum": limits::VERSIONS })),
        ("Timestamp", json!({ "type": "integer", "description": "Seconds since the Unix epoch." })),
        (
            "Labels",
            json!({
                "type": "object",
                "description": format!(
                    "Keys and values together are at most {} bytes.",
                    limits::LABELS_BYTES,
                ),
                "maxProperties": limits::LABELS,
                "additionalProperties": { "type": "string", "maxLength": limits::NAME_CHARACTERS },
            }),
        ),
    ]
}

/// One type's values: a string where it has one field. A field may also be given by its name.
fn value(description: &Description) -> Value {
    let field = |help: &str, title: &str, kind: FieldKind| {
        let schema = json!({ "type": "string", "title": title, "description": help });
        match kind {
            FieldKind::Password => with(schema, "format", "password"),
            FieldKind::Text | FieldKind::MultiLine => schema,
        }
    };
    let properties: Map<String, Value> = description
        .fields
        .iter()
        .map(|f| (f.name.as_str().to_owned(), field(&f.help, &f.title, f.kind)))
        .collect();
    let object = json!({
        "type": "object",
        "title": description.title,
        "description": description.help,
        "properties": properties,
        "additionalProperties": false,
    });
    match description.fields.as_slice() {
        [only] => json!({ "anyOf": [field(&only.help, &only.title, only.kind), object] }),
        _ => object,
    }
}

fn secrets() -> Schemas {
    let shown = json!({
        "type": ["string", "object"],
        "additionalProperties": { "type": "string" },
        "description": "A string for a type of one field, otherwise an object of field names and \
                        strings; each string `********` unless it is revealed.",
    });
    let stamp = object(&[("at", reference("Timestamp")), ("by", reference("Id"))]);
    vec![
        (
            "Secret",
            object(&[
                ("_id", reference("Id")),
                ("_key", reference("Key")),
                ("_type", reference("Type")),
                ("_version", reference("VersionNumber")),
                ("_created_at", reference("Timestamp")),
                ("_created_by", reference("Id")),
                ("_updated_at", reference("Timestamp")),
                ("_updated_by", reference("Id")),
                ("_last_reveal", nullable(stamp)),
                ("name", reference("Name")),
                ("description", json!({ "type": "string" })),
                ("labels", reference("Labels")),
                ("value", shown.clone()),
            ]),
        ),
        ("SecretList", list("Secret", &[("next_cursor", json!({ "type": ["string", "null"] }))])),
        (
            "Version",
            object(&[
                ("_version", reference("VersionNumber")),
                ("_created_at", reference("Timestamp")),
                ("_created_by", reference("Id")),
                ("value", shown),
            ]),
        ),
        ("VersionList", list("Version", &[])),
    ]
}

fn others() -> Schemas {
    let role = json!({ "enum": Role::ALL.map(Role::as_str) });
    let grants = nullable(json!({ "type": "array", "items": reference("Grant") }));
    let named = [
        ("id", reference("Id")),
        ("name", reference("Name")),
        ("created_at", reference("Timestamp")),
    ];
    let expiring = [("expires_at", reference("Timestamp")), ("grants", grants.clone())];
    let token = [&named[..], &expiring[..]].concat();
    let issued = [&token[..], &[("token", json!({ "type": "string" }))]].concat();
    let organization = [&named[..], &[("role", role)]].concat();
    let project = [&organization[..], &[("organization", reference("Id"))]].concat();
    let user = object(&[("id", reference("Id")), ("name", reference("Name"))]);
    let used = [&[("id", reference("Id")), ("name", reference("Name"))], &expiring[..]].concat();
    let field = object(&[
        ("name", reference("FieldName")),
        ("title", json!({ "type": "string" })),
        ("kind", json!({ "enum": types::KINDS.map(types::kind) })),
        ("required", json!({ "type": "boolean" })),
        ("help", json!({ "type": "string" })),
    ]);
    let described = object(&[
        ("_type", reference("Type")),
        ("title", json!({ "type": "string" })),
        ("help", json!({ "type": "string" })),
        ("fields", json!({ "type": "array", "items": field })),
    ]);
    vec![
        ("Identity", object(&[("user", user), ("token", object(&used))])),
        ("Organization", object(&organization)),
        ("OrganizationList", list("Organization", &[])),
        ("Project", object(&project)),
        ("ProjectList", list("Project", &[])),
        ("Token", object(&token)),
        ("TokenList", list("Token", &[])),
        ("IssuedToken", object(&issued)),
        ("TypeDescription", described),
        ("TypeList", list("TypeDescription", &[])),
        ("AuditRecord", record()),
        (
            "AuditLog",
            list("AuditRecord", &[("next_before", json!({ "type": ["integer", "null"] }))]),
        ),
        ("Problem", problem()),
        ("Document", json!({ "type": "object" })),
    ]
}

fn record() -> Value {
    let always = [
        ("number", json!({ "type": "integer", "minimum": 1 })),
        ("at", reference("Timestamp")),
        ("request_id", json!({ "type": "string" })),
        ("peer", json!({ "type": ["string", "null"] })),
        ("user", nullable(reference("Id"))),
        ("token", nullable(reference("Id"))),
        ("event", json!({ "enum": audit::EVENTS })),
    ];
    // What the event was about: which of them are there depends on the event.
    let sometimes = [
        ("reason", json!({ "enum": audit::REASONS })),
        ("action", json!({ "enum": Action::ALL.map(Action::as_str) })),
        ("owner", reference("Owner")),
        ("secret", reference("Key")),
        ("version", reference("VersionNumber")),
        ("organization", reference("Id")),
        ("first_user", reference("Id")),
        ("project", reference("Id")),
        ("name", reference("Name")),
        ("about_token", reference("Id")),
        ("grants", nullable(json!({ "type": "array", "items": reference("Grant") }))),
    ];
    object_with(&always, &sometimes)
}

fn problem() -> Value {
    let text = || json!({ "type": "string" });
    let error = object(&[("field", text()), ("message", text())]);
    let always = [
        ("type", json!({ "enum": Refusal::ALL.map(Refusal::type_uri) })),
        ("title", text()),
        ("status", json!({ "type": "integer" })),
        ("detail", text()),
        ("request_id", text()),
    ];
    object_with(&always, &[("errors", json!({ "type": "array", "items": error }))])
}

fn text(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn nullable(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// An object that has all of these. More may come in later versions.
fn object(members: &[(&str, Value)]) -> Value {
    object_with(members, &[])
}

/// An object that has all of the first and may have any of the second.
fn object_with(always: &[(&str, Value)], sometimes: &[(&str, Value)]) -> Value {
    let property = |(name, schema): &(&str, Value)| ((*name).to_owned(), schema.clone());
    let properties: Map<String, Value> = always.iter().chain(sometimes).map(property).collect();
    let required: Vec<&str> = always.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn list(of: &str, rest: &[(&str, Value)]) -> Value {
    let data = ("data", json!({ "type": "array", "items": reference(of) }));
    object(&[&[data], rest].concat())
}
