//! Access tokens of clients: our own signature, and then the client as it is now.

use strongroom_jwt::access::{self, AccessToken};
use strongroom_jwt::{Compact, Error};
use strongroom_model::audit::AuthenticationFailure;
use strongroom_model::{Owner, Timestamp};
use strongroom_ports::authentication::Failure;
use strongroom_ports::platform::{TokenKeyError, TokenKeys};
use strongroom_ports::principals::PrincipalStore;
use strongroom_secret_bytes::Key;

use super::{Proven, Stop, client};
use crate::decisions::Decisions;
use crate::session::Holder;
use crate::{Authorizer, Ports};

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    pub(super) async fn access_token(
        &self,
        token: Compact<'_>,
        now: Timestamp,
    ) -> Result<AccessToken, Stop> {
        // The platform is asked for nothing that is not of the form of one of its ids.
        let id = token.key_id().filter(|id| access::is_key_id(id)).ok_or(Error::NoKey)?;
        let seed = self.seed(id).await?.ok_or(Error::NoKey)?;
        let key = access::public_key(&seed).ok_or(Stop::Failed(Failure::Internal))?;
        Ok(AccessToken::verify(token, &key, now)?)
    }

    /// `None` where there is no such key.
    pub(super) async fn seed(&self, id: &str) -> Result<Option<Key>, Stop> {
        match TokenKeys::get(self.0.ports.platform(), id).await {
            Ok(seed) => match Key::from_secret(&seed) {
                Some(key) => Ok(Some(key)),
                None => Err(Stop::Failed(Failure::Internal)),
            },
            Err(TokenKeyError::Unknown) => Ok(None),
            Err(TokenKeyError::Unavailable) => Err(Stop::Failed(Failure::Unavailable)),
        }
    }

    pub(super) async fn client(
        &self,
        claims: &AccessToken,
        about: Option<Owner>,
    ) -> Result<Proven, Stop> {
        let named = Some(client(claims.client).into());
        let now = self.now();
        if now >= claims.expires_at {
            return Err(Stop::Rejected(AuthenticationFailure::Expired, named));
        }
        let found = self.store().present_client(claims.client, about).await?;
        let Some(presented) = found.filter(|found| {
            found.client.generation == claims.generation && now < found.client.expires_at
        }) else {
            return Err(Stop::Rejected(AuthenticationFailure::Revoked, named));
        };
        let holder = Holder::Client {
            client: presented.client,
            access_token: claims.id,
            expires_at: claims.expires_at,
        };
        Ok((holder, presented.standing))
    }
}
