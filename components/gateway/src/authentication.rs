//! The crate's `Authentication` over the imported one.

use strongroom_model::Owner;
use strongroom_model::audit::Context;
use strongroom_ports::authentication::{Authentication, Failure};
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::strongroom::authorizer::{authentication as imported, sessions::Session};

/// The authorizer behind the component's imports. Has no state.
pub(crate) struct Authorizer;

impl Authentication for Authorizer {
    type Session = Session;

    async fn authenticate(
        &self,
        credential: SecretBytes,
        context: Context,
        about: Option<Owner>,
    ) -> Result<Session, Failure> {
        let (context, about) =
            (strongroom_bindings::wire::AuditContext::from(context), about.map(Into::into));
        let session = imported::authenticate(credential.expose(), &context, about);
        session.map_err(|failure| match failure {
            imported::Failure::Malformed => Failure::Malformed,
            imported::Failure::Unknown => Failure::Unknown,
            imported::Failure::Expired => Failure::Expired,
            imported::Failure::Unavailable => Failure::Unavailable,
            imported::Failure::Internal => Failure::Internal,
        })
    }
}
