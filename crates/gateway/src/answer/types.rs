//! Secret types as they describe themselves.

use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::{Entry, FieldDescription, Rendering};
use strongroom_rendering::Format;

use super::list;
use crate::json::Writer;
use crate::problem::write_errors;

/// Bytes of one type, about.
const ENTRY: usize = 2048;

pub(crate) fn types(types: &[Entry]) -> Writer {
    list((types.len() + 1) * ENTRY, types, write, |_| ())
}

pub(crate) fn one(known: &Entry) -> Writer {
    let mut json = Writer::with_capacity(ENTRY);
    write(&mut json, known);
    json
}

/// What is wrong with a draft, as a problem document says it of a body.
pub(crate) fn validation(problems: &[Problem]) -> Writer {
    super::single(|json| {
        json.begin_object();
        json.member("valid").boolean(problems.is_empty());
        write_errors(json, problems);
        json.end_object();
    })
}

fn write(json: &mut Writer, known: &Entry) {
    let description = &known.description;
    json.begin_object();
    json.member("_type").display(format_args!("secret/{}", description.id));
    json.member("title").text(&description.title);
    json.member("help").text(&description.help);
    json.member("connected").boolean(known.connected);
    json.member("fields").begin_list();
    for field in &description.fields {
        write_field(json, field);
    }
    json.end_list();
    json.member("renderings").begin_list();
    for rendering in &description.renderings {
        write_rendering(json, rendering);
    }
    // A format of the type's own stands for one of ours that has its name.
    let is_ours = |format: &Format| {
        description.renderings.iter().all(|own| own.format.as_str() != format.id())
    };
    for format in Format::ALL.into_iter().filter(is_ours) {
        write_parts(json, format.id(), format.title(), format.media_type(), format.help());
    }
    json.end_list();
    json.end_object();
}

fn write_field(json: &mut Writer, field: &FieldDescription) {
    json.begin_object();
    json.member("name").text(field.name.as_str());
    json.member("title").text(&field.title);
    json.member("kind").text(field.kind.as_str());
    json.member("required").boolean(field.required);
    json.member("sensitive").boolean(field.sensitive);
    maybe(json.member("pattern"), field.pattern.as_deref());
    json.member("choices").begin_list();
    for choice in &field.choices {
        json.begin_object();
        json.member("value").text(&choice.value);
        json.member("title").text(&choice.title);
        json.end_object();
    }
    json.end_list();
    maybe(json.member("default"), field.default.as_deref());
    json.member("help").text(&field.help);
    json.end_object();
}

fn maybe(json: &mut Writer, text: Option<&str>) {
    match text {
        Some(text) => json.text(text),
        None => json.null(),
    }
}

fn write_rendering(json: &mut Writer, rendering: &Rendering) {
    let Rendering { format, title, media_type, help } = rendering;
    write_parts(json, format.as_str(), title, media_type.as_str(), help);
}

fn write_parts(json: &mut Writer, format: &str, title: &str, media_type: &str, help: &str) {
    json.begin_object();
    json.member("format").text(format);
    json.member("title").text(title);
    json.member("media_type").text(media_type);
    json.member("help").text(help);
    json.end_object();
}
