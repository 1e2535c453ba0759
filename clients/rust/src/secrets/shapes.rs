//! A secret as the API answers with it, and as it is given.

use serde::{Deserialize, Serialize};

use crate::ids::{Id, Key, Location, Owner};
use crate::model::{Change, LastReveal, NewSecret, Revealed, Rotation, Secret};
use crate::value::{Received, Sent};
use crate::wire::Reply;

type Labels = std::collections::BTreeMap<String, String>;

#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(rename = "_key")]
    key: Key,
    #[serde(rename = "_version")]
    version: u32,
    #[serde(rename = "_created_at")]
    created_at: u64,
    #[serde(rename = "_created_by")]
    created_by: Id,
    #[serde(rename = "_updated_at")]
    updated_at: u64,
    #[serde(rename = "_updated_by")]
    updated_by: Id,
    #[serde(rename = "_last_reveal")]
    last_reveal: Option<LastReveal>,
    #[serde(rename = "_rotation")]
    rotation: Option<Rotation>,
    #[serde(rename = "_next_rotation_at")]
    next_rotation_at: Option<u64>,
    #[serde(rename = "_freshness")]
    freshness: String,
    expires_at: Option<u64>,
    rotate_every: Option<u64>,
    name: String,
    description: String,
    labels: Labels,
    note: Option<String>,
    value: Received,
}

impl Record {
    pub(super) fn into_revealed(self, owner: &Owner, reply: Option<&Reply>) -> Revealed {
        let secret = Secret {
            location: Location { owner: owner.clone(), key: self.key },
            name: self.name,
            description: self.description,
            labels: self.labels,
            version: self.version,
            tag: reply.and_then(|reply| reply.tag),
            fields: Vec::new(),
            created_at: self.created_at,
            created_by: self.created_by,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
            last_reveal: self.last_reveal,
            rotation: self.rotation,
            expires_at: self.expires_at,
            rotate_every: self.rotate_every,
            next_rotation_at: self.next_rotation_at,
            freshness: self.freshness,
        };
        Revealed { secret, value: self.value.0, note: self.note }
    }

    /// Of a masked value, only the names of fields are kept.
    pub(super) fn into_secret(self, owner: &Owner, reply: Option<&Reply>) -> Secret {
        let Revealed { secret, value, .. } = self.into_revealed(owner, reply);
        Secret { fields: value.into_names(), ..secret }
    }
}

#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(rename = "_type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<&'a Labels>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Sent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rotate_every: Option<Option<u64>>,
}

impl<'a> Body<'a> {
    pub(super) fn whole(new: &'a NewSecret) -> Self {
        Self {
            kind: Some(format!("secret/{}", new.type_name)),
            name: Some(&new.name),
            description: Some(&new.description),
            labels: Some(&new.labels),
            value: Some(Sent(&new.value)),
            expires_at: new.expires_at.map(Some),
            rotate_every: new.rotate_every.map(Some),
        }
    }

    /// Without its type, which is in the path.
    pub(super) fn draft(new: &'a NewSecret) -> Self {
        Self { kind: None, ..Self::whole(new) }
    }

    pub(super) fn part(change: &'a Change) -> Self {
        Self {
            kind: None,
            name: change.name.as_deref(),
            description: change.description.as_deref(),
            labels: change.labels.as_ref(),
            value: change.value.as_ref().map(Sent),
            expires_at: change.expires_at,
            rotate_every: change.rotate_every,
        }
    }
}
