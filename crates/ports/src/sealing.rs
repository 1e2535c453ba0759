//! `strongroom:sealer/sealing`.

use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{Owner, SecretKey, VersionNumber};

use crate::catalogue::Field;

/// Where a value belongs. Bound into its ciphertext.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub owner: Owner,
    pub secret: SecretKey,
    pub version: VersionNumber,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the permit does not cover this")]
    NotPermitted,
    #[error("the ciphertext is damaged or belongs elsewhere")]
    Corrupt,
    #[error("the root key cannot be had now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait Sealing {
    type Permit;

    async fn new_owner_key(&self, owner: Owner, serial: u32) -> Result<WrappedOwnerKey, Error>;
    async fn seal(
        &self,
        permit: &Self::Permit,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        fields: Vec<Field>,
    ) -> Result<SealedVersion, Error>;
    async fn open(
        &self,
        permit: &Self::Permit,
        owner_key: &WrappedOwnerKey,
        place: &Place,
        sealed: &SealedVersion,
    ) -> Result<Vec<Field>, Error>;
}
