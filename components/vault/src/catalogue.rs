//! The crate's `Catalogue` over the imported one.

use strongroom_bindings::{all, each, wire_type};
use strongroom_model::{FormatName, TypeName};
use strongroom_ports::catalogue::{
    About, Catalogue, Entry, Error, Field, RenderError, Rendered, RotationError, Step,
};
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::strongroom::secret_types::catalogue as imported;

/// The secret types behind the component's import. Has no state.
pub(crate) struct Types;

impl Catalogue for Types {
    async fn types(&self) -> Vec<Entry> {
        // A description that is not what the contract says is a type that cannot be used.
        let entry = |found: imported::Entry| {
            let description = found.description.try_into().ok()?;
            Some(Entry { description, connected: found.connected })
        };
        imported::types().into_iter().filter_map(entry).collect()
    }

    async fn validate(
        &self,
        type_name: &TypeName,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        match imported::validate(type_name.as_str(), &all(fields)) {
            Ok(fields) => each(fields).map_err(|_| Error::Failed),
            Err(imported::Error::Unknown) => Err(Error::Unknown),
            Err(imported::Error::Invalid(problems)) => Err(Error::Invalid(all(problems))),
            Err(imported::Error::Failed) => Err(Error::Failed),
        }
    }

    async fn render(
        &self,
        type_name: &TypeName,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        let (about, fields) = (about_out(about), all(fields));
        match imported::render(type_name.as_str(), format.as_str(), &about, &fields) {
            Ok(rendered) => {
                // The content first, so that it is wiped also when the media type is refused.
                let content = SecretBytes::new(rendered.content);
                let media_type = rendered.media_type.parse().map_err(|_| RenderError::Failed)?;
                Ok(Rendered { media_type, content })
            }
            Err(error) => Err(match error {
                imported::RenderError::Unknown => RenderError::Unknown,
                imported::RenderError::UnknownFormat => RenderError::UnknownFormat,
                imported::RenderError::NotRepresentable(problems) => {
                    RenderError::NotRepresentable(all(problems))
                }
                imported::RenderError::Failed => RenderError::Failed,
            }),
        }
    }

    async fn check(
        &self,
        type_name: &TypeName,
        about: &About,
        current: Vec<Field>,
    ) -> Result<(), RotationError> {
        let done = imported::check(type_name.as_str(), &about_out(about), &all(current));
        done.map_err(rotation_error_in)
    }

    async fn create_next(
        &self,
        type_name: &TypeName,
        about: &About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        let made = imported::create_next(type_name.as_str(), &about_out(about), &all(current));
        each(made.map_err(rotation_error_in)?).map_err(|_| RotationError::Failed)
    }

    async fn step(
        &self,
        type_name: &TypeName,
        step: Step,
        about: &About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError> {
        let step = match step {
            Step::Set => imported::Step::Set,
            Step::Test => imported::Step::Test,
            Step::Finish => imported::Step::Finish,
            Step::Revoke => imported::Step::Revoke,
        };
        let (about, current, other) = (about_out(about), all(current), all(other));
        let done = imported::take_step(type_name.as_str(), step, &about, &current, &other);
        done.map_err(rotation_error_in)
    }
}

fn about_out(about: &About) -> wire_type::About {
    about.clone().into()
}

fn rotation_error_in(error: imported::RotationError) -> RotationError {
    match error {
        imported::RotationError::Unknown => RotationError::Unknown,
        imported::RotationError::NotConnected => RotationError::NotConnected,
        imported::RotationError::Refused(failure) => RotationError::Refused(failure.into()),
        imported::RotationError::Failed => RotationError::Failed,
    }
}
