//! What a rendering is told of a secret, and why it can fail.

use crate::{Fields, Problems, render};

/// What may be told of a secret beside its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// The name its owner knows it by.
    pub name: String,
    /// Seconds since the Unix epoch, of this request.
    pub now: i64,
}

impl About {
    #[must_use]
    pub fn new(name: impl Into<String>, now: i64) -> Self {
        Self { name: name.into(), now }
    }
}

/// Why a value was not rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// The description names no such format.
    UnknownFormat,
    /// The value cannot be said in this format without changing it.
    NotRepresentable(Problems),
}

impl From<Problems> for RenderError {
    fn from(problems: Problems) -> Self {
        Self::NotRepresentable(problems)
    }
}

impl From<render::Problems> for RenderError {
    fn from(problems: render::Problems) -> Self {
        Self::NotRepresentable(problems.into())
    }
}

impl From<render::Problems> for Problems {
    fn from(problems: render::Problems) -> Self {
        let mut these = Self::new();
        for (field, message) in problems {
            these.add(field, message);
        }
        these
    }
}

/// A format of [`render::Format::ALL`], and no other.
///
/// # Errors
/// Both cases of [`RenderError`].
pub fn common(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
    let format = render::Format::of(format).ok_or(RenderError::UnknownFormat)?;
    Ok(format.render(&about.name, &fields.pairs())?)
}
