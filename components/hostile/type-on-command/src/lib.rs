//! Does what its field `do` says, so that one component serves for many hostile ones. The field
//! `secret` is there to be leaked.

mod harm;

#[allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated code")]
mod bindings {
    wit_bindgen::generate!({ path: "../../../wit/secret-type", world: "plug-in" });
}

use bindings::exports::strongroom::secret_type::secret_type::{Guest, RenderError};
use bindings::strongroom::secret_type::types::{
    About, Description, Field, FieldDescription, FieldKind, Problem, Rendering,
};

struct OnCommand;

#[allow(unsafe_code, reason = "a component's exports are linked by name")]
mod export {
    use super::{OnCommand, bindings};
    bindings::export!(OnCommand with_types_in bindings);
}

impl Guest for OnCommand {
    fn describe() -> Description {
        Description {
            id: "OnCommand".into(),
            title: "Does as it is told".into(),
            help: String::new(),
            fields: vec![
                field("do", FieldKind::Text, true, false),
                field("secret", FieldKind::Password, false, true),
                field("count", FieldKind::Number, false, false),
            ],
            renderings: vec![Rendering {
                format: "text".into(),
                title: "Text".into(),
                media_type: "text/plain".into(),
                help: String::new(),
            }],
        }
    }

    fn validate(fields: Vec<Field>) -> Result<Vec<Field>, Vec<Problem>> {
        let command = text(&fields, "do");
        let secret = text(&fields, "secret");
        if harm::done(&command) {
            return Ok(fields);
        }
        match command.as_str() {
            "give an unknown field" => Ok(with(fields, "unknown", b"x".to_vec())),
            "give a field that looks like another" => {
                Ok(with(fields, "secret\u{200b}", b"x".to_vec()))
            }
            "drop a required field" => Ok(fields.into_iter().filter(|f| f.name != "do").collect()),
            "give a field twice" => Ok(vec![new("do", b"x".to_vec()), new("do", b"y".to_vec())]),
            "give a value too large" => Ok(with(fields, "secret", vec![b'x'; 64 * 1024 + 1])),
            "give a huge result" => Ok(with(fields, "secret", vec![b'x'; 8 * 1024 * 1024])),
            "give what it says is no value" => Ok(with(fields, "count", b"many".to_vec())),
            "name what is no text" => Ok(vec![new(&harm::no_text(), b"x".to_vec())]),
            "give too many problems" => Err((0..10_000).map(|_| problem("secret", "no")).collect()),
            "give no problems" => Err(Vec::new()),
            "echo the secret" => refuse(format!("`{secret}` is not a secret")),
            "write an escape" => refuse("\u{1b}[2Jall is well".to_owned()),
            "write at length" => refuse("x".repeat(501)),
            "write what is no text" => refuse(harm::no_text()),
            "blame a field that is not there" => Err(vec![problem(&secret, "is wrong")]),
            "read what is around" => harm::around().map_or(Ok(fields), refuse),
            _ => Ok(fields),
        }
    }

    fn render(format: String, about: About, fields: Vec<Field>) -> Result<Vec<u8>, RenderError> {
        let command = text(&fields, "do");
        let secret = text(&fields, "secret");
        let not_representable =
            |message: String| Err(RenderError::NotRepresentable(vec![problem("secret", &message)]));
        if harm::done(&command) {
            return Ok(Vec::new());
        }
        match command.as_str() {
            "give a huge result" => Ok(vec![b'x'; 8 * 1024 * 1024]),
            "give a value too large" => Ok(vec![b'x'; 1024 * 1024 + 1]),
            "give no problems" => Err(RenderError::NotRepresentable(Vec::new())),
            "echo the secret" => not_representable(format!("`{secret}` cannot be said")),
            "write what is no text" => not_representable(harm::no_text()),
            "deny the format" => Err(RenderError::UnknownFormat),
            _ => Ok(format!("{format}: {secret} of {} at {}", about.name, about.now).into_bytes()),
        }
    }
}

fn field(name: &str, kind: FieldKind, required: bool, sensitive: bool) -> FieldDescription {
    FieldDescription {
        name: name.into(),
        title: name.into(),
        kind,
        required,
        sensitive,
        pattern: None,
        choices: Vec::new(),
        default: None,
        help: String::new(),
    }
}

fn text(fields: &[Field], name: &str) -> String {
    let found = fields.iter().find(|field| field.name == name);
    found.map(|field| String::from_utf8_lossy(&field.value).into_owned()).unwrap_or_default()
}

fn new(name: &str, value: Vec<u8>) -> Field {
    Field { name: name.into(), value }
}

/// In the place of the one there is.
fn with(mut fields: Vec<Field>, name: &str, value: Vec<u8>) -> Vec<Field> {
    fields.retain(|field| field.name != name);
    fields.push(new(name, value));
    fields
}

fn problem(field: &str, message: &str) -> Problem {
    Problem { field: field.into(), message: message.into() }
}

fn refuse(message: String) -> Result<Vec<Field>, Vec<Problem>> {
    Err(vec![problem("secret", &message)])
}
