//! The client: token, cache and server together. Operations are in `secrets` and `resolve`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::builder::Builder;
use crate::cache::Cache;
use crate::credentials::{BearerToken, Credentials};
use crate::error::Error;
use crate::problem::Kind;
use crate::retry::Repeatable;
use crate::wiped::Wiped;
use crate::wire::{Ask, Reply, Wire};

/// Where all of the API lies but the login.
const ROOT: [&str; 3] = ["api", "identity", "v2"];

/// One server, with one credential. Clones share connections, token and cache.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    reads_cache: bool,
}

struct Shared {
    wire: Wire,
    credentials: Credentials,
    cache: Cache,
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Client(..)")
    }
}

impl Client {
    /// For a server: `https://strongroom.example.com`.
    pub fn builder(server: impl Into<String>) -> Builder {
        Builder::new(server)
    }

    /// As the environment says: `STRONGROOM_URL`, or this machine's port 8200; and the credential in
    /// `STRONGROOM_TOKEN_FILE`, else `STRONGROOM_TOKEN`, else `STRONGROOM_CLIENT_ID` with
    /// `STRONGROOM_CLIENT_SECRET`.
    ///
    /// # Errors
    /// The address is none that a token may be sent to, or there is no credential.
    pub fn from_env() -> Result<Self, Error> {
        Builder::from_env().build()
    }

    pub(crate) fn new(wire: Wire, credentials: Credentials, cache: Cache) -> Self {
        Self { shared: Arc::new(Shared { wire, credentials, cache }), reads_cache: true }
    }

    /// Where the server is, as its errors name it.
    #[must_use]
    pub fn server(&self) -> String {
        self.shared.wire.name()
    }

    /// The same client, which asks the server whatever the cache has.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), reads_cache: false }
    }

    /// A token that the server takes now, for what speaks to it on its own.
    ///
    /// # Errors
    /// There is no token to be had.
    pub async fn get_bearer_token(&self) -> Result<BearerToken, Error> {
        self.shared.credentials.token(&self.shared.wire).await
    }

    /// Whatever the API has that no function here is for. `path` is below `/api/identity/v2` and
    /// made of segments that need no encoding; null where the answer has no body. A slash at its end
    /// is kept. `query` is of what reads: nothing that changes has one.
    ///
    /// ```no_run
    /// # async fn example(client: strongroom_client::Client) -> Result<(), strongroom_client::Error> {
    /// let groups = client.call(http::Method::GET, "/groups", &[("limit", "10")], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As everywhere.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&serde_json::Value>,
    ) -> Result<serde_json::Value, Error> {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        let end = path.ends_with('/').then_some("");
        let path = ROOT.iter().copied().chain(segments).chain(end).map(str::to_owned).collect();
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        if method == Method::GET {
            return self.read(path, query.collect()).await;
        }
        let reply = self.change(method, path, body, None).await?;
        if reply.body.is_empty() { Ok(serde_json::Value::Null) } else { self.parsed(&reply) }
    }

    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        path: Vec<String>,
        query: Vec<(impl Into<Cow<'static, str>>, String)>,
    ) -> Result<T, Error> {
        self.parsed(&*self.get_reply(path, query).await?)
    }

    pub(crate) fn address_of(
        &self,
        path: Vec<String>,
        query: Vec<(Cow<'static, str>, String)>,
    ) -> String {
        self.shared.wire.url(&Ask::to_read(path, query)).into()
    }

    pub(crate) async fn get_reply(
        &self,
        path: Vec<String>,
        query: Vec<(impl Into<Cow<'static, str>>, String)>,
    ) -> Result<Arc<Reply>, Error> {
        let query = query.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let ask = Ask::to_read(path, query);
        let Shared { wire, cache, .. } = &*self.shared;
        let name = String::from(wire.url(&ask));
        if self.reads_cache
            && let Some(reply) = cache.get(&name)
        {
            return Ok(reply);
        }
        let generation = cache.generation();
        let reply = Arc::new(self.ask(ask).await?);
        cache.keep(&name, &reply, generation);
        Ok(reply)
    }

    /// A change. `if_match` makes it repeatable.
    pub(crate) async fn change(
        &self,
        method: Method,
        path: Vec<String>,
        body: Option<&(impl Serialize + Sync)>,
        if_match: Option<String>,
    ) -> Result<Reply, Error> {
        let body = match body {
            Some(body) => Some(Wiped::json(body).map_err(Error::Body)?),
            None => None,
        };
        let repeatable = if if_match.is_some() { Repeatable::Guarded } else { Repeatable::Never };
        let ask = Ask {
            method,
            path,
            query: Vec::new(),
            body: body.map(|body| ("application/json", body.into_bytes())),
            if_match,
            repeatable,
            in_doubt: false,
        };
        let answer = self.ask(ask).await;
        // Even where it was refused: its effect may not be known.
        self.shared.cache.clear();
        answer
    }

    async fn ask(&self, mut ask: Ask) -> Result<Reply, Error> {
        let Shared { wire, credentials, cache } = &*self.shared;
        let token = credentials.token(wire).await?;
        let answer = wire.exchange(&mut ask, Some(&token)).await;
        let Err(error) = &answer else { return answer };
        match error.kind() {
            Some(Kind::Forbidden) => {
                cache.clear();
                answer
            }
            Some(Kind::Unauthenticated) => {
                cache.clear();
                match credentials.other_than(&token, wire).await? {
                    Some(token) => wire.exchange(&mut ask, Some(&token)).await,
                    None => answer,
                }
            }
            _ => answer,
        }
    }

    pub(crate) fn parsed<T: DeserializeOwned>(&self, reply: &Reply) -> Result<T, Error> {
        serde_json::from_slice(&reply.body).map_err(|_| self.shared.wire.strange(reply))
    }
}
