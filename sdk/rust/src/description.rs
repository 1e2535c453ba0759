//! How a type describes itself. Plain data with builders, so that the contract can grow without
//! breaking what was written before.

/// A secret type as people and programs see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    pub id: String,
    pub title: String,
    pub help: String,
    pub fields: Vec<FieldDescription>,
}

impl Description {
    /// `id` is the middle of a secret's key (`Custom` in `secret/Custom/…`) and is for ever: begins
    /// with a letter; ASCII letters, digits and `-`; at most 64. `title` is what people read, one
    /// line.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), help: String::new(), fields: Vec::new() }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a field, in the order a form shows them. At least one is needed, 64 are allowed; the
    /// value of a type with exactly one is a plain string.
    #[must_use]
    pub fn field(mut self, field: FieldDescription) -> Self {
        self.fields.push(field);
        self
    }
}

/// How a form asks for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// One line, shown as it is typed.
    Text,
    /// One line, hidden as it is typed.
    Password,
    /// Several lines.
    MultiLine,
}

/// One field of a type. Optional until [`required`](Self::required) is said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldDescription {
    pub name: String,
    pub title: String,
    pub kind: FieldKind,
    pub required: bool,
    pub help: String,
}

impl FieldDescription {
    /// One line, shown as it is typed. `name` begins with a letter; ASCII letters, digits, `_` and
    /// `-`; at most 64.
    #[must_use]
    pub fn text(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self::new(name, title, FieldKind::Text)
    }

    /// One line, hidden as it is typed.
    #[must_use]
    pub fn password(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self::new(name, title, FieldKind::Password)
    }

    /// Several lines.
    #[must_use]
    pub fn multi_line(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self::new(name, title, FieldKind::MultiLine)
    }

    fn new(name: impl Into<String>, title: impl Into<String>, kind: FieldKind) -> Self {
        Self { name: name.into(), title: title.into(), kind, required: false, help: String::new() }
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}
