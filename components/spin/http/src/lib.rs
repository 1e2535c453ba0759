//! The front door on Spin: `wasi:http/handler` in, the core's `strongroom:http/handler` out.
//!
//! `request` takes in what a client sent, within bounds; `response` gives an answer back whole;
//! `ready` brings the database up to date before the first request; `set_up` lets the first owner in;
//! `turn` keeps calls into the core apart.
//! Routes and what they answer are the gateway's.

mod own;
mod ready;
mod request;
mod response;
mod set_up;
mod turn;

use bindings::strongroom::http::handler;
use spin_sdk::wasip3::exports::http::handler::Guest;
use spin_sdk::wasip3::http::types::{ErrorCode, Request, Response};
use strongroom_front::Problem;

use own::Route;
use request::Head;

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    spin_sdk::wasip3::wit_bindgen::generate!({
        path: [
            "../../../wit/types",
            "../../../wit/platform",
            "../../../wit/http",
            "../../../wit/authorizer",
            "../../../wit/store",
            "world.wit",
        ],
        world: "strongroom:spin-http-component/spin-http",
        runtime_path: "spin_sdk::wasip3::wit_bindgen::rt",
        with: { "strongroom:types/types@0.1.0": strongroom_bindings::wire },
        generate_all,
    });
}

mod export {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    use super::Component;
    spin_sdk::wasip3::http::service::export!(Component);
}

struct Component;

impl Guest for Component {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let head = Head::take(&request);
        let answer = match answer(&head, request).await {
            Ok(answer) => answer,
            Err(problem) => response::problem(problem, &head.id),
        };
        response::response(answer)
    }
}

async fn answer(head: &Head, request: Request) -> Result<handler::Response, Problem> {
    if let Some(route) = Route::of(&head.target) {
        return route.answer(head).await;
    }
    let body = request::body(head, request).await?;
    let _turn = turn::take().await;
    ready::make_ready().await?;
    Ok(handler::handle(head.to_core(body)).await)
}
