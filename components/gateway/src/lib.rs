//! The gateway as a component: the gateway crate over the imported authorizer and vault.
//!
//! Bindings, conversion and wiring; routes and answers are the crate's.

mod administration;
mod authentication;
mod clients;
mod directory;
mod policies;
mod vault;

use std::cell::OnceCell;
use std::rc::Rc;

use strongroom_bindings::platform::WallClock;
use strongroom_gateway::{Gateway, Outline, Request, RequestHeader};
use strongroom_secret_bytes::SecretBytes;

use authentication::Authorizer;
use bindings::exports::strongroom::http::handler::{self, Guest};
use vault::Secrets;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: [
            "../../wit/types",
            "../../wit/http",
            "../../wit/secret-type",
            "../../wit/authorizer",
            "../../wit/secrets",
            "world.wit",
        ],
        world: "strongroom:gateway-component/gateway",
        with: {
            "strongroom:types/types@0.1.0": strongroom_bindings::wire,
            "strongroom:secret-type/types@1.0.0": strongroom_bindings::wire_type,
        },
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

struct Component;

type Front = Gateway<Authorizer, Authorizer, Secrets, WallClock>;

/// Of the OpenAPI document, from the build script.
const OUTLINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/outline"));

thread_local! {
    // Holds descriptions of secret types and nothing of any request.
    static FRONT: OnceCell<Rc<Front>> = const { OnceCell::new() };
}

fn front() -> Rc<Front> {
    let outline = Outline::taken_in(OUTLINE);
    let made = || Rc::new(Gateway::new(Authorizer, Authorizer, Secrets, WallClock, outline));
    FRONT.with(|front| Rc::clone(front.get_or_init(made)))
}

impl Guest for Component {
    fn handle(request: handler::Request) -> handler::Response {
        strongroom_bindings::run(async {
            let headers = request.headers.into_iter().map(|header| RequestHeader {
                name: header.name,
                value: SecretBytes::new(header.value),
            });
            let request = Request {
                method: request.method,
                target: request.target,
                headers: headers.collect(),
                body: SecretBytes::new(request.body),
                peer: request.peer,
                id: request.id,
            };
            let response = front().handle(request).await;
            let headers = response.headers.into_iter().map(|header| handler::Header {
                name: header.name.to_owned(),
                value: header.value.into_owned().into_bytes(),
            });
            handler::Response {
                status: response.status,
                headers: headers.collect(),
                body: response.body.into_exposed(),
            }
        })
    }
}
