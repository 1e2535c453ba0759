//! Writes JSON straight into one buffer.
//!
//! The buffer may hold values in the clear. When it must grow, the old one is wiped.

use std::fmt;
use std::io::{self, Write as _};

use strongroom_secret_bytes::SecretBytes;
use zeroize::Zeroize;

/// Commas are put where they belong; that objects and lists are closed is the caller's affair.
pub(crate) struct Writer {
    out: Wiped,
    /// Whether the next member or entry is the first of its container, or follows a name.
    first: bool,
}

impl Writer {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { out: Wiped(Vec::with_capacity(capacity)), first: true }
    }

    pub(crate) fn begin_object(&mut self) {
        self.begin(b"{");
    }

    pub(crate) fn end_object(&mut self) {
        self.end(b"}");
    }

    pub(crate) fn begin_list(&mut self) {
        self.begin(b"[");
    }

    pub(crate) fn end_list(&mut self) {
        self.end(b"]");
    }

    /// The name of a member; its value follows. Names of ours need no escaping.
    pub(crate) fn member(&mut self, name: &'static str) -> &mut Self {
        self.separate();
        self.out.push(b"\"");
        self.out.push(name.as_bytes());
        self.out.push(b"\":");
        self.first = true;
        self
    }

    /// The name of a member where somebody else chose it.
    pub(crate) fn foreign_member(&mut self, name: &str) -> &mut Self {
        self.separate();
        self.escape(name);
        self.out.push(b":");
        self.first = true;
        self
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.separate();
        self.escape(text);
    }

    /// A text that needs no escaping: an id, a key, a number's name.
    pub(crate) fn display(&mut self, text: impl fmt::Display) {
        self.separate();
        // Writing into memory does not fail.
        let _ = write!(self.out, "\"{text}\"");
    }

    pub(crate) fn number(&mut self, number: impl Into<i128>) {
        self.separate();
        let _ = write!(self.out, "{}", number.into());
    }

    pub(crate) fn boolean(&mut self, boolean: bool) {
        self.separate();
        self.out.push(if boolean { b"true" } else { b"false" });
    }

    pub(crate) fn null(&mut self) {
        self.separate();
        self.out.push(b"null");
    }

    /// A piece of JSON as it is. How it ends says whether a comma is due after it; that one is not
    /// missing before it is the caller's affair.
    pub(crate) fn raw(&mut self, json: &str) {
        self.out.push(json.as_bytes());
        if let Some(last) = json.bytes().next_back() {
            self.first = matches!(last, b'{' | b'[' | b',' | b':');
        }
    }

    /// The document, moved out.
    pub(crate) fn finish(mut self) -> SecretBytes {
        SecretBytes::new(std::mem::take(&mut self.out.0))
    }

    fn begin(&mut self, bracket: &[u8]) {
        self.separate();
        self.out.push(bracket);
        self.first = true;
    }

    fn end(&mut self, bracket: &[u8]) {
        self.out.push(bracket);
        self.first = false;
    }

    fn separate(&mut self) {
        if !self.first {
            self.out.push(b",");
        }
        self.first = false;
    }

    fn escape(&mut self, text: &str) {
        let _ = serde_json::to_writer(&mut self.out, text);
    }
}

struct Wiped(Vec<u8>);

impl Wiped {
    fn push(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(self.0.capacity() * 2));
            larger.extend_from_slice(&self.0);
            self.0.zeroize();
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
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

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(
            texts in proptest::collection::vec(("\\PC{0,8}", proptest::prelude::any::<String>()), 0..8),
            number: i64,
        ) {
            let mut json = Writer::with_capacity(1);
            json.begin_object();
            json.member("list").begin_list();
            for (key, value) in &texts {
                json.begin_object();
                json.foreign_member(key).text(value);
                json.end_object();
            }
            json.end_list();
            json.member("number").number(number);
            json.member("nothing").null();
            json.end_object();
            let list: Vec<_> = texts.iter().map(|(k, v)| serde_json::json!({k: v})).collect();
            let read: serde_json::Value = serde_json::from_slice(json.finish().expose()).unwrap_or_default();
            proptest::prop_assert_eq!(
                read,
                serde_json::json!({"list": list, "number": number, "nothing": null})
            );
        }
    }
}
