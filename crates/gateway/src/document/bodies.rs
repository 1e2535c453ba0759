//! Schemas of the bodies that name a type: one for each type, told apart by `_type`, and an open one
//! for the rest.

use strongroom_ports::catalogue::Entry;

use super::{pointer, reference, values};
use crate::json::Writer;

/// What an outline says of such a body. All but the name is JSON.
#[derive(Debug)]
pub(crate) struct Body<'t> {
    pub(crate) name: &'t str,
    /// Members of `properties`, without those that depend on the type.
    pub(crate) properties: &'t str,
    /// The schema of `_type` where it is any.
    pub(crate) any_type: &'t str,
    /// What is required: as a list, and as one that names `_type`.
    pub(crate) required: &'t str,
    pub(crate) required_with_type: &'t str,
}

impl<'t> Body<'t> {
    pub(super) fn read(mut parts: impl Iterator<Item = &'t str>) -> Option<Self> {
        Some(Self {
            name: parts.next()?,
            properties: parts.next()?,
            any_type: parts.next()?,
            required: parts.next()?,
            required_with_type: parts.next()?,
        })
    }

    /// Up to the members that only one of them has.
    fn begin(
        &self,
        json: &mut Writer,
        required: &str,
        of_type: impl FnOnce(&mut Writer),
        value: &str,
    ) {
        json.begin_object();
        json.member("type").text("object");
        json.member("required").raw(required);
        json.member("additionalProperties").boolean(false);
        json.member("properties").raw("{");
        json.raw(self.properties);
        json.member("_type");
        of_type(json);
        reference(json.member("value"), value);
        json.end_object();
    }
}

pub(super) fn write(json: &mut Writer, body: &Body<'_>, types: &[Entry]) {
    let Body { name, .. } = body;
    let other = format!("Other{name}");
    let known: Vec<Known<'_>> = types.iter().map(|entry| Known::of(name, entry)).collect();
    for Known { entry, type_name, schema } in &known {
        let description = &entry.description;
        json.foreign_member(schema);
        let of_type = |json: &mut Writer| {
            json.begin_object();
            json.member("const").text(type_name);
            json.end_object();
        };
        body.begin(json, body.required_with_type, of_type, &values::name(description));
        json.member("title").text(&description.title);
        json.member("description").text(&description.help);
        json.end_object();
    }
    json.foreign_member(&other);
    body.begin(json, body.required, |json| json.raw(body.any_type), "OtherValue");
    if !known.is_empty() {
        json.member("not").raw(r#"{"required":["_type"],"properties":{"_type":{"enum":["#);
        known.iter().for_each(|known| json.text(&known.type_name));
        json.raw("]}}}");
    }
    json.end_object();

    json.foreign_member(name).begin_object();
    json.member("oneOf").begin_list();
    known.iter().for_each(|known| reference(json, &known.schema));
    reference(json, &other);
    json.end_list();
    json.member("discriminator").begin_object();
    json.member("propertyName").text("_type");
    json.member("mapping").begin_object();
    for Known { type_name, schema, .. } in &known {
        json.foreign_member(type_name).text(&pointer(schema));
    }
    json.end_object();
    json.end_object();
    json.end_object();
}

struct Known<'d> {
    entry: &'d Entry,
    /// `secret/<Type>`.
    type_name: String,
    /// The name of the body's schema with this type.
    schema: String,
}

impl<'d> Known<'d> {
    fn of(body: &str, entry: &'d Entry) -> Self {
        let id = &entry.description.id;
        Self { entry, type_name: format!("secret/{id}"), schema: format!("{body}.{id}") }
    }
}
