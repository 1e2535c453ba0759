//! `strongroom:authorizer/authentication`.

use strongroom_bindings::wire::{AuditContext, Owner};
use strongroom_ports::authentication::{self as port, Authentication};
use strongroom_secret_bytes::SecretBytes;

use crate::bindings::exports::strongroom::authorizer::authentication::{Failure, Guest};
use crate::bindings::exports::strongroom::authorizer::sessions::Session;

impl Guest for crate::Component {
    fn authenticate(
        credential: Vec<u8>,
        context: AuditContext,
        about: Option<Owner>,
    ) -> Result<Session, Failure> {
        strongroom_bindings::run(async {
            let (credential, about) = (SecretBytes::new(credential), about.map(Into::into));
            let session = crate::authorizer().authenticate(credential, context.into(), about).await;
            session.map(Session::new).map_err(|failure| match failure {
                port::Failure::Malformed => Failure::Malformed,
                port::Failure::Unknown => Failure::Unknown,
                port::Failure::Expired => Failure::Expired,
                port::Failure::Unavailable => Failure::Unavailable,
                port::Failure::Internal => Failure::Internal,
            })
        })
    }
}
