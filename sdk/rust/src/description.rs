//! How a type describes itself. Plain data with builders, so that the contract can grow without
//! breaking what was written before.

use crate::render::Format;

/// A secret type as people and programs see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    pub id: String,
    pub title: String,
    pub help: String,
    pub fields: Vec<crate::FieldDescription>,
    pub renderings: Vec<Rendering>,
}

impl Description {
    /// `id` is the middle of a secret's key (`Custom` in `secret/Custom/…`) and is for ever: begins
    /// with a letter; ASCII letters, digits and `-`; at most 64. `title` is what people read, one
    /// line.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            help: String::new(),
            fields: Vec::new(),
            renderings: Vec::new(),
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a field, in the order a form shows them. At least one is needed, 64 are allowed; the
    /// value of a type with exactly one is a plain string.
    #[must_use]
    pub fn field(mut self, field: crate::FieldDescription) -> Self {
        self.fields.push(field);
        self
    }

    /// Adds a format that the type can give a value out in; at most 32.
    #[must_use]
    pub fn rendering(mut self, rendering: impl Into<Rendering>) -> Self {
        self.renderings.push(rendering.into());
        self
    }

    /// Adds formats, for one all of [`Format::ALL`].
    #[must_use]
    pub fn renderings<R: Into<Rendering>>(
        mut self,
        renderings: impl IntoIterator<Item = R>,
    ) -> Self {
        self.renderings.extend(renderings.into_iter().map(Into::into));
        self
    }
}

/// A format that a type can give a value out in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rendering {
    pub format: String,
    pub title: String,
    pub media_type: String,
    pub help: String,
}

impl Rendering {
    /// `format` is what callers ask for: lower-case ASCII letters, digits and `-`; at most 64.
    /// `media_type` goes into a header: lower case, `application/json` or
    /// `text/plain; charset=utf-8`.
    #[must_use]
    pub fn new(
        format: impl Into<String>,
        title: impl Into<String>,
        media_type: impl Into<String>,
    ) -> Self {
        Self {
            format: format.into(),
            title: title.into(),
            media_type: media_type.into(),
            help: String::new(),
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// A format that is for every value. [`SecretType::render`](crate::SecretType::render) writes it
/// without more being said.
impl From<Format> for Rendering {
    fn from(format: Format) -> Self {
        Self::new(format.id(), format.title(), format.media_type()).help(format.help())
    }
}
