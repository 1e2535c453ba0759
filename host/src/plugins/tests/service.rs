//! A service to talk to, which answers as the path says. It counts the connections it accepts.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Ends with the process.
pub(super) struct Service {
    pub(super) address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Service {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || answer(stream));
            }
        });
        Self { address, connections }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// As the manifest grants it.
    pub(super) fn hosts(&self) -> String {
        format!("hosts = [\"http://{}\"]", self.address)
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// The head of a request, and its body where it is that long.
fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if text.contains("\r\n\r\n") && text.ends_with("body") {
            return text;
        }
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => return text,
        }
    }
}

fn answer(mut stream: TcpStream) {
    let request = request(&mut stream);
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let ok = "HTTP/1.1 200 OK\r\n";
    // Whether the other end has gone by then is its own affair.
    let _ = match path.as_str() {
        "/plain" => write!(stream, "{ok}content-length: 5\r\n\r\nhello"),
        "/echo" => write!(stream, "{ok}content-length: {}\r\n\r\n{request}", request.len()),
        "/redirect" => write!(
            stream,
            "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"
        ),
        "/gzip" => {
            write!(stream, "{ok}content-encoding: gzip\r\ncontent-length: 3\r\n\r\n\u{1f}xx")
        }
        "/huge" => write!(stream, "{ok}content-length: 1048577\r\n\r\n")
            .and_then(|()| stream.write_all(&vec![b'x'; 1_048_577])),
        "/endless" => write!(stream, "{ok}transfer-encoding: chunked\r\n\r\n").and_then(|()| {
            loop {
                write!(stream, "400\r\n{}\r\n", "x".repeat(1024))?;
            }
        }),
        "/wide" => write!(stream, "{ok}x: {}\r\n\r\n", "x".repeat(80_000)),
        "/many" => write!(stream, "{ok}{}\r\n", "x: y\r\n".repeat(200)),
        "/drip" => {
            write!(stream, "{ok}content-length: 1000\r\n\r\n").and_then(|()| drip(&mut stream))
        }
        "/drip-head" => write!(stream, "{ok}x: ").and_then(|()| drip(&mut stream)),
        "/silent" => {
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        "/garbage" => write!(stream, "\u{1b}[2J not HTTP\r\n\r\n"),
        _ => Ok(()),
    };
}

/// A byte now and then, for as long as anybody listens.
fn drip(stream: &mut TcpStream) -> std::io::Result<()> {
    loop {
        stream.write_all(b"x")?;
        std::thread::sleep(Duration::from_millis(20));
    }
}
