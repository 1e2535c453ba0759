//! Between the catalogue of the rest and the one that is exported: the same, generated twice.

use crate::bindings::exports::strongroom::secret_types::catalogue as here;
use crate::bindings::strongroom::secret_types::catalogue as rest;

pub(super) fn entry(entry: rest::Entry) -> here::Entry {
    here::Entry { description: entry.description, connected: entry.connected }
}

pub(super) fn rendered(rendered: rest::Rendered) -> here::Rendered {
    here::Rendered { media_type: rendered.media_type, content: rendered.content }
}

pub(super) const fn step(step: here::Step) -> rest::Step {
    match step {
        here::Step::Set => rest::Step::Set,
        here::Step::Test => rest::Step::Test,
        here::Step::Finish => rest::Step::Finish,
        here::Step::Revoke => rest::Step::Revoke,
    }
}

pub(super) fn error(error: rest::Error) -> here::Error {
    match error {
        rest::Error::Unknown => here::Error::Unknown,
        rest::Error::Invalid(problems) => here::Error::Invalid(problems),
        rest::Error::Failed => here::Error::Failed,
    }
}

pub(super) fn render_error(error: rest::RenderError) -> here::RenderError {
    match error {
        rest::RenderError::Unknown => here::RenderError::Unknown,
        rest::RenderError::UnknownFormat => here::RenderError::UnknownFormat,
        rest::RenderError::NotRepresentable(problems) => {
            here::RenderError::NotRepresentable(problems)
        }
        rest::RenderError::Failed => here::RenderError::Failed,
    }
}

pub(super) fn rotation_error(error: rest::RotationError) -> here::RotationError {
    match error {
        rest::RotationError::Unknown => here::RotationError::Unknown,
        rest::RotationError::NotConnected => here::RotationError::NotConnected,
        rest::RotationError::Refused(failure) => here::RotationError::Refused(failure),
        rest::RotationError::Failed => here::RotationError::Failed,
    }
}
