//! The built-in secret type, linked in instead of plugged in.
//!
//! It is asked what the plug-in is asked. The checks around it are the host's in short: they are
//! here so that the baseline does not win by leaving them out.

use strongroom_model::metadata::Problem;
use strongroom_model::{FormatName, TypeName, limits};
use strongroom_ports::catalogue::{
    About, Catalogue, Choice, Description, Entry, Error, Field, FieldDescription, FieldKind,
    RenderError, Rendered, Rendering, RotationError, Step,
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
    async fn types(&self) -> Vec<Entry> {
        let entry = |description: &Description| Entry {
            description: description.clone(),
            connected: false,
        };
        self.single_variable.iter().map(entry).collect()
    }

    async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        let description = self.known(type_name).ok_or(Error::Unknown)?;
        let problems = admitted(description, &fields);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let accepted = SingleVariable::validate(given(fields)).map_err(|problems| {
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

    async fn render(
        &self,
        type_name: &TypeName,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        let description = self.known(type_name).ok_or(RenderError::Unknown)?;
        let mut renderings = description.renderings.iter();
        let rendering = renderings.find(|one| one.format == *format);
        let media_type = rendering.ok_or(RenderError::UnknownFormat)?.media_type.clone();
        let about = sdk::About::new(about.name.as_str(), about.now);
        match SingleVariable::render(format.as_str(), &about, &given(fields)) {
            Ok(bytes) => Ok(Rendered { media_type, content: SecretBytes::new(bytes) }),
            Err(sdk::RenderError::UnknownFormat) => Err(RenderError::UnknownFormat),
            Err(sdk::RenderError::NotRepresentable(problems)) => {
                let problem = |one: &sdk::Problem| Problem::new(&*one.field, &*one.message);
                Err(RenderError::NotRepresentable(problems.iter().map(problem).collect()))
            }
        }
    }

    async fn check(
        &self,
        type_name: &TypeName,
        _: &About,
        _: Vec<Field>,
    ) -> Result<(), RotationError> {
        Err(self.not_connected(type_name))
    }

    async fn create_next(
        &self,
        type_name: &TypeName,
        _: &About,
        _: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        Err(self.not_connected(type_name))
    }

    async fn step(
        &self,
        type_name: &TypeName,
        _: Step,
        _: &About,
        _: Vec<Field>,
        _: Vec<Field>,
    ) -> Result<(), RotationError> {
        Err(self.not_connected(type_name))
    }
}

impl Types {
    fn known(&self, type_name: &TypeName) -> Option<&Description> {
        self.single_variable.as_ref().filter(|one| one.id == *type_name)
    }

    fn not_connected(&self, type_name: &TypeName) -> RotationError {
        match self.known(type_name) {
            Some(_) => RotationError::NotConnected,
            None => RotationError::Unknown,
        }
    }
}

fn given(fields: Vec<Field>) -> sdk::Fields {
    let fields = fields.into_iter();
    fields.map(|field| (String::from(field.name), field.value.into_exposed())).collect()
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
                sdk::FieldKind::Number => FieldKind::Number,
                sdk::FieldKind::Choice => FieldKind::Choice,
                sdk::FieldKind::File => FieldKind::File,
                _ => return None,
            },
            required: field.required,
            sensitive: field.sensitive,
            pattern: field.pattern,
            choices: field
                .choices
                .into_iter()
                .map(|choice| Choice { value: choice.value, title: choice.title })
                .collect(),
            default: field.default,
            help: field.help,
        })
    });
    let fields = fields.collect::<Option<Vec<_>>>()?;
    let renderings = raw.renderings.into_iter().map(|rendering| {
        Some(Rendering {
            format: rendering.format.parse().ok()?,
            title: rendering.title,
            media_type: rendering.media_type.parse().ok()?,
            help: rendering.help,
        })
    });
    let renderings = renderings.collect::<Option<Vec<_>>>()?;
    Some(Description {
        id: raw.id.parse().ok()?,
        title: raw.title,
        help: raw.help,
        fields,
        renderings,
    })
}
