//! JSON Web Tokens: those of OpenID Connect providers verified, our own signed and verified.
//!
//! What this is: RFC 7515, 7517, 7518, 7519 and 8037 as far as three algorithms need them, as
//! strictly as RFC 8725 asks. Nothing in a token chooses how it is verified: the caller says which
//! algorithms, which keys and which values of claims are good, and everything else is refused. What
//! it is not: a place that fetches or keeps keys, knows a person or reads a clock. Depends on the
//! model.
//!
//! Steps, in the order a verifier takes them: [`Compact::parse`], [`keys::KeySet`] and
//! [`Compact::verify`], [`claims::Claims`]. No claim can be had from a token that was not verified
//! but its issuer, which is what keys are looked for by.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests"))]

pub mod access;
pub mod claims;
mod compact;
pub mod json;
pub mod keys;

use strongroom_model::audit::AuthenticationFailure;

pub use compact::{Compact, Kind};

/// Why a token is not accepted. Never holds a piece of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Error {
    #[error("longer than a token may be")]
    TooLong,
    #[error("not three parts of base64url")]
    Form,
    #[error("the header is not one that can be read")]
    Header,
    #[error("the header asks for extensions")]
    Critical,
    #[error("the algorithm is not accepted")]
    Algorithm,
    #[error("the token was made for something else")]
    Type,
    #[error("the payload is not a JSON object with a name once at most")]
    Payload,
    #[error("the issuer is not the one expected")]
    Issuer,
    #[error("no key of the issuer fits")]
    NoKey,
    #[error("the signature is wrong")]
    Signature,
    #[error("a claim is missing or of a wrong form")]
    Claims,
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid yet")]
    NotYetValid,
    #[error("the token is for somebody else")]
    Audience,
}

impl From<Error> for AuthenticationFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::TooLong | Error::Form | Error::Header | Error::Critical | Error::Payload => {
                Self::Malformed
            }
            Error::Algorithm => Self::Algorithm,
            Error::Type => Self::TokenType,
            Error::Issuer => Self::Issuer,
            Error::NoKey => Self::Key,
            Error::Signature => Self::Signature,
            Error::Claims => Self::Claims,
            Error::Expired => Self::Expired,
            Error::NotYetValid => Self::NotYetValid,
            Error::Audience => Self::Audience,
        }
    }
}
