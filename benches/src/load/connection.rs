//! A connection that sends a request and reads its answer, over and over.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::reply::{self, Head, Reply};

/// An answer that takes longer has hung.
const PATIENCE: Duration = Duration::from_secs(30);
/// No answer that is asked for here is larger.
const LARGEST: usize = 16 << 20;

#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// # Errors
    /// Nobody listens there.
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await;
        let stream = stream?.with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024] })
    }

    /// # Errors
    /// The connection ends, or what comes is no HTTP/1.1 answer with a length.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Reply<'_>> {
        let exchanged = tokio::time::timeout(PATIENCE, self.send_and_read(request)).await;
        let head = exchanged.context("no answer in 30 seconds")??;
        let body = self.buffer.get(head.length..head.length + head.body).unwrap_or_default();
        Ok(Reply { status: head.status, body })
    }

    async fn send_and_read(&mut self, request: &[u8]) -> anyhow::Result<Head> {
        self.stream.write_all(request).await?;
        let mut filled = 0;
        let mut head = None;
        loop {
            if head.is_none() {
                head = reply::head(self.buffer.get(..filled).unwrap_or_default())?;
            }
            if let Some(head) = head {
                let whole = head.length + head.body;
                if filled == whole {
                    return Ok(head);
                }
                if filled > whole {
                    bail!("the answer is longer than it says");
                }
            }
            if filled == self.buffer.len() {
                if filled >= LARGEST {
                    bail!("the answer does not end");
                }
                self.buffer.resize(filled * 2, 0);
            }
            match self.stream.read(self.buffer.get_mut(filled..).unwrap_or_default()).await? {
                0 => bail!("the server closed the connection"),
                more => filled += more,
            }
        }
    }
}
