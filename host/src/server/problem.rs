//! What the host refuses by itself, before the core sees it or where the core failed.
//!
//! The same problem documents (RFC 9457) as the core's own, so that a client reads one form.

use std::convert::Infallible;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use http::{Response, StatusCode};
use http_body_util::Full;

/// The whole answer, ready to leave in one write.
pub(crate) type Answer = Response<Full<Bytes>>;
pub(crate) type Answered = Result<Answer, Infallible>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
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
}

impl Problem {
    const fn status(self) -> StatusCode {
        match self {
            Self::Incomplete => StatusCode::BAD_REQUEST,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Incomplete => "malformed-request",
            Self::BodyTooSlow => "request-timeout",
            Self::BodyTooLarge => "body-too-large",
            Self::Failed => "internal",
            Self::Busy | Self::TimedOut => "unavailable",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Incomplete => "Malformed request",
            Self::BodyTooSlow => "The request took too long to arrive",
            Self::BodyTooLarge => "The body is too large",
            Self::Failed => "Internal error",
            Self::Busy | Self::TimedOut => "Not available now",
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
        }
    }

    pub(crate) fn answer(self, id: &str) -> Answer {
        // An id is letters and digits: nothing in here needs escaping.
        let body = format!(
            "{{\"type\":\"urn:strongroom:problem:{}\",\"title\":\"{}\",\"status\":{},\
             \"detail\":\"{}\",\"request_id\":\"{id}\"}}",
            self.kind(),
            self.title(),
            self.status().as_u16(),
            self.detail(),
        );
        let mut answer = Response::new(Full::new(Bytes::from(body)));
        *answer.status_mut() = self.status();
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if matches!(self, Self::BodyTooLarge | Self::BodyTooSlow | Self::Incomplete) {
            // What is left of the body is not worth reading.
            headers.insert(http::header::CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use http_body_util::BodyExt as _;

    #[tokio::test]
    async fn a_refusal_is_a_problem_document_with_the_requests_id() {
        for problem in [
            Problem::Incomplete,
            Problem::BodyTooSlow,
            Problem::BodyTooLarge,
            Problem::Failed,
            Problem::Busy,
            Problem::TimedOut,
        ] {
            let (head, body) = problem.answer("2abc").into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let document: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(head.headers[CONTENT_TYPE], "application/problem+json");
            assert_eq!(head.headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(document["status"], head.status.as_u16());
            assert_eq!(document["request_id"], "2abc");
            assert!(document["type"].as_str().unwrap().starts_with("urn:strongroom:problem:"));
        }
    }

    #[test]
    fn what_may_be_tried_again_says_when() {
        assert_eq!(Problem::Busy.answer("2abc").headers()[RETRY_AFTER], "1");
        assert!(!Problem::Failed.answer("2abc").headers().contains_key(RETRY_AFTER));
    }
}
