//! The built-in secret type, linked in instead of plugged in.
//!
//! It is asked what the plug-in is asked. The checks around it are the host's in short: they are
//! here so that the baseline does not win by leaving them out.

use strongroom_model::metadata::Problem;
use strongroom_model::{TypeName, limits};
use strongroom_ports::catalogue::{
    Catalogue, Description, Error, Field, FieldDescription, FieldKind,
};
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_type::{self as sdk, SecretType as _};
use strongroom_type_single_variable::SingleVariable;

pub(super) struct Types {
    /// `None` where the type says something of itself that no host would take.
    single_variable: Option<Description>,
}

impl Types {
    pub(super) fn new() -> Self {
        Self { single_variable: described(SingleVariable::describe()) }
    }
}

impl Catalogue for Types {
    async fn types(&self) -> Vec<Description> {
        self.single_variable.iter().cloned().collect()
    }

    async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        let description = self
            .single_variable
            .as_ref()
            .filter(|one| one.id == *type_name)
            .ok_or(Error::Unknown)?;
        let problems = admitted(description, &fields);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let given = fields.into_iter().map(|field| (field.name.into(), field.value.into_exposed()));
        let given: sdk::Fields = given.collect::<Vec<(String, Vec<u8>)>>().into_iter().collect();
        let accepted = SingleVariable::validate(given).map_err(|problems| {
            let problem = |one: &sdk::Problem| Problem::new(&*one.field, &*one.message);
            Error::Invalid(problems.iter().map(problem).collect())
        })?;
        // The SDK lends its fields and does not give them up: a copy, as on the way out of a plug-in.
        let taken = accepted.iter().map(|(name, value)| {
            let name = name.parse().map_err(|_| Error::Failed)?;
            Ok(Field { name, value: SecretBytes::new(value.to_vec()) })
        });
        taken.collect()
    }
}

fn admitted(description: &Description, fields: &[Field]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if !description.fields.iter().any(|known| known.name == field.name) {
            problems.push(Problem::new(field.name.as_str(), "is not a field of this type"));
        }
        if field.value.len() > limits::VALUE_BYTES {
            problems.push(Problem::new(field.name.as_str(), "is too long"));
        }
        if fields.iter().take(index).any(|other| other.name == field.name) {
            problems.push(Problem::new(field.name.as_str(), "is given more than once"));
        }
    }
    for known in description.fields.iter().filter(|known| known.required) {
        if !fields.iter().any(|field| field.name == known.name) {
            problems.push(Problem::new(known.name.as_str(), "is required"));
        }
    }
    problems
}

fn described(raw: sdk::Description) -> Option<Description> {
    let fields = raw.fields.into_iter().map(|field| {
        Some(FieldDescription {
            name: field.name.parse().ok()?,
            title: field.title,
            kind: match field.kind {
                sdk::FieldKind::Text => FieldKind::Text,
                sdk::FieldKind::Password => FieldKind::Password,
                sdk::FieldKind::MultiLine => FieldKind::MultiLine,
                _ => return None,
            },
            required: field.required,
            help: field.help,
        })
    });
    let fields = fields.collect::<Option<Vec<_>>>()?;
    Some(Description { id: raw.id.parse().ok()?, title: raw.title, help: raw.help, fields })
}
