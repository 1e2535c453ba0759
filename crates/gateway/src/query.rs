//! Query parameters: which each operation has, and a strict reader of them.

mod access;
pub(crate) mod log;

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use strongroom_model::metadata::{Cursor, ListQuery, SortBy};
use strongroom_model::{
    FieldName, FormatName, Id, ParseError, Timestamp, TypeName, VersionNumber, limits,
};

use crate::document::told;
use crate::problem::{Problem, shown};
use crate::status::internal;
use crate::target;

pub(crate) use access::{ACCESS, holder_text};
pub(crate) use log::{AUDIT, CONSUMERS, VERIFICATION};

/// A parameter of an operation.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) repeatable: bool,
    pub(crate) about: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Sort,
    Boolean,
    Limit,
    Cursor,
    Text,
    Type,
    Version,
    Field,
    Format,
    RecordNumber,
    Id,
    Time,
    /// 1 to 3660, or this many.
    Days(u32),
    Event,
    /// `person/<id>` or `client/<id>`.
    Principal,
    Key,
    /// As a boolean, but that it need not be there.
    Choice,
    /// 1 to 255 characters.
    Search,
    /// Of a checkpoint, in hexadecimal.
    Code,
    /// `user/<id>`, `group/<id>`, `client/<id>` or `token/<id>`.
    Holder,
}

const fn parameter(name: &'static str, shape: Shape, about: &'static str) -> Parameter {
    Parameter { name, shape, repeatable: false, about: told(about) }
}

const LIMIT: Parameter = parameter("limit", Shape::Limit, "Entries of a page.");
const DECRYPT: Parameter = parameter(
    "decrypt",
    Shape::Boolean,
    "Whether to reveal the value, which takes a permission of its own and is recorded.",
);
const FIELD: Parameter = Parameter {
    name: "field",
    shape: Shape::Field,
    repeatable: true,
    about: told(
        "Reveal this field and no other; may stand several times. The value of a type with several \
         fields is an object even then. Only with `decrypt=true`.",
    ),
};

const FORMAT: Parameter = parameter(
    "format",
    Shape::Format,
    "Reveal the value in this format and nothing beside it: one of the type's `renderings`. Only \
     with `decrypt=true`. Where it is missing, `Accept` may name a format's media type.",
);

pub(crate) const LIST: [Parameter; 8] = [
    parameter("sort", Shape::Sort, "What to sort by."),
    parameter("desc", Shape::Boolean, "Whether to sort downwards."),
    LIMIT,
    parameter("cursor", Shape::Cursor, "`next_cursor` of the page before."),
    parameter("name", Shape::Text, "Only the secret of exactly this name."),
    parameter("type", Shape::Type, "Only secrets of this type: `secret/Custom` or `Custom`."),
    parameter("search", Shape::Search, "Only secrets with this in their name; A is a."),
    parameter("count", Shape::Boolean, "Whether to say in `total` how many there are in all."),
];

pub(crate) const DELETED: [Parameter; 3] = [
    LIMIT,
    parameter("cursor", Shape::Cursor, "`next_cursor` of the page before."),
    parameter("count", Shape::Boolean, "Whether to say in `total` how many there are in all."),
];

/// What `sort` can say.
pub(crate) const SORTS: [(&str, SortBy); SortBy::ALL.len()] = [
    ("name", SortBy::Name),
    ("type", SortBy::TypeName),
    ("created", SortBy::Created),
    ("updated", SortBy::Updated),
    ("updated_by", SortBy::UpdatedBy),
    ("last_reveal", SortBy::LastReveal),
    ("rotation", SortBy::Rotation),
    ("expiry", SortBy::Expiry),
];

pub(crate) const PROJECTS: [Parameter; 1] =
    [parameter("organization", Shape::Id, "Only projects of this organization.")];

pub(crate) const PEOPLE: [Parameter; 1] =
    [parameter("search", Shape::Search, "Only people with this in their name or address; A is a.")];

pub(crate) const READ: [Parameter; 4] = [
    DECRYPT,
    parameter(
        "version",
        Shape::Version,
        "Reveal this version and not the current one. Only with `decrypt=true`.",
    ),
    FIELD,
    FORMAT,
];

pub(crate) const READ_VERSION: [Parameter; 3] = [DECRYPT, FIELD, FORMAT];

/// Days that a question about a place can look ahead or back: ten years.
pub(crate) const DAYS: Timestamp = 3660;

pub(crate) const SOON: Parameter =
    parameter("soon", Shape::Days(14), "How many days ahead count as soon.");
pub(crate) const UNUSED: Parameter = parameter(
    "unused",
    Shape::Days(90),
    "After how many days without a reveal a secret is unused.",
);

pub(crate) const HEALTH: [Parameter; 3] = [SOON, UNUSED, LIMIT];

/// Whether an operation with these parameters can be asked for a value in the clear.
pub(crate) fn may_reveal(declared: &[Parameter]) -> bool {
    declared.iter().any(|parameter| parameter.name == DECRYPT.name)
}

/// The parameters of one request, each of them declared.
#[derive(Debug)]
pub(crate) struct Query<'t>(Vec<(&'static Parameter, Cow<'t, str>)>);

impl<'t> Query<'t> {
    /// # Errors
    /// 400 for a parameter that is not declared or stands there twice.
    pub(crate) fn read(
        raw: Option<&'t str>,
        declared: &'static [Parameter],
    ) -> Result<Self, Problem> {
        let mut given: Vec<(&'static Parameter, Cow<'t, str>)> = Vec::new();
        for pair in raw.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            let Some(parameter) = declared.iter().find(|parameter| parameter.name == name) else {
                return Err(Problem::malformed(shown(&name).map_or_else(
                    || "the query has an unknown parameter".to_owned(),
                    |name| format!("the query parameter `{name}` is not known here"),
                )));
            };
            let is_repeated = given.iter().any(|(other, _)| other.name == parameter.name);
            if is_repeated && !parameter.repeatable {
                return Err(wrong(parameter.name, "must stand there once"));
            }
            // Each repetition is looked for among the others: a handful is enough.
            if given.len() > limits::FIELDS + declared.len() {
                return Err(wrong(parameter.name, "stands there too often"));
            }
            given.push((parameter, value));
        }
        Ok(Self(given))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(parameter, _)| parameter.name == name).map(|(_, value)| &**value)
    }

    fn boolean(&self, name: &'static str) -> Result<bool, Problem> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(wrong(name, "must be `true` or `false`")),
        }
    }

    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        let name = LIMIT.name;
        match self.get(name) {
            None => Ok(limits::PAGE_ENTRIES_DEFAULT),
            Some(text) => number(text)
                .and_then(|number| u32::try_from(number).ok())
                .filter(|number| *number <= limits::PAGE_ENTRIES)
                .ok_or_else(|| wrong(name, "must be a whole number from 1 to 1000")),
        }
    }

    pub(crate) fn days(&self, parameter: &Parameter) -> Result<Timestamp, Problem> {
        let days = self.parsed(parameter.name, |text| {
            let days = number(text).and_then(|days| Timestamp::try_from(days).ok());
            days.filter(|days| *days <= DAYS)
                .ok_or("must be a whole number of days from 1 to 3660".to_owned())
        })?;
        let Shape::Days(usual) = parameter.shape else { return Err(internal()) };
        Ok(days.unwrap_or(usual.into()))
    }

    fn parsed<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Problem> {
        self.get(name).map(|text| parse(text).map_err(|why| wrong(name, &why))).transpose()
    }

    pub(crate) fn list(&self) -> Result<ListQuery, Problem> {
        let sort = self.get("sort").map_or(Ok(SortBy::Name), |text| {
            let known = SORTS.iter().find(|(name, _)| *name == text);
            known.map(|(_, sort)| *sort).ok_or_else(|| {
                let names = SORTS.map(|(name, _)| name).join("`, `");
                wrong("sort", &format!("must be one of `{names}`"))
            })
        });
        let type_name = self.get("type").map(|text| {
            text.strip_prefix("secret/")
                .unwrap_or(text)
                .parse::<TypeName>()
                .map_err(|_| wrong("type", "must be `secret/<Type>` or `<Type>`"))
        });
        Ok(ListQuery {
            sort: sort?,
            descending: self.boolean("desc")?,
            limit: self.limit()?,
            cursor: self.cursor()?,
            name: self.get("name").map(str::to_owned),
            type_name: type_name.transpose()?,
            search: self.search()?,
            count: self.boolean("count")?,
            deleted: false,
        })
    }

    /// What is deleted, what was last first.
    pub(crate) fn deleted(&self) -> Result<ListQuery, Problem> {
        Ok(ListQuery { sort: SortBy::Updated, descending: true, deleted: true, ..self.list()? })
    }

    fn cursor(&self) -> Result<Option<Cursor>, Problem> {
        let cursor = self.get("cursor").map(|text| {
            URL_SAFE_NO_PAD
                .decode(text)
                .map(Cursor)
                .map_err(|_| wrong("cursor", "must be the `next_cursor` of the page before"))
        });
        cursor.transpose()
    }

    /// What no name can hold need not be searched for, and everything holds nothing.
    pub(crate) fn search(&self) -> Result<Option<String>, Problem> {
        let name = "search";
        self.get(name).map_or(Ok(None), |text| {
            let is_bounded = (1..=limits::NAME_CHARACTERS).contains(&text.chars().count());
            let message = || format!("must have 1 to {} characters", limits::NAME_CHARACTERS);
            if is_bounded { Ok(Some(text.to_owned())) } else { Err(wrong(name, &message())) }
        })
    }

    pub(crate) fn organization(&self) -> Result<Option<Id>, Problem> {
        self.parsed("organization", |text| text.parse().map_err(|why: ParseError| why.to_string()))
    }

    /// Whether a value is asked for in the clear.
    pub(crate) fn wants_reveal(&self) -> bool {
        self.get(DECRYPT.name) == Some("true")
    }

    /// What to reveal, if anything.
    pub(crate) fn reveal(&self) -> Result<Option<Reveal>, Problem> {
        let version = self.get("version").map(|text| {
            text.parse::<VersionNumber>().map_err(|why| wrong("version", &why.to_string()))
        });
        let version = version.transpose()?;
        let mut fields: Vec<FieldName> = Vec::new();
        for (_, text) in self.0.iter().filter(|(parameter, _)| parameter.name == FIELD.name) {
            let field =
                text.parse().map_err(|_| wrong(FIELD.name, "must be the name of a field"))?;
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        let format = self.get(FORMAT.name).map(|text| {
            text.parse::<FormatName>().map_err(|why| wrong(FORMAT.name, &why.to_string()))
        });
        let format = format.transpose()?;
        if self.boolean(DECRYPT.name)? {
            let fields = (!fields.is_empty()).then_some(fields);
            return Ok(Some(Reveal { version, fields, format }));
        }
        let needs = "goes only with `decrypt=true`";
        match (version, fields.is_empty(), format) {
            (None, true, None) => Ok(None),
            (Some(_), _, _) => Err(wrong("version", needs)),
            (None, false, _) => Err(wrong(FIELD.name, needs)),
            (None, true, Some(_)) => Err(wrong(FORMAT.name, needs)),
        }
    }
}

/// What a caller asks to see in the clear.
#[derive(Debug)]
pub(crate) struct Reveal {
    /// The current one where there is none.
    pub(crate) version: Option<VersionNumber>,
    /// All where there are none.
    pub(crate) fields: Option<Vec<FieldName>>,
    pub(crate) format: Option<FormatName>,
}

pub(crate) fn cursor_text(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(&cursor.0)
}

/// From 1, in one spelling.
fn number(text: &str) -> Option<u64> {
    if text.starts_with(['+', '0']) { None } else { text.parse().ok() }
}

fn decode(raw: &str) -> Result<Cow<'_, str>, Problem> {
    target::decode(raw, true).map_err(|why| match why {
        target::Undecodable::Escape => target::Error::MalformedEscape.into(),
        target::Undecodable::Text => Problem::malformed("the query is not percent-encoded UTF-8"),
    })
}

fn wrong(name: &str, message: &str) -> Problem {
    Problem::malformed(format!("the query parameter `{name}` {message}"))
}
