//! The console as a component: the files that its build left, served as `strongroom:http/handler`.

use bindings::exports::strongroom::http::handler::{Guest, Header, Request, Response};
use bindings::strongroom::platform::settings;
use strongroom_console_files::{self as console, Config, File};

mod bindings {
    #![allow(unsafe_code, unreachable_pub, clippy::all, reason = "generated")]
    wit_bindgen::generate!({
        path: ["../../../wit/platform", "../../../wit/http", "world.wit"],
        world: "strongroom:console-component/console",
        generate_all,
        async: false,
    });
    use super::Component;
    export!(Component);
}

/// Sorted by path.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The setting that lists identity providers.
const PROVIDERS: &str = "oidc";

struct Component;

impl Guest for Component {
    fn handle(request: Request) -> Response {
        let header = |name: &str| {
            let header = request.headers.iter().find(|header| header.name == name)?;
            str::from_utf8(&header.value).ok()
        };
        let asked = console::Request {
            method: &request.method,
            target: &request.target,
            accept_encoding: header("accept-encoding"),
            if_none_match: header("if-none-match"),
        };
        let config = Config::from_setting(settings::get(PROVIDERS).as_deref());
        let console::Response { status, headers, body } = console::answer(FILES, &config, &asked);
        let headers = headers.into_iter().map(|(name, value)| Header {
            name: name.to_owned(),
            value: value.into_owned().into_bytes(),
        });
        Response { status, headers: headers.collect(), body }
    }
}
