//! Request bodies: what members each has, and a strict reader of them.
//!
//! The tables here serve the reader and the OpenAPI document alike. The reader looks at shapes
//! only; what a name or a value may be is judged by the vault and the authorizer.

pub(crate) mod project;
pub(crate) mod secret;
pub(crate) mod token;

use strongroom_model::metadata::Problem as FieldProblem;
use zeroize::Zeroizing;

use crate::json::Json;
use crate::problem::{Problem, shown};

/// A member of a body.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

/// What a member looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `secret/<Type>`.
    Type,
    Name,
    Description,
    /// An object of texts.
    Labels,
    /// A text or an object of texts.
    Value,
    Id,
    Seconds,
    /// A list of [`token::GRANT`].
    Grants,
    /// `project/<id>` or `organization/<id>`.
    Owner,
    Role,
}

/// Every table, for what must know all names.
pub(crate) const ALL: [&[Member]; 6] = [
    &secret::CREATE,
    &secret::REPLACE,
    &secret::PATCH,
    &project::CREATE,
    &token::CREATE,
    &token::GRANT,
];

/// The name, as ours, if it is one of ours.
pub(crate) fn known_name(name: &str) -> Option<&'static str> {
    ALL.iter().copied().flatten().map(|member| member.name).find(|known| *known == name)
}

const UNKNOWN: &str = "is not a known field";
const MISPLACED: &str = "is not a known field; fields of the secret itself belong inside `value`";

/// The members of one body while they are read. Problems are collected, so that all are told at
/// once.
pub(crate) struct Members {
    found: Vec<(&'static str, Json)>,
    problems: Vec<FieldProblem>,
    /// What stands before a name in a problem: `grants.0.`, for one.
    prefix: String,
}

impl Members {
    pub(crate) fn read(json: Json, declared: &'static [Member]) -> Self {
        Self::read_at(json, declared, String::new())
    }

    fn read_at(json: Json, declared: &'static [Member], prefix: String) -> Self {
        let mut this =
            Self { found: Vec::with_capacity(declared.len()), problems: Vec::new(), prefix };
        let Json::Object(members) = json else {
            let place = this.prefix.strip_suffix('.').unwrap_or("body").to_owned();
            this.problems.push(FieldProblem::new(place, "must be an object"));
            return this;
        };
        // Who sends no value may have written its fields beside it.
        let lacks_value = declared.iter().any(|member| {
            let is_wanted = member.required && member.shape == Shape::Value;
            is_wanted && !members.iter().any(|(name, _)| member.name == **name)
        });
        for (name, value) in members {
            match declared.iter().find(|member| member.name == *name) {
                None => this.unknown(&name, if lacks_value { MISPLACED } else { UNKNOWN }),
                Some(member) if matches!(value, Json::Null) => {
                    this.problem(member.name, "must not be null");
                }
                Some(member) => this.found.push((member.name, value)),
            }
        }
        for member in declared.iter().filter(|member| member.required) {
            let is_given = this.found.iter().any(|(name, _)| *name == member.name);
            // A null one was given, and has its problem already.
            let place = format!("{}{}", this.prefix, member.name);
            if !is_given && !this.problems.iter().any(|problem| problem.field == place) {
                this.problem(member.name, "is required");
            }
        }
        this
    }

    fn unknown(&mut self, name: &str, message: &str) {
        match shown(name) {
            Some(name) => self.problem(name, message),
            None => {
                let place = self.prefix.strip_suffix('.').unwrap_or("body").to_owned();
                self.problems
                    .push(FieldProblem::new(place, "has an unknown field; its name is not shown"));
            }
        }
    }

    pub(crate) fn problem(&mut self, name: &str, message: &str) {
        self.problems.push(FieldProblem::new(format!("{}{name}", self.prefix), message));
    }

    fn take(&mut self, name: &str) -> Option<Json> {
        let index = self.found.iter().position(|(found, _)| *found == name)?;
        Some(self.found.swap_remove(index).1)
    }

    /// A text that is no secret.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Json::Text(text) => Some(take_text(text)),
            Json::Null | Json::Boolean | Json::Number(_) | Json::List(_) | Json::Object(_) => {
                self.problem(name, "must be a string");
                None
            }
        }
    }

    pub(crate) fn whole_number(&mut self, name: &'static str) -> Option<i64> {
        match self.take(name)? {
            Json::Number(Some(number)) => Some(number),
            Json::Number(None)
            | Json::Null
            | Json::Boolean
            | Json::Text(_)
            | Json::List(_)
            | Json::Object(_) => {
                self.problem(name, "must be a whole number");
                None
            }
        }
    }

    pub(crate) fn list(&mut self, name: &'static str) -> Option<Vec<Json>> {
        match self.take(name)? {
            Json::List(values) => Some(values),
            Json::Null | Json::Boolean | Json::Number(_) | Json::Text(_) | Json::Object(_) => {
                self.problem(name, "must be a list");
                None
            }
        }
    }

    /// Takes the problems of a value inside this one.
    pub(crate) fn absorb(&mut self, inner: Self) {
        self.problems.extend(inner.problems);
    }

    pub(crate) fn inner(json: Json, declared: &'static [Member], prefix: String) -> Self {
        Self::read_at(json, declared, prefix)
    }

    /// An object of texts, in the order they came.
    fn texts(
        &mut self,
        name: &'static str,
        members: Vec<(Zeroizing<String>, Json)>,
    ) -> Vec<(String, Zeroizing<String>)> {
        let mut texts = Vec::with_capacity(members.len());
        for (key, value) in members {
            match value {
                Json::Text(text) => texts.push((take_text(key), text)),
                Json::Null | Json::Boolean | Json::Number(_) | Json::List(_) | Json::Object(_) => {
                    self.problem(&format!("{name}.{}", key.as_str()), "must be a string");
                }
            }
        }
        texts
    }

    /// # Errors
    /// 422 with everything that was wrong.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        if self.problems.is_empty() { Ok(()) } else { Err(Problem::invalid(self.problems)) }
    }
}

/// Moves the text out; what stays behind to be wiped is empty.
fn take_text(mut text: Zeroizing<String>) -> String {
    std::mem::take(&mut *text)
}
