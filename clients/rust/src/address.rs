//! The address of a server, and whether a token may be sent there.

use std::net::IpAddr;

use url::{Host, Url};

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("must be an https or http URL with a host, and without user, query or fragment")]
    Form,
    #[error(
        "is plain http on another machine, where others can read the token: use https, or allow it"
    )]
    Scheme,
}

/// # Errors
/// Every case.
pub(crate) fn server(text: &str, allow_http: bool) -> Result<Url, BadAddress> {
    let mut url: Url = text.parse().map_err(|_| BadAddress::Form)?;
    let whole = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !whole {
        return Err(BadAddress::Form);
    }
    if url.scheme() == "http" && !is_loopback(&url) && !allow_http {
        return Err(BadAddress::Scheme);
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// This machine's own address. `localhost` is one wherever names are resolved as they should be
/// (RFC 6761, section 6.3).
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_anywhere_and_http_on_this_machine() {
        for text in [
            "https://strongroom.example.com",
            "https://example.com:8443/strongroom/",
            "http://127.0.0.1:8200",
            "http://[::1]:8200",
            "http://LOCALHOST:8200",
        ] {
            assert!(server(text, false).is_ok(), "{text}");
        }
    }

    #[test]
    fn plain_http_elsewhere_is_refused_unless_it_is_allowed() {
        for text in ["http://10.0.0.1", "http://localhost.example.com", "http://strongroom"] {
            assert_eq!(server(text, false), Err(BadAddress::Scheme), "{text}");
            assert!(server(text, true).is_ok(), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_address_of_a_server() {
        for text in [
            "",
            "example.com",
            "ftp://127.0.0.1",
            "https://a:b@example.com",
            "https://a?b",
            "https://a#b",
        ] {
            assert_eq!(server(text, true), Err(BadAddress::Form), "{text}");
        }
    }
}
