//! The key of a secret and the number of a version.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::{Id, ParseError, TypeName, limits};

/// `secret/<Type>/<id>`: the whole name of a secret in a URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretKey {
    pub type_name: TypeName,
    pub id: Id,
}

impl FromStr for SecretKey {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut parts = text.split('/');
        let (Some("secret"), Some(type_name), Some(id), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ParseError::SecretKey);
        };
        match (type_name.parse(), id.parse()) {
            (Ok(type_name), Ok(id)) => Ok(Self { type_name, id }),
            _ => Err(ParseError::SecretKey),
        }
    }
}

impl fmt::Display for SecretKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "secret/{}/{}", self.type_name, self.id)
    }
}

/// Versions of a secret's value are numbered from 1 and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionNumber(NonZeroU32);

impl VersionNumber {
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// # Errors
    /// [`ParseError::Version`] for 0 and for what is past [`limits::VERSIONS`].
    pub fn new(number: u32) -> Result<Self, ParseError> {
        NonZeroU32::new(number)
            .filter(|number| number.get() <= limits::VERSIONS)
            .map(Self)
            .ok_or(ParseError::Version)
    }

    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The number after this one; `None` when a secret has had all the versions it can have.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.get().checked_add(1).and_then(|number| Self::new(number).ok())
    }
}

impl FromStr for VersionNumber {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        // `parse` would take "+1" and "01" as other spellings of 1.
        if text.starts_with(['+', '0']) {
            return Err(ParseError::Version);
        }
        text.parse().map_err(|_| ParseError::Version).and_then(Self::new)
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_exactly_three_parts() {
        let key = "secret/Custom/2kFmBSWjqxWEGarZC9kkeYOpgMD";
        assert_eq!(key.parse::<SecretKey>().map(|key| key.to_string()).as_deref(), Ok(key));
        for wrong in [
            "",
            "secret/Custom",
            "secret/Custom/",
            "Secret/Custom/2kFmBSWjqxWEGarZC9kkeYOpgMD",
            "secret/Custom/2kFmBSWjqxWEGarZC9kkeYOpgMD/",
            "secret//2kFmBSWjqxWEGarZC9kkeYOpgMD",
            "/secret/Custom/2kFmBSWjqxWEGarZC9kkeYOpgMD",
            "secret/../2kFmBSWjqxWEGarZC9kkeYOpgMD",
        ] {
            assert_eq!(wrong.parse::<SecretKey>(), Err(ParseError::SecretKey), "{wrong}");
        }
    }

    #[test]
    fn a_version_has_one_spelling() {
        assert_eq!("1".parse(), Ok(VersionNumber::FIRST));
        for wrong in ["", "0", "01", "+1", "-1", "1.0", "2147483648", "99999999999"] {
            assert_eq!(wrong.parse::<VersionNumber>(), Err(ParseError::Version), "{wrong}");
        }
    }
}
