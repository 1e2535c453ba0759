//! For the tests of a type: what it takes, and what it refuses with which words.
//!
//! A value is `base` with the fields of `more` in place of its own, so that a table of cases names
//! what is special about each.
#![allow(clippy::panic, reason = "a test that fails panics")]

use crate::{Fields, SecretType};

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
    let found: Vec<_> = problems.iter().map(|p| (p.field.as_str(), p.message.as_str())).collect();
    assert!(
        matches!(found.as_slice(), [(name, message)] if *name == field && message.contains(words)),
        "{more:?} gives {found:?}, not {field} and {words:?}"
    );
    let told =
        |(_, value): &(&str, &str)| value.len() > 3 && found.iter().any(|f| f.1.contains(value));
    assert!(!more.iter().any(told), "{more:?} is repeated in {found:?}");
}
