//! `strongroom:authorizer/authentication`.

use strongroom_model::Owner;
use strongroom_model::audit::Context;
use strongroom_secret_bytes::SecretBytes;

/// Why there is no session. The failure is in the audit log already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("not of the form of a token")]
    Malformed,
    #[error("no such token")]
    Unknown,
    #[error("the token has expired")]
    Expired,
    #[error("tokens cannot be read now")]
    Unavailable,
    #[error("internal error")]
    Internal,
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
}
