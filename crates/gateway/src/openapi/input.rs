//! Schemas of request bodies, from the tables that the reader of bodies follows.

use serde_json::{Map, Value, json};
use strongroom_model::{Action, Permission, Role, Visibility, limits};

use super::places::Places;
use super::{reference, with};
use crate::body::{Member, Shape, login};
use crate::route::routes;

pub(super) fn add(schemas: &mut Map<String, Value>, places: &mut Places) {
    let bodies = routes().flat_map(|route| route.operations).filter_map(|o| o.body.as_ref());
    for body in bodies {
        let schema = object(body.members);
        // What gives a whole secret has a value of the type that it names.
        let gives_value = |member: &Member| member.shape == Shape::Value && member.required;
        if body.members.iter().any(gives_value) {
            places.body(schemas, body.name, &schema);
        } else {
            schemas.insert(body.name.to_owned(), schema);
        }
        add_inner(schemas, body.members);
    }
}

fn add_inner(schemas: &mut Map<String, Value>, members: &[Member]) {
    for (name, inner) in members.iter().filter_map(|member| member.shape.inner()) {
        schemas.insert(name.to_owned(), object(inner));
        add_inner(schemas, inner);
    }
}

fn object(members: &[Member]) -> Value {
    let property = |member: &Member| {
        let schema = with(shape(member.shape), "description", member.about);
        (member.name.to_owned(), schema)
    };
    let properties = super::members(members.iter().map(property).collect());
    let required: Vec<&str> =
        members.iter().filter(|member| member.required).map(|member| member.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn shape(shape: Shape) -> Value {
    match shape {
        Shape::Type => reference("Type"),
        Shape::Name => reference("Name"),
        Shape::Description => {
            json!({ "type": "string", "maxLength": limits::DESCRIPTION_CHARACTERS })
        }
        Shape::Labels => reference("Labels"),
        Shape::Value => reference("Value"),
        Shape::Id => reference("Id"),
        Shape::Seconds(most) => json!({ "type": "integer", "minimum": 1, "maximum": most }),
        Shape::NullableTimestamp => {
            json!({ "anyOf": [reference("Timestamp"), { "type": "null" }] })
        }
        Shape::NullableSeconds(least, most) => {
            json!({ "type": ["integer", "null"], "minimum": least, "maximum": most })
        }
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Owner => reference("Owner"),
        Shape::Key => reference("Key"),
        Shape::Role(kinds) => {
            let fits = |role: &Role| kinds.iter().any(|kind| role.fits(*kind));
            let roles = Role::ALL.into_iter().filter(fits).map(Role::as_str);
            json!({ "enum": roles.collect::<Vec<_>>() })
        }
        Shape::Visibility => json!({ "enum": Visibility::ALL.map(Visibility::as_str) }),
        Shape::Action => json!({ "enum": Action::ALL.map(Action::as_str) }),
        Shape::Principal => reference("Principal"),
        Shape::Identifier => {
            json!({ "type": "string", "maxLength": limits::IDENTIFIER_CHARACTERS })
        }
        Shape::NullableIdentifier => {
            json!({ "type": ["string", "null"], "maxLength": limits::IDENTIFIER_CHARACTERS })
        }
        Shape::Permissions => json!({
            "type": "array",
            "items": { "enum": Permission::ALL.map(Permission::as_str) },
            "minItems": 1,
            "maxItems": Permission::ALL.len(),
            "uniqueItems": true,
        }),
        Shape::Fields => {
            json!({ "type": "array", "items": reference("FieldName"), "minItems": 1,
                    "maxItems": limits::FIELDS })
        }
        Shape::PolicyText => json!({
            "type": "string",
            "description": format!("At most {} bytes.", limits::POLICY_BYTES),
        }),
        Shape::GrantType => json!({ "const": login::CLIENT_CREDENTIALS }),
        Shape::Secret => json!({ "type": "string", "format": "password" }),
        Shape::Object(name, _) => reference(name),
        Shape::List(name, _, most) => {
            json!({ "type": "array", "items": reference(name), "maxItems": most })
        }
    }
}
