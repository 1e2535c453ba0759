//! What names things in the API: ids, keys, owners, entity tags. Parsed once, valid from then on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is not what it should be. It does not hold the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("an id is 27 letters and digits")]
    Id,
    #[error("a key is `secret/<Type>/<id>`")]
    Key,
    #[error("an owner is `project/<id>`, `organization/<id>`, `user/<id>` or `user/me`")]
    Owner,
    #[error("an entity tag is `\"<version>.<revision>\"`")]
    EntityTag,
}

/// Of a project, an organization, a person, a secret: a KSUID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    const LENGTH: usize = 27;

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let fits =
            text.len() == Self::LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if fits { Ok(Self(text.to_owned())) } else { Err(Malformed::Id) }
    }
}

/// What names a secret among its owner's: `secret/<Type>/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key {
    /// Without `secret/`: `Custom`.
    type_name: String,
    id: Id,
}

impl Key {
    #[must_use]
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    #[must_use]
    pub const fn id(&self) -> &Id {
        &self.id
    }
}

impl FromStr for Key {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (type_name, id) = text
            .strip_prefix("secret/")
            .and_then(|rest| rest.split_once('/'))
            .ok_or(Malformed::Key)?;
        if !is_type_name(type_name) {
            return Err(Malformed::Key);
        }
        let id = id.parse().map_err(|_| Malformed::Key)?;
        Ok(Self { type_name: type_name.to_owned(), id })
    }
}

/// A letter, then letters, digits and hyphens; 64 at most.
pub(crate) fn is_type_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whose a secret is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Project(Id),
    Organization(Id),
    User(Id),
    /// The person whose credential the client has.
    Me,
}

impl FromStr for Owner {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text == "user/me" {
            return Ok(Self::Me);
        }
        let (kind, id) = text.split_once('/').ok_or(Malformed::Owner)?;
        let id = id.parse().map_err(|_| Malformed::Owner)?;
        match kind {
            "project" => Ok(Self::Project(id)),
            "organization" => Ok(Self::Organization(id)),
            "user" => Ok(Self::User(id)),
            _ => Err(Malformed::Owner),
        }
    }
}

/// Where a secret is: every operation on one takes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub owner: Owner,
    pub key: Key,
}

/// What a secret was when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityTag {
    /// Counts values.
    pub version: u32,
    /// Counts changes of everything else.
    pub revision: u32,
}

impl FromStr for EntityTag {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let (version, revision) =
            inner.and_then(|text| text.split_once('.')).ok_or(Malformed::EntityTag)?;
        let number = |text: &str| text.parse().map_err(|_| Malformed::EntityTag);
        Ok(Self { version: number(version)?, revision: number(revision)? })
    }
}

impl fmt::Display for EntityTag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "\"{}.{}\"", self.version, self.revision)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "secret/{}/{}", self.type_name, self.id)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project(id) => write!(out, "project/{id}"),
            Self::Organization(id) => write!(out, "organization/{id}"),
            Self::User(id) => write!(out, "user/{id}"),
            Self::Me => out.write_str("user/me"),
        }
    }
}

impl TryFrom<String> for Id {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl TryFrom<String> for Key {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const ID: &str = "2Cd00000000000000000000000a";

    #[test]
    fn what_is_parsed_is_written_as_it_was() {
        assert_eq!(ID.parse::<Id>().unwrap().to_string(), ID);
        for text in [format!("project/{ID}"), format!("user/{ID}"), "user/me".to_owned()] {
            assert_eq!(text.parse::<Owner>().unwrap().to_string(), text);
        }
        let key = format!("secret/Container-Registry2/{ID}");
        assert_eq!(key.parse::<Key>().unwrap().to_string(), key);
        assert_eq!("\"3.7\"".parse::<EntityTag>().unwrap().to_string(), "\"3.7\"");
    }

    #[test]
    fn what_could_lead_out_of_a_path_is_refused() {
        for text in ["", "..", "a/b", "2Cd", "2Cd0000000000000000000000/a", "ä".repeat(27).as_str()]
        {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
        for key in [format!("secret/../{ID}"), format!("secret//{ID}"), format!("secret/1a/{ID}")] {
            assert!(key.parse::<Key>().is_err(), "{key}");
        }
        for owner in ["project/me", "user", "user/../me"] {
            assert!(owner.parse::<Owner>().is_err(), "{owner}");
        }
        for tag in ["3.7", "\"3\"", "W/\"3.7\"", "\"3.-7\""] {
            assert!(tag.parse::<EntityTag>().is_err(), "{tag}");
        }
    }
}
