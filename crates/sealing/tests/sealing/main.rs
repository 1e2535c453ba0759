//! What sealing promises: properties, refusals, and the life of keys.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod arrangement;
mod life;
mod properties;
mod refusals;
