//! HTTP for plug-ins that talk to a service: to granted hosts, from a client of the host's own.
//!
//! `strongroom-outbound` says which hosts, which addresses and what a request may look like; `client`
//! sends it, `session` is what one call may still send, `tls` whom to trust. Nothing is followed, decompressed, retried or remembered, no
//! proxy is asked, and a call sends a bounded number of bounded requests in a bounded time.

mod client;
mod session;
mod tls;

pub(crate) use client::Client;
pub(crate) use session::Session;
pub(crate) use strongroom_outbound::{Grant, Grants, Malformed};
pub(crate) use tls::{Roots, RootsError};
