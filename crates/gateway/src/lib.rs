//! HTTP for all of it: routes, JSON, problem documents and OpenAPI.
//!
//! What this is: a function from a request record to a response record, over the ports. What it is
//! not: an HTTP server, a judge of who may do what, or of what a name or a value may be. Depends on
//! `strongroom-model`, `strongroom-ports` and, for the formats that every secret has,
//! `strongroom-rendering`.
//!
//! A request is refused at the first of: route, method, authentication, size, query, media type,
//! JSON, shape, vault. So who is not authenticated sees 401 for every known path, whatever the rest.
//! The login authenticates with what the body says, and so comes to it last.
//!
//! The way through the modules is the way of a request: `message`, `target`, `route`, `header`,
//! `query`, `json`, `body`, `accept`, `endpoint`, then `answer` or `problem`. `status` alone turns
//! other components' errors into refusals, and `reason` says why in words.

#![cfg_attr(
    not(feature = "document"),
    allow(dead_code, reason = "the tables say some things to the document alone")
)]

mod accept;
mod answer;
mod body;
mod document;
mod endpoint;
mod header;
mod json;
mod message;
#[cfg(feature = "document")]
mod openapi;
mod problem;
mod query;
mod reason;
mod refusal;
mod route;
mod status;
mod target;
mod types;

pub use document::Outline;
pub use message::{Request, RequestHeader, Response, ResponseHeader};

use strongroom_model::audit::Context;
use strongroom_model::limits;
use strongroom_ports::Clock;
use strongroom_ports::administration::Administration;
use strongroom_ports::authentication::Authentication;
use strongroom_ports::clients::Clients;
use strongroom_ports::directory::Directory;
use strongroom_ports::policies::Policies;
use strongroom_ports::vault::Vault;
use strongroom_secret_bytes::SecretBytes;

use crate::answer::Answer;
use crate::endpoint::Call;
use crate::json::Json;
use crate::problem::{Problem, Refusal};
use crate::query::Query;
use crate::route::{Body, Entrance, Found, NamedOwner, Operation};
use crate::types::Types;

/// All that is done to who may do what. Implemented by whatever implements its parts.
pub trait Management<S>:
    Administration<Session = S> + Directory<Session = S> + Clients<Session = S> + Policies<Session = S>
{
}

impl<T, S> Management<S> for T where
    T: Administration<Session = S>
        + Directory<Session = S>
        + Clients<Session = S>
        + Policies<Session = S>
{
}

/// The front door. Keeps nothing of a request; all it remembers is the descriptions of types.
pub struct Gateway<A, M, V, C> {
    authentication: A,
    management: M,
    vault: V,
    types: Types<C>,
    outline: Outline,
}

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    A: Authentication<Session = S>,
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    #[must_use]
    pub const fn new(
        authentication: A,
        management: M,
        vault: V,
        clock: C,
        outline: Outline,
    ) -> Self {
        Self { authentication, management, vault, types: Types::new(clock), outline }
    }

    /// Every request gets a response; a refusal is one with a problem document.
    pub async fn handle(&self, request: Request) -> Response {
        let (mut response, may_be_kept) = match self.answer(&request).await {
            Ok((answer, may_be_kept)) => (answer.into_response(), may_be_kept),
            Err(problem) => (problem.into_response(&request.id), false),
        };
        let caching = if may_be_kept { "no-cache" } else { "no-store" };
        response.headers.extend([
            ResponseHeader::new("cache-control", caching),
            ResponseHeader::new("x-content-type-options", "nosniff"),
            ResponseHeader::new("x-request-id", request.id),
        ]);
        if request.method == "HEAD" {
            response.body = SecretBytes::new(Vec::new());
        }
        response
    }

    /// The answer and whether it may be kept by a cache.
    async fn answer(&self, request: &Request) -> Result<(Answer, bool), Problem> {
        let (path, query) = target::split(&request.target);
        let found = route::find(&target::path(path)?).ok_or_else(status::no_such_route)?;
        let operation = found.route.operation(&request.method)?;
        match operation.endpoint.entrance() {
            Entrance::Open => {
                Query::read(query, operation.query)?;
                Ok((self.read_document().await?, true))
            }
            Entrance::Client => {
                let answer = self.login(request, query, operation).await;
                Ok((answer.map_err(Problem::of_login)?, false))
            }
            Entrance::Bearer => {
                let session = self.authenticate(request, &found).await?;
                check_size(request)?;
                let query = Query::read(query, operation.query)?;
                let body = read_body(request, operation)?;
                let (here, reveals) = (found.owner_kind(), query.wants_reveal());
                let call = Call { session, found, query, headers: &request.headers, body };
                let answer = self.serve(operation.endpoint, call).await;
                let explain = |why| reason::told(why, operation.needs, here, reveals);
                Ok((answer.map_err(|problem| problem.explained(explain))?, false))
            }
        }
    }

    async fn authenticate(&self, request: &Request, found: &Found) -> Result<S, Problem> {
        let credential = header::bearer(&request.headers)?;
        let about = match found.owner {
            Some(NamedOwner::Owner(owner)) => Some(owner),
            Some(NamedOwner::Me) | None => None,
        };
        Ok(self.authentication.authenticate(credential, context(request), about).await?)
    }
}

fn context(request: &Request) -> Context {
    Context { request_id: request.id.clone(), peer: request.peer.clone() }
}

fn check_size(request: &Request) -> Result<(), Problem> {
    if request.body.len() > limits::BODY_BYTES {
        let detail = format!("a body has at most {} bytes", limits::BODY_BYTES);
        return Err(Problem::new(Refusal::BodyTooLarge, detail));
    }
    Ok(())
}

/// The body of an operation that has one. A body that an operation does not have is not looked at.
fn read_body(request: &Request, operation: &Operation) -> Result<Option<Json>, Problem> {
    let Some(Body { media_types, .. }) = &operation.body else { return Ok(None) };
    header::media_type(&request.headers, media_types)?;
    Ok(Some(json::read(request.body.expose())?))
}
