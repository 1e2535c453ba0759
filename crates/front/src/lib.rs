//! What a platform answers by itself, before the core sees a request or where the core failed.
//!
//! The same problem documents (RFC 9457) as the core's own, so that a client reads one form on every
//! platform. It knows no HTTP library: a platform puts status, headers and document into its own.

pub mod set_up;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The body did not arrive whole.
    Incomplete,
    BodyTooSlow,
    BodyTooLarge,
    /// The core failed under the request.
    Failed,
    /// As many requests are under way as may be.
    Busy,
    /// The core took too long.
    TimedOut,
    /// What the core needs, or the core itself, cannot be used now. The operator's log says why.
    Unavailable,
    /// Nobody may set up: the operator gave no code for it.
    SetUpClosed,
    /// Not the operator's code.
    SetUpCode,
    /// Somebody has set up.
    SetUpDone,
    /// A route of the platform's own has other methods.
    Method,
}

/// Of every answer that a platform gives by itself.
pub const HEADERS: [(&str, &str); 2] =
    [("cache-control", "no-store"), ("x-content-type-options", "nosniff")];

/// Of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    pub const ALL: [Self; 11] = [
        Self::Incomplete,
        Self::BodyTooSlow,
        Self::BodyTooLarge,
        Self::Failed,
        Self::Busy,
        Self::TimedOut,
        Self::Unavailable,
        Self::SetUpClosed,
        Self::SetUpCode,
        Self::SetUpDone,
        Self::Method,
    ];

    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Incomplete => 400,
            Self::SetUpCode => 401,
            Self::SetUpClosed => 404,
            Self::Method => 405,
            Self::BodyTooSlow => 408,
            Self::SetUpDone => 410,
            Self::BodyTooLarge => 413,
            Self::Failed => 500,
            Self::Busy | Self::TimedOut | Self::Unavailable => 503,
        }
    }

    /// Whether the same request may be tried again in a second.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        self.status() == 503
    }

    /// Whether what is left of the body is not worth reading.
    #[must_use]
    pub const fn ends_connection(self) -> bool {
        matches!(self, Self::BodyTooLarge | Self::BodyTooSlow | Self::Incomplete)
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Incomplete => "malformed-request",
            Self::BodyTooSlow => "request-timeout",
            Self::BodyTooLarge => "body-too-large",
            Self::Failed => "internal",
            Self::Busy | Self::TimedOut | Self::Unavailable => "unavailable",
            Self::SetUpClosed => "no-such-route",
            Self::SetUpCode => "unauthenticated",
            Self::SetUpDone => "already-set-up",
            Self::Method => "method-not-allowed",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Incomplete => "Malformed request",
            Self::BodyTooSlow => "The request took too long to arrive",
            Self::BodyTooLarge => "The body is too large",
            Self::Failed => "Internal error",
            Self::Busy | Self::TimedOut | Self::Unavailable => "Not available now",
            Self::SetUpClosed => "No such route",
            Self::SetUpCode => "Not authenticated",
            Self::SetUpDone => "Already set up",
            Self::Method => "Method not allowed",
        }
    }

    const fn detail(self) -> &'static str {
        match self {
            Self::Incomplete => "the body did not arrive whole",
            Self::BodyTooSlow => "the body did not arrive in time",
            Self::BodyTooLarge => "a body may have at most 1048576 bytes",
            Self::Failed => {
                "the request failed; the operator finds its id in the log; \
                 a change may still have been made"
            }
            Self::Busy => "too many requests are under way",
            Self::TimedOut => "there was no answer in time; a change may still have been made",
            Self::Unavailable => "the operator finds the reason in the log",
            Self::SetUpClosed => "there is nothing at this path",
            Self::SetUpCode => "send the set-up code as a bearer token",
            Self::SetUpDone => "the first owner has a token; ask them, or the operator",
            Self::Method => "this route has no such method",
        }
    }

    /// The problem document of the request `id`, which is letters and digits: nothing in the document
    /// needs escaping.
    #[must_use]
    pub fn document(self, id: &str) -> String {
        format!(
            "{{\"type\":\"urn:strongroom:problem:{}\",\"title\":\"{}\",\"status\":{},\
             \"detail\":\"{}\",\"request_id\":\"{id}\"}}",
            self.kind(),
            self.title(),
            self.status(),
            self.detail(),
        )
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_problem_document_with_the_requests_id() {
        for problem in Problem::ALL {
            let document: serde_json::Value =
                serde_json::from_str(&problem.document("2abc")).unwrap();
            assert_eq!(document["status"], problem.status());
            assert_eq!(document["request_id"], "2abc");
            assert!(document["type"].as_str().unwrap().starts_with("urn:strongroom:problem:"));
            for text in ["title", "detail"] {
                assert!(!document[text].as_str().unwrap().is_empty(), "{problem:?}");
            }
        }
    }

    #[test]
    fn what_may_be_tried_again_is_told_apart() {
        let passing: Vec<_> =
            Problem::ALL.into_iter().filter(|problem| problem.may_pass()).collect();
        assert_eq!(passing, [Problem::Busy, Problem::TimedOut, Problem::Unavailable]);
    }
}
