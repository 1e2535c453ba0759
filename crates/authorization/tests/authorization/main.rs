//! What may be done by whom, asked through the ports as a gateway and a vault ask it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod administration;
mod authentication;
mod bootstrap;
mod permits;
mod roles;
mod store;
mod support;
mod token;
