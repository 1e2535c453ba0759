//! Values, before a type sees them and after it gives them back.

use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, limits};
use strongroom_ports::catalogue::{Description, Field, FieldDescription, FieldKind};
use strongroom_secret_bytes::SecretBytes;

use crate::breach::Breach;
use crate::description::Described;
use crate::pattern::Pattern;

/// Fields by their names. One whose name is none is a problem of the value.
///
/// # Errors
/// What is wrong with the first such name.
pub fn named(
    fields: impl IntoIterator<Item = (String, SecretBytes)>,
) -> Result<Vec<Field>, Vec<Problem>> {
    let field = |(name, value): (String, SecretBytes)| match name.parse::<FieldName>() {
        Ok(name) => Ok(Field { name, value }),
        Err(error) => Err(vec![Problem::new(name, error.to_string())]),
    };
    fields.into_iter().map(field).collect()
}

/// What is wrong with `fields` before the plug-in is asked: one problem for each field.
#[must_use]
pub fn admitted(described: &Described, fields: &[Field]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for field in fields {
        let known = described.fields().find(|(known, _)| known.name == field.name);
        let message = match known {
            None => Some("is not a field of this type".to_owned()),
            Some((known, pattern)) => problem(known, pattern, field.value.expose()),
        };
        problems.extend(message.map(|message| Problem::new(field.name.as_str(), message)));
    }
    if let Some(name) = repeated(fields) {
        problems.push(Problem::new(name.as_str(), "is given more than once"));
    }
    for name in missing(&described.description, fields) {
        problems.push(Problem::new(name.as_str(), "is required"));
    }
    problems
}

/// What is wrong with the value of one field.
pub(crate) fn problem(
    field: &FieldDescription,
    pattern: Option<&Pattern>,
    value: &[u8],
) -> Option<String> {
    if value.len() > limits::VALUE_BYTES {
        return Some(format!("must be at most {} KiB", limits::VALUE_BYTES / 1024));
    }
    match field.kind {
        FieldKind::Number if !is_number(value) => {
            return Some("must be a number in decimal digits".to_owned());
        }
        FieldKind::Choice if !field.choices.iter().any(|c| c.value.as_bytes() == value) => {
            let choices: Vec<_> = field.choices.iter().take(10).map(|c| &*c.value).collect();
            let more = if field.choices.len() > choices.len() { ", …" } else { "" };
            return Some(format!("must be one of: {}{more}", choices.join(", ")));
        }
        _ => {}
    }
    let mismatch = pattern.is_some_and(|pattern| !pattern.matches(value));
    // The pattern is in the description; in a sentence it helps nobody.
    mismatch.then(|| "is not in the form that this field asks for".to_owned())
}

/// Decimal digits, with an optional sign and fraction.
fn is_number(value: &[u8]) -> bool {
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let unsigned = value.strip_prefix(b"-").or_else(|| value.strip_prefix(b"+")).unwrap_or(value);
    let mut parts = unsigned.splitn(2, |byte| *byte == b'.');
    parts.next().is_some_and(digits) && parts.next().is_none_or(digits)
}

/// Takes a value in that a type accepted or made, its fields in the order of the description.
///
/// # Errors
/// What of the contract it breaks.
pub fn accepted(
    described: &Described,
    answer: Vec<(String, SecretBytes)>,
) -> Result<Vec<Field>, Breach> {
    if answer.len() > described.description.fields.len() {
        // More than there are is one unknown or one twice; told apart it would help nobody.
        return Err(Breach::AnswerUnknown);
    }
    let mut placed = Vec::with_capacity(answer.len());
    for (name, value) in answer {
        let name: FieldName = name.parse().map_err(|_| Breach::AnswerUnknown)?;
        let found = described.fields().enumerate().find(|(_, (field, _))| field.name == name);
        let (place, (field, pattern)) = found.ok_or(Breach::AnswerUnknown)?;
        if value.len() > limits::VALUE_BYTES {
            return Err(Breach::AnswerTooLarge);
        }
        if problem(field, pattern, value.expose()).is_some() {
            return Err(Breach::AnswerMismatch);
        }
        placed.push((place, Field { name, value }));
    }
    placed.sort_by_key(|(place, _)| *place);
    let fields: Vec<_> = placed.into_iter().map(|(_, field)| field).collect();
    if repeated(&fields).is_some() {
        return Err(Breach::AnswerRepeated);
    }
    if missing(&described.description, &fields).next().is_some() {
        return Err(Breach::AnswerMissing);
    }
    Ok(fields)
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

fn repeated(fields: &[Field]) -> Option<&FieldName> {
    let mut seen = std::collections::HashSet::new();
    fields.iter().map(|field| &field.name).find(|name| !seen.insert(*name))
}
