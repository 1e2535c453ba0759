//! What the host has seen: the suites hold the adapters against it.
//!
//! Counted where a guest cannot know better: connections of SQLite where they are made, writes where
//! they reach a socket. What it is not: a metric for operators; it exists for tests alone.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame, SizeHint};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use wasmtime_wasi_http::{Error, WasiBody};

/// Numbers since the start.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    instances: AtomicU64,
    instantiation_microseconds: AtomicU64,
    requests: AtomicU64,
    most_in_one_instance: AtomicU64,
    traps: AtomicU64,
    sqlite_connections: AtomicU64,
    postgres_connections: AtomicU64,
    responses: AtomicU64,
    heads_before_bodies: AtomicU64,
    writes: AtomicU64,
}

impl Counts {
    pub(crate) fn instance(&self, took: Duration) {
        add(&self.instances);
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.instantiation_microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }

    pub(crate) fn request(&self) {
        add(&self.requests);
    }

    /// So many requests are under way in one instance.
    pub(crate) fn at_once(&self, requests: usize) {
        let requests = u64::try_from(requests).unwrap_or(u64::MAX);
        self.most_in_one_instance.fetch_max(requests, Ordering::Relaxed);
    }

    /// An instance ended, and each request in it.
    pub(crate) fn trap(&self) {
        add(&self.traps);
    }

    pub(crate) fn sqlite_connection(&self) {
        add(&self.sqlite_connections);
    }

    pub(crate) fn postgres_connection(&self) {
        add(&self.postgres_connections);
    }

    pub(crate) fn json(&self) -> Value {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        json!({
            "instances": read(&self.instances),
            "instantiation_microseconds": read(&self.instantiation_microseconds),
            "requests": read(&self.requests),
            "most_in_one_instance": read(&self.most_in_one_instance),
            "traps": read(&self.traps),
            "sqlite_connections": read(&self.sqlite_connections),
            "postgres_connections": read(&self.postgres_connections),
            "responses": read(&self.responses),
            "heads_before_bodies": read(&self.heads_before_bodies),
            "writes": read(&self.writes),
        })
    }
}

fn add(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

/// The body of a response, watched for whether it is there when its head leaves.
///
/// The HTTP server asks for the body once it has the head, and writes the head by itself where it
/// is told to wait.
pub(crate) struct Watched {
    body: WasiBody,
    counts: std::sync::Arc<Counts>,
    is_asked_for: bool,
}

impl Watched {
    pub(crate) fn new<B>(body: B, counts: &std::sync::Arc<Counts>) -> Self
    where
        B: Body<Data = Bytes, Error = Error> + Send + 'static,
    {
        add(&counts.responses);
        Self { body: body.boxed_unsync(), counts: counts.clone(), is_asked_for: false }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if !std::mem::replace(&mut self.is_asked_for, true) && polled.is_pending() {
            add(&self.counts.heads_before_bodies);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A connection whose writes are counted.
pub(crate) struct Metered<S> {
    pub(crate) stream: S,
    pub(crate) counts: std::sync::Arc<Counts>,
}

impl<S> Metered<S> {
    fn wrote(&self, polled: &Poll<std::io::Result<usize>>) {
        if matches!(polled, Poll::Ready(Ok(1..))) {
            add(&self.counts.writes);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(&polled);
        polled
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(&polled);
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
