//! What a secret type may send, and where to: the same on every platform.
//!
//! `grant` says which hosts, `address` which addresses a name may lead to, `request` what a request
//! may look like. It sends nothing and resolves no name.

mod address;
mod grant;
mod request;

pub use grant::{Grant, Grants, Host, Malformed, Origin, Scheme};
pub use request::{BODY, Checked, HEAD, HEADERS, Invalid, Request, checked};
