//! Descriptions of secret types, what is asked of them, and plaintext on its way.

use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::{
    About, Choice, Description, Failure, Field, FieldDescription, FieldKind, Rendering,
};
use strongroom_secret_bytes::SecretBytes;

use crate::id::same_cases;
use crate::{Malformed, all, each, wire, wire_type};

same_cases!(FieldKind, wire_type::FieldKind, Text, Password, MultiLine, Number, Choice, File);

impl From<Description> for wire_type::Description {
    fn from(description: Description) -> Self {
        Self {
            id: description.id.into(),
            title: description.title,
            help: description.help,
            fields: all(description.fields),
            renderings: all(description.renderings),
        }
    }
}

impl TryFrom<wire_type::Description> for Description {
    type Error = Malformed;

    fn try_from(description: wire_type::Description) -> Result<Self, Malformed> {
        Ok(Self {
            id: description.id.parse()?,
            title: description.title,
            help: description.help,
            fields: each(description.fields)?,
            renderings: each(description.renderings)?,
        })
    }
}

impl From<FieldDescription> for wire_type::FieldDescription {
    fn from(field: FieldDescription) -> Self {
        Self {
            name: field.name.into(),
            title: field.title,
            kind: field.kind.into(),
            required: field.required,
            sensitive: field.sensitive,
            pattern: field.pattern,
            choices: all(field.choices),
            default: field.default,
            help: field.help,
        }
    }
}

impl TryFrom<wire_type::FieldDescription> for FieldDescription {
    type Error = Malformed;

    fn try_from(field: wire_type::FieldDescription) -> Result<Self, Malformed> {
        Ok(Self {
            name: field.name.parse()?,
            title: field.title,
            kind: field.kind.into(),
            required: field.required,
            sensitive: field.sensitive,
            pattern: field.pattern,
            choices: all(field.choices),
            default: field.default,
            help: field.help,
        })
    }
}

impl From<Choice> for wire_type::Choice {
    fn from(choice: Choice) -> Self {
        Self { value: choice.value, title: choice.title }
    }
}

impl From<wire_type::Choice> for Choice {
    fn from(choice: wire_type::Choice) -> Self {
        Self { value: choice.value, title: choice.title }
    }
}

impl From<Rendering> for wire_type::Rendering {
    fn from(rendering: Rendering) -> Self {
        Self {
            format: rendering.format.into(),
            title: rendering.title,
            media_type: rendering.media_type.into(),
            help: rendering.help,
        }
    }
}

impl TryFrom<wire_type::Rendering> for Rendering {
    type Error = Malformed;

    fn try_from(rendering: wire_type::Rendering) -> Result<Self, Malformed> {
        Ok(Self {
            format: rendering.format.parse()?,
            title: rendering.title,
            media_type: rendering.media_type.parse()?,
            help: rendering.help,
        })
    }
}

impl From<About> for wire_type::About {
    fn from(about: About) -> Self {
        Self { name: about.name.into(), now: about.now }
    }
}

impl TryFrom<wire_type::About> for About {
    type Error = Malformed;

    fn try_from(about: wire_type::About) -> Result<Self, Malformed> {
        Ok(Self { name: about.name.parse()?, now: about.now })
    }
}

impl From<Failure> for wire_type::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Rejected(message) => Self::Rejected(message),
            Failure::Unavailable(message) => Self::Unavailable(message),
            Failure::Invalid(problems) => Self::Invalid(all(problems)),
            Failure::Failed(message) => Self::Failed(message),
        }
    }
}

impl From<wire_type::Failure> for Failure {
    fn from(failure: wire_type::Failure) -> Self {
        match failure {
            wire_type::Failure::Rejected(message) => Self::Rejected(message),
            wire_type::Failure::Unavailable(message) => Self::Unavailable(message),
            wire_type::Failure::Invalid(problems) => Self::Invalid(all(problems)),
            wire_type::Failure::Failed(message) => Self::Failed(message),
        }
    }
}

/// Both ways between a field in the clear and its two generated forms.
macro_rules! fields {
    ($($wire:ty),*) => {$(
        impl From<Field> for $wire {
            fn from(field: Field) -> Self {
                Self { name: field.name.into(), value: field.value.into_exposed() }
            }
        }
        impl TryFrom<$wire> for Field {
            type Error = Malformed;

            fn try_from(field: $wire) -> Result<Self, Malformed> {
                // The value first, so that it is wiped also when the name is refused.
                let value = SecretBytes::new(field.value);
                Ok(Self { name: field.name.parse()?, value })
            }
        }
    )*};
}
fields!(wire::Field, wire_type::Field);

impl From<Problem> for wire_type::Problem {
    fn from(problem: Problem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}

impl From<wire_type::Problem> for Problem {
    fn from(problem: wire_type::Problem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}
