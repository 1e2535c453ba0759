//! Schemas of the values of each type, from what the type says of itself and nothing else.
//!
//! Everything here is a plug-in's word. Texts and choices go in as JSON strings; a pattern was
//! compiled by the host before the type was let in; the id and the names of fields are of letters,
//! digits and a few signs, so no name of a schema can be another's.

use serde_json::{Map, Value, json};
use strongroom_model::limits;
use strongroom_ports::catalogue::{Description, Entry, FieldDescription, FieldKind};

use super::{reference, with};

/// Digits with an optional sign and fraction.
const NUMBER: &str = r"^[+-]?[0-9]+(\.[0-9]+)?$";

pub(super) fn add(schemas: &mut Map<String, Value>, types: &[Entry]) {
    for known in types {
        schemas.insert(name(&known.description), value(&known.description));
    }
    schemas.insert("Value".to_owned(), any_value(types));
    schemas.insert("OtherValue".to_owned(), open_value());
}

/// The name of a schema that speaks of one type's values.
pub(super) fn name(description: &Description) -> String {
    format!("Value.{}", description.id)
}

/// A string where the type has one field, which may also be given by its name.
fn value(description: &Description) -> Value {
    let properties: Map<String, Value> = description
        .fields
        .iter()
        .map(|described| (described.name.as_str().to_owned(), field(described)))
        .collect();
    let required: Vec<&str> = description
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name.as_str())
        .collect();
    let object = json!({
        "type": "object",
        "title": description.title,
        "description": description.help,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    match description.fields.as_slice() {
        [only] => json!({ "anyOf": [field(only), object] }),
        _ => object,
    }
}

fn field(described: &FieldDescription) -> Value {
    let mut schema = json!({
        "type": "string",
        "title": described.title,
        "description": described.help,
        // Of bytes, which are at least as many as characters.
        "maxLength": limits::VALUE_BYTES,
    });
    if described.sensitive || described.kind == FieldKind::Password {
        schema = with(schema, "format", "password");
    }
    if described.sensitive {
        schema = with(schema, "writeOnly", true);
    }
    match (&described.pattern, described.kind) {
        // The whole value matches, which a schema's pattern does not ask for.
        (Some(pattern), _) => schema = with(schema, "pattern", format!("^(?:{pattern})$")),
        (None, FieldKind::Number) => schema = with(schema, "pattern", NUMBER),
        (
            None,
            FieldKind::Text
            | FieldKind::Password
            | FieldKind::MultiLine
            | FieldKind::Choice
            | FieldKind::File,
        ) => {}
    }
    if described.kind == FieldKind::Choice {
        let choices: Vec<&str> = described.choices.iter().map(|choice| &*choice.value).collect();
        schema = with(schema, "enum", choices);
    }
    if let Some(default) = &described.default {
        schema = with(schema, "default", default.as_str());
    }
    schema
}

/// A value of any type. Which of them it is depends on the secret.
fn any_value(types: &[Entry]) -> Value {
    let of_types = types.iter().map(|known| reference(&name(&known.description)));
    let values: Vec<Value> = of_types.chain([reference("OtherValue")]).collect();
    json!({ "anyOf": values })
}

/// A value of a type that was not loaded when the document was made.
fn open_value() -> Value {
    json!({ "type": ["string", "object"], "additionalProperties": { "type": "string" } })
}

/// A body that names its type, as one of several: one for each type, told apart by `_type`, and an
/// open one for the rest.
pub(super) fn add_body(
    schemas: &mut Map<String, Value>,
    types: &[Entry],
    body: &str,
    object: &Value,
) {
    let mut one_of = Vec::new();
    let mut mapping = Map::new();
    let mut known = Vec::new();
    for description in types.iter().map(|known| &known.description) {
        let type_name = format!("secret/{}", description.id);
        let of_type = format!("{body}.{}", description.id);
        let mut schema = with_property(object, "_type", json!({ "const": type_name }));
        schema = with_property(&schema, "value", reference(&name(description)));
        schema = with(schema, "title", description.title.as_str());
        schema = with(schema, "description", description.help.as_str());
        if let Some(Value::Array(required)) = schema.get_mut("required")
            && !required.iter().any(|name| name == "_type")
        {
            required.push("_type".into());
        }
        schemas.insert(of_type.clone(), schema);
        one_of.push(reference(&of_type));
        mapping.insert(type_name.clone(), format!("#/components/schemas/{of_type}").into());
        known.push(type_name);
    }
    let mut open = with_property(object, "value", reference("OtherValue"));
    if !known.is_empty() {
        let named = json!({ "properties": { "_type": { "enum": known } }, "required": ["_type"] });
        open = with(open, "not", named);
    }
    let other = format!("Other{body}");
    schemas.insert(other.clone(), open);
    one_of.push(reference(&other));
    let schema = json!({
        "oneOf": one_of,
        "discriminator": { "propertyName": "_type", "mapping": mapping },
    });
    schemas.insert(body.to_owned(), schema);
}

fn with_property(object: &Value, name: &str, schema: Value) -> Value {
    let mut object = object.clone();
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        properties.insert(name.to_owned(), schema);
    }
    object
}
