//! The OpenAPI 3.1 document, made when it is asked for.
//!
//! What it is: an outline that is the same whatever types there are, and what the catalogue's types
//! say of themselves in the places that it leaves. What it is not: the maker of the outline, which is
//! `openapi` and need not be in a program that serves it.

mod bodies;
mod values;

use std::borrow::Cow;
use std::fmt;

use strongroom_model::MediaType;
use strongroom_ports::catalogue::Entry;
use strongroom_rendering::Format;

use crate::json::Writer;
use crate::problem::Problem;
use crate::status::internal;

/// Stands around each place in an outline, and between the parts of what a place says. JSON has
/// neither character but escaped.
pub(crate) const PLACE: char = '\u{1}';
pub(crate) const PART: char = '\u{2}';

/// What a place is for, its first part. Each is for members of an object, of which there is always
/// one.
pub(crate) const CONTENT: &str = "content";
pub(crate) const VALUES: &str = "values";
pub(crate) const BODY: &str = "body";

/// Room for the whole document, with a few types.
const CAPACITY: usize = 256 * 1024;

/// The document but for what types say of themselves, compressed.
#[derive(Clone)]
pub struct Outline(Cow<'static, [u8]>);

impl Outline {
    /// One that [`Outline::made`] made and [`Outline::packed`] gave, when the program was built.
    #[must_use]
    pub const fn taken_in(packed: &'static [u8]) -> Self {
        Self(Cow::Borrowed(packed))
    }

    /// From the router's table and the tables of bodies and answers.
    #[cfg(feature = "document")]
    #[must_use]
    pub fn made() -> Self {
        let text = crate::openapi::outline();
        // The slowest and smallest: it is compressed once.
        Self(Cow::Owned(miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 10)))
    }

    /// In the form that [`Outline::taken_in`] takes: deflated (RFC 1951), some 15 KB.
    #[must_use]
    pub fn packed(&self) -> &[u8] {
        &self.0
    }

    fn text(&self) -> Option<String> {
        String::from_utf8(miniz_oxide::inflate::decompress_to_vec(&self.0).ok()?).ok()
    }
}

impl fmt::Debug for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Outline").field(&self.0.len()).finish()
    }
}

/// # Errors
/// None in practice: 500 where the outline is not one that was made.
pub(crate) fn document(outline: &Outline, types: &[Entry]) -> Result<Writer, Problem> {
    let text = outline.text().ok_or_else(internal)?;
    let mut json = Writer::with_capacity(CAPACITY);
    for (number, piece) in text.split(PLACE).enumerate() {
        if number % 2 == 0 {
            json.raw(piece);
        } else {
            fill(&mut json, piece, types).ok_or_else(internal)?;
        }
    }
    Ok(json)
}

fn fill(json: &mut Writer, place: &str, types: &[Entry]) -> Option<()> {
    let mut parts = place.split(PART);
    match parts.next()? {
        CONTENT => content(json, parts.next()?, types),
        VALUES => values::write(json, types),
        BODY => bodies::write(json, &bodies::Body::read(parts)?, types),
        _ => return None,
    }
    Some(())
}

/// Of an answer that can be rendered: its own schema, or a text of each media type there is.
fn content(json: &mut Writer, schema: &str, types: &[Entry]) {
    let mut known = vec![Cow::Borrowed("application/json")];
    json.member("application/json").raw(r#"{"schema":"#);
    reference(json, schema);
    json.raw("}");
    let own = types.iter().flat_map(|known| &known.description.renderings);
    let own = own.map(|rendering| Cow::Borrowed(rendering.media_type.essence()));
    let ours = Format::ALL.into_iter().filter_map(|format| format.media_type().parse().ok());
    let ours = ours.map(|ours: MediaType| Cow::Owned(ours.essence().to_owned()));
    for media_type in own.chain(ours) {
        if !known.contains(&media_type) {
            json.foreign_member(&media_type).raw(r#"{"schema":{"type":"string"}}"#);
            known.push(media_type);
        }
    }
}

fn reference(json: &mut Writer, schema: &str) {
    json.begin_object();
    json.member("$ref").text(&pointer(schema));
    json.end_object();
}

/// A text that is for the document alone: in a program that only serves one it takes no room.
pub(crate) const fn told(text: &'static str) -> &'static str {
    if cfg!(feature = "document") { text } else { "" }
}

/// Where a schema stands in the document.
pub(crate) fn pointer(schema: &str) -> String {
    format!("#/components/schemas/{schema}")
}

#[cfg(all(test, feature = "document"))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::Value;

    use super::*;

    #[test]
    fn a_document_without_types_has_the_open_schemas_alone() {
        let json = document(&Outline::made(), &[]).ok().map(Writer::finish);
        let json: Value = serde_json::from_slice(json.unwrap().expose()).unwrap();
        let schemas = &json["components"]["schemas"];
        let other = |name: &str| serde_json::json!([{ "$ref": pointer(name) }]);
        assert_eq!(schemas["Value"]["anyOf"], other("OtherValue"));
        assert_eq!(schemas["SecretCreation"]["oneOf"], other("OtherSecretCreation"));
        assert!(schemas["OtherSecretCreation"].get("not").is_none());
    }

    #[test]
    fn what_is_no_outline_makes_no_document() {
        for packed in [&b""[..], b"not deflated", &[0xff; 64]] {
            assert!(document(&Outline::taken_in(packed), &[]).is_err());
        }
    }

    #[test]
    fn an_outline_is_the_same_each_time_it_is_made() {
        assert_eq!(Outline::made().packed(), Outline::made().packed());
    }
}
