//! HTTP around the gateway, arranged as in the host: nothing of a request crosses a thread.

use std::borrow::Cow;
use std::cell::Cell;
use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{Domain, Protocol, Socket, Type};
use strongroom_gateway::{self as gateway, RequestHeader};
use strongroom_model::limits;
use strongroom_secret_bytes::SecretBytes;
use tokio::task::{LocalSet, spawn_local};

use super::composition::{self, App, Parts};

/// A listener for each worker, all on one address.
pub(super) fn listeners(mut address: SocketAddr, count: usize) -> io::Result<Vec<TcpListener>> {
    let mut made = Vec::with_capacity(count);
    for _ in 0..count {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(1024)?;
        let listener = TcpListener::from(socket);
        // Port 0 is the same port for all.
        address = listener.local_addr()?;
        made.push(listener);
    }
    Ok(made)
}

/// What the requests of one thread share.
struct Worker {
    app: App,
    /// Random bytes and a count: an id costs no system call.
    prefix: String,
    count: Cell<u64>,
}

/// Serves on `listener` for as long as the process lives.
pub(super) fn run(listener: TcpListener, parts: Parts) -> io::Result<()> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let prefix = format!("{:016x}", u64::from_be_bytes(random));
    let worker = Rc::new(Worker { app: composition::app(parts), prefix, count: Cell::new(0) });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(30))
            .max_headers(100)
            .max_buf_size(64 * 1024)
            .pipeline_flush(true);
        loop {
            let (stream, peer) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let (worker, http) = (Rc::clone(&worker), http.clone());
            let peer: Rc<str> = peer.ip().to_canonical().to_string().into();
            spawn_local(async move {
                let service =
                    service_fn(|request| exchange(Rc::clone(&worker), Rc::clone(&peer), request));
                // What a client does to its own connection is no event of ours.
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    })
}

type Answer = Response<Full<Bytes>>;

async fn exchange(
    worker: Rc<Worker>,
    peer: Rc<str>,
    request: Request<Incoming>,
) -> Result<Answer, Infallible> {
    if request.uri().path() == "/healthz" {
        return Ok(Response::new(Full::new(Bytes::from_static(b"up\n"))));
    }
    let (head, body) = request.into_parts();
    let body = match collect(body).await {
        Ok(body) => body,
        Err(status) => return Ok(empty(status)),
    };
    worker.count.set(worker.count.get().wrapping_add(1));
    let header = |(name, value): (&HeaderName, &HeaderValue)| RequestHeader {
        name: name.as_str().to_owned(),
        value: SecretBytes::new(value.as_bytes().to_vec()),
    };
    let request = gateway::Request {
        method: head.method.as_str().to_owned(),
        target: head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: head.headers.iter().map(header).collect(),
        body: SecretBytes::new(body),
        peer: Some(peer.as_ref().to_owned()),
        id: format!("{}{:011x}", worker.prefix, worker.count.get()),
    };
    Ok(answer(worker.app.handle(request).await).unwrap_or_else(empty))
}

async fn collect(mut body: Incoming) -> Result<Vec<u8>, StatusCode> {
    if body.is_end_stream() {
        return Ok(Vec::new());
    }
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(announced.min(limits::BODY_BYTES));
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else { continue };
        if bytes.len() + data.len() > limits::BODY_BYTES {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

fn answer(response: gateway::Response) -> Result<Answer, StatusCode> {
    let broken = StatusCode::INTERNAL_SERVER_ERROR;
    let mut answer = Response::new(Full::new(Bytes::from(response.body.into_exposed())));
    *answer.status_mut() = StatusCode::from_u16(response.status).map_err(|_| broken)?;
    answer.headers_mut().reserve(response.headers.len());
    for header in response.headers {
        let value = match header.value {
            Cow::Borrowed(text) => HeaderValue::from_static(text),
            Cow::Owned(text) => HeaderValue::try_from(text).map_err(|_| broken)?,
        };
        answer.headers_mut().append(HeaderName::from_static(header.name), value);
    }
    Ok(answer)
}

fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = status;
    answer
}
