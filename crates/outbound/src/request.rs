//! What a plug-in may send, checked to the last byte before anything is resolved.

use http::header::{
    CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderName, HeaderValue, Method, Uri};

use crate::grant::{Origin, Scheme};

/// Bytes of a body, either way.
pub const BODY: usize = 1 << 20;
/// Bytes of a head, either way.
pub const HEAD: usize = 64 << 10;
/// Header fields, either way.
pub const HEADERS: usize = 100;
const URL: usize = 8 << 10;
const METHOD: usize = 16;

/// What a type asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Where a request goes, and what goes there. `host` and the length are not among the headers: who
/// sends it sets them, the first by `origin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub origin: Origin,
    pub method: Method,
    /// Path with query.
    pub target: Uri,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Vec<u8>,
}

/// Not a URL, a method or a header that a plug-in may send.
#[derive(Debug, PartialEq, Eq)]
pub struct Invalid;

/// # Errors
/// [`Invalid`], for whatever reason: to the plug-in they are one.
pub fn checked(request: Request) -> Result<Checked, Invalid> {
    let Request { method, url, headers, body } = request;
    let (origin, target) = parsed(&url)?;
    let method = self::method(&method)?;
    let weight: usize = headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    if headers.len() > HEADERS || weight > HEAD || body.len() > BODY {
        return Err(Invalid);
    }
    let header = |(name, value): (String, String)| Ok((header_name(&name)?, header_value(&value)?));
    let headers = headers.into_iter().map(header).collect::<Result<_, _>>()?;
    Ok(Checked { origin, method, target, headers, body })
}

/// Origin, and path with query.
fn parsed(url: &str) -> Result<(Origin, Uri), Invalid> {
    // A fragment is for the one who asks, and this parser would drop it without a word.
    if url.len() > URL || url.contains('#') || !url.is_ascii() {
        return Err(Invalid);
    }
    let url: Uri = url.parse().map_err(|_| Invalid)?;
    let scheme = match url.scheme_str() {
        Some("https") => Scheme::Https,
        Some("http") => Scheme::Http,
        _ => return Err(Invalid),
    };
    let authority = url.authority().ok_or(Invalid)?.as_str();
    // A user's name before the host is read by people as the host.
    if authority.contains('@') {
        return Err(Invalid);
    }
    let origin = Origin::parse(scheme, authority).map_err(|_| Invalid)?;
    let target = url.path_and_query().map_or("/", |target| target.as_str());
    let target = if target.starts_with('?') { format!("/{target}") } else { target.to_owned() };
    Ok((origin, target.parse().map_err(|_| Invalid)?))
}

fn method(text: &str) -> Result<Method, Invalid> {
    let is_method =
        (1..=METHOD).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    // Both are about the way to a service and not about the service.
    if !is_method || text == "CONNECT" || text == "TRACE" {
        return Err(Invalid);
    }
    Method::from_bytes(text.as_bytes()).map_err(|_| Invalid)
}

fn header_name(text: &str) -> Result<HeaderName, Invalid> {
    const OURS: [HeaderName; 8] =
        [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, TE, TRAILER, UPGRADE, EXPECT];
    let name = HeaderName::from_bytes(text.as_bytes()).map_err(|_| Invalid)?;
    let is_about_the_way = name.as_str() == "keep-alive"
        || name.as_str() == "http2-settings"
        || name.as_str().starts_with("proxy-");
    // The parser makes letters small; asking for that leaves one way to write a name.
    if name.as_str() != text || OURS.contains(&name) || is_about_the_way {
        return Err(Invalid);
    }
    Ok(name)
}

fn header_value(text: &str) -> Result<HeaderValue, Invalid> {
    if !text.is_ascii() || text.trim_matches([' ', '\t']) != text {
        return Err(Invalid);
    }
    // Refuses line ends and whatever else is no part of a value.
    HeaderValue::from_str(text).map_err(|_| Invalid)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn raw(method: &str, url: &str, headers: &[(&str, &str)]) -> Request {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        Request {
            method: method.into(),
            url: url.into(),
            headers: headers.iter().map(owned).collect(),
            body: Vec::new(),
        }
    }

    #[test]
    fn a_request_goes_out_as_it_was_said_with_the_host_that_was_checked() {
        for (url, host, target) in [
            ("https://api.example.com", "api.example.com", "/"),
            ("https://API.example.com:443/a?b=c", "api.example.com", "/a?b=c"),
            ("https://api.example.com?b=c", "api.example.com", "/?b=c"),
            ("http://localhost:9000/a/../b%2f", "localhost:9000", "/a/../b%2f"),
            ("http://[::1]:9000/", "[::1]:9000", "/"),
        ] {
            let checked = checked(raw("PUT", url, &[("authorization", "Bearer x")])).ok().unwrap();
            assert_eq!(checked.origin.authority(), host, "{url}");
            let expected = ("authorization".parse().unwrap(), "Bearer x".parse().unwrap());
            assert_eq!(checked.headers, [expected]);
            assert_eq!(checked.target.to_string(), target, "{url}");
            assert_eq!(checked.method, "PUT");
        }
    }

    #[test]
    fn urls_that_mislead_are_refused() {
        for url in [
            "",
            "/path",
            "api.example.com",
            "ftp://api.example.com/",
            "https://",
            "https:///path",
            "https://user@api.example.com/",
            "https://api.example.com@attacker.net/",
            "https://api.example.com/#fragment",
            "https://api.example.com:0/",
            "https://api.example.com:99999/",
            "https://api.example.com./",
            "https://api.example.com/a b",
            "https://api.example.com/\r\nx: y",
            "https://api.example.com\\@attacker.net/",
            "https://bücher.example/",
            "https://api.example.com/ä",
            "https://api%2eexample.com/",
        ] {
            assert!(checked(raw("GET", url, &[])).is_err(), "{url}");
        }
        let long = format!("https://api.example.com/{}", "x".repeat(URL));
        assert!(checked(raw("GET", &long, &[])).is_err());
    }

    #[test]
    fn methods_are_upper_case_words_and_go_to_the_service() {
        for method in ["", "get", "G T", "GET\r\nX: y", "CONNECT", "TRACE", "ABCDEFGHIJKLMNOPQ"] {
            assert!(checked(raw(method, "https://a.example/", &[])).is_err(), "{method:?}");
        }
        for method in ["GET", "POST", "DELETE", "LIST", "PROPFIND"] {
            assert!(checked(raw(method, "https://a.example/", &[])).is_ok(), "{method}");
        }
    }

    #[test]
    fn headers_cannot_be_smuggled() {
        for (name, value) in [
            ("host", "attacker.net"),
            ("content-length", "5"),
            ("transfer-encoding", "chunked"),
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("keep-alive", "timeout=5"),
            ("te", "trailers"),
            ("trailer", "x"),
            ("expect", "100-continue"),
            ("proxy-authorization", "Basic x"),
            ("Authorization", "Bearer x"),
            ("", "x"),
            ("x y", "x"),
            ("x:", "x"),
            ("x\r\ny", "x"),
            ("x", "a\r\nb: c"),
            ("x", "a\nb"),
            ("x", "a\0b"),
            ("x", " a"),
            ("x", "ä"),
        ] {
            let checked = checked(raw("GET", "https://a.example/", &[(name, value)]));
            assert!(checked.is_err(), "{name:?}: {value:?}");
        }
    }

    #[test]
    fn requests_are_bounded() {
        let many = vec![("x", "y"); HEADERS + 1];
        assert!(checked(raw("GET", "https://a.example/", &many)).is_err());
        let wide = "x".repeat(HEAD);
        assert!(checked(raw("GET", "https://a.example/", &[("x", &wide)])).is_err());
        let mut large = raw("POST", "https://a.example/", &[]);
        large.body = vec![0; BODY];
        assert!(checked(large).is_ok());
        let mut larger = raw("POST", "https://a.example/", &[]);
        larger.body = vec![0; BODY + 1];
        assert!(checked(larger).is_err());
    }
}
