//! The address of a store: a scheme, a host, perhaps a port and a path. Not a parser of URLs: what
//! such an address does not have is refused and not understood.

use std::net::{Ipv4Addr, Ipv6Addr};

use strongroom_secret_type::line;

const AMAZONS_DOMAINS: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];

/// As much of an address as the other fields hang on.
#[derive(Debug)]
pub(crate) struct Endpoint<'a> {
    host: &'a str,
}

impl<'a> Endpoint<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, &'static str> {
        line::visible_ascii(text)?;
        let (scheme, rest) = text.split_once("://").ok_or("must begin with https:// or http://")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return Err("must begin with https:// or http://");
        }
        if rest.contains(['?', '#']) {
            return Err("must not have a query or a fragment");
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err("must not have a user name or a password in it");
        }
        if path.contains(['\\', '"', '<', '>', '^', '`', '{', '|', '}']) {
            return Err("must not have characters in its path that no URL has");
        }
        Ok(Self { host: host_of(authority)? })
    }

    /// Whether this is S3 itself. Amazon's domains also have the machines and the load balancers of
    /// its customers, behind which any store can be.
    pub(crate) fn is_amazons(&self) -> bool {
        let host = self.host.trim_end_matches('.').to_ascii_lowercase();
        let Some(inner) = AMAZONS_DOMAINS.iter().find_map(|domain| host.strip_suffix(domain))
        else {
            return false;
        };
        let service = |label: &str| {
            label == "s3" || label.starts_with("s3-") || label.starts_with("s3express-")
        };
        inner.split('.').any(service) && !inner.split('.').any(|label| label == "elb")
    }
}

/// The host in `host`, `host:port`, `[ipv6]` or `[ipv6]:port`.
fn host_of(authority: &str) -> Result<&str, &'static str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or("must have a closing ] in its host")?;
        host.parse::<Ipv6Addr>().map_err(|_| "must have an IPv6 address between [ and ]")?;
        if !after.is_empty() {
            port(after.strip_prefix(':').ok_or("must have nothing but a port after ]")?)?;
        }
        return Ok(host);
    }
    let host = match authority.split_once(':') {
        Some((host, number)) => {
            port(number)?;
            host
        }
        None => authority,
    };
    named(host)?;
    Ok(host)
}

fn port(number: &str) -> Result<(), &'static str> {
    // The standard library would take a plus sign.
    match number.parse::<u16>() {
        Ok(1..) if number.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        _ => Err("must have a port from 1 to 65535 after the colon"),
    }
}

/// A DNS name or an IPv4 address. Underscores are no part of host names, but the networks of
/// containers have them and clients follow them.
fn named(host: &str) -> Result<(), &'static str> {
    // One dot at the end says that the name is a full one.
    let name = host.strip_suffix('.').unwrap_or(host);
    if name.is_empty() {
        return Err("must have a host after its scheme");
    }
    let inside = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(inside)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return Err("must have a host name or an IP address");
    }
    // Clients read a name whose last label is a number as an IPv4 address.
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) && name.parse::<Ipv4Addr>().is_err() {
        return Err("must have an IPv4 address of four numbers from 0 to 255");
    }
    Ok(())
}
