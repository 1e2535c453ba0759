//! One look at what an issuer says: its discovery document, then its keys.
//!
//! Redirects are not followed, so keys come from where the issuer says and nowhere else.

use std::time::{Duration, Instant};

use strongroom_issuer_keys::{
    ANSWER_BYTES, Error, Step, TIME, address, discovery, freshness, jwks,
};
use strongroom_spin_http_client::{self as client, Limits, Request};

/// A JWK Set as an issuer has it now.
pub(crate) struct Fetched {
    pub(crate) keys: Vec<u8>,
    /// For how long the issuer says that it may be kept.
    pub(crate) max_age: Option<Duration>,
}

pub(crate) fn fetch(issuer: &str) -> Result<Fetched, Error> {
    // The operator's word, and checked nowhere else on this platform.
    address::private_address(issuer).map_err(Error::KeysAddress)?;
    let end = Instant::now() + TIME;
    let (document, _) = get(&discovery::address_of(issuer), Step::Discovery, end)?;
    let (keys, max_age) = get(&discovery::keys_address(issuer, &document)?, Step::Keys, end)?;
    jwks::check(&keys).map_err(Error::Keys)?;
    Ok(Fetched { keys, max_age })
}

fn get(url: &str, step: Step, end: Instant) -> Result<(Vec<u8>, Option<Duration>), Error> {
    let unreachable = || Error::Unreachable(step);
    let (scheme, rest) = url.split_once("://").ok_or_else(unreachable)?;
    let place = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at_checked(place).ok_or_else(unreachable)?;
    let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
    let request = Request {
        method: "GET".to_owned(),
        tls: scheme.eq_ignore_ascii_case("https"),
        authority: authority.to_owned(),
        target,
        headers: vec![("accept".to_owned(), b"application/json".to_vec())],
        body: Vec::new(),
    };
    let limits = Limits { head: 64 * 1024, body: ANSWER_BYTES };
    let answer = client::send(request, limits, end).map_err(|error| match error {
        client::Error::Timeout => Error::TooLate(step),
        client::Error::TooLarge => Error::TooLarge(step),
        client::Error::Denied => {
            eprintln!("{step} is not among the application's `allowed_outbound_hosts`");
            Error::Unreachable(step)
        }
        client::Error::Invalid | client::Error::Unreachable | client::Error::Tls => {
            Error::Unreachable(step)
        }
    })?;
    if answer.status != 200 {
        return Err(Error::Status(step, answer.status));
    }
    let caching = answer.headers.iter().find(|(name, _)| name == "cache-control");
    let caching = caching.and_then(|(_, value)| std::str::from_utf8(value).ok());
    Ok((answer.body, caching.and_then(freshness::max_age)))
}
