//! The column `detail`: what an event says that has no column of its own, as a JSON object.

use serde::{Deserialize, Serialize};
use strongroom_model::{
    Action, FieldName, FormatName, Id, Name, Outcome, Role, RotationStep, Visibility,
};

use crate::Broken;
use crate::scopes::{self, StoredGrant, StoredScope, Text};

macro_rules! detail {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct Detail {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")]
            pub(crate) $field: Option<$type>,)*
        }
    };
}

detail! {
    /// Why authentication failed.
    reason: String,
    /// What was denied.
    action: Text<Action>,
    fields: Vec<Text<FieldName>>,
    /// That a value was revealed in.
    format: Text<FormatName>,
    /// Of a rotation.
    step: Text<RotationStep>,
    /// Of a check or a step.
    outcome: Text<Outcome>,
    /// How many secrets' values.
    examined: u32,
    name: Text<Name>,
    visibility: Text<Visibility>,
    project: Text<Id>,
    user: Text<Id>,
    group: Text<Id>,
    role: Text<Role>,
    joined: Vec<Text<Id>>,
    left: Vec<Text<Id>>,
    client: Text<Id>,
    access_token: Text<Id>,
    /// The token that was made or revoked; the caller's own is a column.
    token: Text<Id>,
    scopes: Vec<StoredScope>,
    /// Of a token that was made before there were scopes.
    grants: Vec<StoredGrant>,
}

impl Detail {
    /// `None` where there is nothing to say.
    pub(crate) fn to_json(&self) -> Option<String> {
        (*self != Self::default()).then(|| scopes::json(self))
    }

    pub(crate) fn from_json(json: Option<&str>) -> Result<Self, Broken> {
        json.map_or_else(
            || Ok(Self::default()),
            |json| serde_json::from_str(json).map_err(|_| Broken),
        )
    }
}
