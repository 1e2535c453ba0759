//! A strict reader of one body's members. It collects problems, so that all are told at once.

use strongroom_model::metadata::Problem as FieldProblem;
use strongroom_model::{Owner, ParseError};
use zeroize::Zeroizing;

use super::{Member, Shape};
use crate::json::Json;
use crate::problem::{Problem, shown};

const UNKNOWN: &str = "is not a known field";
const MISPLACED: &str = "is not a known field; fields of the secret itself belong inside `value`";

/// The members of one body while they are read. Problems are collected, so that all are told at
/// once.
pub(super) struct Members {
    found: Vec<(&'static str, Json)>,
    problems: Vec<FieldProblem>,
    /// What stands before a name in a problem: `grants.0.`, for one.
    prefix: String,
}

impl Members {
    pub(super) fn read(json: Json, declared: &'static [Member]) -> Self {
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
                Some(member) if matches!(value, Json::Null) && !member.shape.may_be_null() => {
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

    pub(super) fn problem(&mut self, name: &str, message: &str) {
        self.problems.push(FieldProblem::new(format!("{}{name}", self.prefix), message));
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Json> {
        let index = self.found.iter().position(|(found, _)| *found == name)?;
        Some(self.found.swap_remove(index).1)
    }

    /// A text that is no secret.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Json::Text(text) => Some(take_text(text)),
            Json::Null | Json::Boolean(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => {
                self.problem(name, "must be a string");
                None
            }
        }
    }

    pub(super) fn whole_number(&mut self, name: &'static str) -> Option<i64> {
        match self.take(name)? {
            Json::Number(Some(number)) => Some(number),
            Json::Number(None)
            | Json::Null
            | Json::Boolean(_)
            | Json::Text(_)
            | Json::List(_)
            | Json::Object(_) => {
                self.problem(name, "must be a whole number");
                None
            }
        }
    }

    pub(super) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        match self.take(name)? {
            Json::Boolean(boolean) => Some(boolean),
            Json::Null | Json::Number(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                self.problem(name, "must be true or false");
                None
            }
        }
    }

    /// A text that is parsed to what it says.
    pub(super) fn parsed<T: std::str::FromStr<Err = ParseError>>(
        &mut self,
        name: &'static str,
    ) -> Option<T> {
        let text = self.text(name)?;
        text.parse().map_err(|why: ParseError| self.problem(name, &why.to_string())).ok()
    }

    pub(super) fn owner(&mut self, name: &'static str) -> Option<Owner> {
        let text = self.text(name)?;
        let owner = owner(&text);
        if owner.is_none() {
            self.problem(name, "must be `<kind>/<id>` of a project, organization or user");
        }
        owner
    }

    /// A text, or null: the outer `None` where it is not there.
    pub(super) fn nullable_text(&mut self, name: &'static str) -> Option<Option<String>> {
        match self.take(name)? {
            Json::Null => Some(None),
            Json::Text(text) => Some(Some(take_text(text))),
            Json::Boolean(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => {
                self.problem(name, "must be a string or null");
                None
            }
        }
    }

    /// A whole number, or null: the outer `None` where it is not there.
    pub(super) fn nullable_number(&mut self, name: &'static str) -> Option<Option<i64>> {
        match self.take(name)? {
            Json::Null => Some(None),
            Json::Number(Some(number)) => Some(Some(number)),
            Json::Number(None)
            | Json::Boolean(_)
            | Json::Text(_)
            | Json::List(_)
            | Json::Object(_) => {
                self.problem(name, "must be a whole number or null");
                None
            }
        }
    }

    /// A list of at most so many, each read by itself and told of by its place.
    pub(super) fn each<T>(
        &mut self,
        name: &'static str,
        limit: usize,
        mut read: impl FnMut(&mut Self, &str, Json) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Json::List(values) = self.take(name)? else {
            self.problem(name, "must be a list");
            return None;
        };
        if values.len() > limit {
            self.problem(name, &format!("must have at most {limit} entries"));
            return None;
        }
        let mut read_at =
            |(index, value): (usize, Json)| read(self, &format!("{name}.{index}"), value);
        // What is not read has its problem: the list is then not used.
        Some(values.into_iter().enumerate().filter_map(&mut read_at).collect())
    }

    /// A list of texts, each parsed to what it says.
    pub(super) fn each_parsed<T: std::str::FromStr<Err = ParseError>>(
        &mut self,
        name: &'static str,
        limit: usize,
    ) -> Option<Vec<T>> {
        self.each(name, limit, |this, place, value| {
            let Json::Text(text) = value else {
                this.problem(place, "must be a string");
                return None;
            };
            text.parse().map_err(|why: ParseError| this.problem(place, &why.to_string())).ok()
        })
    }

    /// An object inside this one.
    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        declared: &'static [Member],
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(name)?;
        self.at(name, value, declared, read)
    }

    /// An object at a place inside this one.
    pub(super) fn at<T>(
        &mut self,
        place: &str,
        value: Json,
        declared: &'static [Member],
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let mut inner = Self::read_at(value, declared, format!("{}{place}.", self.prefix));
        let read = read(&mut inner);
        self.problems.extend(inner.problems);
        read
    }

    /// An object of texts, in the order they came.
    pub(super) fn texts(
        &mut self,
        name: &'static str,
        members: Vec<(Zeroizing<String>, Json)>,
    ) -> Vec<(String, Zeroizing<String>)> {
        let mut texts = Vec::with_capacity(members.len());
        for (key, value) in members {
            match value {
                Json::Text(text) => texts.push((take_text(key), text)),
                Json::Null
                | Json::Boolean(_)
                | Json::Number(_)
                | Json::List(_)
                | Json::Object(_) => {
                    self.problem(&format!("{name}.{}", key.as_str()), "must be a string");
                }
            }
        }
        texts
    }

    /// # Errors
    /// 422 with everything that was wrong.
    pub(super) fn finish(self) -> Result<(), Problem> {
        let problems = self.into_problems();
        if problems.is_empty() { Ok(()) } else { Err(Problem::invalid(problems)) }
    }

    pub(super) fn into_problems(self) -> Vec<FieldProblem> {
        self.problems
    }
}

fn owner(text: &str) -> Option<Owner> {
    let (kind, id) = text.split_once('/')?;
    Some(Owner { kind: kind.parse().ok()?, id: id.parse().ok()? })
}

/// Moves the text out; what stays behind to be wiped is empty.
pub(super) fn take_text(mut text: Zeroizing<String>) -> String {
    std::mem::take(&mut *text)
}
