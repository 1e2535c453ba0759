//! The part of regular expressions that JavaScript, RE2 and this server read alike.
//!
//! A pattern is checked here and by forms in browsers, so it means the same in both or is refused.
//! It is read once, character by character, and said anew in the words of the `regex` crate: where
//! that would take digits of all the world's scripts for `\d`, a browser takes ten.

use regex_lite::{Regex, RegexBuilder};

const CHARACTERS: usize = 1_000;
/// Bytes of a compiled pattern: `(a{1000}){1000}` is short and large.
const COMPILED: usize = 1 << 20;
/// Groups in groups.
const NESTING: u32 = 32;

/// A pattern that whole values match.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Regex);

/// Not of the common part, or too large.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotCommon;

impl std::str::FromStr for Pattern {
    type Err = NotCommon;

    fn from_str(text: &str) -> Result<Self, NotCommon> {
        if text.chars().count() > CHARACTERS {
            return Err(NotCommon);
        }
        let bare = translated(text)?;
        // By itself first: `a)(b` would close the group that is put around it.
        compiled(&bare)?;
        compiled(&format!(r"\A(?:{bare})\z")).map(Self)
    }
}

impl Pattern {
    /// Bytes that are no text match nothing.
    pub(crate) fn matches(&self, value: &[u8]) -> bool {
        std::str::from_utf8(value).is_ok_and(|text| self.0.is_match(text))
    }
}

fn compiled(text: &str) -> Result<Regex, NotCommon> {
    RegexBuilder::new(text).size_limit(COMPILED).nest_limit(NESTING).build().map_err(|_| NotCommon)
}

fn translated(text: &str) -> Result<String, NotCommon> {
    let mut reader = Reader { rest: text.chars().peekable(), out: String::new() };
    // Whether there is something before this place that may be repeated.
    let mut repeatable = false;
    while let Some(c) = reader.rest.next() {
        repeatable = match c {
            '*' | '+' | '?' | '{' if !repeatable => return Err(NotCommon),
            '{' => reader.count()?,
            '*' | '+' | '?' => reader.repeated(c),
            '[' => reader.class()?,
            '\\' => reader.escape()?,
            '(' => reader.group()?,
            ']' | '}' => return Err(NotCommon),
            '.' => reader.put(r"[^\n\r\u{2028}\u{2029}]", true),
            '^' | '$' | '|' => reader.put(c.encode_utf8(&mut [0; 4]), false),
            _ => reader.put(c.encode_utf8(&mut [0; 4]), true),
        };
    }
    Ok(reader.out)
}

/// What both languages let escape stand for itself, and what only a class does.
const SIGNS: &str = r"^$\.*+?()[]{}|/";
/// What RE2 takes for white space, which JavaScript takes too; beyond ASCII they differ.
const SPACE: &str = r"\t\n\x0c\r ";

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    out: String,
}

/// Each gives whether what it wrote may be repeated.
impl Reader<'_> {
    fn put(&mut self, text: &str, repeatable: bool) -> bool {
        self.out.push_str(text);
        repeatable
    }

    /// A sign that repeats, and the one behind it that makes it lazy.
    fn repeated(&mut self, sign: char) -> bool {
        self.out.push(sign);
        self.out.extend(self.rest.next_if_eq(&'?'));
        false
    }

    /// `{2}`, `{2,}` or `{2,3}`.
    fn count(&mut self) -> Result<bool, NotCommon> {
        self.out.push('{');
        let (mut digits, mut comma) = (false, false);
        loop {
            match self.rest.next() {
                Some(c @ '0'..='9') => {
                    digits = true;
                    self.out.push(c);
                }
                Some(',') if digits && !comma => {
                    comma = true;
                    self.out.push(',');
                }
                Some('}') if digits => return Ok(self.repeated('}')),
                _ => return Err(NotCommon),
            }
        }
    }

    fn group(&mut self) -> Result<bool, NotCommon> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_some() {
            // A group that is not counted, and nothing else that begins so.
            self.rest.next_if_eq(&':').ok_or(NotCommon)?;
            self.out.push_str("?:");
        }
        Ok(false)
    }

    fn escape(&mut self) -> Result<bool, NotCommon> {
        match self.rest.next().ok_or(NotCommon)? {
            'd' => self.out.push_str("[0-9]"),
            'D' => self.out.push_str("[^0-9]"),
            'w' => self.out.push_str("[0-9A-Za-z_]"),
            'W' => self.out.push_str("[^0-9A-Za-z_]"),
            's' => self.out.push_str(&format!("[{SPACE}]")),
            'S' => self.out.push_str(&format!("[^{SPACE}]")),
            'b' => return Ok(self.put(r"\b", false)),
            c => self.character(c, "")?,
        }
        Ok(true)
    }

    /// An escape that stands for one character.
    fn character(&mut self, c: char, more: &str) -> Result<(), NotCommon> {
        if "tnrf".contains(c) || SIGNS.contains(c) || more.contains(c) {
            self.out.extend(['\\', c]);
            return Ok(());
        }
        let digits: String = self.rest.by_ref().take(2).collect();
        let is_pair = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if c != 'x' || !is_pair {
            return Err(NotCommon);
        }
        self.out.push_str(&format!(r"\x{digits}"));
        Ok(())
    }

    /// The rest of `[…]`.
    fn class(&mut self) -> Result<bool, NotCommon> {
        self.out.push('[');
        self.out.extend(self.rest.next_if_eq(&'^'));
        // What stands before: nothing, one character, a set of them, or a `-` that wants an end.
        let mut before = Before::Nothing;
        loop {
            let c = self.rest.next().ok_or(NotCommon)?;
            let is_last = self.rest.peek() == Some(&']');
            before = match (c, before) {
                // Empty in one language, a bracket in the other.
                (']', Before::Nothing) | ('[', _) => return Err(NotCommon),
                (']', _) => {
                    self.out.push(']');
                    return Ok(true);
                }
                ('-', Before::Nothing) => self.put_in(r"\-", Before::Character),
                ('-', _) if is_last => self.put_in(r"\-", Before::Character),
                ('-', Before::Character) => self.put_in("-", Before::Dash),
                ('-', _) => return Err(NotCommon),
                ('\\', _) => self.escape_in_class(before)?,
                (_, Before::Dash) => self.single(c, Before::Set),
                _ => self.single(c, Before::Character),
            };
        }
    }

    fn put_in(&mut self, text: &str, now: Before) -> Before {
        self.out.push_str(text);
        now
    }

    /// A character of a class that stands for itself, escaped where the engine here reads more.
    fn single(&mut self, c: char, now: Before) -> Before {
        if "&~^".contains(c) {
            self.out.push('\\');
        }
        self.out.push(c);
        now
    }

    fn escape_in_class(&mut self, before: Before) -> Result<Before, NotCommon> {
        let c = self.rest.next().ok_or(NotCommon)?;
        let set = match c {
            'd' => "0-9",
            'w' => "0-9A-Za-z_",
            's' => SPACE,
            _ => {
                self.character(c, "-")?;
                let is_end = matches!(before, Before::Dash);
                return Ok(if is_end { Before::Set } else { Before::Character });
            }
        };
        // A range ends with a character.
        if matches!(before, Before::Dash) {
            return Err(NotCommon);
        }
        Ok(self.put_in(set, Before::Set))
    }
}

#[derive(Debug, Clone, Copy)]
enum Before {
    Nothing,
    Character,
    /// With which no range can begin.
    Set,
    Dash,
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
