//! `strongroom:secret-type/outbound` for one secret type: bounded requests, in its turn, to the hosts
//! that it was granted when the application was put together.
//!
//! What may be sent is `strongroom-outbound`'s affair. Names are resolved by Spin, which refuses
//! addresses that its operator blocks.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use bindings::exports::strongroom::platform::turns;
use bindings::exports::strongroom::secret_type::outbound::{self, Error, Request, Response};
use bindings::strongroom::platform::grants;
use strongroom_outbound::{self as rules, BODY, Grant, Grants, HEAD, Invalid, Scheme, checked};
use strongroom_spin_http_client::{self as client, Limits};

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/platform", "../../../wit/secret-type", "world.wit"],
        world: "strongroom:spin-outbound-component/spin-outbound",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

// Its allocator is the one of all components.
use strongroom_bindings as _;

struct Component;

/// Requests of one call, and the time that they have together: as a native host has it where nothing
/// else was set.
const REQUESTS: u32 = 8;
const TIME: Duration = Duration::from_millis(9_750);

/// What a call may still send.
struct Turn {
    left: u32,
    end: Instant,
}

thread_local! {
    // Only while a call lasts: its end takes this away.
    static TURN: RefCell<Option<Turn>> = const { RefCell::new(None) };
}

impl turns::Guest for Component {
    fn begin() {
        TURN.replace(Some(Turn { left: REQUESTS, end: Instant::now() + TIME }));
    }

    fn end() {
        TURN.replace(None);
    }
}

impl outbound::Guest for Component {
    fn send(request: Request) -> Result<Response, Error> {
        let end = TURN.with_borrow_mut(|turn| {
            let turn = turn.as_mut().ok_or(Error::NotGranted)?;
            turn.left = turn.left.checked_sub(1).ok_or(Error::TooMany)?;
            Ok(turn.end)
        })?;
        let Request { method, url, headers, body } = request;
        let request = rules::Request { method, url, headers, body };
        let request = checked(request).map_err(|Invalid| Error::Invalid)?;
        if !granted().covers(&request.origin) {
            return Err(Error::NotGranted);
        }
        let header = |(name, value): (http::HeaderName, http::HeaderValue)| {
            (name.as_str().to_owned(), value.as_bytes().to_vec())
        };
        let request = client::Request {
            method: request.method.as_str().to_owned(),
            tls: request.origin.scheme == Scheme::Https,
            authority: request.origin.authority(),
            target: request.target.to_string(),
            headers: request.headers.into_iter().map(header).collect(),
            body: request.body,
        };
        let answer = client::send(request, Limits { head: HEAD, body: BODY }, end);
        answer.map(response).map_err(error)
    }
}

/// What does not parse grants nothing; whoever put the application together has checked it.
fn granted() -> Grants {
    let hosts = grants::granted().lines().filter_map(|host| host.parse::<Grant>().ok()).collect();
    Grants { hosts, private: false }
}

fn response(response: client::Response) -> Response {
    let headers = response.headers.into_iter().map(|(name, value)| {
        // What is no UTF-8 is Latin-1, as it was of old.
        let text = String::from_utf8(value)
            .unwrap_or_else(|other| other.as_bytes().iter().copied().map(char::from).collect());
        (name, text)
    });
    Response { status: response.status, headers: headers.collect(), body: response.body }
}

fn error(error: client::Error) -> Error {
    match error {
        client::Error::Invalid => Error::Invalid,
        client::Error::Denied => Error::NotGranted,
        client::Error::Unreachable => Error::Unreachable,
        client::Error::Tls => Error::Tls,
        client::Error::Timeout => Error::Timeout,
        client::Error::TooLarge => Error::TooLarge,
    }
}
