//! What stands on standard input and output, word for word: `docker-credential-helpers`.

use std::io::Read as _;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;
use strongroom_client::SecretString;
use strongroom_model::limits;
use zeroize::Zeroizing;

use crate::registry::Server;

/// Docker knows these by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("credentials not found in native keychain")]
    NotFound,
    #[error("no credentials server URL")]
    NoServer,
    #[error("no credentials username")]
    NoUsername,
}

/// The address that was asked for, and which registry that is.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) text: String,
    pub(super) server: Server,
}

/// Of a registry.
pub(super) struct Credentials {
    pub(super) server_url: String,
    pub(super) username: String,
    pub(super) secret: SecretString,
}

impl Credentials {
    pub(super) fn written(&self) -> Zeroizing<String> {
        let Self { server_url, username, secret } = self;
        json!({ "ServerURL": server_url, "Username": username, "Secret": secret.expose() })
            .to_string()
            .into()
    }
}

/// # Errors
/// Standard input is empty or no text.
pub(super) fn server() -> anyhow::Result<Address> {
    Ok(address(&input()?)?)
}

fn address(text: &str) -> Result<Address, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::NoServer);
    }
    Ok(Address { text: text.to_owned(), server: Server::of(text) })
}

/// # Errors
/// Standard input is not what Docker writes there, or is incomplete.
pub(super) fn credentials() -> anyhow::Result<Credentials> {
    parsed(&input()?)
}

fn parsed(text: &str) -> anyhow::Result<Credentials> {
    #[derive(Deserialize)]
    struct Given {
        #[serde(rename = "ServerURL", default)]
        server_url: String,
        #[serde(rename = "Username", default)]
        username: String,
        #[serde(rename = "Secret", default)]
        secret: String,
    }
    // The parser's own words could hold a piece of the password.
    let mut given: Given = serde_json::from_str(text)
        .ok()
        .context("standard input must be {\"ServerURL\":…,\"Username\":…,\"Secret\":…}")?;
    let server_url = address(&given.server_url)?.text;
    if given.username.is_empty() {
        return Err(Refusal::NoUsername.into());
    }
    let secret = SecretString::from(std::mem::take(&mut given.secret));
    Ok(Credentials { server_url, username: given.username, secret })
}

fn input() -> anyhow::Result<Zeroizing<String>> {
    // Room for all of it at once: a string that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(2 * limits::VALUE_BYTES));
    let limit = 2 * limits::VALUE_BYTES as u64;
    std::io::stdin().take(limit).read_to_string(&mut text).context("standard input is no text")?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_missing_is_said_in_dockers_words() {
        for (given, said) in [
            (r#"{"Username":"a","Secret":"b"}"#, "no credentials server URL"),
            (r#"{"ServerURL":" ","Username":"a","Secret":"b"}"#, "no credentials server URL"),
            (r#"{"ServerURL":"ghcr.io","Secret":"b"}"#, "no credentials username"),
        ] {
            match parsed(given) {
                Ok(_) => panic!("{given}"),
                Err(error) => assert_eq!(error.to_string(), said, "{given}"),
            }
        }
        assert_eq!(address("\n").unwrap_err(), Refusal::NoServer);
    }

    #[test]
    fn what_is_malformed_is_not_repeated() {
        for given in [r#"{"ServerURL":"ghcr.io","Secret":planted"#, "planted", r#"{"Secret":1}"#] {
            match parsed(given) {
                Ok(_) => panic!("{given}"),
                Err(error) => assert!(!format!("{error:?}").contains("planted"), "{error:?}"),
            }
        }
    }
}
