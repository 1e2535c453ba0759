//! The documented format: published vectors, this crate, and a second implementation that agree.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod agreement;
mod cases;
mod first;
mod second;
mod vector;
mod vectors;
