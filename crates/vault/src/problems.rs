//! What is wrong with an input, collected so that the caller learns all of it at once.
//!
//! A problem names its field by the caller's own structure: `name`, `labels.<key>`, `_type`, and for
//! values `value` where the type has one field and the value is a plain string, `value.<field>` where
//! it is an object. Which of the two it is becomes known last, so problems of values wait here.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, TypeName, limits};
use strongroom_ports::catalogue::{Catalogue, Description};
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
            let sound =
                strongroom_model::name::free_text(&problem.message, limits::NAME_CHARACTERS);
            let message = match sound {
                Ok(()) if !problem.message.is_empty() => problem.message,
                _ => "is not valid".to_owned(),
            };
            self.add_value(part, message);
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
            let description = types.iter().find(|known| known.id == *type_name);
            if description.is_none() && found.iter().all(|problem| problem.field != TYPE) {
                found.push(Problem::new(TYPE, UNKNOWN_TYPE));
            }
            name_values(&mut found, of_value, description);
        } else {
            name_values(&mut found, of_value, None);
        }
        Error::Invalid(found)
    }
}

pub(crate) const TYPE: &str = "_type";
pub(crate) const UNKNOWN_TYPE: &str = "is not a type that is loaded";

fn name_values(
    found: &mut Vec<Problem>,
    of_value: Vec<(Option<String>, String)>,
    description: Option<&Description>,
) {
    let plain = description.is_some_and(|description| description.fields.len() == 1);
    found.extend(of_value.into_iter().map(|(part, message)| match part {
        Some(part) if !plain => Problem::new(format!("value.{part}"), message),
        _ => Problem::new("value", message),
    }));
}
