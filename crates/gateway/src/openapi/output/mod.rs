//! Schemas of answers. The tests hold every answer against them, both ways: each member of an answer
//! is described here, and each member that is required here is in the answer.

mod access;
mod audit;
mod identity;
mod management;
mod secrets;

use serde_json::{Map, Value, json};
use strongroom_model::{RotationStep, limits};

use super::reference;
use crate::problem::{OauthError, Refusal};

pub(super) fn add(schemas: &mut Map<String, Value>) {
    for (name, schema) in ALL.iter().flat_map(|part| part()) {
        schemas.insert(name.to_owned(), schema);
    }
}

type Schemas = Vec<(&'static str, Value)>;

const ALL: [fn() -> Schemas; 7] = [
    nouns,
    secrets::schemas,
    identity::schemas,
    management::schemas,
    access::schemas,
    audit::schemas,
    rest,
];

fn rest() -> Schemas {
    vec![("Problem", problem()), ("Document", json!({ "type": "object" }))]
}

fn nouns() -> Schemas {
    let id = "[0-9A-Za-z]{27}";
    let type_name = "[A-Za-z][0-9A-Za-z-]{0,63}";
    vec![
        ("Id", text(&format!("^{id}$"))),
        ("TypeName", text(&format!("^{type_name}$"))),
        ("Type", text(&format!("^secret/{type_name}$"))),
        ("Key", text(&format!("^secret/{type_name}/{id}$"))),
        ("FieldName", text("^[A-Za-z][0-9A-Za-z_-]{0,63}$")),
        ("FormatName", text("^[0-9a-z-]{1,64}$")),
        ("Owner", text(&format!("^(project|organization|user)/{id}$"))),
        ("Principal", text(&format!("^(person|client)/{id}$"))),
        ("HolderName", text(&format!("^(user|group|client|token)/{id}$"))),
        ("MemberName", text(&format!("^(user|group)/{id}$"))),
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

fn problem() -> Value {
    let text = || json!({ "type": "string" });
    let always = [
        ("type", json!({ "enum": Refusal::ALL.map(Refusal::type_uri) })),
        ("title", text()),
        ("status", json!({ "type": "integer" })),
        ("detail", text()),
        ("request_id", text()),
    ];
    let oauth = json!({
        "enum": OauthError::ALL.map(OauthError::as_str),
        "description": "Of a login, as RFC 6749, section 5.2, has it.",
    });
    let step = json!({
        "enum": RotationStep::ALL.map(RotationStep::as_str),
        "description": "Of a rotation: where it stopped.",
    });
    object_with(&always, &[("error", oauth), ("step", step), ("errors", errors())])
}

/// What is wrong, by field.
fn errors() -> Value {
    let text = || json!({ "type": "string" });
    json!({ "type": "array", "items": object(&[("field", text()), ("message", text())]) })
}

fn count(about: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": about })
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
    let properties = super::members(always.iter().chain(sometimes).map(property).collect());
    let required: Vec<&str> = always.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn list(of: &str, rest: &[(&str, Value)]) -> Value {
    let data = ("data", json!({ "type": "array", "items": reference(of) }));
    object(&[&[data], rest].concat())
}
