//! Where a plug-in may send requests, as the manifest says it.
//!
//! `api.example.com` is HTTPS on port 443; `*.example.com:8443` every name below `example.com`, but
//! not itself; `http://localhost:9000` without TLS. A path cannot be granted: what a service makes
//! of one is its own affair.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use crate::address::{self, Reach};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    const fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Scheme, host and port that a request goes to. The host is a name in lower case or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub scheme: Scheme,
    pub host: Host,
    pub port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    Name(String),
    Address(IpAddr),
}

/// One of the manifest's `hosts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Of the name above, where every one below is meant.
    origin: Origin,
    below: bool,
}

/// Why a text is no grant, for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("a host is `name`, `name:port`, `*.name` or `http://name`, and nothing behind it")]
    Form,
    #[error("`*` stands for what is below a name of two parts or more: `*.example.com`")]
    Wildcard,
    #[error("a name is of ASCII letters, digits, `-` and `_`, in the `xn--` form where it is not")]
    Name,
    #[error("a port is a number from 1 to 65535")]
    Port,
}

impl FromStr for Grant {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (scheme, rest) = match text.split_once("://") {
            None => (Scheme::Https, text),
            Some(("https", rest)) => (Scheme::Https, rest),
            Some(("http", rest)) => (Scheme::Http, rest),
            Some(_) => return Err(Malformed::Form),
        };
        if rest.contains(['/', '?', '#', '@']) {
            return Err(Malformed::Form);
        }
        let (below, rest) = match rest.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None if rest.contains('*') => return Err(Malformed::Wildcard),
            None => (false, rest),
        };
        let origin = Origin::parse(scheme, rest)?;
        let is_wide = match &origin.host {
            Host::Name(name) => !name.contains('.') || name.contains('*'),
            Host::Address(_) => true,
        };
        if below && is_wide {
            return Err(Malformed::Wildcard);
        }
        Ok(Self { origin, below })
    }
}

impl Origin {
    /// From `host`, `host:port` or `[address]:port`.
    ///
    /// # Errors
    /// Every case but [`Malformed::Wildcard`].
    pub fn parse(scheme: Scheme, authority: &str) -> Result<Self, Malformed> {
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (inside, after) = rest.split_once(']').ok_or(Malformed::Form)?;
                let address = inside.parse().map_err(|_| Malformed::Form)?;
                let port = after.strip_prefix(':').map_or(
                    if after.is_empty() { Ok(None) } else { Err(Malformed::Form) },
                    |port| Ok(Some(port)),
                )?;
                (Host::Address(IpAddr::V6(address)), port)
            }
            None => {
                let (host, port) = match authority.split_once(':') {
                    Some((host, port)) => (host, Some(port)),
                    None => (authority, None),
                };
                (Host::parse(host)?, port)
            }
        };
        let port = port.map_or(Ok(scheme.port()), |port| {
            let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            let port = port.parse().ok().filter(|port| digits && *port != 0);
            port.ok_or(Malformed::Port)
        })?;
        Ok(Self { scheme, host, port })
    }

    /// As the header `host` says it.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.port == self.scheme.port() {
            self.host.to_string()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl Host {
    fn parse(text: &str) -> Result<Self, Malformed> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(IpAddr::V4(address)));
        }
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        if text.len() <= 253 && text.split('.').all(is_label) {
            Ok(Self::Name(text.to_ascii_lowercase()))
        } else {
            Err(Malformed::Name)
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => out.write_str(name),
            Self::Address(IpAddr::V4(address)) => address.fmt(out),
            Self::Address(IpAddr::V6(address)) => write!(out, "[{address}]"),
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.below { "*." } else { "" };
        let Origin { scheme, host, port } = &self.origin;
        write!(out, "{}://{star}{host}", scheme.as_str())?;
        if *port == scheme.port() { Ok(()) } else { write!(out, ":{port}") }
    }
}

impl Grant {
    fn covers(&self, origin: &Origin) -> bool {
        let same = self.origin.scheme == origin.scheme && self.origin.port == origin.port;
        same && match (&self.origin.host, &origin.host, self.below) {
            (Host::Name(above), Host::Name(name), true) => {
                name.strip_suffix(above.as_str()).is_some_and(|rest| rest.ends_with('.'))
            }
            (granted, asked, _) => granted == asked,
        }
    }
}

/// All that one plug-in may reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants {
    pub hosts: Vec<Grant>,
    /// Whether addresses that are not public may be reached.
    pub private: bool,
}

impl Grants {
    #[must_use]
    pub fn covers(&self, origin: &Origin) -> bool {
        self.hosts.iter().any(|grant| grant.covers(origin))
    }

    /// Whether a request to `host` may be connected to `address`.
    #[must_use]
    pub fn reaches(&self, host: &Host, address: IpAddr) -> bool {
        match address::reach(address) {
            Reach::Public => true,
            Reach::Private => self.private,
            Reach::LinkLocal => self.private && *host == Host::Address(address),
            Reach::Never => false,
        }
    }
}

#[cfg(test)]
#[path = "grant_tests.rs"]
mod tests;
