//! The contract of secret types, held against what a type says of itself and what it answers: pure
//! functions over plain data, the same wherever types run.
//!
//! `said` is what a type says before it is checked, `description` takes in what it says of itself,
//! `value` checks values before and after a call, `wording` what it says about a value, `pattern` is
//! the common part of regular expressions, `breach` what can be wrong.

mod breach;
mod description;
mod pattern;
pub mod said;
mod value;
mod wording;

pub use breach::Breach;
pub use description::{Described, described};
pub use value::{accepted, admitted, named};
pub use wording::{failure, problems};

/// Bytes of a value in a format.
pub const RENDERED_BYTES: usize = 1 << 20;
