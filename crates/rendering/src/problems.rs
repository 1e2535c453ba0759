//! What is wrong, collected.

use crate::Problems;

/// What a problem names where a secret's own name does not fit.
pub const NAME: &str = "name";

pub(crate) const NOT_TEXT: &str = "is not UTF-8 text, and this format holds nothing else";

/// The value of a field as text.
pub(crate) fn text<'a>(field: &str, value: &'a [u8], problems: &mut Problems) -> Option<&'a str> {
    match std::str::from_utf8(value) {
        Ok(text) => Some(text),
        Err(_) => {
            add(problems, field, NOT_TEXT);
            None
        }
    }
}

pub(crate) fn add(problems: &mut Problems, field: &str, message: &str) {
    problems.push((field.to_owned(), message.to_owned()));
}

pub(crate) fn or<T>(problems: Problems, value: T) -> Result<T, Problems> {
    if problems.is_empty() { Ok(value) } else { Err(problems) }
}
