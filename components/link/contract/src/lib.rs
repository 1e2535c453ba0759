//! The head of a chain of secret types: holds each of them to the contract.
//!
//! Bindings, conversion and wiring; what is held against a type is `strongroom-secret-types`' affair.
//! `known` is what types say of themselves, `asked` the calls, checked before and after.

mod asked;
mod known;
mod said;

use bindings::exports::strongroom::secret_types::catalogue::{
    Entry, Error, Guest, RenderError, Rendered, RotationError, Step,
};
use strongroom_bindings::all;
use strongroom_bindings::wire_type::{About, Field};
use strongroom_model::metadata::Problem;
use strongroom_secret_types::Breach;

use known::Known;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/secret-type", "../../../wit/secret-types", "world.wit"],
        world: "strongroom:link-contract-component/link-contract",
        with: { "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

/// Why there is no good answer.
enum Stop {
    /// No type of this id.
    Unknown,
    NotConnected,
    UnknownFormat,
    /// What is wrong with the value.
    Invalid(Vec<Problem>),
    /// Why a connected type did not do it.
    Refused(strongroom_ports::catalogue::Failure),
    /// The type broke the contract, which was logged, or failed by itself.
    Failed,
}

impl Guest for Component {
    fn types() -> Vec<Entry> {
        known::all()
    }

    fn validate(type_id: String, fields: Vec<Field>) -> Result<Vec<Field>, Error> {
        let validated = known::find(&type_id).and_then(|known| {
            let fields = asked::admitted(&known, fields)?;
            asked::validate(&known, &fields)
        });
        Ok(all(validated?))
    }

    fn render(
        type_id: String,
        format: String,
        about: About,
        fields: Vec<Field>,
    ) -> Result<Rendered, RenderError> {
        let known = known::find(&type_id)?;
        Ok(asked::render(&known, &format, &about, fields)?)
    }

    fn check(type_id: String, about: About, current: Vec<Field>) -> Result<(), RotationError> {
        let known = known::connected(&type_id)?;
        let current = asked::admitted(&known, current)?;
        Ok(asked::check(&known, &about, &current)?)
    }

    fn create_next(
        type_id: String,
        about: About,
        current: Vec<Field>,
    ) -> Result<Vec<Field>, RotationError> {
        let known = known::connected(&type_id)?;
        let current = asked::admitted(&known, current)?;
        Ok(all(asked::create_next(&known, &about, &current)?))
    }

    fn take_step(
        type_id: String,
        step: Step,
        about: About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<(), RotationError> {
        let known = known::connected(&type_id)?;
        let (current, other) = (asked::admitted(&known, current)?, asked::admitted(&known, other)?);
        Ok(asked::take_step(&known, step, &about, &current, &other)?)
    }
}

impl Known {
    /// A breach of the contract. Logs which, and nothing that the type said.
    fn broke(&self, breach: Breach) -> Stop {
        eprintln!("the secret type {} broke the contract: {breach}", self.described.id());
        Stop::Failed
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unknown => Self::Unknown,
            Stop::Invalid(problems) => Self::Invalid(all(problems)),
            Stop::Failed | Stop::NotConnected | Stop::UnknownFormat | Stop::Refused(_) => {
                Self::Failed
            }
        }
    }
}

impl From<Stop> for RenderError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unknown => Self::Unknown,
            Stop::UnknownFormat => Self::UnknownFormat,
            Stop::Invalid(problems) => Self::NotRepresentable(all(problems)),
            Stop::Failed | Stop::NotConnected | Stop::Refused(_) => Self::Failed,
        }
    }
}

impl From<Stop> for RotationError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unknown => Self::Unknown,
            Stop::NotConnected => Self::NotConnected,
            Stop::Invalid(problems) => {
                Self::Refused(strongroom_bindings::wire_type::Failure::Invalid(all(problems)))
            }
            Stop::Refused(failure) => Self::Refused(failure.into()),
            Stop::Failed | Stop::UnknownFormat => Self::Failed,
        }
    }
}
