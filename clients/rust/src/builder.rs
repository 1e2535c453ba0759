//! How a client is made.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::address;
use crate::cache::Cache;
use crate::client::Client;
use crate::credentials::{Credential, Credentials};
use crate::error::Error;
use crate::retry::Retries;
use crate::secret::SecretString;
use crate::wire::Wire;

/// Where a server listens unless it is told otherwise.
const DEFAULT_SERVER: &str = "http://127.0.0.1:8200";
/// As long as a server may take for a request, and a little for the way.
const TIMEOUT: Duration = Duration::from_secs(35);
const CACHE_BYTES: usize = 1024 * 1024;

#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    server: String,
    credential: Option<Credential>,
    allow_http: bool,
    timeout: Duration,
    retries: Retries,
    cache_bytes: usize,
}

impl Builder {
    pub(crate) fn new(server: impl Into<String>) -> Self {
        Self {
            server: server.into(),
            credential: None,
            allow_http: false,
            timeout: TIMEOUT,
            retries: Retries::default(),
            cache_bytes: CACHE_BYTES,
        }
    }

    /// The same variables as the command line's, and those for a client's id and secret.
    pub(crate) fn from_env() -> Self {
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let secret = |name: &str| env::var(name).ok().map(Zeroizing::new);
        let mut builder =
            Self::new(variable("STRONGROOM_URL").unwrap_or_else(|| DEFAULT_SERVER.to_owned()));
        builder.allow_http =
            variable("STRONGROOM_ALLOW_HTTP").is_some_and(|value| value == "true" || value == "1");
        builder.credential = if let Some(file) = variable("STRONGROOM_TOKEN_FILE") {
            Some(Credential::File(PathBuf::from(file)))
        } else if let Some(token) = secret("STRONGROOM_TOKEN") {
            Some(Credential::token(SecretString::from(token.trim())))
        } else {
            variable("STRONGROOM_CLIENT_ID")
                .zip(secret("STRONGROOM_CLIENT_SECRET"))
                .map(|(id, secret)| Credential::client(id, SecretString::from(secret.as_str())))
        };
        builder
    }

    pub fn credential(mut self, credential: Credential) -> Self {
        self.credential = Some(credential);
        self
    }

    pub fn token(self, token: SecretString) -> Self {
        self.credential(Credential::token(token))
    }

    /// Sends the token to another machine without TLS, where the network itself is trusted.
    pub const fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Of one attempt, from its beginning to the end of its answer. 35 seconds unless it is set.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub const fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// How much of what the server allows to be kept is kept, in memory: 1 MiB unless it is set. 0
    /// is nothing.
    pub const fn cache_bytes(mut self, bytes: usize) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// # Errors
    /// The address is none that a token may be sent to, or there is no credential.
    pub fn build(self) -> Result<Client, Error> {
        let server = address::server(&self.server, self.allow_http)?;
        let credential = self.credential.ok_or(Error::NoCredential)?;
        let wire = Wire::new(server, self.timeout, self.retries)?;
        Ok(Client::new(wire, Credentials::new(credential), Cache::new(self.cache_bytes)))
    }
}
