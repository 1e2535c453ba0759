//! Where a reader of a file stands.

pub(super) struct Cursor<'a> {
    rest: &'a str,
    /// From 1.
    pub(super) line: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        self.line += usize::from(c == '\n');
        Some(c)
    }

    pub(super) fn skip(&mut self, is_skipped: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&is_skipped) {
            self.next();
        }
    }

    /// Up to a character or the end, which is not taken.
    pub(super) fn until(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    pub(super) fn rest_of_line(&mut self) -> &'a str {
        let taken = self.until(|c| c == '\n');
        self.next();
        taken.strip_suffix('\r').unwrap_or(taken)
    }

    /// A word that a blank ends.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(word) else { return false };
        if !rest.starts_with([' ', '\t']) {
            return false;
        }
        self.rest = rest;
        self.skip(is_blank);
        true
    }
}

pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}
