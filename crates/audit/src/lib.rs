//! An event of the audit log, flat: the columns it is kept in and the record it crosses boundaries as.
//!
//! What this is: the way from an event to its [`Facts`] and back, records that hold them, and the JSON of scopes. What it is
//! not: a row, a statement, or who may read the log. Knows the model alone.

mod columns;
mod detail;
mod event;
mod facts;
mod record;
pub mod scopes;
#[cfg(any(test, feature = "strategies"))]
pub mod strategies;
#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use record::{Entry, Record, read, written};

/// Facts that are no event's, or JSON that is not of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an audit record is malformed")]
pub struct Broken;
