//! The way out of a native test: real HTTP/1.1, without TLS, to this machine alone.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::http::{Error, Outbound, Request, Response};

/// Reaches services that a test starts: `http://127.0.0.1:…` and `http://[::1]:…`. Any other host is
/// not granted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sockets;

const TIMEOUT: Duration = Duration::from_secs(10);

/// What the server allows as well.
const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 1024 * 1024;

impl Outbound for Sockets {
    fn send(&self, request: Request) -> Result<Response, Error> {
        let rest = request.url.strip_prefix("http://").ok_or(Error::Invalid)?;
        let slash = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(slash);
        let address: SocketAddr = authority.parse().map_err(|_| Error::NotGranted)?;
        if !matches!(address.ip(), ip @ (IpAddr::V4(_) | IpAddr::V6(_)) if ip.is_loopback()) {
            return Err(Error::NotGranted);
        }
        let message = written(&request, authority, target)?;

        let mut stream =
            TcpStream::connect_timeout(&address, TIMEOUT).map_err(|_| Error::Unreachable)?;
        let answer = (|| {
            stream.set_read_timeout(Some(TIMEOUT))?;
            stream.write_all(&message)?;
            let mut answer = Vec::new();
            let limit = LARGEST_HEAD + LARGEST_BODY + 1;
            stream.take(limit as u64).read_to_end(&mut answer)?;
            Ok::<_, std::io::Error>(answer)
        })();
        read(&answer.map_err(|_| Error::Unreachable)?)
    }
}

fn written(request: &Request, authority: &str, target: &str) -> Result<Vec<u8>, Error> {
    let is_token = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    let is_value = |text: &str| text.bytes().all(|b| (b' '..=b'~').contains(&b));
    let slash = if target.starts_with('/') { "" } else { "/" };
    if !is_token(&request.method) || !(target.is_empty() || is_token(target)) {
        return Err(Error::Invalid);
    }
    let mut head = format!(
        "{} {slash}{target} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\
         content-length: {}\r\n",
        request.method,
        request.body.len()
    );
    for (name, value) in &request.headers {
        if !is_token(name) || !is_value(value) {
            return Err(Error::Invalid);
        }
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    let mut message = head.into_bytes();
    message.extend(&request.body);
    Ok(message)
}

/// An answer that ends where its length says or where the connection ends. One in chunks is not
/// taken: a service that a test starts has no need of them.
fn read(answer: &[u8]) -> Result<Response, Error> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or(Error::Unreachable)?;
    let (head, body) = answer.split_at(end);
    let body = body.get(4..).unwrap_or_default();
    let head = std::str::from_utf8(head).map_err(|_| Error::Unreachable)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let status = status.parse().map_err(|_| Error::Unreachable)?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let header = |wanted: &str| headers.iter().find(|(name, _)| name == wanted);
    if header("transfer-encoding").is_some() {
        return Err(Error::Unreachable);
    }
    let length = match header("content-length") {
        Some((_, length)) => length.parse().map_err(|_| Error::Unreachable)?,
        None => body.len(),
    };
    if length > LARGEST_BODY || head.len() > LARGEST_HEAD {
        return Err(Error::TooLarge);
    }
    let body = body.get(..length).ok_or(Error::Unreachable)?.to_vec();
    Ok(Response::new(status, headers, body))
}
