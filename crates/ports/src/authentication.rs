//! `strongroom:authorizer/authentication`.

use strongroom_model::Owner;
use strongroom_model::audit::{AuthenticationFailure, Context};
use strongroom_secret_bytes::SecretBytes;

/// Why there is no session. The failure is in the audit log already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the credential is not accepted")]
    Rejected(AuthenticationFailure),
    #[error("tokens, or the keys of an issuer, cannot be read now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

/// Of a client, for a while.
#[derive(Debug)]
pub struct AccessToken {
    pub credential: SecretBytes,
    pub expires_in_seconds: i64,
}

pub trait Authentication {
    type Session;

    /// `about` is the owner that the request speaks of.
    async fn authenticate(
        &self,
        credential: SecretBytes,
        context: Context,
        about: Option<Owner>,
    ) -> Result<Self::Session, Failure>;

    /// `client_id` is as it came.
    async fn login(
        &self,
        client_id: String,
        client_secret: SecretBytes,
        context: Context,
    ) -> Result<AccessToken, Failure>;
}
