//! What stands before the server for a test: it answers in the server's place, changes what the
//! server answers, or keeps an answer back. It speaks as much HTTP as the client sends.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::server::server;

/// What becomes of a request.
pub(crate) enum Deed {
    /// To the server and back.
    Pass,
    /// The same, with a header added to the answer in the place of the server's of that name.
    PassWith(&'static str, &'static str),
    /// To the server, and its answer is lost.
    Lose,
    /// The server never hears of it.
    Answer(String),
}

#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) struct Front {
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Front {
    /// The number is how many requests there were before.
    pub(crate) async fn new(
        deed: impl Fn(usize, &Request) -> Deed + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, deed) = (Arc::clone(&seen), Arc::new(deed));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, deed) = (Arc::clone(&log), Arc::clone(&deed));
                tokio::spawn(async move {
                    let _ = serve(stream, &log, &*deed).await;
                });
            }
        });
        Self { address, seen }
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

pub(crate) fn problem(status: u16, kind: &str, headers: &str) -> Deed {
    let body = format!(
        r#"{{"type":"urn:strongroom:problem:{kind}","title":"t","status":{status},"detail":"d","request_id":"r"}}"#
    );
    answer(status, headers, &body)
}

pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Deed {
    let length = body.len();
    Deed::Answer(format!(
        "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    ))
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Request>>,
    deed: &(dyn Fn(usize, &Request) -> Deed + Send + Sync),
) -> std::io::Result<()> {
    let Some((request, bytes)) = read(&mut stream).await? else { return Ok(()) };
    let before = {
        let mut log = log.lock().unwrap();
        log.push(request.clone());
        log.len() - 1
    };
    let reply = match deed(before, &request) {
        Deed::Answer(answer) => answer.into_bytes(),
        Deed::Pass => forward(&bytes).await?,
        Deed::PassWith(name, value) => with_header(&forward(&bytes).await?, name, value),
        Deed::Lose => forward(&bytes).await.map(|_| Vec::new())?,
    };
    stream.write_all(&reply).await?;
    stream.shutdown().await
}

async fn read(stream: &mut TcpStream) -> std::io::Result<Option<(Request, Vec<u8>)>> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4_096];
        let count = stream.read(&mut part).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lower = head.to_lowercase();
        let length = lower.split("content-length: ").nth(1).and_then(|it| it.lines().next());
        if body.len() < length.map_or(0, |length| length.parse().unwrap()) {
            continue;
        }
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap().into(), words.next().unwrap().into());
        let request = Request { method, target, head: lower, body: body.to_owned() };
        // One request a connection: the server is to end its answer by closing.
        let sent = format!("{head}\r\nconnection: close\r\n\r\n{body}");
        return Ok(Some((request, sent.into_bytes())));
    }
}

async fn forward(request: &[u8]) -> std::io::Result<Vec<u8>> {
    let address = server().address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

fn with_header(answer: &[u8], name: &str, value: &str) -> Vec<u8> {
    let text = String::from_utf8(answer.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let others = head.lines().filter(|line| !line.to_lowercase().starts_with(&format!("{name}:")));
    let head = others.collect::<Vec<_>>().join("\r\n");
    format!("{head}\r\n{name}: {value}\r\n\r\n{body}").into_bytes()
}
