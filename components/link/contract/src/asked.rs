//! The calls: a value is checked before a type sees it, and what the type says before anyone else does.

use strongroom_bindings::wire_type::{About, Field};
use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue as port;
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_types::{self as contract, Breach, RENDERED_BYTES};

use crate::bindings::exports::strongroom::secret_types::catalogue::{Rendered, Step};
use crate::bindings::strongroom::secret_types::catalogue as chain;
use crate::known::Known;
use crate::{Stop, said};

/// A value that keeps to its type's description, as the chain takes it.
pub(crate) fn admitted(known: &Known, fields: Vec<Field>) -> Result<Vec<Field>, Stop> {
    let fields = fields.into_iter().map(|field| (field.name, SecretBytes::new(field.value)));
    let fields = contract::named(fields).map_err(Stop::Invalid)?;
    let problems = contract::admitted(&known.described, &fields);
    if !problems.is_empty() {
        return Err(Stop::Invalid(problems));
    }
    Ok(strongroom_bindings::all(fields))
}

pub(crate) fn validate(known: &Known, fields: &[Field]) -> Result<Vec<port::Field>, Stop> {
    match chain::validate(id(known), fields) {
        Ok(answer) => accepted(known, answer),
        Err(chain::Error::Invalid(problems)) => {
            Err(Stop::Invalid(refusals(known, problems, fields)?))
        }
        Err(chain::Error::Unknown) => Err(Stop::Unknown),
        Err(chain::Error::Failed) => Err(Stop::Failed),
    }
}

pub(crate) fn render(
    known: &Known,
    format: &str,
    about: &About,
    fields: Vec<Field>,
) -> Result<Rendered, Stop> {
    let mut renderings = known.described.description.renderings.iter();
    let rendering = renderings.find(|rendering| rendering.format.as_str() == format);
    let media_type = rendering.ok_or(Stop::UnknownFormat)?.media_type.as_str().to_owned();
    // A value may be older than the description.
    let fields = admitted(known, fields)?;
    match chain::render(id(known), format, about, &fields) {
        Ok(rendered) if rendered.content.len() > RENDERED_BYTES => {
            Err(known.broke(Breach::RenderedTooLarge))
        }
        Ok(rendered) => Ok(Rendered { media_type, content: rendered.content }),
        Err(chain::RenderError::NotRepresentable(problems)) => {
            Err(Stop::Invalid(refusals(known, problems, &fields)?))
        }
        Err(chain::RenderError::UnknownFormat) => Err(known.broke(Breach::FormatUnknown)),
        Err(chain::RenderError::Unknown) => Err(Stop::Unknown),
        Err(chain::RenderError::Failed) => Err(Stop::Failed),
    }
}

pub(crate) fn check(known: &Known, about: &About, current: &[Field]) -> Result<(), Stop> {
    let done = chain::check(id(known), about, current);
    done.map_err(|error| refused(known, error, &[current]))
}

pub(crate) fn create_next(
    known: &Known,
    about: &About,
    current: &[Field],
) -> Result<Vec<port::Field>, Stop> {
    let made = chain::create_next(id(known), about, current);
    let made = made.map_err(|error| refused(known, error, &[current]))?;
    // What was made is a value like any other, and is stored as the type wants it stored.
    let made: Vec<Field> = strongroom_bindings::all(accepted(known, made)?);
    match validate(known, &made) {
        Err(Stop::Invalid(_)) => Err(known.broke(Breach::AnswerRefused)),
        validated => validated,
    }
}

pub(crate) fn take_step(
    known: &Known,
    step: Step,
    about: &About,
    current: &[Field],
    other: &[Field],
) -> Result<(), Stop> {
    let step = match step {
        Step::Set => chain::Step::Set,
        Step::Test => chain::Step::Test,
        Step::Finish => chain::Step::Finish,
        Step::Revoke => chain::Step::Revoke,
    };
    let done = chain::take_step(id(known), step, about, current, other);
    done.map_err(|error| refused(known, error, &[current, other]))
}

fn id(known: &Known) -> &str {
    known.described.id().as_str()
}

fn accepted(known: &Known, answer: Vec<Field>) -> Result<Vec<port::Field>, Stop> {
    let taken = |field: Field| (field.name, SecretBytes::new(field.value));
    let taken = answer.into_iter().map(taken).collect();
    contract::accepted(&known.described, taken).map_err(|breach| known.broke(breach))
}

fn refusals(
    known: &Known,
    problems: Vec<strongroom_bindings::wire_type::Problem>,
    given: &[Field],
) -> Result<Vec<Problem>, Stop> {
    let checked = contract::problems(&known.described, said::problems(problems), &values(&[given]));
    checked.map_err(|breach| known.broke(breach))
}

fn refused(known: &Known, error: chain::RotationError, given: &[&[Field]]) -> Stop {
    match error {
        chain::RotationError::Unknown => Stop::Unknown,
        chain::RotationError::NotConnected => Stop::NotConnected,
        chain::RotationError::Failed => Stop::Failed,
        chain::RotationError::Refused(failure) => {
            let failure = said::failure(failure);
            let checked = contract::failure(&known.described, failure, &values(given));
            checked.map_or_else(|breach| known.broke(breach), Stop::Refused)
        }
    }
}

fn values<'a>(given: &[&'a [Field]]) -> Vec<&'a [u8]> {
    given.iter().copied().flatten().map(|field| field.value.as_slice()).collect()
}
