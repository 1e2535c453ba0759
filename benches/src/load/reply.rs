//! As much of HTTP/1.1 as the answers of a server under our control need: a status and a length.

use anyhow::{Context as _, bail};

/// An answer, in the buffer it was read into.
#[derive(Debug)]
pub(crate) struct Reply<'b> {
    pub(crate) status: u16,
    pub(crate) body: &'b [u8],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    /// Bytes up to the body.
    pub(super) length: usize,
    /// Bytes of the body.
    pub(super) body: usize,
}

/// The head at the start of `bytes`, once it is there as a whole.
///
/// # Errors
/// It is not one of HTTP/1.1, or says no length.
pub(super) fn head(bytes: &[u8]) -> anyhow::Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let Some(status) = first.strip_prefix("HTTP/1.1 ") else { bail!("not an HTTP/1.1 answer") };
    let status = status.get(..3).unwrap_or_default().parse().context("no status")?;
    let mut length = None;
    for line in lines {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse().context("no valid length")?);
        }
    }
    let body = length.context("an answer without a length")?;
    Ok(Some(Head { status, length: end + 4, body }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    const ANSWER: &[u8] =
        b"HTTP/1.1 201 Created\r\ncontent-type: x\r\nContent-Length: 5\r\n\r\nhello";

    #[test]
    fn finds_status_and_length() {
        let found = head(ANSWER).unwrap().unwrap();
        assert_eq!(found, Head { status: 201, length: ANSWER.len() - 5, body: 5 });
    }

    #[test]
    fn waits_for_a_whole_head() {
        for end in 0..ANSWER.len() - 5 {
            assert_eq!(head(&ANSWER[..end]).unwrap(), None);
        }
    }

    #[test]
    fn refuses_what_it_cannot_delimit() {
        for text in [
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        ] {
            assert!(head(text.as_bytes()).is_err(), "{text}");
        }
    }
}
