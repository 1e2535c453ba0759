//! Requests and answers of WASI's HTTP, as far as plain records need them: for each adapter that has
//! `wasi:http/handler` in front.
//!
//! What it is not: a server; what is answered is another's.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Waker};

use spin_sdk::wasip3::http::types::{ErrorCode, Fields, Method, Response};

/// In upper case, as every method of HTTP's own is.
#[must_use]
pub fn method(method: Method) -> String {
    match method {
        Method::Get => "GET".into(),
        Method::Head => "HEAD".into(),
        Method::Post => "POST".into(),
        Method::Put => "PUT".into(),
        Method::Delete => "DELETE".into(),
        Method::Connect => "CONNECT".into(),
        Method::Options => "OPTIONS".into(),
        Method::Trace => "TRACE".into(),
        Method::Patch => "PATCH".into(),
        Method::Other(name) => name,
    }
}

/// An answer, handed to Spin whole.
///
/// Spin's server sends a head as soon as it has one. A body that comes a moment later leaves in a
/// packet of its own, which a client that delays its acknowledgements answers 40 ms later; so the body
/// is on its way before the head is handed over.
///
/// # Errors
/// It is no HTTP.
pub fn answer(
    status: u16,
    mut headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
) -> Result<Response, ErrorCode> {
    // Without it Spin's server would send pieces. A status that has no body has no length either.
    if !matches!(status, 204 | 304) {
        headers.push(("content-length".to_owned(), body.len().to_string().into_bytes()));
    }
    let broken = || {
        eprintln!("there was a response that is no HTTP");
        ErrorCode::InternalError(None)
    };
    let headers = Fields::from_list(&headers).map_err(|_| broken())?;
    let (mut writer, contents) = spin_sdk::wasip3::wit_stream::new();
    let (end, trailers) = spin_sdk::wasip3::wit_future::new(|| Ok(None));
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
        spin_sdk::wasip3::wit_bindgen::spawn(write);
    }
    Ok(response)
}
