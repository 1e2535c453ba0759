//! From a credential to a session.

use strongroom_model::Owner;
use strongroom_model::audit::{AuthenticationFailure, Context, Event, Record};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::authentication::{Authentication, Failure};
use strongroom_ports::principals::PrincipalStore;
use strongroom_ports::{Clock, Random};
use strongroom_secret_bytes::SecretBytes;

use crate::session::AuthSession;
use crate::token::{Credential, Malformed, NOBODYS_DIGEST};
use crate::{Authorizer, outcome};

impl<S, C, R> Authentication for Authorizer<S, C, R>
where
    S: PrincipalStore + AuditStore + Clone,
    C: Clock + Clone,
    R: Random,
{
    type Session = AuthSession<S, C>;

    async fn authenticate(
        &self,
        credential: SecretBytes,
        context: Context,
        about: Option<Owner>,
    ) -> Result<AuthSession<S, C>, Failure> {
        let credential = match Credential::parse(&credential) {
            Ok(credential) => credential,
            Err(Malformed) => {
                return Err(self.refuse(context, AuthenticationFailure::Malformed).await);
            }
        };
        let found =
            self.store.present_token(credential.id(), about).await.map_err(outcome::failure)?;
        // The comparison comes before the question whether there is a row at all.
        let digest = found.as_ref().map_or(NOBODYS_DIGEST, |found| found.token.digest);
        let proven = credential.matches(&digest);
        let presented = match found {
            Some(presented) if proven => presented,
            _ => return Err(self.refuse(context, AuthenticationFailure::Unknown).await),
        };
        if self.clock.now() >= presented.token.expires_at {
            return Err(self.refuse(context, AuthenticationFailure::Expired).await);
        }
        Ok(AuthSession::new(self.store.clone(), self.clock.clone(), context, about, presented))
    }
}

impl<S: AuditStore, C: Clock, R> Authorizer<S, C, R> {
    /// Writes the failure down, and only then gives it.
    async fn refuse(&self, context: Context, reason: AuthenticationFailure) -> Failure {
        let event = Event::AuthenticationFailed { reason };
        let record = Record { at: self.clock.now(), context, caller: None, event };
        if self.store.append(record).await.is_err() {
            return Failure::Unavailable;
        }
        match reason {
            AuthenticationFailure::Malformed => Failure::Malformed,
            AuthenticationFailure::Unknown => Failure::Unknown,
            AuthenticationFailure::Expired => Failure::Expired,
        }
    }
}
