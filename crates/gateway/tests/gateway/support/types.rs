//! The types that are loaded in these tests.

use strongroom_ports::catalogue::{
    Choice, Description, Entry, FieldDescription, FieldKind, Rendering,
};

pub(super) fn known_types() -> Vec<Entry> {
    let registry =
        vec![field("server", FieldKind::Text, true), field("password", FieldKind::Password, false)];
    vec![
        entry("Custom", vec![field("value", FieldKind::Password, true)]),
        entry("Key", vec![field("api_key", FieldKind::MultiLine, true)]),
        odd(),
        Entry { connected: true, ..entry("Registry", registry) },
    ]
}

fn entry(name: &str, fields: Vec<FieldDescription>) -> Entry {
    let line = Rendering {
        format: "line".parse().unwrap(),
        title: "A line".to_owned(),
        media_type: "text/x-line; charset=utf-8".parse().unwrap(),
        help: "For people.".to_owned(),
    };
    let description = Description {
        id: name.parse().unwrap(),
        title: name.to_owned(),
        help: "A type.".to_owned(),
        fields,
        renderings: if name == "Registry" { vec![line] } else { Vec::new() },
    };
    Entry { description, connected: false }
}

fn field(name: &str, kind: FieldKind, required: bool) -> FieldDescription {
    FieldDescription {
        name: name.parse().unwrap(),
        title: format!("The {name}"),
        kind,
        required,
        sensitive: kind == FieldKind::Password,
        pattern: None,
        choices: Vec::new(),
        default: None,
        help: String::new(),
    }
}

/// Says of itself whatever the host lets through, with names that mean something elsewhere.
fn odd() -> Entry {
    let evil = "\"},{\"$ref\":\"#/components/schemas/Id\"}</script><script>alert(1)</script>";
    let choice = |value: &str| Choice { value: value.to_owned(), title: evil.to_owned() };
    let mut fields = vec![
        FieldDescription {
            choices: vec![choice("eu"), choice("\"us\"\n"), choice("")],
            default: Some("eu".to_owned()),
            ..field("constructor", FieldKind::Choice, true)
        },
        FieldDescription {
            pattern: Some("[a-z]+|[0-9]+".to_owned()),
            ..field("properties", FieldKind::Text, false)
        },
        field("port", FieldKind::Number, false),
        field("ref", FieldKind::File, false),
    ];
    for field in &mut fields {
        evil.clone_into(&mut field.help);
    }
    let mut odd = entry("Secret", fields);
    evil.clone_into(&mut odd.description.title);
    evil.clone_into(&mut odd.description.help);
    odd
}
