//! References to a field of a secret, for files and variables that must not hold the value:
//! `sr://project/<name or id>/<secret>/<field>`.
//!
//! A segment is percent-encoded where it has a `/` or a `%` in it. `organization/<name or id>` and
//! `user/me` stand where `project/…` does. The secret is a name, or a key `secret%2FCustom%2F<id>`,
//! which works with tokens that may not list. The field may be missing where the type has one.

use std::fmt;
use std::str::FromStr;

use crate::ids::Key;

const SCHEME: &str = "sr://";

/// Why a text is no reference. It does not hold the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadReference {
    #[error("a reference begins with `sr://`")]
    Scheme,
    #[error("a reference is `sr://project/<name or id>/<secret>/<field>`, none of them empty")]
    Form,
    #[error("a reference is to secrets of a `project`, an `organization` or `user/me`")]
    Owner,
    #[error(
        "in a reference, `%` is followed by two hexadecimal digits, and what they stand for is UTF-8"
    )]
    Escape,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    pub owner: OwnerName,
    pub secret: SecretName,
    /// The one field of a type of one field where it is missing.
    pub field: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerName {
    /// A name or an id.
    Project(String),
    /// A name or an id.
    Organization(String),
    Me,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretName {
    Name(String),
    Key(Key),
}

impl FromStr for Reference {
    type Err = BadReference;

    fn from_str(text: &str) -> Result<Self, BadReference> {
        let rest = text.strip_prefix(SCHEME).ok_or(BadReference::Scheme)?;
        let segments = rest.split('/').map(decoded).collect::<Result<Vec<_>, _>>()?;
        if segments.iter().any(String::is_empty) {
            return Err(BadReference::Form);
        }
        let mut segments = segments.into_iter();
        let (Some(kind), Some(owner), Some(secret), field, None) =
            (segments.next(), segments.next(), segments.next(), segments.next(), segments.next())
        else {
            return Err(BadReference::Form);
        };
        let owner = match kind.as_str() {
            "project" => OwnerName::Project(owner),
            "organization" => OwnerName::Organization(owner),
            "user" if owner == "me" => OwnerName::Me,
            _ => return Err(BadReference::Owner),
        };
        let secret = secret.parse().map_or_else(|_| SecretName::Name(secret), SecretName::Key);
        Ok(Self { owner, secret, field })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{SCHEME}{}/", self.owner)?;
        match &self.secret {
            SecretName::Name(name) => write!(out, "{}", Encoded(name))?,
            SecretName::Key(key) => write!(out, "{}", Encoded(&key.to_string()))?,
        }
        self.field.iter().try_for_each(|field| write!(out, "/{}", Encoded(field)))
    }
}

impl fmt::Display for OwnerName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = match self {
            Self::Project(name) => ("project", name.as_str()),
            Self::Organization(name) => ("organization", name.as_str()),
            Self::Me => ("user", "me"),
        };
        write!(out, "{kind}/{}", Encoded(name))
    }
}

fn decoded(segment: &str) -> Result<String, BadReference> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let both = digit().zip(digit()).ok_or(BadReference::Escape)?;
        bytes.push(u8::try_from(both.0 * 16 + both.1).map_err(|_| BadReference::Escape)?);
    }
    String::from_utf8(bytes).map_err(|_| BadReference::Escape)
}

/// With nothing in it that a reference, a shell or a line would read otherwise.
struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for char in self.0.chars() {
            if char.is_alphanumeric() || "-._~".contains(char) {
                out.write_char(char)?;
            } else {
                let mut buffer = [0; 4];
                for byte in char.encode_utf8(&mut buffer).bytes() {
                    write!(out, "%{byte:02X}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_reference_is_written_as_it_is_read() {
        for text in [
            "sr://project/demo/stripe/value",
            "sr://project/demo/stripe",
            "sr://project/a%2Fb%20c/100%25/feld-ä",
            "sr://organization/Acme/hub/username",
            "sr://user/me/wifi",
            "sr://project/demo/secret%2FCustom%2F2Cd00000000000000000000000a/value",
        ] {
            assert_eq!(text.parse::<Reference>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_key_is_told_from_a_name() {
        let key = "sr://user/me/secret%2FCustom%2F2Cd00000000000000000000000a";
        assert!(matches!(key.parse::<Reference>().unwrap().secret, SecretName::Key(_)));
        let name = "sr://user/me/secret%2FCustom";
        assert!(matches!(name.parse::<Reference>().unwrap().secret, SecretName::Name(_)));
    }

    #[test]
    fn what_is_no_reference_is_refused_by_what_is_wrong_with_it() {
        for (text, why) in [
            ("op://vault/item/field", BadReference::Scheme),
            ("sr://project/demo", BadReference::Form),
            ("sr://project/demo//value", BadReference::Form),
            ("sr://project/demo/a/b/c", BadReference::Form),
            ("sr://team/demo/a", BadReference::Owner),
            ("sr://user/you/a", BadReference::Owner),
            ("sr://user/me/a%2", BadReference::Escape),
            ("sr://user/me/%ff", BadReference::Escape),
        ] {
            assert_eq!(text.parse::<Reference>(), Err(why), "{text}");
        }
    }
}
