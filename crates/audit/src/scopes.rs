//! Scopes as JSON, in tokens, clients and audit records:
//! `[{"kind":"project","id":"…","permissions":["metadata"],"secrets":[{"key":"secret/…"}]}]`.

use std::fmt::{self, Display};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use strongroom_model::{
    FieldName, Id, Owner, OwnerKind, Permission, Role, Scope, SecretKey, SecretScope,
};

use crate::Broken;

/// Anything with one spelling, as a JSON string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<T: FromStr> de::Visitor<'_> for Visitor<T> {
            type Value = Text<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text of the right form")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<T>, E> {
                text.parse().map(Text).map_err(|_| E::custom("a text of another form"))
            }
        }
        deserializer.deserialize_str(Visitor(std::marker::PhantomData))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredScope {
    kind: Text<OwnerKind>,
    id: Text<Id>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    projects: bool,
    permissions: Vec<Text<Permission>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secrets: Option<Vec<StoredSecret>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSecret {
    key: Text<SecretKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Text<FieldName>>>,
}

/// What tokens had before there were scopes. Audit records of that time keep them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredGrant {
    kind: Text<OwnerKind>,
    id: Text<Id>,
    role: Text<Role>,
}

impl From<&Scope> for StoredScope {
    fn from(scope: &Scope) -> Self {
        let secret = |secret: &SecretScope| StoredSecret {
            key: Text(secret.key.clone()),
            fields: secret.fields.as_deref().map(texts),
        };
        Self {
            kind: Text(scope.on.kind),
            id: Text(scope.on.id),
            projects: scope.projects,
            permissions: texts(&scope.permissions),
            secrets: scope.secrets.as_ref().map(|secrets| secrets.iter().map(secret).collect()),
        }
    }
}

impl From<StoredScope> for Scope {
    fn from(stored: StoredScope) -> Self {
        let secret = |stored: StoredSecret| SecretScope {
            key: stored.key.0,
            fields: stored.fields.map(plain),
        };
        Self {
            on: Owner { kind: stored.kind.0, id: stored.id.0 },
            projects: stored.projects,
            permissions: plain(stored.permissions),
            secrets: stored.secrets.map(|secrets| secrets.into_iter().map(secret).collect()),
        }
    }
}

impl From<StoredGrant> for StoredScope {
    /// For people to read: an Owner's grant allowed all that there was to do at its time.
    fn from(grant: StoredGrant) -> Self {
        let permissions: &[Permission] = match grant.role.0 {
            Role::Owner => &Permission::ALL,
            Role::Maintainer | Role::Writer => {
                &[Permission::Metadata, Permission::Reveal, Permission::Write]
            }
            Role::Contributor | Role::Reader => &[Permission::Metadata],
        };
        Self {
            projects: grant.kind.0 == OwnerKind::Organization && grant.role.0 == Role::Owner,
            kind: grant.kind,
            id: grant.id,
            permissions: texts(permissions),
            secrets: None,
        }
    }
}

pub(crate) fn texts<T: Clone>(plain: &[T]) -> Vec<Text<T>> {
    plain.iter().cloned().map(Text).collect()
}

pub(crate) fn plain<T>(texts: Vec<Text<T>>) -> Vec<T> {
    texts.into_iter().map(|text| text.0).collect()
}

/// A JSON text of what is made of texts, numbers and lists alone.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!("a text is always JSON"))
}

#[must_use]
pub fn to_json(scopes: &[Scope]) -> String {
    json(&scopes.iter().map(StoredScope::from).collect::<Vec<_>>())
}

/// # Errors
/// [`Broken`] for anything but scopes.
pub fn from_json(json: &str) -> Result<Vec<Scope>, Broken> {
    let stored: Vec<StoredScope> = serde_json::from_str(json).map_err(|_| Broken)?;
    Ok(stored.into_iter().map(Scope::from).collect())
}

#[cfg(test)]
mod tests;
