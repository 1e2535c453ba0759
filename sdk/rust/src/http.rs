//! HTTP to the hosts that the operator granted: requests, their answers, and what either means for a
//! credential.
//!
//! A redirect is an answer like any other. Nothing is retried: the server calls the whole step
//! again. What is shown by `Debug` is a method and a status, for the rest may be secret.

use std::fmt;

use crate::Failure;

/// The way out. The only one there is, and only connected types are given it.
///
/// In a test it is a closure, or [`testing::Sockets`](crate::testing::Sockets).
pub trait Outbound {
    /// # Errors
    /// Every case of [`Error`]; an answer of any status is none.
    fn send(&self, request: Request) -> Result<Response, Error>;
}

impl<F: Fn(Request) -> Result<Response, Error>> Outbound for F {
    fn send(&self, request: Request) -> Result<Response, Error> {
        self(request)
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// Not a URL, a method or a header.
    Invalid,
    /// The operator did not grant this host, or its address is not one that may be reached.
    NotGranted,
    /// No connection, or it broke.
    Unreachable,
    /// The certificate is not good.
    Tls,
    /// Not within the time.
    Timeout,
    /// The answer is larger than 1 MiB, or its head than 64 KiB.
    TooLarge,
    /// More requests in one call than the operator allows.
    TooMany,
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Invalid => "the request is none that can be sent",
            Self::NotGranted => "the operator did not grant the service's host to this type",
            Self::Unreachable => "the service cannot be reached",
            Self::Tls => "the service's certificate is not good",
            Self::Timeout => "the service did not answer in time",
            Self::TooLarge => "the service's answer is too large",
            Self::TooMany => "the step needs more requests than the operator allows",
        })
    }
}

impl std::error::Error for Error {}

/// Unavailable where coming again may help, failed where it will not.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Unreachable | Error::Timeout => Self::unavailable(error.to_string()),
            Error::Invalid | Error::NotGranted | Error::Tls | Error::TooLarge | Error::TooMany => {
                Self::failed(error.to_string())
            }
        }
    }
}

/// A request. `host`, `content-length` and their like are the server's to set.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    pub method: String,
    /// Absolute: `https://host[:port]/path?query`.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// At most 1 MiB.
    pub body: Vec<u8>,
}

impl Request {
    /// `method` in upper-case letters.
    #[must_use]
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self { method: method.into(), url: url.into(), headers: Vec::new(), body: Vec::new() }
    }

    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self::new("GET", url)
    }

    #[must_use]
    pub fn post(url: impl Into<String>) -> Self {
        Self::new("POST", url)
    }

    #[must_use]
    pub fn put(url: impl Into<String>) -> Self {
        Self::new("PUT", url)
    }

    #[must_use]
    pub fn delete(url: impl Into<String>) -> Self {
        Self::new("DELETE", url)
    }

    /// `name` is put in lower case.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// `authorization: Bearer …`.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// A body of JSON.
    ///
    /// # Errors
    /// [`Failure::Failed`] where the value has no form in JSON.
    #[cfg(feature = "json")]
    pub fn json(self, body: &impl serde::Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(body)
            .map_err(|_| Failure::failed("the request's body has no form in JSON"))?;
        Ok(self.body("application/json", body))
    }

    /// # Errors
    /// [`Error`], which `?` turns into a [`Failure`].
    pub fn send(self, http: &dyn Outbound) -> Result<Response, Error> {
        http.send(self)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// An answer, of whatever status.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    /// For tests, and for an [`Outbound`] of your own.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers, body: body.into() }
    }

    /// The first header of the name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let is_named = |(other, _): &&(String, String)| other.eq_ignore_ascii_case(name);
        self.headers.iter().find(is_named).map(|(_, value)| value.as_str())
    }

    /// The answer where its status is 2xx, and what another means for a credential: 401 and 403
    /// reject it; 408, 425, 429 and 5xx are for another time; the rest is a failure.
    ///
    /// # Errors
    /// These three cases of [`Failure`], with the status and nothing of the answer.
    pub fn success(self) -> Result<Self, Failure> {
        let status = self.status;
        match status {
            200..=299 => Ok(self),
            401 | 403 => Err(Failure::rejected(format!(
                "the service does not accept the credential (status {status})"
            ))),
            408 | 425 | 429 | 500..=599 => Err(Failure::unavailable(format!(
                "the service says to come again later (status {status})"
            ))),
            _ => Err(Failure::failed(format!("the service answers with status {status}"))),
        }
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`Failure::Failed`] where it is not of this form.
    #[cfg(feature = "json")]
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(&self.body).map_err(|_| {
            Failure::failed("the service's answer is not the JSON it is documented as")
        })
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_status_says_what_it_means_for_a_credential() {
        let of = |status| Response::new(status, Vec::new(), "secret").success();
        assert!(of(200).is_ok() && of(204).is_ok());
        for status in [401, 403] {
            assert!(matches!(of(status), Err(Failure::Rejected(_))), "{status}");
        }
        for status in [408, 425, 429, 500, 503] {
            assert!(matches!(of(status), Err(Failure::Unavailable(_))), "{status}");
        }
        for status in [301, 400, 404, 409, 422] {
            assert!(matches!(of(status), Err(Failure::Failed(_))), "{status}");
        }
        assert!(!of(500).unwrap_err().to_string().contains("secret"));
    }

    #[test]
    fn a_request_goes_out_as_it_was_built() {
        let http = |request: Request| -> Result<Response, Error> {
            assert_eq!(request.method, "POST");
            assert_eq!(request.url, "https://api.example.com/keys");
            let headers: Vec<_> =
                request.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let expected =
                [("authorization", "Bearer t"), ("x-id", "1"), ("content-type", "text/plain")];
            assert_eq!(headers, expected);
            Ok(Response::new(201, vec![("Location".into(), "/1".into())], request.body))
        };
        let request = Request::post("https://api.example.com/keys").bearer("t").header("X-Id", "1");
        let answer = request.body("text/plain", "hello").send(&http).unwrap();
        assert_eq!(answer.header("location"), Some("/1"));
        assert_eq!(answer.body, b"hello");
    }

    #[test]
    fn debug_shows_nothing_that_may_be_secret() {
        let request = Request::get("https://example.com/?token=hunter2").bearer("hunter2");
        let shown = format!("{request:?} {:?}", Response::new(200, Vec::new(), "hunter2"));
        assert!(!shown.contains("hunter2") && shown.contains("GET") && shown.contains("200"));
    }

    #[test]
    fn only_what_may_help_another_time_is_unavailable() {
        for error in [Error::Unreachable, Error::Timeout] {
            assert!(matches!(Failure::from(error), Failure::Unavailable(_)));
        }
        for error in
            [Error::Invalid, Error::NotGranted, Error::Tls, Error::TooLarge, Error::TooMany]
        {
            assert!(matches!(Failure::from(error), Failure::Failed(_)));
        }
    }
}
