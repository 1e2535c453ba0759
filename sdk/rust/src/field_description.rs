//! One field of a type: what a form asks, and what the server checks before the type is called.

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
    /// A number in decimal digits, with an optional sign and fraction.
    Number,
    /// One of the field's choices.
    Choice,
    /// The content of a file that people pick; typed in is as good.
    File,
}

/// One answer to a question of kind [`FieldKind::Choice`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What people read.
    pub title: String,
}

/// One field of a type. Optional until [`required`](Self::required) is said.
///
/// The kind says whether it is a secret until [`sensitive`](Self::sensitive) or
/// [`not_sensitive`](Self::not_sensitive) is said: passwords, several lines and files are, a line of
/// text, a number and a choice are not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldDescription {
    pub name: String,
    pub title: String,
    pub kind: FieldKind,
    pub required: bool,
    pub sensitive: bool,
    pub pattern: Option<String>,
    pub choices: Vec<Choice>,
    pub default: Option<String>,
    pub help: String,
}

impl FieldDescription {
    /// One line, shown as it is typed. `name` is for ever: begins with a letter; ASCII letters,
    /// digits, `_` and `-`; at most 64.
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

    /// A number in decimal digits, with an optional sign and fraction.
    #[must_use]
    pub fn number(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self::new(name, title, FieldKind::Number)
    }

    /// One of these, 1 to 100: what is stored, and what people read.
    #[must_use]
    pub fn choice<V: Into<String>, T: Into<String>>(
        name: impl Into<String>,
        title: impl Into<String>,
        choices: impl IntoIterator<Item = (V, T)>,
    ) -> Self {
        let mut field = Self::new(name, title, FieldKind::Choice);
        let choice = |(value, title): (V, T)| Choice { value: value.into(), title: title.into() };
        field.choices = choices.into_iter().map(choice).collect();
        field
    }

    /// The content of a file that people pick.
    #[must_use]
    pub fn file(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self::new(name, title, FieldKind::File)
    }

    fn new(name: impl Into<String>, title: impl Into<String>, kind: FieldKind) -> Self {
        let sensitive = match kind {
            FieldKind::Password | FieldKind::MultiLine | FieldKind::File => true,
            FieldKind::Text | FieldKind::Number | FieldKind::Choice => false,
        };
        Self {
            name: name.into(),
            title: title.into(),
            kind,
            required: false,
            sensitive,
            pattern: None,
            choices: Vec::new(),
            default: None,
            help: String::new(),
        }
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The value is a secret: a form that asks to change it does not show it.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The value is none: a form may show it to whoever may change it.
    #[must_use]
    pub fn not_sensitive(mut self) -> Self {
        self.sensitive = false;
        self
    }

    /// A regular expression that the whole value matches: the common part of JavaScript's and RE2's
    /// syntax, without look-around and back-references; at most 1,000 characters. Forms and the
    /// server check it, and `validate` is called only where it matches.
    #[must_use]
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }

    /// What a form begins with. A caller of the API who leaves the field out has left it out. Not for
    /// a field that is sensitive.
    #[must_use]
    pub fn default(mut self, default: impl Into<String>) -> Self {
        self.default = Some(default.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}
