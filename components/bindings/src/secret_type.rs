//! Descriptions of secret types, and plaintext on its way.

use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::{Description, Field, FieldDescription, FieldKind};
use strongroom_secret_bytes::SecretBytes;

use crate::id::same_cases;
use crate::{Malformed, all, each, wire, wire_type};

same_cases!(FieldKind, wire_type::FieldKind, Text, Password, MultiLine);

impl From<Description> for wire_type::Description {
    fn from(description: Description) -> Self {
        Self {
            id: description.id.into(),
            title: description.title,
            help: description.help,
            fields: all(description.fields),
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
            help: field.help,
        })
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
