//! A Spin application as its `spin.toml` describes it: what it runs, what it is told, what it may
//! reach.
//!
//! What it is not: what runs it. Apart from that, so that its tests need no engine.

mod allowed_hosts;
mod manifest;
pub mod routes;
mod variables;

pub use allowed_hosts::AllowedHosts;
pub use manifest::{Component, Declared, Manifest};
pub use variables::{NotThere, Variables};
