//! What the tests share: sending requests and holding every answer against the OpenAPI document.

mod administration;
mod audit;
mod clients;
mod contract;
mod directory;
mod types;
mod vault;
mod world;

use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use serde_json::Value;
use strongroom_gateway::{Gateway, Outline, Request, RequestHeader, Response};
use strongroom_secret_bytes::SecretBytes;

pub(crate) use audit::events;
pub(crate) use contract::{document_paths, document_tree, example, example_body, fits};
pub(crate) use world::*;

pub(crate) type TestGateway = Gateway<World, World, World, World>;

static OUTLINE: LazyLock<Outline> = LazyLock::new(Outline::made);

pub(crate) fn gateway(world: &World) -> TestGateway {
    let outline = OUTLINE.clone();
    Gateway::new(world.clone(), world.clone(), world.clone(), world.clone(), outline)
}

/// The ports of the tests never wait, so one poll is enough.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// A request with a good token, unless it is changed.
pub(crate) struct Ask {
    request: Request,
}

pub(crate) fn ask(method: &str, target: &str) -> Ask {
    let request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Vec::new(),
        body: SecretBytes::new(Vec::new()),
        peer: Some("192.0.2.7".to_owned()),
        id: "request-1".to_owned(),
    };
    Ask { request }.header("authorization", "bearer good")
}

impl Ask {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let value = SecretBytes::from(value.to_owned());
        self.request.headers.push(RequestHeader { name: name.to_owned(), value });
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.request.headers.retain(|header| header.name != name);
        self
    }

    pub(crate) fn json(self, body: &str) -> Self {
        self.header("content-type", "application/json").bytes(body.as_bytes())
    }

    pub(crate) fn bytes(mut self, body: &[u8]) -> Self {
        self.request.body = SecretBytes::new(body.to_vec());
        self
    }

    pub(crate) fn into_request(self) -> Request {
        self.request
    }

    pub(crate) fn of(self, world: &World) -> Answer {
        let (method, target) = (self.request.method.clone(), self.request.target.clone());
        let response = now(gateway(world).handle(self.request));
        let answer = Answer { response };
        answer.keeps_what_every_answer_keeps();
        contract::check(&method, &target, &answer);
        answer
    }
}

pub(crate) struct Answer {
    pub(crate) response: Response,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.response.status
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.response.body.expose()).unwrap()
    }

    /// Members in the order of their names, whatever map serde_json was built with: another package
    /// of the workspace may ask for one that keeps the order of the text.
    pub(crate) fn json(&self) -> Value {
        let mut json: Value = serde_json::from_str(self.text()).unwrap();
        json.sort_all_objects();
        json
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.response.headers.iter().filter(|header| header.name == name);
        let value = found.next().map(|header| &*header.value);
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    /// The last part of a problem's type.
    pub(crate) fn slug(&self) -> String {
        let problem = self.json();
        problem["type"].as_str().unwrap().strip_prefix("urn:strongroom:problem:").unwrap().into()
    }

    /// `field: message` of each error.
    pub(crate) fn errors(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let line = |e: &Value| {
            format!("{}: {}", e["field"].as_str().unwrap(), e["message"].as_str().unwrap())
        };
        errors.iter().map(line).collect()
    }

    fn keeps_what_every_answer_keeps(&self) {
        assert_eq!(self.header("x-request-id"), Some("request-1"));
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"));
        assert!(matches!(self.header("cache-control"), Some("no-store" | "no-cache")));
        assert_eq!(self.header("access-control-allow-origin"), None);
        if self.status() >= 400 {
            assert_eq!(self.header("content-type"), Some("application/problem+json"));
            assert_eq!(self.header("cache-control"), Some("no-store"));
            if !self.text().is_empty() {
                assert_eq!(self.json()["status"], self.status());
                assert_eq!(self.json()["request_id"], "request-1");
            }
        }
    }
}
