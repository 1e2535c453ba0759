//! What a gateway sees of the vault, and the order in which the vault does it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod create;
mod delete;
mod double;
mod read;
mod reveal;
mod stage;
mod store;
mod update;
