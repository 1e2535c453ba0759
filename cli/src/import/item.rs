//! What a source holds, before anybody has looked at what is here.

use std::collections::BTreeMap;

use strongroom_client::{SecretString, Value};
use strongroom_rendering::{aws, docker_config};

/// Of one source. More is no list of secrets that somebody keeps.
pub(super) const MOST: usize = 10_000;

pub(super) struct Item {
    /// The parts of its name, outermost first.
    pub(super) path: Vec<String>,
    /// Where in the source it is, for a person to find: `line 7`.
    pub(super) place: String,
    pub(super) content: Content,
}

pub(super) enum Content {
    Secret(Found),
    /// A secret that could not be held as it is, and why.
    Unfit(String),
    /// No secret, or none of the source's own, and why.
    Left(String),
}

/// A secret.
pub(super) struct Found {
    /// `Custom`.
    pub(super) type_name: String,
    pub(super) value: Value,
    pub(super) description: String,
    pub(super) labels: BTreeMap<String, String>,
    /// When the value ends at its service, in seconds since the Unix epoch.
    pub(super) expires_at: Option<u64>,
    /// Seconds after which it is to be replaced.
    pub(super) rotate_every: Option<u64>,
}

impl Found {
    fn of(type_name: &str, value: Value) -> Self {
        Self {
            type_name: type_name.to_owned(),
            value,
            description: String::new(),
            labels: BTreeMap::new(),
            expires_at: None,
            rotate_every: None,
        }
    }

    pub(super) fn variable(value: SecretString) -> Self {
        Self::of("Custom", Value::One(value))
    }

    pub(super) fn keys(fields: BTreeMap<String, SecretString>) -> Self {
        Self::of("S3Connection", Value::Fields(fields))
    }

    pub(super) fn registry(fields: BTreeMap<String, SecretString>) -> Self {
        Self::of("ContainerRegistry", Value::Fields(fields))
    }
}

impl Item {
    pub(super) fn new(
        path: impl IntoIterator<Item = impl Into<String>>,
        place: impl Into<String>,
        content: Content,
    ) -> Self {
        Self { path: path.into_iter().map(Into::into).collect(), place: place.into(), content }
    }

    pub(super) fn variable(name: &str, place: impl Into<String>, value: SecretString) -> Self {
        Self::new([name], place, Content::of_text(value))
    }

    pub(super) fn unfit(name: &str, place: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new([name], place, Content::Unfit(why.into()))
    }

    pub(super) fn left(name: &str, place: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new([name], place, Content::Left(why.into()))
    }
}

impl Content {
    /// A Single Variable. One without anything in it is none.
    pub(super) fn of_text(value: SecretString) -> Self {
        if value.expose().is_empty() {
            Self::Left("is empty".to_owned())
        } else {
            Self::Secret(Found::variable(value))
        }
    }
}

/// The fields that are there.
pub(super) fn fields<const N: usize>(
    given: [(&str, Option<SecretString>); N],
) -> BTreeMap<String, SecretString> {
    let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    given.filter(|(_, value)| !value.expose().is_empty()).collect()
}

/// Names of fields as the types have them.
pub(super) use aws::{ACCESS_KEY, ENDPOINT, PATH_STYLE, REGION, SECRET_KEY, SESSION_TOKEN};
pub(super) use docker_config::{IDENTITY_TOKEN, PASSWORD, SERVER, USERNAME};
