//! Grants as JSON: `[{"kind":"project","id":"…","role":"Writer"}]`, in tokens and in audit records.

use serde::{Deserialize, Serialize};
use strongroom_model::{Grant, Owner};

use crate::failure::Failure;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredGrant {
    kind: String,
    id: String,
    role: String,
}

impl From<&Grant> for StoredGrant {
    fn from(grant: &Grant) -> Self {
        Self {
            kind: grant.on.kind.to_string(),
            id: grant.on.id.to_string(),
            role: grant.role.to_string(),
        }
    }
}

impl TryFrom<&StoredGrant> for Grant {
    type Error = Failure;

    fn try_from(stored: &StoredGrant) -> Result<Self, Failure> {
        let broken = |_| Failure::Broken;
        Ok(Self {
            on: Owner {
                kind: stored.kind.parse().map_err(broken)?,
                id: stored.id.parse().map_err(broken)?,
            },
            role: stored.role.parse().map_err(broken)?,
        })
    }
}

pub(crate) fn to_json(grants: &[Grant]) -> Result<String, Failure> {
    let stored: Vec<StoredGrant> = grants.iter().map(StoredGrant::from).collect();
    serde_json::to_string(&stored).map_err(|_| Failure::Broken)
}

pub(crate) fn from_json(json: &str) -> Result<Vec<Grant>, Failure> {
    let stored: Vec<StoredGrant> = serde_json::from_str(json).map_err(|_| Failure::Broken)?;
    stored.iter().map(Grant::try_from).collect()
}
