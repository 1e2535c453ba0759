//! Between generated types of the catalogue and those of `strongroom_ports`.
//!
//! The core is trusted: what it says that is no name or format cannot have been asked of it, and is
//! answered as unknown.

use strongroom_model::TypeName;
use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue as port;
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_types::named;

use super::bindings::{catalogue, secret_type};

pub(super) fn entry(entry: &port::Entry) -> catalogue::Entry {
    catalogue::Entry { description: description(&entry.description), connected: entry.connected }
}

fn description(description: &port::Description) -> secret_type::Description {
    secret_type::Description {
        id: description.id.to_string(),
        title: description.title.clone(),
        help: description.help.clone(),
        fields: description.fields.iter().map(field_description).collect(),
        renderings: description.renderings.iter().map(rendering).collect(),
    }
}

fn field_description(field: &port::FieldDescription) -> secret_type::FieldDescription {
    let choice = |choice: &port::Choice| secret_type::Choice {
        value: choice.value.clone(),
        title: choice.title.clone(),
    };
    secret_type::FieldDescription {
        name: field.name.to_string(),
        title: field.title.clone(),
        kind: match field.kind {
            port::FieldKind::Text => secret_type::FieldKind::Text,
            port::FieldKind::Password => secret_type::FieldKind::Password,
            port::FieldKind::MultiLine => secret_type::FieldKind::MultiLine,
            port::FieldKind::Number => secret_type::FieldKind::Number,
            port::FieldKind::Choice => secret_type::FieldKind::Choice,
            port::FieldKind::File => secret_type::FieldKind::File,
        },
        required: field.required,
        sensitive: field.sensitive,
        pattern: field.pattern.clone(),
        choices: field.choices.iter().map(choice).collect(),
        default: field.default.clone(),
        help: field.help.clone(),
    }
}

fn rendering(rendering: &port::Rendering) -> secret_type::Rendering {
    secret_type::Rendering {
        format: rendering.format.to_string(),
        title: rendering.title.clone(),
        media_type: rendering.media_type.to_string(),
        help: rendering.help.clone(),
    }
}

/// `None` for what is no name of a type: there is no such type.
pub(super) fn type_name(id: &str) -> Option<TypeName> {
    id.parse().ok()
}

pub(super) fn about(about: secret_type::About) -> Option<port::About> {
    Some(port::About { name: about.name.parse().ok()?, now: about.now })
}

pub(super) const fn step(step: catalogue::Step) -> port::Step {
    match step {
        catalogue::Step::Set => port::Step::Set,
        catalogue::Step::Test => port::Step::Test,
        catalogue::Step::Finish => port::Step::Finish,
        catalogue::Step::Revoke => port::Step::Revoke,
    }
}

/// Fields from the core. A name that is none is a problem of the value.
pub(super) fn fields_in(fields: Vec<secret_type::Field>) -> Result<Vec<port::Field>, Vec<Problem>> {
    named(fields.into_iter().map(|field| (field.name, SecretBytes::new(field.value))))
}

/// Fields back to the core. The generated type does not wipe; the allocator does.
pub(super) fn fields_out(fields: Vec<port::Field>) -> Vec<secret_type::Field> {
    let bare = |field: port::Field| secret_type::Field {
        name: field.name.into(),
        value: field.value.into_exposed(),
    };
    fields.into_iter().map(bare).collect()
}

pub(super) fn rendered(rendered: port::Rendered) -> catalogue::Rendered {
    catalogue::Rendered {
        media_type: rendered.media_type.into(),
        content: rendered.content.into_exposed(),
    }
}

pub(super) fn error(error: port::Error) -> catalogue::Error {
    match error {
        port::Error::Unknown => catalogue::Error::Unknown,
        port::Error::Invalid(found) => catalogue::Error::Invalid(problems(found)),
        port::Error::Failed => catalogue::Error::Failed,
    }
}

pub(super) fn render_error(error: port::RenderError) -> catalogue::RenderError {
    match error {
        port::RenderError::Unknown => catalogue::RenderError::Unknown,
        port::RenderError::UnknownFormat => catalogue::RenderError::UnknownFormat,
        port::RenderError::NotRepresentable(found) => {
            catalogue::RenderError::NotRepresentable(problems(found))
        }
        port::RenderError::Failed => catalogue::RenderError::Failed,
    }
}

pub(super) fn rotation_error(error: port::RotationError) -> catalogue::RotationError {
    match error {
        port::RotationError::Unknown => catalogue::RotationError::Unknown,
        port::RotationError::NotConnected => catalogue::RotationError::NotConnected,
        port::RotationError::Refused(why) => catalogue::RotationError::Refused(failure(why)),
        port::RotationError::Failed => catalogue::RotationError::Failed,
    }
}

fn failure(failure: port::Failure) -> secret_type::Failure {
    match failure {
        port::Failure::Rejected(text) => secret_type::Failure::Rejected(text),
        port::Failure::Unavailable(text) => secret_type::Failure::Unavailable(text),
        port::Failure::Invalid(found) => secret_type::Failure::Invalid(problems(found)),
        port::Failure::Failed(text) => secret_type::Failure::Failed(text),
    }
}

fn problems(problems: Vec<Problem>) -> Vec<secret_type::Problem> {
    let bare =
        |problem: Problem| secret_type::Problem { field: problem.field, message: problem.message };
    problems.into_iter().map(bare).collect()
}
