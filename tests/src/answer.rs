//! An answer, held against what every answer of the API keeps.

use serde_json::Value;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    asked: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(
        asked: String,
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Self {
        let answer = Self { asked, status, headers, body };
        answer.keeps_what_every_answer_keeps();
        answer
    }

    /// Fails the test where the status is another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self
    }

    /// Fails the test where this is not a problem of the status and the type.
    #[track_caller]
    pub fn refused(self, status: u16, kind: &str) -> Value {
        let problem = self.expect(status).json();
        assert_eq!(problem["type"], format!("urn:strongroom:problem:{kind}"), "{problem}");
        problem
    }

    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        let mut json: Value = serde_json::from_slice(&self.body)
            .unwrap_or_else(|why| panic!("{}: {why}: {}", self.asked, self.text()));
        // Snapshots are not to hang on which map serde_json was built with.
        json.sort_all_objects();
        json
    }

    /// The one header of the name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{}: `{name}` twice", self.asked);
        value
    }

    /// The id under which the server knows the request.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.header("x-request-id").expect("every answer has a request id")
    }

    fn keeps_what_every_answer_keeps(&self) {
        let asked = &self.asked;
        let id = self.request_id();
        assert!(!id.is_empty() && id.len() <= 64, "{asked}: request id `{id}`");
        let allows = |(name, _): &&(String, String)| name.starts_with("access-control-");
        assert!(!self.headers.iter().any(|header| allows(&header)), "{asked}: CORS");
        let is_api = asked.split(' ').nth(1).is_some_and(|path| path.starts_with("/api/"));
        let is_document = asked.contains("/swagger/");
        if is_api && !is_document {
            assert_eq!(self.header("cache-control"), Some("no-store"), "{asked}");
        }
        if self.status < 400 || !is_api {
            return;
        }
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{asked}");
        if asked.starts_with("HEAD ") {
            return;
        }
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{asked}: {problem}");
        assert_eq!(problem["request_id"], id, "{asked}: {problem}");
        let kind = problem["type"].as_str().unwrap_or_default();
        assert!(kind.starts_with("urn:strongroom:problem:"), "{asked}: {problem}");
        for member in ["title", "detail"] {
            let text = problem[member].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{asked}: no `{member}`: {problem}");
        }
    }
}
