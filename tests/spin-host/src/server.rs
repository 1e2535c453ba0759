//! HTTP as Spin serves it: no `TCP_NODELAY`, and head and body leave as the guest hands them over.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HOST};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use strongroom_spin_application::routes::{self, Route};
use tokio::net::{TcpListener, TcpStream};
use wasmtime_wasi_http::Error;
use wasmtime_wasi_http::handler::ProxyHandler;

use crate::counts::{Counts, Metered, Watched};
use crate::instances::Instances;

/// Answered by Spin itself.
const HEALTH: &str = "/.well-known/spin/health";

/// Answered by this host itself: what it has counted.
const COUNTS: &str = "/.well-known/spin-host/counts";

pub(crate) struct Server {
    routes: Vec<Route>,
    /// Of each component, by its id.
    handlers: BTreeMap<String, ProxyHandler<Instances>>,
    counts: Arc<Counts>,
}

impl Server {
    pub(crate) fn new(
        routes: Vec<Route>,
        instances: BTreeMap<String, Instances>,
        counts: Arc<Counts>,
    ) -> Arc<Self> {
        let handlers = instances.into_iter().map(|(id, one)| (id, ProxyHandler::new(one)));
        Arc::new(Self { routes, handlers: handlers.collect(), counts })
    }

    /// Serves until the listener fails.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener) -> std::io::Result<()> {
        loop {
            let (stream, peer) = listener.accept().await?;
            tokio::spawn(self.clone().connection(stream, peer));
        }
    }

    async fn connection(self: Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        let stream = Metered { stream, counts: self.counts.clone() };
        let service = service_fn(move |request| {
            let server = self.clone();
            async move { Ok::<_, std::convert::Infallible>(server.exchange(request, peer).await) }
        });
        let server = Builder::new(TokioExecutor::new());
        // Ends with the client, who may leave in the middle.
        let _ = server.serve_connection(TokioIo::new(stream), service).await;
    }

    async fn exchange(
        &self,
        mut request: Request<Incoming>,
        peer: SocketAddr,
    ) -> Response<Watched> {
        request.headers_mut().remove(CONNECTION);
        match request.uri().path() {
            HEALTH => self.whole(StatusCode::OK, "OK".into()),
            COUNTS => {
                let mut answer = self.whole(StatusCode::OK, self.counts.json().to_string().into());
                let json = HeaderValue::from_static("application/json");
                answer.headers_mut().insert(CONTENT_TYPE, json);
                answer
            }
            _ => match self.by_the_application(request, peer).await {
                Ok(response) => response,
                Err(error) => {
                    eprintln!("Error processing request: {error:?}");
                    self.whole(StatusCode::INTERNAL_SERVER_ERROR, Bytes::new())
                }
            },
        }
    }

    async fn by_the_application(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> anyhow::Result<Response<Watched>> {
        let Some(route) = routes::find(&self.routes, request.uri().path()) else {
            return Ok(self.whole(StatusCode::NOT_FOUND, Bytes::new()));
        };
        let handler = self.handlers.get(&route.component).context("a route leads nowhere")?;
        let (mut head, body) = request.into_parts();
        head.uri = absolute(&head.uri, &head.headers)?;
        head.headers = headers(&head.headers, &head.uri, route, peer)?;
        let body = body.map_err(Error::from).boxed_unsync();
        let response = handler.handle((), Request::from_parts(head, body)).await?;
        Ok(response.map(|body| Watched::new(body, &self.counts)))
    }

    fn whole(&self, status: StatusCode, body: Bytes) -> Response<Watched> {
        let body = Full::new(body).map_err(|never| match never {});
        let mut response = Response::new(Watched::new(body, &self.counts));
        *response.status_mut() = status;
        response
    }
}

/// The address with scheme and authority, on which `Host` and the request must agree.
fn absolute(uri: &Uri, headers: &HeaderMap) -> anyhow::Result<Uri> {
    let host = headers.get(HOST).map(|host| anyhow::Ok(host.to_str()?.parse::<Authority>()?));
    let host = host.transpose().context("`Host` is no authority")?;
    let mut parts = uri.clone().into_parts();
    if let (Some(host), Some(of_uri)) = (&host, &parts.authority) {
        ensure!(host == of_uri, "authority in 'Host' header does not match authority in URI");
    }
    parts.authority = host.or(parts.authority);
    ensure!(parts.authority.is_some(), "no 'Host' header present in request");
    parts.scheme = Some(Scheme::HTTP);
    Ok(Uri::from_parts(parts)?)
}

/// The client's headers, and behind them those that Spin adds. One of the same name that the client
/// sent stays before Spin's.
fn headers(
    sent: &HeaderMap,
    uri: &Uri,
    route: &Route,
    peer: SocketAddr,
) -> anyhow::Result<HeaderMap> {
    for value in sent.values() {
        std::str::from_utf8(value.as_bytes())?;
    }
    let host = sent.get(HOST).map_or(Ok("localhost"), HeaderValue::to_str)?;
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let added = [
        ("spin-path-info", route.rest(uri.path()).to_owned()),
        ("spin-full-url", format!("http://{host}{target}")),
        ("spin-matched-route", route.text.clone()),
        ("spin-base-path", "/".to_owned()),
        ("spin-raw-component-route", route.text.clone()),
        ("spin-component-route", route.path.clone()),
        ("spin-client-addr", peer.to_string()),
    ];
    let mut headers = sent.clone();
    for (name, value) in added {
        headers.append(HeaderName::from_static(name), HeaderValue::try_from(value)?);
    }
    Ok(headers)
}
