//! What may be done by whom, asked through the ports as a gateway and a vault ask it, over the store
//! and a real database.
//!
//! Another way to decide is held to this very suite: its own tests take these files with an `engine`
//! of theirs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    dead_code,
    reason = "tests"
)]

mod engine;
mod support;

mod access;
mod access_limits;
mod access_tokens;
mod api_tokens;
mod bootstrap;
mod clients;
mod groups;
mod identity;
mod login;
mod members;
mod organizations;
mod people;
mod permits;
mod policies;
mod projects;
mod provider_tokens;
mod scopes;
mod table;
mod token;
mod tokens;
mod who;
