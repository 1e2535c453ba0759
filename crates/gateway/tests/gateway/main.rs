//! The gateway from outside: requests go in, responses come out, and the ports behind it are a
//! world that answers from a few fixed secrets and records what it was asked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod bodies;
mod caller;
mod deleted;
mod directory;
mod document;
mod drafts;
mod headers;
mod login;
mod machines;
mod paths;
mod places;
mod policies;
mod properties;
mod queries;
mod reasons;
mod refusals;
mod scopes;
mod secrets;
mod support;
mod values;
