//! The endpoint that containers of Amazon's ask for keys, on this machine and for one program: it
//! answers whoever has the token that only that program was given, and asks the server each time.

use std::convert::Infallible;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use strongroom_client::{Client, Location};
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::process::Command;
use zeroize::Zeroizing;

use super::keys::Keys;
use crate::connection::CREDENTIALS;
use crate::failure::Told;
use crate::run::{Received, ended, hand_on};

const PATH: &str = "/credentials";
const URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

/// What SDKs would rather take than what is told here.
const STRONGER: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

struct Endpoint {
    client: Client,
    secret: Location,
    token: Zeroizing<String>,
}

/// Runs a program to its end.
///
/// # Errors
/// Always: how the program ended, or that it was not started.
pub(super) async fn run(
    client: &Client,
    secret: Location,
    listen: SocketAddr,
    program: &[OsString],
) -> anyhow::Result<Infallible> {
    let listener = TcpListener::bind(listen).await.with_context(|| format!("--listen {listen}"))?;
    let address = listener.local_addr()?;
    let endpoint = Arc::new(Endpoint { client: client.clone(), secret, token: token()? });
    let (name, arguments) = program.split_first().context("there is no program")?;
    let mut command = Command::new(name);
    // It has no use for our own once keys come to it.
    for variable in STRONGER.iter().chain(&CREDENTIALS) {
        command.env_remove(variable);
    }
    command
        .args(arguments)
        .env(URI, format!("http://{address}{PATH}"))
        .env(TOKEN, endpoint.token.as_str())
        .kill_on_drop(true);
    let mut received = Received::new()?;
    let mut child =
        command.spawn().with_context(|| format!("cannot run {}", name.to_string_lossy()))?;
    drop(command);
    let serving = serve(listener, endpoint);
    tokio::pin!(serving);
    loop {
        tokio::select! {
            status = child.wait() => return Err(ended(status?)),
            signal = received.next() => hand_on(&child, signal)?,
            never = &mut serving => match never {},
        }
    }
}

fn token() -> anyhow::Result<Zeroizing<String>> {
    let mut random = Zeroizing::new([0; 32]);
    getrandom::fill(random.as_mut()).map_err(|_| anyhow::anyhow!("there is no randomness"))?;
    Ok(Base64UrlUnpadded::encode_string(random.as_slice()).into())
}

async fn serve(listener: TcpListener, endpoint: Arc<Endpoint>) -> Infallible {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of files, most likely: others are about to be closed.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let endpoint = Arc::clone(&endpoint);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let endpoint = Arc::clone(&endpoint);
                async move { Ok::<_, Infallible>(endpoint.answer(&request).await) }
            });
            // A caller that breaks off is its own concern.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

impl Endpoint {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        if !self.is_meant(request) {
            return refused(StatusCode::UNAUTHORIZED, "Unauthorized", "the token is another");
        }
        if request.method() != Method::GET || request.uri().path() != PATH {
            return refused(StatusCode::NOT_FOUND, "NotFound", "there is nothing but /credentials");
        }
        let keys = Keys::of(&self.client, &self.secret).await;
        match keys.and_then(|keys| keys.for_container(OffsetDateTime::now_utc())) {
            Ok(mut keys) => response(StatusCode::OK, std::mem::take(&mut *keys)),
            Err(error) => {
                refused(StatusCode::BAD_GATEWAY, "NoCredentials", &Told(&error).to_string())
            }
        }
    }

    fn is_meant(&self, request: &Request<Incoming>) -> bool {
        let given = request.headers().get(AUTHORIZATION);
        given.is_some_and(|given| given.as_bytes().ct_eq(self.token.as_bytes()).into())
    }
}

fn refused(status: StatusCode, code: &str, message: &str) -> Response<Full<Bytes>> {
    response(status, json!({ "code": code, "message": message }).to_string())
}

fn response(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, hyper::header::HeaderValue::from_static("no-store"));
    response
}
