//! One request: from hyper's form to the core's, through the queue, and back.
//!
//! Everything a client sends that is larger than a bound is refused here, before more of it is read.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use strongroom_model::limits;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant as Deadline, timeout_at};

use super::loggable::Loggable;
use super::metrics::method_name;
use super::own::{self, Route};
use super::problem::{self, Answer, Answered, Problem};
use super::worker::{Door, Worker};
use crate::{console, core};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) async fn exchange(
    worker: Rc<Worker>,
    door: Door,
    peer: Rc<str>,
    request: Request<Incoming>,
) -> Answered {
    let mut record = Record::begin(worker, peer, &request);
    let worker = Rc::clone(&record.worker);
    let own = Route::of(request.uri().path()).filter(|_| door != Door::Core);
    let mut answer = match own {
        Some(route) => route.answer(&record.method, &worker).await,
        None if door == Door::Own => own::not_here(),
        None if console::serves(request.uri().path()) && worker.shared.console.is_some() => {
            match through_console(&worker, &record.id, request).await {
                Ok(answer) => answer,
                Err(problem) => problem::answer(problem, &record.id),
            }
        }
        None => match through_core(&worker, &record.peer, &record.id, request).await {
            Ok(answer) => answer,
            Err(problem) => problem::answer(problem, &record.id),
        },
    };
    if let Ok(value) = HeaderValue::from_str(&record.id) {
        answer.headers_mut().insert(REQUEST_ID, value);
    }
    record.status = Some(answer.status());
    Ok(answer)
}

/// What is counted and logged of a request, also when its client goes away before the answer: then
/// hyper drops the exchange where it stands.
struct Record {
    worker: Rc<Worker>,
    peer: Rc<str>,
    id: String,
    method: Method,
    /// As it may be logged, and made only where it is.
    path: Option<String>,
    begun: Instant,
    status: Option<StatusCode>,
}

impl Record {
    fn begin(worker: Rc<Worker>, peer: Rc<str>, request: &Request<Incoming>) -> Self {
        let logged = tracing::enabled!(target: "strongroom::request", tracing::Level::INFO);
        worker.shared.metrics.in_flight.inc();
        Self {
            id: worker.next_id(),
            worker,
            peer,
            method: request.method().clone(),
            path: logged.then(|| Loggable(request.uri().path()).to_string()),
            begun: Instant::now(),
            status: None,
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let metrics = &self.worker.shared.metrics;
        let duration = self.begun.elapsed();
        metrics.in_flight.dec();
        match self.status {
            Some(status) => metrics.answered(&self.method, status, duration),
            None => {
                metrics.abandoned.inc();
            }
        }
        if let Some(path) = &self.path {
            tracing::info!(
                target: "strongroom::request",
                id = self.id,
                method = method_name(&self.method),
                path,
                // Zero where the client did not wait for an answer.
                status = self.status.map_or(0, |status| status.as_u16()),
                microseconds = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
                peer = %self.peer,
            );
        }
    }
}

/// A request for a file: its body, where it has one, is not read.
async fn through_console(
    worker: &Worker,
    id: &str,
    request: Request<Incoming>,
) -> Result<Answer, Problem> {
    let Some(console) = &worker.shared.console else { return Err(Problem::Failed) };
    let (head, _) = request.into_parts();
    let response = console.answer(core_request(&head, Vec::new(), None, id)).await;
    match response {
        Ok(Some(response)) => answer(response, id),
        Ok(None) => Err(Problem::Busy),
        Err(error) => {
            tracing::error!(id, error = format!("{error:#}"), "the console failed");
            Err(Problem::Failed)
        }
    }
}

fn core_request(head: &Parts, body: Vec<u8>, peer: Option<&str>, id: &str) -> core::Request {
    core::Request {
        method: head.method.as_str().to_owned(),
        target: head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: headers_in(&head.headers),
        body,
        peer: peer.map(str::to_owned),
        id: id.to_owned(),
    }
}

async fn through_core(
    worker: &Worker,
    peer: &str,
    id: &str,
    request: Request<Incoming>,
) -> Result<Answer, Problem> {
    // Asked again by the queue; asked here so that no body is read for nothing.
    if worker.queue.is_full() {
        return Err(Problem::Busy);
    }
    let deadline = Deadline::now() + worker.shared.limits.request_timeout;
    let (head, body) = request.into_parts();
    // The body's room is given back when this request ends.
    let (body, _room) = if body.is_end_stream() {
        (Vec::new(), None)
    } else {
        let multiplexed = head.version == Version::HTTP_2;
        timeout_at(deadline, collect(body, multiplexed, &worker.shared.bodies))
            .await
            .map_err(|_| Problem::BodyTooSlow)??
    };
    let request = core_request(&head, body, Some(peer), id);
    let response = worker.queue.call(request).map_err(|core::queue::Full| Problem::Busy)?;
    match timeout_at(deadline, response).await {
        Ok(Ok(response)) => answer(response, id),
        Ok(Err(_)) => {
            tracing::error!(id, "the core failed under this request");
            Err(Problem::Failed)
        }
        Err(_) => {
            tracing::warn!(id, "the core has not answered this request in time");
            Err(Problem::TimedOut)
        }
    }
}

/// Reserved before a body has arrived. What a client announces and does not send costs it nothing.
const FIRST_BYTES: usize = 16 * 1024;

/// The body, and its room among all bodies: taken as it arrives, so that a promise of one holds
/// none.
async fn collect(
    mut body: Incoming,
    multiplexed: bool,
    bodies: &Arc<Semaphore>,
) -> Result<(Vec<u8>, Option<OwnedSemaphorePermit>), Problem> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let refuse = async |problem, body, read| {
        if multiplexed {
            discard(body, read).await;
        }
        problem
    };
    if announced > limits::BODY_BYTES {
        return Err(refuse(Problem::BodyTooLarge, body, 0).await);
    }
    let mut bytes = Vec::with_capacity(announced.min(FIRST_BYTES));
    let mut room = None;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Problem::Incomplete)?.into_data() else { continue };
        let length = bytes.len() + data.len();
        if length > limits::BODY_BYTES {
            return Err(refuse(Problem::BodyTooLarge, body, length).await);
        }
        if !widen(&mut room, length, bodies) {
            // What is kept so far makes room for others while the rest is read away.
            drop((bytes, room));
            return Err(refuse(Problem::Busy, body, length).await);
        }
        bytes.extend_from_slice(&data);
    }
    Ok((bytes, room))
}

/// Makes `room` wide enough for `bytes`. False where there is no more.
fn widen(room: &mut Option<OwnedSemaphorePermit>, bytes: usize, bodies: &Arc<Semaphore>) -> bool {
    let held = room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
    let more = bytes.div_ceil(1024).saturating_sub(held);
    if more == 0 {
        return true;
    }
    let Ok(more) = u32::try_from(more) else { return false };
    let Ok(more) = Arc::clone(bodies).try_acquire_many_owned(more) else { return false };
    match room {
        Some(room) => room.merge(more),
        None => *room = Some(more),
    }
    true
}

/// Reads on without keeping anything. A stream of HTTP/2 that is dropped unread is reset, and its
/// client never sees the answer. Who sends much more than a body may have is reset all the same.
async fn discard(mut body: Incoming, mut read: usize) {
    while read <= 4 * limits::BODY_BYTES {
        let Some(Ok(frame)) = body.frame().await else { return };
        read += frame.data_ref().map_or(0, Bytes::len);
    }
}

fn headers_in(headers: &HeaderMap) -> Vec<core::Header> {
    let header = |(name, value): (&HeaderName, &HeaderValue)| core::Header {
        name: name.as_str().to_owned(),
        value: value.as_bytes().to_vec(),
    };
    headers.iter().map(header).collect()
}

/// What the core answered, where that is HTTP.
fn answer(response: core::Response, id: &str) -> Result<Answer, Problem> {
    let broken = |what| {
        tracing::error!(id, "the core gave a response with {what}");
        Problem::Failed
    };
    let status = StatusCode::from_u16(response.status)
        .ok()
        .filter(|status| !status.is_informational())
        .ok_or_else(|| broken("no valid status"))?;
    let mut answer = Response::new(Full::new(Bytes::from(response.body)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.reserve(response.headers.len() + 1);
    for header in response.headers {
        let name = HeaderName::try_from(header.name).map_err(|_| broken("no valid header"))?;
        let value = HeaderValue::try_from(header.value).map_err(|_| broken("no valid header"))?;
        headers.append(name, value);
    }
    Ok(answer)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn bodies_take_what_room_there_is_and_give_it_back() {
        let bodies = Arc::new(Semaphore::new(3));
        let (mut one, mut other) = (None, None);
        assert!(widen(&mut one, 1, &bodies));
        assert!(widen(&mut one, 1024, &bodies), "within what it has");
        assert!(widen(&mut one, 1025, &bodies));
        assert_eq!(one.as_ref().unwrap().num_permits(), 2);
        assert!(widen(&mut other, 1024, &bodies));
        assert!(!widen(&mut other, 1025, &bodies), "no room left");
        drop(one);
        assert!(widen(&mut other, 3 * 1024, &bodies));
        drop(other);
        assert_eq!(bodies.available_permits(), 3);
    }
}
