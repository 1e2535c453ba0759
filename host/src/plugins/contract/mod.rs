//! What the contract asks of a plug-in and of its callers, as pure functions over plain data.
//!
//! `description` takes in what a type says of itself, `value` checks values against it before and
//! after a call, `wording` what a type says about a value, `pattern` is the common part of regular
//! expressions.

mod description;
mod pattern;
mod value;
mod wording;

pub(crate) use description::{Described, described};
pub(crate) use value::{accepted, admitted};
pub(crate) use wording::{failure, problems};
