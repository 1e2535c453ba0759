//! One look at what an issuer says: its discovery document, then its keys.
//!
//! OpenID Connect Discovery 1.0, sections 4 and 4.3: the document must name exactly the issuer it was
//! asked of. Redirects are not followed, so keys come from where the issuer says and nowhere else.

use std::time::{Duration, Instant};

use http::header::CACHE_CONTROL;
use serde::Deserialize;

use super::jwks;
use crate::http_client::{self, BadAddress};

/// For both requests together.
const TIME: Duration = Duration::from_secs(5);
/// Of one answer.
const BYTES: u64 = 1024 * 1024;

/// A JWK Set as an issuer has it now.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) keys: Vec<u8>,
    /// For how long the issuer says that it may be kept.
    pub(super) max_age: Option<Duration>,
}

/// Why there are no keys. Holds nothing of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Error {
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
    KeysAddress(BadAddress),
    #[error("the discovery document's jwks_uri is http where the issuer is https")]
    Downgrade,
    #[error("the JWK Set {0}")]
    Keys(jwks::Error),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
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

#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Blocks for at most 5 s.
///
/// # Errors
/// Every case.
pub(super) fn fetch(issuer: &str) -> Result<Fetched, Error> {
    let end = Instant::now() + TIME;
    let document = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let (document, _) = get(&document, Step::Discovery, end)?;
    let document: Document = serde_json::from_slice(&document).map_err(|_| Error::Document)?;
    if document.issuer != issuer {
        return Err(Error::Issuer);
    }
    let address = keys_address(&document.jwks_uri)?;
    if issuer.starts_with("https:") && address.scheme_str() != Some("https") {
        return Err(Error::Downgrade);
    }
    let (keys, max_age) = get(&document.jwks_uri, Step::Keys, end)?;
    jwks::check(&keys).map_err(Error::Keys)?;
    Ok(Fetched { keys, max_age })
}

/// Unlike an issuer, this address may have a query.
fn keys_address(text: &str) -> Result<http::Uri, Error> {
    let bare = text.split_once('?').map_or(text, |(bare, _)| bare);
    http_client::private_address(bare).map_err(Error::KeysAddress)
}

fn get(address: &str, step: Step, end: Instant) -> Result<(Vec<u8>, Option<Duration>), Error> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Error::TooLate(step));
    }
    // A proxy that the environment names is for what leaves the machine, and sees no more than
    // who is called: the rest is TLS.
    let agent = http_client::agent(left, address.starts_with("https:"));
    let failed = |error: ureq::Error| match error {
        ureq::Error::Timeout(_) => Error::TooLate(step),
        ureq::Error::BodyExceedsLimit(_) => Error::TooLarge(step),
        _ => Error::Unreachable(step),
    };
    let mut answer =
        agent.get(address).header("accept", "application/json").call().map_err(failed)?;
    if answer.status() != http::StatusCode::OK {
        return Err(Error::Status(step, answer.status().as_u16()));
    }
    let caching = answer.headers().get(CACHE_CONTROL).and_then(|value| value.to_str().ok());
    let max_age = caching.and_then(max_age);
    let body = answer.body_mut().with_config().limit(BYTES).read_to_vec().map_err(failed)?;
    Ok((body, max_age))
}

/// RFC 9111, section 5.2.2: what must not be kept is kept for no time.
fn max_age(caching: &str) -> Option<Duration> {
    let mut age = None;
    for directive in caching.split(',').map(str::trim) {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        if name.eq_ignore_ascii_case("no-store") || name.eq_ignore_ascii_case("no-cache") {
            return Some(Duration::ZERO);
        }
        if name.eq_ignore_ascii_case("max-age") {
            age = value.trim_matches('"').parse().ok().map(Duration::from_secs);
        }
    }
    age
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_how_long_an_answer_may_be_kept() {
        for (caching, expected) in [
            ("public, max-age=3600, must-revalidate", Some(3600)),
            ("Max-Age=\"60\"", Some(60)),
            ("no-store", Some(0)),
            ("max-age=3600, no-cache", Some(0)),
            ("public", None),
            ("max-age=soon", None),
        ] {
            assert_eq!(max_age(caching), expected.map(Duration::from_secs), "{caching}");
        }
    }

    #[test]
    fn the_address_of_the_keys_may_have_a_query_and_follows_the_same_rules() {
        assert!(keys_address("https://keys.example.com/jwks?p=a").is_ok());
        for text in ["http://keys.example.com/", "https://u@keys.example.com/", "keys", ""] {
            assert!(keys_address(text).is_err(), "{text}");
        }
    }
}
