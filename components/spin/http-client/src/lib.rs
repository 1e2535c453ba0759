//! One HTTP request from a component, within bounds of size and time.
//!
//! WASI 0.2's HTTP and not 0.3's: who asks here may be inside a call of a plain function, as all calls
//! of secret types are, and from there nothing may wait but the host. Spin lets a request through where
//! the manifest allows its host; it follows no redirect and decompresses nothing.

use std::time::{Duration, Instant};

use wasip2::clocks::monotonic_clock;
use wasip2::http::outgoing_handler;
use wasip2::http::types::{
    ErrorCode, Fields, FutureIncomingResponse, IncomingBody, IncomingResponse, Method,
    OutgoingBody, OutgoingRequest, RequestOptions, Scheme,
};
use wasip2::io::poll::{self, Pollable};
use wasip2::io::streams::{InputStream, StreamError};

pub struct Request {
    /// In upper case.
    pub method: String,
    pub tls: bool,
    /// Host, and port where it is not the scheme's.
    pub authority: String,
    /// Path with query.
    pub target: String,
    /// Names in lower case, without `host` and the length.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

pub struct Response {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

/// Bytes of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub head: usize,
    pub body: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// No request that can be sent.
    Invalid,
    /// The application's manifest does not allow the host, or its address is a blocked one.
    Denied,
    Unreachable,
    Tls,
    Timeout,
    TooLarge,
}

/// # Errors
/// Every case.
pub fn send(request: Request, limits: Limits, end: Instant) -> Result<Response, Error> {
    let Request { method, tls, authority, target, mut headers, body } = request;
    // Without it the body goes in chunks, which not every service takes.
    if !body.is_empty() {
        headers.push(("content-length".to_owned(), body.len().to_string().into_bytes()));
    }
    let headers = Fields::from_list(&headers).map_err(|_| Error::Invalid)?;
    let outgoing = OutgoingRequest::new(headers);
    let scheme = if tls { Scheme::Https } else { Scheme::Http };
    outgoing.set_method(&Method::Other(method)).map_err(|()| Error::Invalid)?;
    outgoing.set_scheme(Some(&scheme)).map_err(|()| Error::Invalid)?;
    outgoing.set_authority(Some(&authority)).map_err(|()| Error::Invalid)?;
    outgoing.set_path_with_query(Some(&target)).map_err(|()| Error::Invalid)?;
    let outgoing_body = outgoing.body().map_err(|()| Error::Invalid)?;
    let future = outgoing_handler::handle(outgoing, Some(options(end)?)).map_err(meaning)?;
    give(&outgoing_body, &body, end)?;
    OutgoingBody::finish(outgoing_body, None).map_err(meaning)?;
    take(answer(&future, end)?, limits, end)
}

fn left(end: Instant) -> Result<Duration, Error> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(Error::Timeout) } else { Ok(left) }
}

fn options(end: Instant) -> Result<RequestOptions, Error> {
    let options = RequestOptions::new();
    let left = u64::try_from(left(end)?.as_nanos()).unwrap_or(u64::MAX);
    // A platform that has no such options is held to the time below.
    let _ = options.set_connect_timeout(Some(left));
    let _ = options.set_first_byte_timeout(Some(left));
    let _ = options.set_between_bytes_timeout(Some(left));
    Ok(options)
}

/// Waits until something happens or the time is over.
fn wait(pollable: &Pollable, end: Instant) -> Result<(), Error> {
    let left = u64::try_from(left(end)?.as_nanos()).unwrap_or(u64::MAX);
    let timer = monotonic_clock::subscribe_duration(left);
    if poll::poll(&[pollable, &timer]).contains(&0) { Ok(()) } else { Err(Error::Timeout) }
}

fn give(outgoing: &OutgoingBody, mut body: &[u8], end: Instant) -> Result<(), Error> {
    let stream = outgoing.write().map_err(|()| Error::Invalid)?;
    let ready = stream.subscribe();
    while !body.is_empty() {
        wait(&ready, end)?;
        let room = match stream.check_write() {
            Ok(room) => usize::try_from(room).unwrap_or(usize::MAX),
            // A service may answer before it has read everything; the answer says what of it.
            Err(_) => return Ok(()),
        };
        let (now, later) = body.split_at(room.min(body.len()));
        if stream.write(now).is_err() {
            return Ok(());
        }
        body = later;
    }
    let _ = stream.flush();
    Ok(())
}

fn answer(future: &FutureIncomingResponse, end: Instant) -> Result<IncomingResponse, Error> {
    let ready = future.subscribe();
    loop {
        match future.get() {
            Some(Ok(answer)) => return answer.map_err(meaning),
            Some(Err(())) => return Err(Error::Unreachable),
            None => wait(&ready, end)?,
        }
    }
}

fn take(incoming: IncomingResponse, limits: Limits, end: Instant) -> Result<Response, Error> {
    let status = incoming.status();
    let headers: Vec<(String, Vec<u8>)> = incoming.headers().entries();
    let weight: usize = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    if weight > limits.head {
        return Err(Error::TooLarge);
    }
    let body = incoming.consume().map_err(|()| Error::Unreachable)?;
    let read = read(&body, limits.body, end)?;
    drop(body);
    let small = |(name, value): (String, Vec<u8>)| (name.to_ascii_lowercase(), value);
    Ok(Response { status, headers: headers.into_iter().map(small).collect(), body: read })
}

fn read(body: &IncomingBody, limit: usize, end: Instant) -> Result<Vec<u8>, Error> {
    let stream: InputStream = body.stream().map_err(|()| Error::Unreachable)?;
    let ready = stream.subscribe();
    let mut read = Vec::new();
    loop {
        match stream.read(64 * 1024) {
            Ok(chunk) if chunk.is_empty() => wait(&ready, end)?,
            Ok(chunk) if read.len() + chunk.len() > limit => return Err(Error::TooLarge),
            Ok(chunk) => read.extend_from_slice(&chunk),
            Err(StreamError::Closed) => return Ok(read),
            Err(StreamError::LastOperationFailed(_)) => return Err(Error::Unreachable),
        }
    }
}

/// Only what kind of error it is: some have texts.
fn meaning(error: ErrorCode) -> Error {
    match error {
        ErrorCode::HttpRequestDenied | ErrorCode::DestinationIpProhibited => Error::Denied,
        ErrorCode::TlsProtocolError
        | ErrorCode::TlsCertificateError
        | ErrorCode::TlsAlertReceived(_) => Error::Tls,
        ErrorCode::DnsTimeout
        | ErrorCode::ConnectionTimeout
        | ErrorCode::ConnectionReadTimeout
        | ErrorCode::ConnectionWriteTimeout
        | ErrorCode::HttpResponseTimeout => Error::Timeout,
        ErrorCode::HttpResponseHeaderSectionSize(_)
        | ErrorCode::HttpResponseHeaderSize(_)
        | ErrorCode::HttpResponseBodySize(_) => Error::TooLarge,
        ErrorCode::HttpRequestMethodInvalid
        | ErrorCode::HttpRequestUriInvalid
        | ErrorCode::HttpRequestUriTooLong => Error::Invalid,
        _ => Error::Unreachable,
    }
}
