//! Addresses that keys and credentials may go to or come from.

use http::Uri;

/// What is wrong with an address that keys or credentials are to go to or come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("must be an https URL, or an http URL on this machine's own address")]
    Scheme,
    #[error("must be a URL with a host, and without user, query or fragment")]
    Form,
}

/// An address without user, query or fragment.
///
/// # Errors
/// [`BadAddress::Form`].
pub fn address(text: &str) -> Result<Uri, BadAddress> {
    let uri: Uri = text.parse().map_err(|_| BadAddress::Form)?;
    let whole = uri.scheme_str().is_some()
        && uri.host().is_some_and(|host| !host.is_empty())
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
        && uri.query().is_none()
        // The parser drops a fragment without a word.
        && !text.contains('#');
    if whole { Ok(uri) } else { Err(BadAddress::Form) }
}

/// The same, and nobody on the way can read or change what is sent there.
///
/// # Errors
/// Every case.
pub fn private_address(text: &str) -> Result<Uri, BadAddress> {
    let uri = address(text)?;
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_loopback(&uri) => Ok(uri),
        _ => Err(BadAddress::Scheme),
    }
}

/// This machine's own address. `localhost` is one wherever names are resolved as they should be
/// (RFC 6761, section 6.3).
pub fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_anywhere_and_http_on_this_machine() {
        for text in [
            "https://login.example.com",
            "https://login.example.com/realms/a",
            "https://login.example.com:8443/",
            "http://127.0.0.1:9000",
            "http://127.9.9.9",
            "http://[::1]:9000/a",
            "http://localhost:9000",
        ] {
            assert!(private_address(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn refuses_what_others_can_read_or_change() {
        for text in [
            "http://login.example.com",
            "http://10.0.0.1",
            "http://169.254.169.254/latest",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
        ] {
            assert!(private_address(text).is_err(), "{text}");
        }
        assert_eq!(private_address("http://10.0.0.1"), Err(BadAddress::Scheme));
    }

    #[test]
    fn refuses_what_is_no_whole_address() {
        for text in [
            "",
            "login.example.com",
            "/a",
            "https://",
            "https://user@login.example.com",
            "https://user:word@login.example.com",
            "https://login.example.com?a=b",
            "https://login.example.com#a",
        ] {
            assert_eq!(private_address(text), Err(BadAddress::Form), "{text}");
        }
    }
}
