//! The column `detail`: what an event says that has no column of its own, as a JSON object.

use serde::{Deserialize, Serialize};
use strongroom_model::Grant;
use strongroom_model::audit::{AuthenticationFailure, Event};

use crate::failure::Failure;
use crate::grants::StoredGrant;

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Detail {
    /// Why authentication failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// What was denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<String>,
    /// The first user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<String>,
    /// Of the new project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// The token that was made or revoked; the caller's own is a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) grants: Option<Vec<StoredGrant>>,
}

impl Detail {
    pub(super) fn of(event: &Event) -> Self {
        match event {
            Event::AuthenticationFailed { reason } => {
                Self { reason: Some(reason_text(*reason).to_owned()), ..Self::default() }
            }
            Event::Denied { action, owner: _, secret: _ } => {
                Self { action: Some(action.to_string()), ..Self::default() }
            }
            Event::SecretCreated { .. }
            | Event::SecretUpdated { .. }
            | Event::SecretDeleted { .. }
            | Event::SecretRevealed { .. } => Self::default(),
            Event::Initialized { organization: _, user } => {
                Self { user: Some(user.to_string()), ..Self::default() }
            }
            Event::ProjectCreated { project: _, name } => {
                Self { name: Some(name.to_string()), ..Self::default() }
            }
            Event::TokenCreated { token, grants } => Self {
                token: Some(token.to_string()),
                grants: grants
                    .as_ref()
                    .map(|grants| grants.iter().map(StoredGrant::from).collect()),
                ..Self::default()
            },
            Event::TokenRevoked { token } => {
                Self { token: Some(token.to_string()), ..Self::default() }
            }
        }
    }

    /// `None` where there is nothing to say.
    pub(super) fn to_json(&self) -> Result<Option<String>, Failure> {
        if *self == Self::default() {
            return Ok(None);
        }
        serde_json::to_string(self).map(Some).map_err(|_| Failure::Broken)
    }

    pub(super) fn from_json(json: Option<&str>) -> Result<Self, Failure> {
        json.map_or_else(
            || Ok(Self::default()),
            |json| serde_json::from_str(json).map_err(|_| Failure::Broken),
        )
    }

    pub(super) fn reason(&self) -> Result<AuthenticationFailure, Failure> {
        let reason = self.reason.as_deref();
        [
            AuthenticationFailure::Malformed,
            AuthenticationFailure::Unknown,
            AuthenticationFailure::Expired,
        ]
        .into_iter()
        .find(|known| reason == Some(reason_text(*known)))
        .ok_or(Failure::Broken)
    }

    pub(super) fn grants(&self) -> Result<Option<Vec<Grant>>, Failure> {
        self.grants.as_ref().map(|grants| grants.iter().map(Grant::try_from).collect()).transpose()
    }
}

const fn reason_text(reason: AuthenticationFailure) -> &'static str {
    match reason {
        AuthenticationFailure::Malformed => "malformed",
        AuthenticationFailure::Unknown => "unknown",
        AuthenticationFailure::Expired => "expired",
    }
}
