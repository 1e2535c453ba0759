//! One request to the server and its answer, or the problem that it answered with.

use std::fmt;

use anyhow::Context as _;
use http::{Method, Uri};
use serde_json::Value;
use ureq::Agent;
use zeroize::Zeroizing;

use super::words::plain;

/// Where all of it lies but the login.
const ROOT: &str = "/api/identity/v2";
/// More than the server's largest list.
const ANSWER_BYTES: u64 = 64 * 1024 * 1024;

pub(super) struct Api {
    agent: Agent,
    server: String,
    token: Zeroizing<String>,
    /// Whether the answer is printed as it came.
    pub(super) json: bool,
}

/// A refusal in the server's words (RFC 9457).
#[derive(Debug)]
pub(super) struct Problem(pub(super) Value);

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Value, name: &str| {
            value.get(name).and_then(Value::as_str).map(plain).unwrap_or_default()
        };
        out.write_str(&text(&self.0, "title"))?;
        let detail = text(&self.0, "detail");
        if !detail.is_empty() {
            write!(out, ": {detail}")?;
        }
        for error in self.0.get("errors").and_then(Value::as_array).into_iter().flatten() {
            write!(out, "\n  {}: {}", text(error, "field"), text(error, "message"))?;
        }
        write!(out, "\nrequest {}", text(&self.0, "request_id"))
    }
}

impl std::error::Error for Problem {}

impl Api {
    pub(super) const fn new(
        agent: Agent,
        server: String,
        token: Zeroizing<String>,
        json: bool,
    ) -> Self {
        Self { agent, server, token, json }
    }

    pub(super) fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, path, &[], None)
    }

    pub(super) fn get_with(&self, path: &str, query: &[(&str, &str)]) -> anyhow::Result<Value> {
        self.call(Method::GET, path, query, None)
    }

    pub(super) fn post(&self, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        self.call(Method::POST, path, &[], body)
    }

    pub(super) fn put(&self, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        self.call(Method::PUT, path, &[], body)
    }

    pub(super) fn patch(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.call(Method::PATCH, path, &[], Some(body))
    }

    pub(super) fn delete(&self, path: &str) -> anyhow::Result<()> {
        self.call(Method::DELETE, path, &[], None).map(|_| ())
    }

    /// `path` is below [`ROOT`], and made of ids and names that need no encoding. Null where the
    /// answer has no body.
    fn call(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        let query = query.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let query = query.collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        let address: Uri = format!("{}{ROOT}{path}{mark}{query}", self.server).parse()?;
        // The header wipes nothing; what frees its memory does.
        let authorization = Zeroizing::new(format!("Bearer {}", *self.token));
        let request = http::Request::builder()
            .method(method)
            .uri(address)
            .header("authorization", authorization.as_str())
            .header("accept", "application/json");
        let unreachable = || format!("{} cannot be reached", self.server);
        let mut answer = match body {
            Some(body) => {
                let body = Zeroizing::new(serde_json::to_vec(body)?);
                let request = request.header("content-type", "application/json");
                self.agent.run(request.body(body.as_slice())?).with_context(unreachable)?
            }
            None => self.agent.run(request.body(())?).with_context(unreachable)?,
        };
        let status = answer.status();
        let body = answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
        let body = Zeroizing::new(body.context("the answer broke off")?);
        if status.is_success() && body.is_empty() {
            return Ok(Value::Null);
        }
        let found = serde_json::from_slice::<Value>(&body).ok().filter(Value::is_object);
        match found {
            Some(found) if status.is_success() => Ok(found),
            Some(problem) if problem.get("title").is_some() => Err(Problem(problem).into()),
            _ => anyhow::bail!("{} answered {status}, and not as a Strongroom does", self.server),
        }
    }
}

/// Percent-encoding of all but what needs none (RFC 3986, section 2.3).
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_problem_is_told_with_all_that_helps() {
        let problem = json!({
            "type": "about:blank", "title": "Not valid", "status": 422, "detail": "see `errors`",
            "errors": [{"field": "name", "message": "must not be empty"},
                       {"field": "scopes.0.on", "message": "is required"}],
            "request_id": "abc",
        });
        assert_eq!(
            Problem(problem).to_string(),
            "Not valid: see `errors`\n  name: must not be empty\n  scopes.0.on: is required\n\
             request abc"
        );
    }

    #[test]
    fn a_problem_cannot_write_to_the_terminal_what_is_not_text() {
        let problem = json!({"title": "a\u{1b}[2Jb", "request_id": "c\rd"});
        assert_eq!(Problem(problem).to_string(), "a\u{fffd}[2Jb\nrequest c\u{fffd}d");
    }

    #[test]
    fn a_query_is_encoded() {
        assert_eq!(encoded("a b&c=d/é~"), "a%20b%26c%3Dd%2F%C3%A9~");
    }
}
