//! The door of the web console on Spin: `wasi:http/handler` in, `strongroom:http/handler` out.
//!
//! What it is not: the door of the API; nothing here is read of a body or known of a caller.

use bindings::strongroom::http::handler::{self, Header};
use spin_sdk::wasip3::exports::http::handler::Guest;
use spin_sdk::wasip3::http::types::{ErrorCode, Request, Response};
use strongroom_spin_http_server as server;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    spin_sdk::wasip3::wit_bindgen::generate!({
        path: ["../../../wit/http", "world.wit"],
        world: "strongroom:spin-files-component/spin-files",
        runtime_path: "spin_sdk::wasip3::wit_bindgen::rt",
        generate_all,
    });
}

mod export {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    use super::Component;
    spin_sdk::wasip3::http::service::export!(Component);
}

/// What an answer of files depends on. A native host hands on the same.
const PASSED: [&str; 2] = ["accept-encoding", "if-none-match"];

struct Component;

impl Guest for Component {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let headers = request.get_headers().copy_all().into_iter().filter_map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            PASSED.contains(&name.as_str()).then_some(Header { name, value })
        });
        let asked = handler::Request {
            method: server::method(request.get_method()),
            target: request.get_path_with_query().unwrap_or_else(|| "/".to_owned()),
            headers: headers.collect(),
            body: Vec::new(),
            peer: None,
            // Spin tells requests apart for itself, and files are answered without a record.
            id: "0".to_owned(),
        };
        let answer = handler::handle(asked).await;
        let headers = answer.headers.into_iter().map(|header| (header.name, header.value));
        server::answer(answer.status, headers.collect(), answer.body)
    }
}
