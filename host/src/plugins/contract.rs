//! What the contract asks of a plug-in and of its callers, as pure functions over plain data.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, Name, limits, name};
use strongroom_ports::catalogue::{Description, Field, FieldDescription};
use strongroom_secret_bytes::SecretBytes;

use super::bindings;
use super::failure::Breach;

const MESSAGE_CHARACTERS: usize = 500;
const PROBLEMS: usize = 64;
/// Shorter values turn up in honest messages by chance.
const TELLING_BYTES: usize = 4;
const NEUTRAL_MESSAGE: &str = "is not valid";

/// Takes a description in.
pub(crate) fn described(raw: bindings::Description) -> Result<Description, Breach> {
    let id = raw.id.parse().map_err(|_| Breach::Id)?;
    if raw.fields.is_empty() || raw.fields.len() > limits::FIELDS {
        return Err(Breach::FieldCount);
    }
    let fields: Vec<_> = raw.fields.into_iter().map(field_described).collect::<Result<_, _>>()?;
    if repeated(fields.iter().map(|field| &field.name)).is_some() {
        return Err(Breach::FieldRepeated);
    }
    Ok(Description { id, title: title(raw.title)?, help: help(raw.help)?, fields })
}

fn field_described(raw: bindings::FieldDescription) -> Result<FieldDescription, Breach> {
    Ok(FieldDescription {
        name: raw.name.parse().map_err(|_| Breach::FieldName)?,
        title: title(raw.title)?,
        kind: raw.kind.into(),
        required: raw.required,
        help: help(raw.help)?,
    })
}

fn title(text: String) -> Result<String, Breach> {
    // What can pose as something else in a list of secrets can in a form too.
    text.parse::<Name>().map(Into::into).map_err(|_| Breach::Title)
}

fn help(text: String) -> Result<String, Breach> {
    name::free_text(&text, limits::DESCRIPTION_CHARACTERS).map_err(|_| Breach::Help)?;
    Ok(text)
}

/// What is wrong with `fields` before the plug-in is asked.
pub(crate) fn admitted(description: &Description, fields: &[Field]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let limit = limits::VALUE_BYTES / 1024;
    for field in fields {
        if position(description, &field.name).is_none() {
            problems.push(Problem::new(field.name.as_str(), "is not a field of this type"));
        }
        if field.value.len() > limits::VALUE_BYTES {
            let message = format!("must be at most {limit} KiB");
            problems.push(Problem::new(field.name.as_str(), message));
        }
    }
    if let Some(name) = repeated(fields.iter().map(|field| &field.name)) {
        problems.push(Problem::new(name.as_str(), "is given more than once"));
    }
    for name in missing(description, fields) {
        problems.push(Problem::new(name.as_str(), "is required"));
    }
    problems
}

/// Takes an accepted value in, its fields in the order of the description.
pub(crate) fn accepted(
    description: &Description,
    answer: Vec<(String, SecretBytes)>,
) -> Result<Vec<Field>, Breach> {
    if answer.len() > description.fields.len() {
        // More than there are is one unknown or one twice; told apart it would help nobody.
        return Err(Breach::AnswerUnknown);
    }
    let mut placed = Vec::with_capacity(answer.len());
    for (name, value) in answer {
        let name: FieldName = name.parse().map_err(|_| Breach::AnswerUnknown)?;
        let place = position(description, &name).ok_or(Breach::AnswerUnknown)?;
        if value.len() > limits::VALUE_BYTES {
            return Err(Breach::AnswerTooLarge);
        }
        placed.push((place, Field { name, value }));
    }
    placed.sort_by_key(|(place, _)| *place);
    let fields: Vec<_> = placed.into_iter().map(|(_, field)| field).collect();
    if repeated(fields.iter().map(|field| &field.name)).is_some() {
        return Err(Breach::AnswerRepeated);
    }
    if missing(description, &fields).next().is_some() {
        return Err(Breach::AnswerMissing);
    }
    Ok(fields)
}

/// Takes problems in. `given` is what the plug-in was shown: a message that tells one of those
/// values is replaced, so that no answer or log repeats a secret.
pub(crate) fn problems(
    description: &Description,
    answer: Vec<bindings::Problem>,
    given: &[bindings::Field],
) -> Result<Vec<Problem>, Breach> {
    if answer.is_empty() || answer.len() > PROBLEMS {
        return Err(Breach::ProblemCount);
    }
    let taken = |problem: bindings::Problem| {
        if !description.fields.iter().any(|field| field.name.as_str() == problem.field) {
            return Err(Breach::ProblemField);
        }
        let mut message = problem.message;
        name::free_text(&message, MESSAGE_CHARACTERS).map_err(|_| Breach::ProblemMessage)?;
        if message.trim().is_empty() || message.contains(['\n', '\t']) {
            return Err(Breach::ProblemMessage);
        }
        if given.iter().any(|field| tells(&message, &field.value)) {
            NEUTRAL_MESSAGE.clone_into(&mut message);
        }
        Ok(Problem::new(problem.field, message))
    };
    answer.into_iter().map(taken).collect()
}

/// Whether a message repeats a value. White space around the value and the case of ASCII letters
/// do not hide it; a message that encodes it would get through, which is why a type is known by its
/// digest and added by the operator alone.
fn tells(message: &str, value: &[u8]) -> bool {
    let value = value.trim_ascii();
    value.len() >= TELLING_BYTES
        && message.as_bytes().windows(value.len()).any(|window| window.eq_ignore_ascii_case(value))
}

fn position(description: &Description, name: &FieldName) -> Option<usize> {
    description.fields.iter().position(|field| field.name == *name)
}

fn missing<'a>(
    description: &'a Description,
    fields: &'a [Field],
) -> impl Iterator<Item = &'a FieldName> {
    let given = |name: &FieldName| fields.iter().any(|field| field.name == *name);
    description
        .fields
        .iter()
        .filter(move |field| field.required && !given(&field.name))
        .map(|field| &field.name)
}

fn repeated<'a>(names: impl Iterator<Item = &'a FieldName>) -> Option<&'a FieldName> {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}
