//! A buffer that leaves no copy behind when it grows.

use std::io;

use bytes::Bytes;
use serde::Serialize;
use zeroize::Zeroizing;

#[derive(Default)]
pub(crate) struct Wiped(Zeroizing<Vec<u8>>);

impl Wiped {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let needed = self.0.len().saturating_add(bytes.len());
        if needed > self.0.capacity() {
            // What is replaced is wiped; a vector that grows by itself would only free it.
            let mut bigger = Zeroizing::new(Vec::with_capacity(needed.max(self.0.len() * 2)));
            bigger.extend_from_slice(&self.0);
            self.0 = bigger;
        }
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn into_inner(self) -> Zeroizing<Vec<u8>> {
        self.0
    }

    /// For a library that sends it: wiped when that has dropped its last handle.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self.0)
    }

    pub(crate) fn json(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut buffer = Self::with_capacity(1024);
        serde_json::to_writer(&mut buffer, value)?;
        Ok(buffer)
    }
}

impl io::Write for Wiped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
