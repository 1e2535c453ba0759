//! One request to the server and its answer, sent again where that is harmless.
//!
//! What it is not: the choice of a token and what becomes of an answer; see `client`.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use url::Url;
use zeroize::Zeroizing;

use crate::cache;
use crate::error::Error;
use crate::ids::EntityTag;
use crate::problem::Problem;
use crate::retry::{Outcome, Repeatable, Retries};
use crate::secret::SecretString;
use crate::transport;
use crate::wiped::Wiped;

/// More than the server's largest list.
const MOST_BYTES: usize = 64 * 1024 * 1024;

pub(crate) struct Wire {
    http: reqwest::Client,
    server: Url,
    retries: Retries,
}

/// A request.
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// Segments of the path below the server's address.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Option<(&'static str, Bytes)>,
    pub(crate) if_match: Option<String>,
    pub(crate) repeatable: Repeatable,
    /// Whether an attempt may have been done though its answer is not known.
    pub(crate) in_doubt: bool,
}

impl Ask {
    pub(crate) const fn to_read(
        path: Vec<String>,
        query: Vec<(Cow<'static, str>, String)>,
    ) -> Self {
        Self {
            method: Method::GET,
            path,
            query,
            body: None,
            if_match: None,
            repeatable: Repeatable::Always,
            in_doubt: false,
        }
    }
}

/// An answer that is no refusal.
pub(crate) struct Reply {
    pub(crate) body: Zeroizing<Vec<u8>>,
    pub(crate) status: u16,
    pub(crate) tag: Option<EntityTag>,
    pub(crate) media_type: String,
    /// For how long it may be kept.
    pub(crate) fresh_for: Option<Duration>,
}

impl Reply {
    pub(crate) fn empty() -> Self {
        Self {
            body: Zeroizing::default(),
            status: 204,
            tag: None,
            media_type: String::new(),
            fresh_for: None,
        }
    }
}

enum Attempt {
    Ended(Result<Reply, Error>),
    /// It may be made again.
    Failed(Outcome, Error),
}

impl Wire {
    /// # Errors
    /// [`Error::Trust`].
    pub(crate) fn new(server: Url, timeout: Duration, retries: Retries) -> Result<Self, Error> {
        let http = transport::sender(&server, timeout)?;
        Ok(Self { http, server, retries })
    }

    /// What an answer goes by in a cache.
    pub(crate) fn url(&self, ask: &Ask) -> Url {
        let mut url = self.server.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(&ask.path);
        }
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        url
    }

    /// An answer that is not of the form that the API's document gives it.
    pub(crate) fn strange(&self, reply: &Reply) -> Error {
        Error::NotStrongroom { server: self.name(), status: reply.status }
    }

    pub(crate) fn name(&self) -> String {
        self.server.as_str().trim_end_matches('/').to_owned()
    }

    /// # Errors
    /// What the last attempt ended with.
    pub(crate) async fn exchange(
        &self,
        ask: &mut Ask,
        token: Option<&SecretString>,
    ) -> Result<Reply, Error> {
        let url = self.url(ask);
        let mut made = 0;
        loop {
            made += 1;
            let (outcome, error) = match self.attempt(&url, ask, token).await {
                Attempt::Ended(answer) => return resolved(answer, ask),
                Attempt::Failed(outcome, error) => (outcome, error),
            };
            let may_be_done = outcome != Outcome::NotSent
                && !matches!(outcome, Outcome::Answered { status: 429, .. });
            ask.in_doubt |= may_be_done;
            match self.retries.pause(made, ask.repeatable, outcome) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    async fn attempt(&self, url: &Url, ask: &Ask, token: Option<&SecretString>) -> Attempt {
        let mut request = self
            .http
            .request(ask.method.clone(), url.clone())
            .header(ACCEPT, "application/json, */*;q=0.5");
        if let Some(token) = token {
            match authorization(token) {
                Ok(value) => request = request.header(AUTHORIZATION, value),
                Err(error) => return Attempt::Ended(Err(error)),
            }
        }
        if let Some(expected) = &ask.if_match {
            request = request.header(IF_MATCH, expected);
        }
        if let Some((media_type, body)) = &ask.body {
            request = request.header(CONTENT_TYPE, *media_type).body(body.clone());
        }
        match request.send().await {
            Ok(response) => self.answered(response).await,
            Err(why) => self.failed(why),
        }
    }

    fn failed(&self, why: reqwest::Error) -> Attempt {
        let outcome = if why.is_connect() { Outcome::NotSent } else { Outcome::Lost };
        // Its text has the address of the request, with a name that was searched for.
        let source = Box::new(why.without_url());
        Attempt::Failed(outcome, Error::Unreachable { server: self.name(), source })
    }

    async fn answered(&self, mut response: reqwest::Response) -> Attempt {
        let status = response.status();
        let strange = || Error::NotStrongroom { server: self.name(), status: status.as_u16() };
        let length = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
        if length > MOST_BYTES {
            return Attempt::Ended(Err(strange()));
        }
        let mut body = Wiped::with_capacity(length);
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= MOST_BYTES => body.push(&chunk),
                Ok(Some(_)) => return Attempt::Ended(Err(strange())),
                Ok(None) => break,
                Err(why) => return self.failed(why),
            }
        }
        let body = body.into_inner();
        let headers = response.headers();
        let tag = text(headers, ETAG).and_then(|tag| tag.parse().ok());
        if status.is_success() {
            let media_type = text(headers, CONTENT_TYPE).unwrap_or_default();
            let fresh_for = cache::fresh_for(headers).filter(|_| status == StatusCode::OK);
            let status = status.as_u16();
            return Attempt::Ended(Ok(Reply { body, status, tag, media_type, fresh_for }));
        }
        let retry_after = text(headers, RETRY_AFTER).and_then(|text| text.parse().ok());
        let retry_after = retry_after.map(Duration::from_secs);
        let problem = Problem::read(&body, retry_after, tag);
        let is_problem = problem.is_some();
        let error = problem.map_or_else(strange, Error::from);
        match status.as_u16() {
            status @ (429 | 502..=504) => {
                Attempt::Failed(Outcome::Answered { status, is_problem, retry_after }, error)
            }
            _ => Attempt::Ended(Err(error)),
        }
    }
}

/// What an answer means where an earlier attempt may have been done.
fn resolved(answer: Result<Reply, Error>, ask: &Ask) -> Result<Reply, Error> {
    if !ask.in_doubt || ask.repeatable != Repeatable::Guarded {
        return answer;
    }
    match answer {
        Err(Error::Stale(_)) => Err(Error::Uncertain),
        // Gone is what a deletion is for.
        Err(error)
            if ask.method == Method::DELETE
                && error.kind() == Some(&crate::problem::Kind::NotFound) =>
        {
            Ok(Reply::empty())
        }
        other => other,
    }
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn authorization(token: &SecretString) -> Result<HeaderValue, Error> {
    let mut header = Wiped::with_capacity(token.expose().len() + 7);
    header.push(b"Bearer ");
    header.push(token.expose().as_bytes());
    let mut value =
        HeaderValue::from_maybe_shared(header.into_bytes()).map_err(|_| Error::NoToken)?;
    value.set_sensitive(true);
    Ok(value)
}
