//! A type's page, made of its description.

use std::fmt::Write as _;

use crate::{FieldDescription, FieldKind, SecretType};

/// The fields and the formats of a type as Markdown, under a heading of the second level. Keep it in
/// a document, and have a test say that [it is there](documented_in).
#[must_use]
pub fn documentation<T: SecretType>() -> String {
    let description = T::describe();
    let mut out = format!(
        "## {}\n\n`secret/{}`. {}\n\n| field | kind | |\n|---|---|---|\n",
        description.title, description.id, description.help
    );
    for field in &description.fields {
        // Writing to a string does not fail.
        let _ = writeln!(out, "| `{}` | {} | {} |", field.name, kind(field), about(field));
    }
    if !description.renderings.is_empty() {
        out.push_str("\n| format | media type | |\n|---|---|---|\n");
    }
    for rendering in &description.renderings {
        let _ = writeln!(
            out,
            "| `{}` | {} | {}. {} |",
            rendering.format, rendering.media_type, rendering.title, rendering.help
        );
    }
    out
}

/// That a document has the type's [`documentation`] in it.
///
/// # Panics
/// Where it has not, with what belongs there.
#[track_caller]
pub fn documented_in<T: SecretType>(document: &str) {
    let expected = documentation::<T>();
    assert!(document.contains(&expected), "the document does not have this in it:\n\n{expected}");
}

fn kind(field: &FieldDescription) -> String {
    let kind = match field.kind {
        FieldKind::Text => "text",
        FieldKind::Password => "password",
        FieldKind::MultiLine => "several lines",
        FieldKind::Number => "number",
        FieldKind::Choice => "choice",
        FieldKind::File => "file",
    };
    format!("{kind}{}", if field.required { ", required" } else { "" })
}

fn about(field: &FieldDescription) -> String {
    let mut parts = vec![format!("{}.", field.title)];
    for choice in &field.choices {
        parts.push(format!("`{}`: {}.", choice.value, choice.title));
    }
    if let Some(default) = &field.default {
        parts.push(format!("Forms begin with `{default}`."));
    }
    if !field.help.is_empty() {
        parts.push(field.help.clone());
    }
    parts.join(" ").replace('|', "\\|")
}
