//! An answer, handed to Spin whole.
//!
//! Spin's server sends a head as soon as it has one. A body that comes a moment later leaves in a
//! packet of its own, which a client that delays its acknowledgements answers 40 ms later; so the body
//! is on its way before the head is handed over.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Waker};

use strongroom_front::{HEADERS, MEDIA_TYPE, Problem};
use wasip3::http::types::{ErrorCode, Fields, Response};

use crate::bindings::strongroom::http::handler;

pub(crate) fn problem(problem: Problem, id: &str) -> handler::Response {
    let mut answer = own(problem.status(), MEDIA_TYPE, problem.document(id).into_bytes(), id);
    if problem.may_pass() {
        answer.headers.push(header("retry-after", "1"));
    }
    answer
}

/// What this component answers by itself.
pub(crate) fn own(status: u16, media_type: &str, body: Vec<u8>, id: &str) -> handler::Response {
    let mut headers = vec![header("content-type", media_type), header("x-request-id", id)];
    headers.extend(HEADERS.map(|(name, value)| header(name, value)));
    handler::Response { status, headers, body }
}

pub(crate) fn header(name: &str, value: &str) -> handler::Header {
    handler::Header { name: name.to_owned(), value: value.as_bytes().to_vec() }
}

/// # Errors
/// The core's answer is no HTTP.
pub(crate) fn response(answer: handler::Response) -> Result<Response, ErrorCode> {
    let handler::Response { status, headers, body } = answer;
    let mut headers: Vec<_> =
        headers.into_iter().map(|header| (header.name, header.value)).collect();
    // Without it Spin's server would send pieces. A status that has no body has no length either.
    if !matches!(status, 204 | 304) {
        headers.push(("content-length".to_owned(), body.len().to_string().into_bytes()));
    }
    let broken = || {
        eprintln!("the core gave a response that is no HTTP");
        ErrorCode::InternalError(None)
    };
    let headers = Fields::from_list(&headers).map_err(|_| broken())?;
    let (mut writer, contents) = wasip3::wit_stream::new();
    let (end, trailers) = wasip3::wit_future::new(|| Ok(None));
    let mut write = Box::pin(async move {
        // What the client does not take is not ours to send elsewhere.
        drop(writer.write_all(body).await);
        drop(writer);
        drop(end.write(Ok(None)).await);
    });
    // Begun before Spin has the head, and ended when it has read all of it.
    let mut context = Context::from_waker(Waker::noop());
    let begun = Pin::as_mut(&mut write).poll(&mut context);
    let (response, _sent) = Response::new(headers, Some(contents), trailers);
    response.set_status_code(status).map_err(|()| broken())?;
    if begun.is_pending() {
        wasip3::wit_bindgen::spawn(write);
    }
    Ok(response)
}
