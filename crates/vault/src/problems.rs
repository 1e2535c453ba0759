//! What is wrong with an input, collected so that the caller learns all of it at once.
//!
//! A problem names its field by the caller's own structure: `name`, `labels.<key>`, `_type`, and for
//! values `value` where the type has one field and the value is a plain string, `value.<field>` where
//! it is an object. Which of the two it is becomes known last, so problems of values wait here.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, SecretKey, TypeName, limits};
use strongroom_ports::catalogue::{Catalogue, Entry};
use strongroom_ports::vault::Error;

#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
    /// With the part of the value: none for the whole, else a field's name, or its place where it
    /// has no valid name.
    of_value: Vec<(Option<String>, String)>,
}

impl Problems {
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.found.push(Problem::new(field, message));
    }

    pub(crate) fn add_value(&mut self, part: Option<String>, message: impl Into<String>) {
        self.of_value.push((part, message.into()));
    }

    /// Keeps the value of a check, or adds why there is none.
    pub(crate) fn check<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        checked: Result<T, E>,
    ) -> Option<T> {
        checked.map_err(|error| self.add(field, error.to_string())).ok()
    }

    /// What a type said. It is a plug-in's word, so its bounds are not taken on trust.
    pub(crate) fn add_of_type(&mut self, told: Vec<Problem>) {
        let none = told.is_empty();
        for problem in told.into_iter().take(limits::FIELDS) {
            let part = problem.field.parse::<FieldName>().ok().map(String::from);
            self.add_value(part, sound(problem.message, "is not valid"));
        }
        if none {
            self.add_value(None, "is not valid");
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.found.is_empty() && self.of_value.is_empty()
    }

    pub(crate) const fn has_of_value(&self) -> bool {
        !self.of_value.is_empty()
    }

    /// What does not fit a format. Its `name` is the secret's own where the value has no such field.
    pub(crate) fn add_of_format(&mut self, told: Vec<(String, String)>, fields: &[FieldName]) {
        for (field, message) in told {
            let is_field = fields.iter().any(|name| name.as_str() == field);
            match field.as_str() {
                strongroom_rendering::NAME if !is_field => self.add("name", message),
                "" => self.add_value(None, message),
                _ => self.add_value(Some(field), message),
            }
        }
    }

    /// What a type says does not fit a format of its own. `name` as above.
    pub(crate) fn add_of_rendering(&mut self, told: Vec<Problem>, fields: &[FieldName]) {
        let is_own = |problem: &Problem| {
            problem.field == strongroom_rendering::NAME
                && !fields.iter().any(|name| name.as_str() == problem.field)
        };
        let (own, of_value): (Vec<_>, Vec<_>) = told.into_iter().partition(is_own);
        if own.is_empty() || !of_value.is_empty() {
            self.add_of_type(of_value);
        }
        for problem in own.into_iter().take(1) {
            self.add("name", sound(problem.message, "does not fit the format"));
        }
    }

    /// All of them, as a caller is told of a secret that there is.
    pub(crate) fn of_secret(
        self,
        types: &[Entry],
        key: &SecretKey,
        fields: &[FieldName],
    ) -> Vec<Problem> {
        let Self { mut found, of_value } = self;
        let plain = match describing(types, &key.type_name) {
            Some(known) => known.description.fields.len() == 1,
            None => matches!(fields, [only] if only.as_str() == "value"),
        };
        name_values(&mut found, of_value, plain);
        found
    }

    /// The answer. The catalogue is asked only where something is wrong with a value.
    pub(crate) async fn into_error(
        self,
        catalogue: &impl Catalogue,
        type_name: Option<&TypeName>,
    ) -> Error {
        let Self { mut found, of_value } = self;
        if let Some(type_name) = type_name
            && !of_value.is_empty()
        {
            let types = catalogue.types().await;
            let known = describing(&types, type_name);
            if known.is_none() && found.iter().all(|problem| problem.field != TYPE) {
                found.push(Problem::new(TYPE, UNKNOWN_TYPE));
            }
            let plain = known.is_some_and(|known| known.description.fields.len() == 1);
            name_values(&mut found, of_value, plain);
        } else {
            name_values(&mut found, of_value, false);
        }
        Error::Invalid(found)
    }
}

pub(crate) fn describing<'t>(types: &'t [Entry], name: &TypeName) -> Option<&'t Entry> {
    types.iter().find(|known| known.description.id == *name)
}

/// A message of a type, or ours where that is not fit to be shown.
pub(crate) fn sound(message: String, otherwise: &str) -> String {
    let is_sound = !message.trim().is_empty()
        && !message.contains(['\n', '\t'])
        && strongroom_model::name::free_text(&message, MESSAGE_CHARACTERS).is_ok();
    if is_sound { message } else { otherwise.to_owned() }
}

/// Characters of a message; the host holds types to the same.
const MESSAGE_CHARACTERS: usize = 500;

pub(crate) const TYPE: &str = "_type";
pub(crate) const UNKNOWN_TYPE: &str = "is not a type that is loaded";

fn name_values(found: &mut Vec<Problem>, of_value: Vec<(Option<String>, String)>, plain: bool) {
    found.extend(of_value.into_iter().map(|(part, message)| match part {
        Some(part) if !plain => Problem::new(format!("value.{part}"), message),
        _ => Problem::new("value", message),
    }));
}
