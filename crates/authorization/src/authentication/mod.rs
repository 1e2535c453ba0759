//! From a credential to a session.
//!
//! Three kinds are told apart by their form alone, before anything is looked up: an API token, an
//! access token of a client, a token of an identity provider.

mod access_token;
mod api_token;
mod identity;
mod login;
mod providers;
pub(crate) mod remembered;

use std::rc::Rc;

use sha2::{Digest, Sha256};
use strongroom_audit::written;
use strongroom_jwt::{Compact, Kind};
use strongroom_model::audit::{AuthenticationFailure, Context, Event, Record};
use strongroom_model::{Id, Owner, Principal, PrincipalKind, limits};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::authentication::{AccessToken, Authentication, Failure};
use strongroom_ports::principals::Standing;
use strongroom_secret_bytes::SecretBytes;

use crate::authentication::remembered::Verified;
use crate::decisions::Decisions;
use crate::session::{AuthSession, Holder};
use crate::{Authorizer, Ports, outcome, token};

pub(crate) use providers::Providers;

/// Why there is no session.
pub(crate) enum Stop {
    /// Of the caller's doing: goes on record.
    Rejected(AuthenticationFailure, Option<Named>),
    /// Not of the caller's doing.
    Failed(Failure),
}

/// Whom a credential names that was rejected.
pub(crate) struct Named {
    principal: Principal,
    /// Whose log it goes into, where that was read with a client. The store asks for it otherwise.
    owner: Option<Owner>,
}

impl From<Principal> for Named {
    fn from(principal: Principal) -> Self {
        Self { principal, owner: None }
    }
}

impl From<AuthenticationFailure> for Stop {
    fn from(reason: AuthenticationFailure) -> Self {
        Self::Rejected(reason, None)
    }
}

impl From<strongroom_jwt::Error> for Stop {
    fn from(error: strongroom_jwt::Error) -> Self {
        Self::Rejected(error.into(), None)
    }
}

impl From<strongroom_ports::principals::Error> for Stop {
    fn from(error: strongroom_ports::principals::Error) -> Self {
        Self::Failed(outcome::failure(error))
    }
}

/// A holder, and what they are to the owner asked about.
type Proven = (Holder, Option<Standing>);

impl<W: Ports, D: Decisions> Authentication for Authorizer<W, D> {
    type Session = AuthSession<W, D>;

    async fn authenticate(
        &self,
        credential: SecretBytes,
        context: Context,
        about: Option<Owner>,
    ) -> Result<AuthSession<W, D>, Failure> {
        match self.prove(&credential, &context, about).await {
            Ok((holder, standing)) => {
                let about = about.zip(standing);
                Ok(AuthSession::new(Rc::clone(&self.0), holder, context, about))
            }
            Err(stop) => Err(self.stopped(context, stop).await),
        }
    }

    async fn login(
        &self,
        client_id: String,
        client_secret: SecretBytes,
        context: Context,
    ) -> Result<AccessToken, Failure> {
        match self.log_in(&client_id, &client_secret, &context).await {
            Ok(token) => Ok(token),
            Err(stop) => Err(self.stopped(context, stop).await),
        }
    }
}

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    async fn prove(
        &self,
        credential: &SecretBytes,
        context: &Context,
        about: Option<Owner>,
    ) -> Result<Proven, Stop> {
        let text = credential.expose();
        if text.len() > limits::BEARER_BYTES {
            return Err(AuthenticationFailure::Malformed.into());
        }
        if text.starts_with(token::PREFIX) {
            return self.api_token(credential, about).await;
        }
        let digest: [u8; 32] = Sha256::digest(text).into();
        let now = self.now();
        let known = self.0.remembered.borrow_mut().get(&digest, now);
        let is_known = known.is_some();
        let verified = match known {
            Some(verified) => verified,
            None => {
                let compact = Compact::parse(text)?;
                let verified = match compact.kind() {
                    Kind::Access => Verified::Access(self.access_token(compact, now).await?),
                    Kind::Identity => {
                        Verified::Identity(Rc::new(self.identity_token(compact, now).await?))
                    }
                };
                self.0.remembered.borrow_mut().put(digest, verified.clone(), now);
                verified
            }
        };
        match verified {
            Verified::Access(claims) => self.client(&claims, about).await,
            Verified::Identity(claims) => self.visitor(&claims, !is_known, context, about).await,
        }
    }

    /// Writes a rejection down, and only then gives it.
    async fn stopped(&self, context: Context, stop: Stop) -> Failure {
        let (reason, named) = match stop {
            Stop::Rejected(reason, named) => (reason, named),
            Stop::Failed(failure) => return failure,
        };
        let principal = named.as_ref().map(|named| named.principal);
        let event = Event::AuthenticationFailed { reason, principal };
        let mut record = written(Record { at: self.now(), context, caller: None, event });
        // A client that is there takes no more reads than one that is not.
        record.event.owner = record.event.owner.or(named.and_then(|named| named.owner));
        match self.store().append(record).await {
            Ok(()) => Failure::Rejected(reason),
            Err(_) => Failure::Unavailable,
        }
    }
}

const fn person(id: Id) -> Principal {
    Principal { kind: PrincipalKind::Person, id }
}

const fn client(id: Id) -> Principal {
    Principal { kind: PrincipalKind::Client, id }
}
