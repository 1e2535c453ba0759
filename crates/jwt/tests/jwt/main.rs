//! What is a token and what is not: the vectors of the RFCs, each attack of RFC 8725, and tokens that
//! another implementation has signed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod access;
mod attacks;
mod claims;
mod garbage;
mod keys;
mod second_implementation;
mod support;
mod vectors;
