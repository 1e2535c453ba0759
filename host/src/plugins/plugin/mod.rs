//! One plug-in: loaded once, called in a fresh store each time.
//!
//! `load` makes it, `callable` is what a call takes, `turns` who may run when; the calls themselves,
//! checked before and after, are here.

mod callable;
mod load;
mod turns;

use std::sync::Arc;

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, FormatName};
use strongroom_ports::catalogue::{
    About, Description, Error, Failure as Refused, Field, RenderError, Rendered, RotationError,
    Step,
};
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_types::{self as contract, Described};

use super::counters::{Counters, Counts};
use super::failure::{Breach, Failure};
use super::manifest::Entry;
use super::sandbox::Sandbox;
use callable::Callable;
pub(crate) use load::described_alone;
use turns::Turns;

/// A plug-in fit for use.
pub(crate) struct Plugin {
    entry: Entry,
    described: Described,
    callable: Callable,
    /// Of calls that hang on their value alone.
    turns: Turns,
    /// Of calls that wait for a service; a slow one does not hold the others up.
    rotation_turns: Turns,
    counters: Arc<Counters>,
}

/// A value accepted, or what is wrong with it.
pub(crate) type Answer = Result<Vec<Field>, Vec<Problem>>;

impl Plugin {
    pub(crate) const fn entry(&self) -> &Entry {
        &self.entry
    }

    pub(crate) const fn description(&self) -> &Description {
        &self.described.description
    }

    pub(crate) const fn is_connected(&self) -> bool {
        self.callable.is_connected()
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counters.read()
    }

    pub(crate) async fn validate(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        let problems = contract::admitted(&self.described, &fields);
        if !problems.is_empty() {
            self.counters.invalid.count();
            return Err(Error::Invalid(problems));
        }
        let plugin = Arc::clone(self);
        let work = async move { plugin.attempt(fields).await };
        let answer = self.take_turn(sandbox, &self.turns, work).await.ok_or(Error::Failed)?;
        self.counted(answer.map_err(Error::Invalid))
    }

    pub(crate) async fn render(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        let known = self.description().renderings.iter().find(|known| known.format == *format);
        let media_type = known.ok_or(RenderError::UnknownFormat)?.media_type.clone();
        // A value may be older than the description.
        let problems = contract::admitted(&self.described, &fields);
        if !problems.is_empty() {
            self.counters.invalid.count();
            return Err(RenderError::NotRepresentable(problems));
        }
        let (plugin, format, about) = (Arc::clone(self), format.clone(), about.clone());
        let work =
            async move { plugin.callable.render(&plugin.described, &format, &about, fields).await };
        let answer = self.take_turn(sandbox, &self.turns, work).await.ok_or(RenderError::Failed)?;
        let content = self.counted(answer.map_err(RenderError::NotRepresentable))?;
        Ok(Rendered { media_type, content })
    }

    pub(crate) async fn check(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        about: &About,
        current: Vec<Field>,
    ) -> Result<(), RotationError> {
        self.begin_rotation([&current])?;
        let (plugin, about) = (Arc::clone(self), about.clone());
        let work = async move { plugin.callable.check(&plugin.described, &about, current).await };
        self.end_rotation(self.take_turn(sandbox, &self.rotation_turns, work).await)
    }

    pub(crate) async fn create_next(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        about: &About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        self.begin_rotation([&current])?;
        let (plugin, about) = (Arc::clone(self), about.clone());
        let work = async move {
            let made = plugin.callable.create(&plugin.described, &about, current).await?;
            let Ok(made) = made else { return Ok(made) };
            // What was made is a value like any other, and is stored as the type wants it stored.
            match plugin.attempt(made).await? {
                Ok(fields) => Ok(Ok(fields)),
                Err(_) => Err(Breach::AnswerRefused.into()),
            }
        };
        self.end_rotation(self.take_turn(sandbox, &self.rotation_turns, work).await)
    }

    pub(crate) async fn take_step(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        step: Step,
        about: &About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError> {
        self.begin_rotation([&current, &other])?;
        let (plugin, about) = (Arc::clone(self), about.clone());
        let work = async move {
            plugin.callable.step(&plugin.described, step, &about, current, other).await
        };
        self.end_rotation(self.take_turn(sandbox, &self.rotation_turns, work).await)
    }

    /// The call itself, and why it failed if it did.
    pub(crate) async fn attempt(&self, fields: Vec<Field>) -> Result<Answer, Failure> {
        self.callable.validate(&self.described, fields).await
    }

    /// Names of fields that this one has and `newer` has not.
    pub(crate) fn dropped_in(&self, newer: &Self) -> Vec<FieldName> {
        let has = |name: &FieldName| newer.description().fields.iter().any(|f| f.name == *name);
        let names = self.description().fields.iter().map(|field| &field.name);
        names.filter(|name| !has(name)).cloned().collect()
    }

    fn begin_rotation<const N: usize>(
        &self,
        values: [&Vec<Field>; N],
    ) -> Result<(), RotationError> {
        if !self.is_connected() {
            return Err(RotationError::NotConnected);
        }
        for value in values {
            let problems = contract::admitted(&self.described, value);
            if !problems.is_empty() {
                self.counters.invalid.count();
                return Err(RotationError::Refused(Refused::Invalid(problems)));
            }
        }
        Ok(())
    }

    fn end_rotation<T>(&self, answer: Option<Result<T, Refused>>) -> Result<T, RotationError> {
        let answer = answer.ok_or(RotationError::Failed)?;
        self.counted(answer.map_err(RotationError::Refused))
    }

    fn counted<T, E>(&self, answer: Result<T, E>) -> Result<T, E> {
        let counter = if answer.is_ok() { &self.counters.accepted } else { &self.counters.invalid };
        counter.count();
        answer
    }
}

/// A value given out, or what stands against it.
pub(crate) type Content = Result<SecretBytes, Vec<Problem>>;
