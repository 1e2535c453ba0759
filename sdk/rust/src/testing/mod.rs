//! For the tests of a type: what it takes, and what it refuses with which words.
//!
//! A value is `base` with the fields of `more` in place of its own, so that a table of cases names
//! what is special about each.
//!
//! A connected type is called directly, with a closure in the service's place or with [`Sockets`] to
//! one that the test starts.
#![allow(clippy::panic, reason = "a test that fails panics")]

mod describing;
mod documenting;
#[cfg(not(target_arch = "wasm32"))]
mod sockets;

pub use describing::describes_properly;
pub use documenting::{documentation, documented_in};
#[cfg(not(target_arch = "wasm32"))]
pub use sockets::Sockets;

use crate::{About, Fields, Problems, RenderError, SecretType};

/// Names and values of fields.
pub type Pairs<'a> = &'a [(&'a str, &'a str)];

/// `base` with the fields of `more` in place of its own.
#[must_use]
pub fn with(base: Pairs<'_>, more: Pairs<'_>) -> Fields {
    let mut fields: Fields = base.iter().copied().collect();
    for (name, value) in more {
        fields.set(name, *value);
    }
    fields
}

/// That the value is taken and given back to the byte.
///
/// # Panics
/// Where it is refused or changed.
#[track_caller]
pub fn accepts<T: SecretType>(base: Pairs<'_>, more: Pairs<'_>) {
    let given = with(base, more);
    match T::validate(with(base, more)) {
        Ok(kept) => assert!(kept.iter().eq(given.iter()), "{more:?} is changed"),
        Err(problems) => panic!("{more:?} is refused: {problems:?}"),
    }
}

/// That there is one problem, with `field`, that says `words` and repeats nothing of the value.
///
/// # Panics
/// Where the value is taken, or refused in another way.
#[track_caller]
pub fn refuses<T: SecretType>(base: Pairs<'_>, more: Pairs<'_>, field: &str, words: &str) {
    let Err(problems) = T::validate(with(base, more)) else { panic!("{more:?} is taken") };
    is_one(&problems, more, field, words);
}

/// A secret of this name, at a time that is always the same.
#[must_use]
pub fn about(name: &str) -> About {
    About::new(name, 1_800_000_000)
}

/// That a value gives exactly this text in a format that the description names.
///
/// # Panics
/// Where it does not.
#[track_caller]
pub fn renders<T: SecretType>(format: &str, name: &str, fields: Pairs<'_>, expected: &str) {
    assert_eq!(rendered::<T>(format, name, fields), expected, "as {format}");
}

/// The text that a value gives in a format that the description names.
///
/// # Panics
/// Where it is not named, cannot hold the value, or gives no text.
#[track_caller]
#[must_use]
pub fn rendered<T: SecretType>(format: &str, name: &str, fields: Pairs<'_>) -> String {
    match attempt::<T>(format, name, fields) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => panic!("{format} is no text"),
        },
        Err(error) => panic!("{fields:?} has no form as {format}: {error:?}"),
    }
}

/// That a format cannot hold the value, because of one `field`, in these `words` and with nothing of
/// the value.
///
/// # Panics
/// Where it is rendered, or refused in another way.
#[track_caller]
pub fn cannot_render<T: SecretType>(
    format: &str,
    name: &str,
    fields: Pairs<'_>,
    field: &str,
    words: &str,
) {
    match attempt::<T>(format, name, fields) {
        Err(RenderError::NotRepresentable(problems)) => is_one(&problems, fields, field, words),
        Err(RenderError::UnknownFormat) => panic!("{format} is unknown"),
        Ok(_) => panic!("{fields:?} is rendered as {format}"),
    }
}

#[track_caller]
fn attempt<T: SecretType>(
    format: &str,
    name: &str,
    fields: Pairs<'_>,
) -> Result<Vec<u8>, RenderError> {
    let is_named = T::describe().renderings.iter().any(|rendering| rendering.format == format);
    assert!(is_named, "{format} is not among the renderings of the description");
    T::render(format, &about(name), &with(fields, &[]))
}

/// The one problem is this, and repeats nothing that is longer than a sign or two.
#[track_caller]
fn is_one(problems: &Problems, given: Pairs<'_>, field: &str, words: &str) {
    let found: Vec<_> = problems.iter().map(|p| (p.field.as_str(), p.message.as_str())).collect();
    assert!(
        matches!(found.as_slice(), [(name, message)] if *name == field && message.contains(words)),
        "{given:?} gives {found:?}, not {field} and {words:?}"
    );
    // Words of the message may be the value of a choice or the like: long ones are no chance.
    let told =
        |(_, value): &(&str, &str)| value.len() > 3 && found.iter().any(|f| f.1.contains(value));
    assert!(!given.iter().any(told), "{given:?} is repeated in {found:?}");
}
