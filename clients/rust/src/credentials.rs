//! Where the token comes from, and when it is asked for again: before it expires, and once when the
//! server does not take it. However many requests need one, it is asked for once.

use std::fmt;
use std::fs::File;
use std::future::Future;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::form_urlencoded;

use crate::error::Error;
use crate::retry::Repeatable;
use crate::secret::SecretString;
use crate::wiped::Wiped;
use crate::wire::{Ask, Wire};

/// What the server reads of a token (its limit for a bearer token), and a line's end.
const MOST_BYTES: u64 = 16 * 1024;
/// A token is asked for anew this long before it expires, or after 4/5 of its life.
const MARGIN: Duration = Duration::from_secs(60);
/// A file may be written anew at any time: clusters do so long before a token expires.
const FILE_IS_READ_AGAIN_AFTER: Duration = Duration::from_secs(30);

/// Why a caller's function gave no token. Its text must not hold one.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

type Answer = Pin<Box<dyn Future<Output = Result<Issued, Failure>> + Send>>;

/// A token and its life.
#[derive(Debug)]
pub struct Issued {
    pub token: SecretString,
    /// From now; None where it is not known.
    pub expires_in: Option<Duration>,
}

/// A token as requests use it.
pub type BearerToken = Arc<SecretString>;

/// Where a token comes from.
#[derive(Clone)]
pub enum Credential {
    /// An API token, or a token of an OpenID Connect provider.
    Token(BearerToken),
    /// A file with a token, which may be written anew. Nobody but its owner and group may reach it.
    File(PathBuf),
    /// A client's id and secret, for which the server gives access tokens.
    Client { id: String, secret: Arc<SecretString> },
    /// Whatever the caller has.
    Function(Arc<dyn Fn() -> Answer + Send + Sync>),
}

impl Credential {
    #[must_use]
    pub fn token(token: SecretString) -> Self {
        Self::Token(Arc::new(token))
    }

    #[must_use]
    pub fn client(id: impl Into<String>, secret: SecretString) -> Self {
        Self::Client { id: id.into(), secret: Arc::new(secret) }
    }

    pub fn function<F>(function: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Issued, Failure>> + Send + 'static,
    {
        Self::Function(Arc::new(move || Box::pin(function())))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Token(_) => "Token(********)",
            Self::File(_) => "File(..)",
            Self::Client { .. } => "Client(********)",
            Self::Function(_) => "Function(..)",
        })
    }
}

pub(crate) struct Credentials {
    credential: Credential,
    /// Held while a token is asked for, so that others wait for that one.
    current: Mutex<Option<Current>>,
}

struct Current {
    token: BearerToken,
    until: Option<Instant>,
}

impl Credentials {
    pub(crate) fn new(credential: Credential) -> Self {
        Self { credential, current: Mutex::new(None) }
    }

    /// # Errors
    /// There is no token to be had.
    pub(crate) async fn token(&self, wire: &Wire) -> Result<BearerToken, Error> {
        let mut current = self.current.lock().await;
        if let Some(known) = current.as_ref()
            && known.until.is_none_or(|until| Instant::now() < until)
        {
            return Ok(Arc::clone(&known.token));
        }
        self.obtain(wire, &mut current).await
    }

    /// Another token than one that the server did not take, where there is another.
    ///
    /// # Errors
    /// There is no token to be had.
    pub(crate) async fn other_than(
        &self,
        refused: &BearerToken,
        wire: &Wire,
    ) -> Result<Option<BearerToken>, Error> {
        if let Credential::Token(_) = self.credential {
            return Ok(None);
        }
        let mut current = self.current.lock().await;
        let token = match current.as_ref() {
            // Another request was faster.
            Some(known) if !Arc::ptr_eq(&known.token, refused) => Arc::clone(&known.token),
            Some(_) | None => self.obtain(wire, &mut current).await?,
        };
        Ok((token.expose() != refused.expose()).then_some(token))
    }

    async fn obtain(
        &self,
        wire: &Wire,
        current: &mut Option<Current>,
    ) -> Result<BearerToken, Error> {
        let (token, until) = match &self.credential {
            Credential::Token(token) => (Arc::clone(token), None),
            Credential::File(file) => {
                (Arc::new(read(file)?), Some(Instant::now() + FILE_IS_READ_AGAIN_AFTER))
            }
            Credential::Client { id, secret } => renewed(sign_in(wire, id, secret).await?),
            Credential::Function(function) => {
                renewed(function().await.map_err(Error::NoTokenObtained)?)
            }
        };
        if !is_token(token.expose()) {
            return Err(Error::NoToken);
        }
        *current = Some(Current { token: Arc::clone(&token), until });
        Ok(token)
    }
}

fn renewed(issued: Issued) -> (BearerToken, Option<Instant>) {
    let life = issued.expires_in.map(|life| life.saturating_sub(MARGIN.min(life / 5)));
    (Arc::new(issued.token), life.and_then(|life| Instant::now().checked_add(life)))
}

/// Of any kind of token, and nothing that a header could not carry.
fn is_token(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}

fn read(path: &Path) -> Result<SecretString, Error> {
    let failed = |source| Error::TokenFile { file: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Its group may: mounts of clusters give a token to a group.
        if file.metadata().map_err(failed)?.permissions().mode() & 0o007 != 0 {
            return Err(Error::OpenTokenFile { file: path.to_owned() });
        }
    }
    // Room for all of it at once: a string that grows would leave copies behind.
    let mut text = zeroize::Zeroizing::new(String::with_capacity(MOST_BYTES as usize));
    file.take(MOST_BYTES).read_to_string(&mut text).map_err(failed)?;
    Ok(SecretString::from(text.trim()))
}

#[derive(Deserialize)]
struct AccessToken<'a> {
    access_token: &'a str,
    expires_in: u64,
}

/// RFC 6749, section 4.4. The id and the secret are in the body, which no proxy logs.
async fn sign_in(wire: &Wire, id: &str, secret: &SecretString) -> Result<Issued, Error> {
    let mut body = Wiped::with_capacity(1_024);
    body.push(b"grant_type=client_credentials");
    for (name, value) in [("client_id", id), ("client_secret", secret.expose())] {
        body.push(b"&");
        body.push(name.as_bytes());
        body.push(b"=");
        for part in form_urlencoded::byte_serialize(value.as_bytes()) {
            body.push(part.as_bytes());
        }
    }
    let mut ask = Ask {
        method: Method::POST,
        path: ["auth", "client", "v2", "chariot", "login"].map(str::to_owned).to_vec(),
        query: Vec::new(),
        body: Some(("application/x-www-form-urlencoded", body.into_bytes())),
        if_match: None,
        repeatable: Repeatable::Always,
        in_doubt: false,
    };
    let reply = wire.exchange(&mut ask, None).await?;
    let found: AccessToken<'_> =
        serde_json::from_slice(&reply.body).map_err(|_| wire.strange(&reply))?;
    Ok(Issued {
        token: SecretString::from(found.access_token),
        expires_in: Some(Duration::from_secs(found.expires_in)),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_token_is_renewed_before_it_expires_however_short_its_life() {
        for (life, most) in [(900, 840), (100, 80), (5, 4)] {
            let issued = Issued {
                token: SecretString::from("a"),
                expires_in: Some(Duration::from_secs(life)),
            };
            let until = renewed(issued).1.expect("a time");
            assert!(until <= Instant::now() + Duration::from_secs(most), "{life}");
        }
    }

    #[test]
    fn what_a_header_could_not_carry_is_no_token() {
        for text in ["", "a b", "a\r\nX: b", "ä"] {
            assert!(!is_token(text), "{text}");
        }
        assert!(is_token("srt_3MmtJa-._~+/="));
    }

    #[test]
    fn no_credential_prints_itself() {
        let token = Credential::token(SecretString::from("srt_planted"));
        let client = Credential::client("planted", SecretString::from("planted"));
        assert!(!format!("{token:?} {client:?}").contains("planted"));
    }
}
