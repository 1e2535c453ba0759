//! The public keys of OpenID Connect providers: what a set of them is, where it comes from, and for
//! how long it is good. The same on every platform; sending requests is the platform's affair.
//!
//! `address` says whom keys may come from, `discovery` what an issuer says of itself, `jwks` what a
//! set of keys is, `freshness` when to ask anew. No token is seen here.

pub mod address;
pub mod discovery;
pub mod freshness;
pub mod jwks;

use std::time::Duration;

/// For all requests of one look at an issuer together.
pub const TIME: Duration = Duration::from_secs(5);
/// Bytes of one answer.
pub const ANSWER_BYTES: usize = 1024 * 1024;

/// What is asked for of an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Discovery,
    Keys,
}

impl std::fmt::Display for Step {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Discovery => "the discovery document",
            Self::Keys => "the address of the keys",
        })
    }
}

/// Why there are no keys. Holds nothing of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{0} cannot be reached")]
    Unreachable(Step),
    #[error("{0} did not answer within 5 s")]
    TooLate(Step),
    #[error("{0} answered with status {1}")]
    Status(Step, u16),
    #[error("{0} answered with more than 1 MiB")]
    TooLarge(Step),
    #[error("the discovery document is not what OpenID Connect Discovery says")]
    Document,
    #[error("the discovery document is of another issuer")]
    Issuer,
    #[error("the discovery document's jwks_uri {0}")]
    KeysAddress(address::BadAddress),
    #[error("the discovery document's jwks_uri is http where the issuer is https")]
    Downgrade,
    #[error("the JWK Set {0}")]
    Keys(jwks::Error),
}
