//! The name by which container tools look a registry up: `host`, `host:port`, or one of these with
//! the path of some of its images. Not a parser of URLs: what such a name does not have is refused.
//!
//! Left off is only what says nothing: tools reach a registry over TLS of themselves, so `https://`
//! in front is the same registry. `http://` is refused and not left off, for `localhost` too: whether
//! a registry is reached without TLS is set in the tools, and leaving it off would send the password
//! another way than the user wrote.

use std::net::{Ipv4Addr, Ipv6Addr};

use strongroom_secret_type::line;

/// What Docker calls its own registry, wherever it writes the name down.
const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// Other names of Docker Hub.
const DOCKER_HUB_HOSTS: [&str; 3] = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/// The name to store where it is another than `text`.
pub(crate) fn name(text: &str) -> Result<Option<String>, &'static str> {
    line::single(text)?;
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("must be ASCII, without white space");
    }
    let bare = without_scheme(text)?;
    if bare.contains(['?', '#']) {
        return Err("must not have a query or a fragment");
    }
    let (authority, path) = match bare.split_once('/') {
        // One slash at the end says nothing; two are a mistake, for the path's check to find.
        Some((authority, path)) => {
            (authority, path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path))
        }
        None => (bare, ""),
    };
    if authority.contains('@') {
        return Err("must not have a user name or a password in it");
    }
    let is_url = bare.len() < text.len();
    let path = if is_url && matches!(path, "v1" | "v2") { "" } else { path };

    if authority.eq_ignore_ascii_case("hub.docker.com") {
        return Err("is Docker Hub's web site and no registry; its registry is docker.io");
    }
    let is_docker_hub = DOCKER_HUB_HOSTS.iter().any(|host| authority.eq_ignore_ascii_case(host));
    // Docker's name of it is also written without its scheme.
    let stored = if is_docker_hub && matches!(path, "" | "v1" | "v2") {
        DOCKER_HUB.to_owned()
    } else {
        host_and_port(authority)?;
        images(path)?;
        if path.is_empty() { authority.to_owned() } else { format!("{authority}/{path}") }
    };
    Ok((stored != text).then_some(stored))
}

fn without_scheme(text: &str) -> Result<&str, &'static str> {
    let Some((scheme, rest)) = text.split_once("://") else { return Ok(text) };
    if scheme.eq_ignore_ascii_case("https") {
        Ok(rest)
    } else if scheme.eq_ignore_ascii_case("http") {
        Err("must not begin with a scheme without TLS: give host and port alone, and allow such a \
             registry in the tools that use it")
    } else {
        Err("must not begin with a scheme: give host and port alone")
    }
}

fn host_and_port(authority: &str) -> Result<(), &'static str> {
    let (host, number) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or("must have a closing ] in its host")?;
            host.parse::<Ipv6Addr>().map_err(|_| "must have an IPv6 address between [ and ]")?;
            return match after.strip_prefix(':') {
                Some(number) => port(number),
                None if after.is_empty() => Ok(()),
                None => Err("must have nothing but a port after ]"),
            };
        }
        None => match authority.split_once(':') {
            Some((host, number)) => (host, Some(number)),
            None => (authority, None),
        },
    };
    named(host)?;
    match number {
        Some(number) => port(number),
        // In the name of an image, such a word is a folder of Docker Hub: `registry/image`.
        None if !host.contains('.') && host != "localhost" => Err(
            "must be a full host name, a host with its port, or localhost: tools take one word \
                 for a name on Docker Hub",
        ),
        None => Ok(()),
    }
}

fn port(number: &str) -> Result<(), &'static str> {
    // The standard library would take a plus sign.
    match number.parse::<u16>() {
        Ok(1..) if number.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        _ => Err("must have a port from 1 to 65535 after the colon"),
    }
}

/// A DNS name or an IPv4 address, as far as the names of images can hold one: no underscores and no
/// dot at the end.
fn named(host: &str) -> Result<(), &'static str> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if host.is_empty() {
        return Err("must have a host");
    }
    if host.len() > 253 || !host.split('.').all(label) {
        return Err("must begin with a host name or an IP address");
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) && host.parse::<Ipv4Addr>().is_err() {
        return Err("must have an IPv4 address of four numbers from 0 to 255");
    }
    Ok(())
}

/// The path of a team's images or of one image, without a tag or a digest.
fn images(path: &str) -> Result<(), &'static str> {
    if path.contains([':', '@']) {
        return Err("must not have an image's tag or digest");
    }
    let part = |part: &str| {
        let inside =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
        !part.is_empty()
            && part.bytes().all(inside)
            && !part.starts_with(['.', '_', '-'])
            && !part.ends_with(['.', '_', '-'])
    };
    if path.is_empty() || path.split('/').all(part) {
        Ok(())
    } else {
        Err("must have a path as images have: lower-case letters, digits, dots, underscores and \
             hyphens between single slashes")
    }
}
