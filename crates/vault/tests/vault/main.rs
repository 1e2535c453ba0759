//! What a gateway sees of the vault, and the order in which the vault does it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod catalogue;
mod check;
mod create;
mod delete;
mod double;
mod examine;
mod read;
mod render;
mod reveal;
mod rotate;
mod rows;
mod schedule;
mod service;
mod stage;
mod store;
mod undo;
mod update;
mod validate;
