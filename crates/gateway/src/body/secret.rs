//! Bodies that create, replace and patch a secret, and of what is to be one.

use strongroom_model::metadata::Problem as Told;
use strongroom_model::{TypeName, limits};
use strongroom_ports::catalogue::Description;
use strongroom_ports::vault::{Change, Draft, DraftField, Error};
use strongroom_secret_bytes::SecretBytes;

use super::{Member, Members, Shape, take_text};
use crate::json::Json;
use crate::problem::Problem;

const TYPE: &str = "_type";
const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const LABELS: &str = "labels";
const VALUE: &str = "value";
const EXPIRES_AT: &str = "expires_at";
const ROTATE_EVERY: &str = "rotate_every";

const EXPIRES: Shape = Shape::NullableTimestamp;
const ROTATE: Shape = Shape::NullableSeconds(
    *limits::ROTATE_EVERY_SECONDS.start(),
    *limits::ROTATE_EVERY_SECONDS.end(),
);

const fn member(name: &'static str, shape: Shape, required: bool, about: &'static str) -> Member {
    Member::new(name, shape, required, about)
}

const NAME_ABOUT: &str = "Unique among the owner's secrets.";
const VALUE_ABOUT: &str =
    "A string for a type of one field, otherwise an object of field names and strings.";
const EXPIRES_ABOUT: &str = "When the value ends, in the future; null or missing: never.";
const ROTATE_ABOUT: &str =
    "Seconds after which the value is to be replaced, each time; null or missing: never.";
const SAME_TYPE: &str = "The type of the secret, which cannot change.";

pub(crate) const CREATE: [Member; 7] = [
    member(TYPE, Shape::Type, true, "The kind of secret."),
    member(NAME, Shape::Name, true, NAME_ABOUT),
    member(DESCRIPTION, Shape::Description, false, "Free text; empty where it is missing."),
    member(LABELS, Shape::Labels, false, "Names and texts; empty where it is missing."),
    member(VALUE, Shape::Value, true, VALUE_ABOUT),
    member(EXPIRES_AT, EXPIRES, false, EXPIRES_ABOUT),
    member(ROTATE_EVERY, ROTATE, false, ROTATE_ABOUT),
];

pub(crate) const REPLACE: [Member; 7] = [
    member(TYPE, Shape::Type, false, SAME_TYPE),
    member(NAME, Shape::Name, true, NAME_ABOUT),
    member(DESCRIPTION, Shape::Description, false, "Emptied where it is missing."),
    member(LABELS, Shape::Labels, false, "Emptied where it is missing."),
    member(VALUE, Shape::Value, true, VALUE_ABOUT),
    member(EXPIRES_AT, EXPIRES, false, EXPIRES_ABOUT),
    member(ROTATE_EVERY, ROTATE, false, ROTATE_ABOUT),
];

pub(crate) const PATCH: [Member; 7] = [
    member(TYPE, Shape::Type, false, SAME_TYPE),
    member(NAME, Shape::Name, false, NAME_ABOUT),
    member(DESCRIPTION, Shape::Description, false, "Stays as it is where it is missing."),
    member(
        LABELS,
        Shape::Labels,
        false,
        "All labels from now on: they are replaced as a whole, not merged. Stay as they are where \
         it is missing.",
    ),
    member(
        VALUE,
        Shape::Value,
        false,
        "The whole next version: fields are not merged. Stays as it is where it is missing.",
    ),
    member(
        EXPIRES_AT,
        EXPIRES,
        false,
        "When the value ends, in the future; null: never. Where it is missing, a new value never \
         ends, and one that stays ends as before.",
    ),
    member(
        ROTATE_EVERY,
        ROTATE,
        false,
        "Seconds after which the value is to be replaced, each time; null: never. Stays as it is \
         where it is missing.",
    ),
];

/// What is not there is not judged.
pub(crate) const DRAFT: [Member; 6] = [
    member(NAME, Shape::Name, false, "Whether it is taken is not looked at."),
    member(DESCRIPTION, Shape::Description, false, "Free text."),
    member(LABELS, Shape::Labels, false, "Names and texts."),
    member(VALUE, Shape::Value, false, VALUE_ABOUT),
    member(EXPIRES_AT, EXPIRES, false, EXPIRES_ABOUT),
    member(ROTATE_EVERY, ROTATE, false, ROTATE_ABOUT),
];

pub(crate) const RESTORE: [Member; 1] =
    [member(NAME, Shape::Name, false, "Another name, where somebody has taken that of before.")];

/// The name that a restored secret is to have, if not its own.
pub(crate) fn restored_name(json: Json) -> Result<Option<String>, Problem> {
    let mut members = Members::read(json, &RESTORE);
    let name = members.text(NAME);
    members.finish()?;
    Ok(name)
}

/// A value as a caller sent it.
pub(crate) enum Value {
    Text(SecretBytes),
    Fields(Vec<DraftField>),
}

/// The body of a creation, whose value is yet to be given field names.
pub(crate) struct Creation {
    pub(crate) draft: Draft,
    pub(crate) value: Value,
}

impl Creation {
    pub(crate) fn read(json: Json) -> Result<Self, Problem> {
        let mut members = Members::read(json, &CREATE);
        let type_name = members.type_name();
        let name = members.text(NAME);
        let description = members.text(DESCRIPTION).unwrap_or_default();
        let labels = members.labels().unwrap_or_default();
        let value = members.value();
        let expires_at = members.nullable_number(EXPIRES_AT).flatten();
        let rotate_every = members.nullable_number(ROTATE_EVERY).flatten();
        members.finish()?;
        let (Some(type_name), Some(name), Some(value)) = (type_name, name, value) else {
            return Err(crate::status::internal());
        };
        let fields = Vec::new();
        let draft =
            Draft { type_name, name, description, labels, fields, expires_at, rotate_every };
        Ok(Self { draft, value })
    }
}

/// The body of a replacement or a patch, whose value is yet to be given field names.
pub(crate) struct Update {
    pub(crate) change: Change,
    pub(crate) value: Option<Value>,
}

impl Update {
    pub(crate) fn replace(json: Json, type_name: &TypeName) -> Result<Self, Problem> {
        let mut update = Self::read(json, &REPLACE, type_name)?;
        update.change.description.get_or_insert_default();
        update.change.labels.get_or_insert_default();
        update.change.expires_at.get_or_insert_default();
        update.change.rotate_every.get_or_insert_default();
        Ok(update)
    }

    pub(crate) fn patch(json: Json, type_name: &TypeName) -> Result<Self, Problem> {
        Self::read(json, &PATCH, type_name)
    }

    pub(crate) fn draft(json: Json, type_name: &TypeName) -> Result<Self, Problem> {
        Self::read(json, &DRAFT, type_name)
    }

    fn read(json: Json, declared: &'static [Member], is: &TypeName) -> Result<Self, Problem> {
        let mut members = Members::read(json, declared);
        if members.type_name().is_some_and(|named| named != is.as_str()) {
            members.problem(TYPE, "cannot change");
        }
        let change = Change {
            name: members.text(NAME),
            description: members.text(DESCRIPTION),
            labels: members.labels(),
            fields: None,
            expires_at: members.nullable_number(EXPIRES_AT),
            rotate_every: members.nullable_number(ROTATE_EVERY),
        };
        let value = members.value();
        members.finish()?;
        Ok(Self { change, value })
    }
}

impl Value {
    /// The fields by name, for a type as the catalogue describes it, if it does.
    ///
    /// # Errors
    /// 422 for a text where the type has several fields.
    pub(crate) fn into_fields(self, of: Option<&Description>) -> Result<Vec<DraftField>, Problem> {
        let text = match self {
            Self::Fields(fields) => return Ok(fields),
            Self::Text(text) => text,
        };
        let name = match of.map(|description| description.fields.as_slice()) {
            Some([only]) => String::from(only.name.clone()),
            // The vault knows that there is no such type, and says so.
            None => VALUE.to_owned(),
            Some(_) => {
                return Err(Problem::invalid(vec![Told::new(
                    VALUE,
                    "must be an object of fields: the type has several",
                )]));
            }
        };
        Ok(vec![DraftField { name, value: text }])
    }

    pub(crate) const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

/// What the vault says of `value.<field>` speaks of `value` to a caller who sent a plain text.
pub(crate) fn of_plain_text(error: Error, field: &str) -> Error {
    match error {
        Error::Invalid(problems) => Error::Invalid(told_of_plain_text(problems, field)),
        Error::Forbidden(_)
        | Error::NotFound
        | Error::NameTaken
        | Error::Stale(_)
        | Error::UnknownFormat(_)
        | Error::NotRepresentable(_)
        | Error::TypeFailed
        | Error::Refused { .. }
        | Error::RotationChanged
        | Error::Corrupt
        | Error::Unavailable
        | Error::Internal => error,
    }
}

pub(crate) fn told_of_plain_text(mut problems: Vec<Told>, field: &str) -> Vec<Told> {
    let place = format!("{VALUE}.{field}");
    for problem in problems.iter_mut().filter(|problem| problem.field == place) {
        VALUE.clone_into(&mut problem.field);
    }
    problems
}

impl Members {
    /// The name in `secret/<name>`; whether there is such a type is the vault's to say.
    fn type_name(&mut self) -> Option<String> {
        let text = self.text(TYPE)?;
        let name = text.strip_prefix("secret/").map(str::to_owned);
        if name.is_none() {
            self.problem(TYPE, "must be `secret/<Type>`");
        }
        name
    }

    fn labels(&mut self) -> Option<Vec<(String, String)>> {
        match self.take(LABELS)? {
            Json::Object(members) => {
                let texts = self.texts(LABELS, members);
                Some(texts.into_iter().map(|(key, text)| (key, take_text(text))).collect())
            }
            Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => {
                self.problem(LABELS, "must be an object of strings");
                None
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        match self.take(VALUE)? {
            Json::Text(text) => Some(Value::Text(SecretBytes::from(take_text(text)))),
            Json::Object(members) => {
                let field = |(name, text)| DraftField { name, value: take_text(text).into() };
                Some(Value::Fields(self.texts(VALUE, members).into_iter().map(field).collect()))
            }
            Json::Null | Json::Boolean(_) | Json::Number(_) | Json::List(_) => {
                self.problem(VALUE, "must be a string or an object of strings");
                None
            }
        }
    }
}
