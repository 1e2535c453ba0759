//! What the host refuses by itself, as an answer of hyper's.

use std::convert::Infallible;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use http_body_util::Full;
use strongroom_front::{HEADERS, MEDIA_TYPE};

pub(crate) use strongroom_front::Problem;

/// The whole answer, ready to leave in one write.
pub(crate) type Answer = Response<Full<Bytes>>;
pub(crate) type Answered = Result<Answer, Infallible>;

pub(crate) fn answer(problem: Problem, id: &str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(problem.document(id))));
    // Every status of a problem is one.
    *answer.status_mut() =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if problem.may_pass() {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if problem.ends_connection() {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use http::header::X_CONTENT_TYPE_OPTIONS;

    #[test]
    fn a_refusal_has_the_status_and_the_headers_of_its_problem() {
        for problem in Problem::ALL {
            let answer = answer(problem, "2abc");
            assert_eq!(answer.status().as_u16(), problem.status());
            assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json");
            assert_eq!(answer.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
    }

    #[test]
    fn what_may_be_tried_again_says_when() {
        assert_eq!(answer(Problem::Busy, "2abc").headers()[RETRY_AFTER], "1");
        assert!(!answer(Problem::Failed, "2abc").headers().contains_key(RETRY_AFTER));
    }
}
