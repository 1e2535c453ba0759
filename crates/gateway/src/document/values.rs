//! Schemas of the values of each type, from what the type says of itself and nothing else.
//!
//! Everything here is a plug-in's word. Texts and choices go in as JSON strings; a pattern was
//! compiled by the host before the type was let in; the id and the names of fields are of letters,
//! digits and a few signs, so no name of a schema can be another's.

use strongroom_model::limits;
use strongroom_ports::catalogue::{Description, Entry, FieldDescription, FieldKind};

use super::reference;
use crate::json::Writer;

/// Digits with an optional sign and fraction.
const NUMBER: &str = r"^[+-]?[0-9]+(\.[0-9]+)?$";

pub(super) fn write(json: &mut Writer, types: &[Entry]) {
    for known in types {
        json.foreign_member(&name(&known.description));
        value(json, &known.description);
    }
    // A value of any type. Which of them it is depends on the secret.
    json.member("Value").raw(r#"{"anyOf":["#);
    types.iter().for_each(|known| reference(json, &name(&known.description)));
    reference(json, "OtherValue");
    json.raw("]}");
    // A value of a type that was not loaded when the document was made.
    let open = r#"{"type":["string","object"],"additionalProperties":{"type":"string"}}"#;
    json.member("OtherValue").raw(open);
}

/// The name of a schema that speaks of one type's values.
pub(super) fn name(description: &Description) -> String {
    format!("Value.{}", description.id)
}

/// A string where the type has one field, which may also be given by its name.
fn value(json: &mut Writer, description: &Description) {
    match description.fields.as_slice() {
        [only] => {
            json.raw(r#"{"anyOf":["#);
            field(json, only);
            object(json, description);
            json.raw("]}");
        }
        _ => object(json, description),
    }
}

fn object(json: &mut Writer, description: &Description) {
    json.begin_object();
    json.member("type").text("object");
    json.member("title").text(&description.title);
    json.member("description").text(&description.help);
    json.member("properties").begin_object();
    for described in &description.fields {
        json.foreign_member(described.name.as_str());
        field(json, described);
    }
    json.end_object();
    json.member("required").begin_list();
    for described in description.fields.iter().filter(|field| field.required) {
        json.text(described.name.as_str());
    }
    json.end_list();
    json.member("additionalProperties").boolean(false);
    json.end_object();
}

fn field(json: &mut Writer, described: &FieldDescription) {
    json.begin_object();
    json.member("type").text("string");
    json.member("title").text(&described.title);
    json.member("description").text(&described.help);
    // Of bytes, which are at least as many as characters.
    json.member("maxLength").number(limits::VALUE_BYTES as u64);
    if described.sensitive || described.kind == FieldKind::Password {
        json.member("format").text("password");
    }
    if described.sensitive {
        json.member("writeOnly").boolean(true);
    }
    match (&described.pattern, described.kind) {
        // The whole value matches, which a schema's pattern does not ask for.
        (Some(pattern), _) => json.member("pattern").text(&format!("^(?:{pattern})$")),
        (None, FieldKind::Number) => json.member("pattern").text(NUMBER),
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
        json.member("enum").begin_list();
        described.choices.iter().for_each(|choice| json.text(&choice.value));
        json.end_list();
    }
    if let Some(default) = &described.default {
        json.member("default").text(default);
    }
    json.end_object();
}
