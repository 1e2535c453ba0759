//! The contract as the host sees it, generated from `wit/`, and the way to the ports' types.
//!
//! Generated for a connected plug-in; a plain one is the same without `rotation` and `outbound`.
#![allow(unreachable_pub, reason = "the visibility of generated items is not ours to choose")]

wasmtime::component::bindgen!({
    path: "../wit/secret-type",
    world: "connected-plug-in",
    imports: { default: async },
    exports: { default: async },
});

use strongroom_ports::catalogue as port;
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_types::said;
use zeroize::Zeroize as _;

pub use exports::strongroom::secret_type::{rotation, secret_type};
pub use strongroom::secret_type::outbound;
pub use strongroom::secret_type::types::{
    About, Choice, Description, Failure, Field, FieldDescription, FieldKind, Problem, Rendering,
};

/// Fields as the generated code wants them, wiped when dropped, however the call ends.
pub struct Fields(Vec<Field>);

impl Fields {
    pub fn as_slice(&self) -> &[Field] {
        &self.0
    }

    pub fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|field| field.value.as_slice())
    }
}

impl From<Vec<port::Field>> for Fields {
    fn from(fields: Vec<port::Field>) -> Self {
        let bare = |field: port::Field| Field {
            name: field.name.into(),
            value: field.value.into_exposed(),
        };
        Self(fields.into_iter().map(bare).collect())
    }
}

impl Drop for Fields {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|field| field.value.zeroize());
    }
}

/// An answer's fields, taken over before anything else is done with them.
pub fn taken(fields: Vec<Field>) -> Vec<(String, SecretBytes)> {
    fields.into_iter().map(|field| (field.name, SecretBytes::new(field.value))).collect()
}

impl From<&port::About> for About {
    fn from(about: &port::About) -> Self {
        Self { name: about.name.to_string(), now: about.now }
    }
}

impl From<FieldKind> for port::FieldKind {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text => Self::Text,
            FieldKind::Password => Self::Password,
            FieldKind::MultiLine => Self::MultiLine,
            FieldKind::Number => Self::Number,
            FieldKind::Choice => Self::Choice,
            FieldKind::File => Self::File,
        }
    }
}

impl From<Description> for said::Description {
    fn from(description: Description) -> Self {
        Self {
            id: description.id,
            title: description.title,
            help: description.help,
            fields: description.fields.into_iter().map(Into::into).collect(),
            renderings: description.renderings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<FieldDescription> for said::FieldDescription {
    fn from(field: FieldDescription) -> Self {
        let choice = |choice: Choice| said::Choice { value: choice.value, title: choice.title };
        Self {
            name: field.name,
            title: field.title,
            kind: field.kind.into(),
            required: field.required,
            sensitive: field.sensitive,
            pattern: field.pattern,
            choices: field.choices.into_iter().map(choice).collect(),
            default: field.default,
            help: field.help,
        }
    }
}

impl From<Rendering> for said::Rendering {
    fn from(rendering: Rendering) -> Self {
        Self {
            format: rendering.format,
            title: rendering.title,
            media_type: rendering.media_type,
            help: rendering.help,
        }
    }
}

impl From<Problem> for said::Problem {
    fn from(problem: Problem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}

impl From<Failure> for said::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Rejected(text) => Self::Rejected(text),
            Failure::Unavailable(text) => Self::Unavailable(text),
            Failure::Invalid(found) => Self::Invalid(found.into_iter().map(Into::into).collect()),
            Failure::Failed(text) => Self::Failed(text),
        }
    }
}
