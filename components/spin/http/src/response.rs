//! An answer: the core's, or one of the platform's own.

use spin_sdk::wasip3::http::types::{ErrorCode, Response};
use strongroom_front::{HEADERS, MEDIA_TYPE, Problem};
use strongroom_spin_http_server as server;

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
    let headers = headers.into_iter().map(|header| (header.name, header.value));
    server::answer(status, headers.collect(), body)
}
