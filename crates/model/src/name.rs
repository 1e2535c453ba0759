//! Names that people give and names that types give.

use std::fmt;
use std::str::FromStr;

use crate::{ParseError, limits};

/// A name a person gave: to a secret, a project, a token.
///
/// 1 to 255 characters, no control characters (the invisible marks that reorder text, and those that
/// show nothing, included), no white space at either end. Compared exactly: case and normalization
/// are the writer's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl FromStr for Name {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        bounded(text, limits::NAME_CHARACTERS)?;
        if text.is_empty() {
            return Err(ParseError::Empty);
        }
        if text.trim() != text {
            return Err(ParseError::SurroundingSpace);
        }
        if text.chars().any(is_control) {
            return Err(ParseError::ControlCharacter);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Checks a free text of at most `limit` characters: no control characters but tab and newline.
///
/// # Errors
/// [`ParseError::TooLong`] and [`ParseError::ControlCharacter`].
pub fn free_text(text: &str, limit: usize) -> Result<(), ParseError> {
    bounded(text, limit)?;
    if text.chars().any(|c| is_control(c) && c != '\n' && c != '\t') {
        return Err(ParseError::ControlCharacter);
    }
    Ok(())
}

fn bounded(text: &str, limit: usize) -> Result<(), ParseError> {
    if text.chars().count() > limit { Err(ParseError::TooLong { limit }) } else { Ok(()) }
}

/// C0, C1 and what shows nothing or moves what stands around it, with which a name can pose as
/// another in a list. The joiners U+200C and U+200D are not among them: several scripts, and emoji,
/// cannot be written without.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Bidirectional controls.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators.
            | '\u{2028}' | '\u{2029}'
            // Spaces and joiners of no width.
            | '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}'
            // Fillers that are letters and show nothing.
            | '\u{115f}' | '\u{1160}' | '\u{3164}'
            // Tags: a whole second text that is not seen.
            | '\u{e0000}'..='\u{e007f}')
}

/// The name of a secret type, the middle of a key: `Custom` in `secret/Custom/…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeName(String);

impl FromStr for TypeName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        identifier(text, 64, |c| c == '-').map_err(|_| ParseError::TypeName)?;
        Ok(Self(text.to_owned()))
    }
}

/// The name of a field of a secret: `value`, `access_key`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldName(String);

impl FromStr for FieldName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        identifier(text, 64, |c| c == '-' || c == '_').map_err(|_| ParseError::FieldName)?;
        Ok(Self(text.to_owned()))
    }
}

/// The name of a form that a value is given out in: `dotenv-docker`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormatName(String);

impl FromStr for FormatName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let is_format = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_format { Ok(Self(text.to_owned())) } else { Err(ParseError::FormatName) }
    }
}

/// A media type as a header says it: `application/json`, `text/plain; charset=utf-8`.
///
/// In lower case, of ASCII alone, with parameters that need no quotes: it goes into a header as it
/// is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MediaType(String);

impl MediaType {
    /// Without parameters.
    #[must_use]
    pub fn essence(&self) -> &str {
        self.0.split_once(';').map_or(&*self.0, |(essence, _)| essence)
    }
}

impl FromStr for MediaType {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let is_token = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| {
                    b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$&^_.+-".contains(&b)
                })
        };
        let pair = |text: &str, between: char| {
            text.split_once(between).is_some_and(|(a, b)| is_token(a) && is_token(b))
        };
        let mut parts = text.split("; ");
        let is_media_type = text.len() <= 128
            && parts.next().is_some_and(|essence| pair(essence, '/'))
            && parts.all(|parameter| pair(parameter, '='));
        if is_media_type { Ok(Self(text.to_owned())) } else { Err(ParseError::MediaType) }
    }
}

fn identifier(text: &str, limit: usize, also: impl Fn(char) -> bool) -> Result<(), ()> {
    let begins = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let continues = text.chars().all(|c| c.is_ascii_alphanumeric() || also(c));
    if begins && continues && text.len() <= limit { Ok(()) } else { Err(()) }
}

macro_rules! text {
    ($($name:ident),*) => {$(
        impl $name {
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    )*};
}
text!(Name, TypeName, FieldName, FormatName, MediaType);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_names_people_use() {
        for name in
            ["test", "Prod DB (eu-west-1)", "données", "秘密", "a/b", "x".repeat(255).as_str()]
        {
            assert!(name.parse::<Name>().is_ok(), "{name}");
        }
        for joined in ["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}💻", "한글"]
        {
            assert!(joined.parse::<Name>().is_ok(), "{joined}");
        }
    }

    #[test]
    fn refuses_names_that_mislead() {
        for (name, why) in [
            ("", ParseError::Empty),
            (" test", ParseError::SurroundingSpace),
            ("test\u{a0}", ParseError::SurroundingSpace),
            ("te\u{0}st", ParseError::ControlCharacter),
            ("te\u{1b}[31mst", ParseError::ControlCharacter),
            ("te\u{202e}st", ParseError::ControlCharacter),
            ("x".repeat(256).as_str(), ParseError::TooLong { limit: 255 }),
        ] {
            assert_eq!(name.parse::<Name>(), Err(why), "{name:?}");
        }
        for unseen in [
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{180e}',
            '\u{200b}',
            '\u{200e}',
            '\u{2028}',
            '\u{2029}',
            '\u{202e}',
            '\u{2060}',
            '\u{2069}',
            '\u{3164}',
            '\u{feff}',
            '\u{e0000}',
            '\u{e0041}',
            '\u{e007f}',
        ] {
            let name = format!("te{unseen}st");
            assert_eq!(name.parse::<Name>(), Err(ParseError::ControlCharacter), "{name:?}");
            assert_eq!(free_text(&name, 255), Err(ParseError::ControlCharacter), "{name:?}");
        }
    }

    #[test]
    fn type_and_field_names_are_identifiers() {
        assert!("Custom".parse::<TypeName>().is_ok());
        assert!("access_key".parse::<FieldName>().is_ok());
        for name in ["", "1st", "a b", "a/b", "a.b", "é", "..", &"a".repeat(65)] {
            assert!(name.parse::<TypeName>().is_err(), "{name}");
            assert!(name.parse::<FieldName>().is_err(), "{name}");
        }
    }

    #[test]
    fn formats_are_lower_case() {
        for name in ["json", "dotenv-docker", "p12", &"a".repeat(64)] {
            assert!(name.parse::<FormatName>().is_ok(), "{name}");
        }
        for name in ["", "JSON", "a_b", "a b", "a/b", "é", &"a".repeat(65)] {
            assert_eq!(name.parse::<FormatName>(), Err(ParseError::FormatName), "{name}");
        }
    }

    #[test]
    fn a_media_type_can_stand_in_a_header() {
        for (text, essence) in [
            ("application/json", "application/json"),
            ("text/plain; charset=utf-8", "text/plain"),
            ("application/vnd.docker+json", "application/vnd.docker+json"),
        ] {
            let read = text.parse::<MediaType>().map(|it| it.essence().to_owned());
            assert_eq!(read.as_deref(), Ok(essence));
        }
        for text in [
            "",
            "text",
            "text/",
            "/plain",
            "text/plain/x",
            "Text/Plain",
            "text/*",
            "*/*",
            "text/plain;",
            "text/plain;charset=utf-8",
            "text/plain; charset",
            "text/plain; charset=\"utf-8\"",
            "text/plain\r\nset-cookie: a=b",
            "text/plain, text/html",
            "text/plain; q=0.5, text/html",
            "text/pläin",
            &format!("text/{}", "a".repeat(128)),
        ] {
            assert_eq!(text.parse::<MediaType>(), Err(ParseError::MediaType), "{text}");
        }
    }
}
