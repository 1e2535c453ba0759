//! HTTP/1.1 by hand, for requests that no proper client sends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A connection that writes what it is told.
pub struct Connection {
    stream: TcpStream,
}

/// An answer, read to the end of its connection.
#[derive(Debug)]
pub struct RawAnswer {
    /// 0 where the connection ended without one.
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Connection {
    /// To an address of the form `http://host:port`.
    #[must_use]
    pub fn open(address: &str) -> Self {
        let authority = address.strip_prefix("http://").expect("an http address");
        let stream = TcpStream::connect(authority).expect("a connection");
        let patience = Some(Duration::from_secs(120));
        stream.set_read_timeout(patience).expect("a timeout");
        stream.set_write_timeout(patience).expect("a timeout");
        Self { stream }
    }

    /// A server that refuses early may close before it has all: the answer tells.
    pub fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).and_then(|()| self.stream.flush());
    }

    /// Says that nothing more comes, so that the server need not wait for it.
    pub fn finish_writing(&mut self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
    }

    /// Until an answer begins, or none will.
    pub fn wait(&self) {
        let _ = self.stream.peek(&mut [0]);
    }

    /// Reads until the server closes the connection, as it does after `Connection: close`.
    #[must_use]
    pub fn read(mut self) -> RawAnswer {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = self.stream.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..count]);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        RawAnswer { status, head: head.to_lowercase(), body: body.to_owned() }
    }
}

/// Sends a request with a target that is written as it is.
#[must_use]
pub fn send(
    address: &str,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> RawAnswer {
    let mut head =
        format!("{method} {target} HTTP/1.1\r\nHost: strongroom\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() || matches!(method, "POST" | "PUT" | "PATCH") {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut connection = Connection::open(address);
    connection.write(head.as_bytes());
    connection.write(body);
    connection.read()
}
