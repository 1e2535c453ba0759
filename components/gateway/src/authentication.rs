//! The crate's `Authentication` over the imported one.

use strongroom_bindings::wire;
use strongroom_model::Owner;
use strongroom_model::audit::Context;
use strongroom_ports::authentication::{AccessToken, Authentication, Failure};
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::strongroom::authorizer::{authentication as imported, sessions::Session};

/// The authorizer behind the component's imports. Has no state.
#[derive(Clone, Copy)]
pub(crate) struct Authorizer;

impl Authentication for Authorizer {
    type Session = Session;

    async fn authenticate(
        &self,
        credential: SecretBytes,
        context: Context,
        about: Option<Owner>,
    ) -> Result<Session, Failure> {
        let (context, about) = (wire::AuditContext::from(context), about.map(Into::into));
        imported::authenticate(credential.expose(), &context, about).map_err(failure_in)
    }

    async fn login(
        &self,
        client_id: String,
        client_secret: SecretBytes,
        context: Context,
    ) -> Result<AccessToken, Failure> {
        let given = imported::login(&client_id, client_secret.expose(), &context.into());
        let given = given.map_err(failure_in)?;
        Ok(AccessToken {
            credential: SecretBytes::new(given.credential),
            expires_in_seconds: given.expires_in_seconds,
        })
    }
}

fn failure_in(failure: imported::Failure) -> Failure {
    match failure {
        imported::Failure::Rejected(reason) => Failure::Rejected(reason.into()),
        imported::Failure::Unavailable => Failure::Unavailable,
        imported::Failure::Internal => Failure::Internal,
    }
}
