//! What a client sent, as the core takes it.

use spin_sdk::wasip3::http::types::Request;
use spin_sdk::wasip3::wit_bindgen::StreamResult;
use strongroom_bindings::platform::{SystemRandom, WallClock};
use strongroom_front::Problem;
use strongroom_model::{Id, limits};
use strongroom_ports::{Clock as _, Random as _};
use strongroom_spin_http_server::method;

use crate::bindings::strongroom::http::handler;

/// Reserved before a body has arrived. What a client announces and does not send costs it nothing.
const FIRST_BYTES: usize = 16 * 1024;

/// What Spin adds to a request begins so. It adds behind what a client sent under the same name.
const OF_SPIN: &str = "spin-";
const CLIENT_ADDRESS: &str = "spin-client-addr";

/// All of a request but its body.
pub(crate) struct Head {
    pub(crate) id: String,
    /// In upper case, as every method of HTTP's own is.
    pub(crate) method: String,
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    peer: Option<String>,
}

impl Head {
    pub(crate) fn take(request: &Request) -> Self {
        let (of_spin, headers): (Vec<_>, Vec<_>) = request
            .get_headers()
            .copy_all()
            .into_iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .partition(|(name, _)| name.starts_with(OF_SPIN));
        let address = of_spin.into_iter().rev().find(|(name, _)| name == CLIENT_ADDRESS);
        Self {
            id: request_id(),
            method: method(request.get_method()),
            target: request.get_path_with_query().unwrap_or_else(|| "/".to_owned()),
            headers,
            peer: address.and_then(|(_, address)| peer(address)),
        }
    }

    /// The one header of this name; `None` where there is none or more than one.
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        found.next().filter(|_| found.next().is_none()).map(|(_, value)| value.as_slice())
    }

    pub(crate) fn to_core(&self, body: Vec<u8>) -> handler::Request {
        let header = |(name, value): &(String, Vec<u8>)| handler::Header {
            name: name.clone(),
            value: value.clone(),
        };
        handler::Request {
            method: self.method.clone(),
            target: self.target.clone(),
            headers: self.headers.iter().map(header).collect(),
            body,
            peer: self.peer.clone(),
            id: self.id.clone(),
        }
    }
}

/// The body, refused as soon as it is known to be too large.
pub(crate) async fn body(head: &Head, request: Request) -> Result<Vec<u8>, Problem> {
    let announced = head.header("content-length").map(|text| {
        let length = std::str::from_utf8(text).ok().and_then(|text| text.parse::<usize>().ok());
        length.unwrap_or(usize::MAX)
    });
    if announced.is_some_and(|bytes| bytes > limits::BODY_BYTES) {
        return Err(Problem::BodyTooLarge);
    }
    let (_read, result) = spin_sdk::wasip3::wit_future::new(|| Ok(()));
    let (mut stream, trailers) = Request::consume_body(request, result);
    let mut body = Vec::with_capacity(announced.unwrap_or(FIRST_BYTES).min(FIRST_BYTES));
    loop {
        // What is read goes to the end of what is there; one byte of room more than a body may have
        // tells one that is too large.
        let room = (limits::BODY_BYTES + 1).saturating_sub(body.len()).min(FIRST_BYTES);
        let (outcome, chunk) = stream.read(Vec::with_capacity(room)).await;
        body.extend_from_slice(&chunk);
        if body.len() > limits::BODY_BYTES {
            return Err(Problem::BodyTooLarge);
        }
        if !matches!(outcome, StreamResult::Complete(_)) {
            break;
        }
    }
    // A stream ends in the same way when its client is gone; the trailers tell the two apart.
    trailers.await.map_err(|_| Problem::Incomplete)?;
    if announced.is_some_and(|bytes| bytes != body.len()) {
        return Err(Problem::Incomplete);
    }
    Ok(body)
}

/// A KSUID made here and never taken from a client. Without randomness it would repeat, which
/// confuses a log and endangers nothing.
fn request_id() -> String {
    let mut random = [0; 16];
    if SystemRandom.fill(&mut random).is_err() {
        eprintln!("there is no randomness for request ids");
    }
    Id::new(WallClock.now(), random).to_string()
}

/// The address without its port, as other hosts tell it.
fn peer(address: Vec<u8>) -> Option<String> {
    let address: std::net::SocketAddr = String::from_utf8(address).ok()?.parse().ok()?;
    Some(address.ip().to_canonical().to_string())
}
