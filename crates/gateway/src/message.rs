//! One HTTP exchange as plain records: what `strongroom:http/handler` says, in Rust.
//!
//! A request's header values and body are wiped when dropped, since one is a credential and the
//! other may hold values. So is a response's body: whoever sends it drops it.

use std::borrow::Cow;

use strongroom_secret_bytes::SecretBytes;

/// A request as a front door read it.
#[derive(Debug)]
pub struct Request {
    /// In upper case.
    pub method: String,
    /// Path and query as they came, still percent-encoded.
    pub target: String,
    pub headers: Vec<RequestHeader>,
    pub body: SecretBytes,
    /// Address of the caller as the front door saw it.
    pub peer: Option<String>,
    /// Unique; 1 to 64 characters of `[0-9A-Za-z_-]`. The front door chooses it, not the caller.
    pub id: String,
}

#[derive(Debug)]
pub struct RequestHeader {
    /// In lower case.
    pub name: String,
    pub value: SecretBytes,
}

/// A response, whole.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<ResponseHeader>,
    pub body: SecretBytes,
}

/// Never a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseHeader {
    /// In lower case.
    pub name: &'static str,
    pub value: Cow<'static, str>,
}

impl ResponseHeader {
    #[must_use]
    pub fn new(name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self { name, value: value.into() }
    }
}
