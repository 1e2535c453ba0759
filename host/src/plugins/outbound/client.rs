//! Sends one request over a connection of its own.
//!
//! INVARIANT: a name is resolved once, and connections go to the addresses that were checked. DNS
//! that answers otherwise a moment later is never asked.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Response};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use strongroom_outbound::{BODY, Checked, Grants, HEAD, HEADERS, Host, Origin, Scheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::tls::Roots;
use crate::plugins::bindings::outbound;
use outbound::Error;

/// For one address to answer, where a name has more.
const CONNECT: Duration = Duration::from_secs(3);
/// Of one name, tried in the order the resolver gives.
const ADDRESSES: usize = 8;
/// Look-ups of one plug-in under way. One whose caller has given up goes on until the system's
/// resolver does, on a thread; so few can take all threads from nobody.
const LOOKUPS: usize = 4;

/// What one plug-in sends with.
pub(crate) struct Client {
    grants: Grants,
    roots: Roots,
    lookups: Arc<Semaphore>,
}

impl Client {
    pub(crate) fn new(grants: Grants, roots: Roots) -> Self {
        Self { grants, roots, lookups: Arc::new(Semaphore::new(LOOKUPS)) }
    }

    pub(super) async fn send(
        &self,
        request: Checked,
        deadline: Instant,
    ) -> Result<outbound::Response, Error> {
        if !self.grants.covers(&request.origin) {
            return Err(Error::NotGranted);
        }
        let whole = async {
            let addresses = self.resolve(&request.origin).await?;
            self.exchange(request, &addresses).await
        };
        timeout_at(deadline, whole).await.unwrap_or(Err(Error::Timeout))
    }

    /// Where the host is. One address that may not be reached condemns them all: a name that leads
    /// inside as well as outside is no mistake.
    async fn resolve(&self, origin: &Origin) -> Result<Vec<SocketAddr>, Error> {
        let addresses: Vec<IpAddr> = match &origin.host {
            Host::Address(address) => vec![*address],
            Host::Name(name) => self.look_up(name.clone()).await?,
        };
        if addresses.is_empty() {
            return Err(Error::Unreachable);
        }
        if !addresses.iter().all(|address| self.grants.reaches(&origin.host, *address)) {
            return Err(Error::NotGranted);
        }
        let at = |address| SocketAddr::new(address, origin.port);
        Ok(addresses.into_iter().take(ADDRESSES).map(at).collect())
    }

    async fn look_up(&self, name: String) -> Result<Vec<IpAddr>, Error> {
        let permit = Arc::clone(&self.lookups).acquire_owned().await;
        let permit = permit.map_err(|_| Error::Unreachable)?;
        let look_up = move || {
            let _until_done = permit;
            (name.as_str(), 0).to_socket_addrs().map(|found| found.map(|at| at.ip()).collect())
        };
        let found: std::io::Result<Vec<IpAddr>> =
            tokio::task::spawn_blocking(look_up).await.map_err(|_| Error::Unreachable)?;
        found.map_err(|_| Error::Unreachable)
    }

    async fn exchange(
        &self,
        request: Checked,
        addresses: &[SocketAddr],
    ) -> Result<outbound::Response, Error> {
        let origin = request.origin.clone();
        let request = outgoing(request)?;
        let stream = connect(addresses).await?;
        match origin.scheme {
            Scheme::Http => over(stream, request).await,
            Scheme::Https => {
                let name = match &origin.host {
                    Host::Name(name) => {
                        ServerName::try_from(name.clone()).map_err(|_| Error::Invalid)?
                    }
                    Host::Address(address) => ServerName::IpAddress((*address).into()),
                };
                let stream = self.roots.connector().connect(name, stream).await;
                over(stream.map_err(|error| tls_failure(&error))?, request).await
            }
        }
    }
}

/// As it goes out, with the host that was checked.
fn outgoing(checked: Checked) -> Result<http::Request<Full<Bytes>>, Error> {
    let Checked { origin, method, target, headers, body } = checked;
    let mut request = http::Request::new(Full::new(Bytes::from(body)));
    *request.method_mut() = method;
    *request.uri_mut() = target;
    for (name, value) in headers {
        request.headers_mut().append(name, value);
    }
    let host = HeaderValue::from_str(&origin.authority()).map_err(|_| Error::Invalid)?;
    request.headers_mut().insert(HOST, host);
    Ok(request)
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    for address in addresses {
        if let Ok(Ok(stream)) = timeout(CONNECT, TcpStream::connect(address)).await {
            let _ = stream.set_nodelay(true);
            return Ok(stream);
        }
    }
    Err(Error::Unreachable)
}

fn tls_failure(error: &std::io::Error) -> Error {
    let is_tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    if is_tls { Error::Tls } else { Error::Unreachable }
}

/// The task that moves a connection's bytes; ends with the exchange, however that ends.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: http::Request<Full<Bytes>>,
) -> Result<outbound::Response, Error> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD)
        .max_headers(HEADERS)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Error::Unreachable)?;
    let _driver = Driver(tokio::spawn(async move {
        // What goes wrong is seen by whoever waits for the answer.
        let _ = connection.await;
    }));
    let response = sender.send_request(request).await.map_err(|error| {
        if error.is_parse_too_large() { Error::TooLarge } else { Error::Unreachable }
    })?;
    read(response).await
}

async fn read(response: Response<Incoming>) -> Result<outbound::Response, Error> {
    let (head, body) = response.into_parts();
    // The buffer bounds what is read before the head is whole; one read may go beyond it.
    let weight: usize =
        head.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if weight > HEAD {
        return Err(Error::TooLarge);
    }
    let headers = head.headers.iter().map(|(name, value)| {
        // What is no UTF-8 is Latin-1, as it was of old.
        let text = std::str::from_utf8(value.as_bytes()).map_or_else(
            |_| value.as_bytes().iter().copied().map(char::from).collect(),
            str::to_owned,
        );
        (name.as_str().to_owned(), text)
    });
    let headers = headers.collect();
    let body = Limited::new(body, BODY).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { Error::TooLarge } else { Error::Unreachable }
    })?;
    Ok(outbound::Response { status: head.status.as_u16(), headers, body: body.to_bytes().into() })
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
