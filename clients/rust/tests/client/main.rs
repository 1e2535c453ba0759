//! The client against a real server: the one that `STRONGROOM_BIN` names with what lies in
//! `STRONGROOM_DIST`, or the workspace's own build. What servers do that this one does not, a front
//! before it does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod contract;
mod credentials;
mod document;
mod front;
mod keeping;
mod repeating;
mod secrecy;
mod secrets;
mod server;
