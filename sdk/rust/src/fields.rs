//! The fields of one secret, in the clear. Not to be cloned, shown or logged.

use std::fmt;

/// The fields of one secret, in the clear.
pub struct Fields(Vec<(String, Vec<u8>)>);

/// The bytes of the field are no text: they are not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText;

impl fmt::Display for NotText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("is not text")
    }
}

impl std::error::Error for NotText {}

impl Fields {
    /// The bytes of a field; `None` when it was not given.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_slice())
    }

    /// The text of a field; `None` when it was not given.
    ///
    /// # Errors
    /// [`NotText`] when the bytes are not UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<&str>, NotText> {
        self.bytes(name).map(|bytes| std::str::from_utf8(bytes).map_err(|_| NotText)).transpose()
    }

    /// Gives a field a value, in place of the one it has.
    pub fn set(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = value.into(),
            None => self.0.push((name.to_owned(), value.into())),
        }
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(other, _)| other != name);
    }

    /// Names and values, in the order they came in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// Names and values as the functions of [`render`](crate::render) take them.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&str, &[u8])> {
        self.iter().collect()
    }

    pub(crate) fn into_pairs(self) -> Vec<(String, Vec<u8>)> {
        self.0
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>, const COUNT: usize> From<[(N, V); COUNT]> for Fields {
    fn from(pairs: [(N, V); COUNT]) -> Self {
        pairs.into_iter().collect()
    }
}

/// Names alone.
impl fmt::Debug for Fields {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn debug_shows_names_alone() {
        let fields = Fields::from([("user", "ann"), ("password", "hunter2")]);
        assert_eq!(format!("{fields:?}"), r#"{"user", "password"}"#);
    }

    #[test]
    fn a_field_that_was_not_given_is_none() {
        let fields = Fields::from([("given", "")]);
        assert_eq!(fields.bytes("missing"), None);
        assert_eq!(fields.text("missing"), Ok(None));
        assert_eq!(fields.text("given"), Ok(Some("")));
    }

    #[test]
    fn bytes_that_are_no_text_are_told_apart() {
        let fields = Fields::from([("value", vec![0xff, 0xfe])]);
        assert_eq!(fields.text("value"), Err(NotText));
        assert_eq!(fields.bytes("value").unwrap(), [0xff, 0xfe]);
    }

    #[test]
    fn setting_replaces_and_removing_removes() {
        let mut fields = Fields::from([("a", "1"), ("b", "2")]);
        fields.set("a", "3");
        fields.set("c", "4");
        fields.remove("b");
        let pairs: Vec<_> = fields.iter().collect();
        assert_eq!(pairs, [("a", b"3".as_slice()), ("c", b"4".as_slice())]);
    }
}
