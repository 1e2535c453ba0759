//! API tokens: a row found by its id, and a secret compared with its digest.

use strongroom_model::Owner;
use strongroom_model::audit::AuthenticationFailure;
use strongroom_ports::principals::{PrincipalStore, Status};
use strongroom_secret_bytes::SecretBytes;

use super::{Proven, Stop, person};
use crate::decisions::Decisions;
use crate::session::Holder;
use crate::token::{Credential, Malformed, NOBODYS_DIGEST};
use crate::{Authorizer, Ports};

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    pub(super) async fn api_token(
        &self,
        credential: &SecretBytes,
        about: Option<Owner>,
    ) -> Result<Proven, Stop> {
        let credential = Credential::parse(credential)
            .map_err(|Malformed| Stop::from(AuthenticationFailure::Malformed))?;
        let found = self.store().present_token(credential.id(), about).await?;
        // The comparison comes before the question whether there is a row at all.
        let digest = found.as_ref().map_or(NOBODYS_DIGEST, |found| found.token.digest);
        let proven = credential.matches(&digest);
        let named = found.as_ref().map(|found| person(found.person.id).into());
        let presented = match found {
            Some(presented) if proven => presented,
            _ => return Err(Stop::Rejected(AuthenticationFailure::Unknown, named)),
        };
        if presented.person.status != Status::Active {
            return Err(Stop::Rejected(AuthenticationFailure::Suspended, named));
        }
        if self.now() >= presented.token.expires_at {
            return Err(Stop::Rejected(AuthenticationFailure::Expired, named));
        }
        let holder = Holder::Token { person: presented.person, token: presented.token };
        Ok((holder, presented.standing))
    }
}
