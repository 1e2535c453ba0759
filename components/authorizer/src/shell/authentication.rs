//! `strongroom:authorizer/authentication`.

use strongroom_bindings::run;
use strongroom_bindings::wire::{AuditContext, Owner};
use strongroom_ports::authentication::{self as port, Authentication};
use strongroom_secret_bytes::SecretBytes;

use super::authorizer;
use super::bindings::exports::strongroom::authorizer::authentication::{
    AccessToken, Failure, Guest,
};
use super::bindings::exports::strongroom::authorizer::sessions::Session;

impl Guest for super::Component {
    fn authenticate(
        credential: Vec<u8>,
        context: AuditContext,
        about: Option<Owner>,
    ) -> Result<Session, Failure> {
        run(async {
            let (credential, about) = (SecretBytes::new(credential), about.map(Into::into));
            Ok(Session::new(authorizer().authenticate(credential, context.into(), about).await?))
        })
    }

    fn login(
        client_id: String,
        client_secret: Vec<u8>,
        context: AuditContext,
    ) -> Result<AccessToken, Failure> {
        run(async {
            let secret = SecretBytes::new(client_secret);
            let given = authorizer().login(client_id, secret, context.into()).await?;
            Ok(AccessToken {
                credential: given.credential.into_exposed(),
                expires_in_seconds: given.expires_in_seconds,
            })
        })
    }
}

impl From<port::Failure> for Failure {
    fn from(failure: port::Failure) -> Self {
        match failure {
            port::Failure::Rejected(reason) => Self::Rejected(reason.into()),
            port::Failure::Unavailable => Self::Unavailable,
            port::Failure::Internal => Self::Internal,
        }
    }
}
