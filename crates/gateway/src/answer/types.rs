//! Secret types as they describe themselves.

use strongroom_ports::catalogue::{Description, FieldKind};

use super::list;
use crate::json::Writer;

pub(crate) const KINDS: [FieldKind; 3] =
    [FieldKind::Text, FieldKind::Password, FieldKind::MultiLine];

pub(crate) const fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Password => "password",
        FieldKind::MultiLine => "multi-line",
    }
}

pub(crate) fn types(types: &[Description]) -> Writer {
    list((types.len() + 1) * 1024, types, write, |_| ())
}

fn write(json: &mut Writer, description: &Description) {
    json.begin_object();
    json.member("_type").display(format_args!("secret/{}", description.id));
    json.member("title").text(&description.title);
    json.member("help").text(&description.help);
    json.member("fields").begin_list();
    for field in &description.fields {
        json.begin_object();
        json.member("name").text(field.name.as_str());
        json.member("title").text(&field.title);
        json.member("kind").text(kind(field.kind));
        json.member("required").boolean(field.required);
        json.member("help").text(&field.help);
        json.end_object();
    }
    json.end_list();
    json.end_object();
}
