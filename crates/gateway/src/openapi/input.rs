//! Schemas of request bodies, from the tables that the reader of bodies follows.

use serde_json::{Map, Value, json};
use strongroom_model::{Role, limits};
use strongroom_ports::catalogue::Description;

use super::{reference, value_of, with};
use crate::body::{Member, Shape, token};
use crate::route::ROUTES;

pub(super) fn add(schemas: &mut Map<String, Value>, types: &[Description]) {
    let bodies = ROUTES.iter().flat_map(|route| route.operations).filter_map(|o| o.body.as_ref());
    for body in bodies {
        let mut schema = object(body.members);
        let names_type = |member: &Member| member.shape == Shape::Type && member.required;
        if body.members.iter().any(names_type) && !types.is_empty() {
            schema = with(schema, "anyOf", types.iter().map(of_type).collect::<Value>());
        }
        schemas.insert(body.name.to_owned(), schema);
    }
    schemas.insert("Grant".to_owned(), object(&token::GRANT));
    schemas.insert("Value".to_owned(), any_value(types));
}

fn object(members: &[Member]) -> Value {
    let property = |member: &Member| {
        let schema = with(shape(member.shape), "description", member.about);
        (member.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = members.iter().map(property).collect();
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
        Shape::Seconds => {
            json!({ "type": "integer", "minimum": 1, "maximum": limits::TOKEN_SECONDS })
        }
        Shape::Grants => json!({ "type": "array", "items": reference("Grant") }),
        Shape::Owner => reference("Owner"),
        Shape::Role => json!({ "enum": Role::ALL.map(Role::as_str) }),
    }
}

/// A creation whose type is this one has a value of this one's.
fn of_type(description: &Description) -> Value {
    json!({
        "title": description.title,
        "description": description.help,
        "properties": {
            "_type": { "const": format!("secret/{}", description.id) },
            "value": reference(&value_of(description)),
        },
    })
}

/// A value of any type. Which of them it is depends on the secret.
fn any_value(types: &[Description]) -> Value {
    if types.is_empty() {
        return json!({ "type": ["string", "object"] });
    }
    let values: Vec<Value> = types.iter().map(|of| reference(&value_of(of))).collect();
    json!({ "anyOf": values })
}
