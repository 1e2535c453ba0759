//! One look at what an issuer says: its discovery document, then its keys.
//!
//! Redirects are not followed, so keys come from where the issuer says and nowhere else.

use std::time::{Duration, Instant};

use http::header::CACHE_CONTROL;
use strongroom_issuer_keys::{ANSWER_BYTES, TIME, discovery, freshness, jwks};

use crate::http_client;

pub(super) use strongroom_issuer_keys::{Error, Step};

/// A JWK Set as an issuer has it now.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) keys: Vec<u8>,
    /// For how long the issuer says that it may be kept.
    pub(super) max_age: Option<Duration>,
}

/// Blocks for at most 5 s.
///
/// # Errors
/// Every case.
pub(super) fn fetch(issuer: &str) -> Result<Fetched, Error> {
    let end = Instant::now() + TIME;
    let (document, _) = get(&discovery::address_of(issuer), Step::Discovery, end)?;
    let (keys, max_age) = get(&discovery::keys_address(issuer, &document)?, Step::Keys, end)?;
    jwks::check(&keys).map_err(Error::Keys)?;
    Ok(Fetched { keys, max_age })
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
    let max_age = caching.and_then(freshness::max_age);
    let body =
        answer.body_mut().with_config().limit(ANSWER_BYTES as u64).read_to_vec().map_err(failed)?;
    Ok((body, max_age))
}
