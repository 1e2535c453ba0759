//! HTTP for plug-ins that talk to a service: to granted hosts, from a client of the host's own.
//!
//! `grant` says which hosts, `address` which addresses a name may lead to, `request` what a request
//! may look like, `client` sends it. Nothing is followed, decompressed, retried or remembered, no
//! proxy is asked, and a call sends a bounded number of bounded requests in a bounded time.

mod address;
mod client;
mod grant;
mod request;
mod session;
mod tls;

pub(crate) use client::Client;
pub(crate) use grant::{Grant, Grants, Malformed};
pub(crate) use session::Session;
pub(crate) use tls::{Roots, RootsError};
