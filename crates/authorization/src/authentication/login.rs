//! A client signs in: its id and secret for an access token.

use strongroom_audit::written;
use strongroom_jwt::access::AccessToken as Claims;
use strongroom_model::audit::{AuthenticationFailure, Caller, Context, Credential, Event, Record};
use strongroom_model::{Id, limits};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::authentication::{AccessToken, Failure};
use strongroom_ports::platform::{Settings, TokenKeyError, TokenKeys};
use strongroom_ports::principals::PrincipalStore;
use strongroom_secret_bytes::SecretBytes;

use super::{Named, Stop, client};
use crate::decisions::Decisions;
use crate::token::{ClientSecret, Malformed, NOBODYS_DIGEST};
use crate::{Authorizer, Ports};

/// The setting of how many seconds an access token lives.
const LIFETIME: &str = "access-token-lifetime";

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    pub(super) async fn log_in(
        &self,
        client_id: &str,
        client_secret: &SecretBytes,
        context: &Context,
    ) -> Result<AccessToken, Stop> {
        let malformed = || Stop::from(AuthenticationFailure::Malformed);
        let id: Id = client_id.parse().map_err(|_| malformed())?;
        let secret = ClientSecret::parse(client_secret).map_err(|Malformed| malformed())?;
        let found = self.store().present_client(id, None).await?;
        // The comparison comes before the question whether there is a row at all.
        let digest = found.as_ref().map_or(NOBODYS_DIGEST, |found| found.client.digest);
        let proven = secret.matches(&digest);
        let named = found.as_ref().map(|found| Named {
            principal: client(found.client.id),
            owner: Some(found.client.owner),
        });
        let row = match found {
            Some(presented) if proven => presented.client,
            _ => return Err(Stop::Rejected(AuthenticationFailure::Unknown, named)),
        };
        let now = self.now();
        let left = row.expires_at.saturating_sub(now);
        if left <= 0 {
            return Err(Stop::Rejected(AuthenticationFailure::Revoked, named));
        }
        let lifetime = self.lifetime()?.min(left);
        let platform = self.0.ports.platform();
        let key_id = platform.current().await.map_err(|error| {
            Stop::Failed(match error {
                TokenKeyError::Unavailable => Failure::Unavailable,
                TokenKeyError::Unknown => Failure::Internal,
            })
        })?;
        let seed = self.seed(&key_id).await?.ok_or(Stop::Failed(Failure::Internal))?;
        let claims = Claims {
            id: self.new_id(now).map_err(|_| Stop::Failed(Failure::Unavailable))?,
            client: row.id,
            generation: row.generation,
            issued_at: now,
            expires_at: now.saturating_add(lifetime),
        };
        let signed = claims.sign(&key_id, &seed);
        let credential = signed.map_err(|_| Stop::Failed(Failure::Internal))?;
        // On record before it is given out.
        let event =
            Event::ClientSignedIn { owner: row.owner, client: row.id, access_token: claims.id };
        let caller =
            Caller { principal: client(row.id), credential: Credential::AccessToken(claims.id) };
        let (context, caller) = (context.clone(), Some(caller));
        let record = written(Record { at: now, context, caller, event });
        let written = self.store().append(record).await;
        written.map_err(|_| Stop::Failed(Failure::Unavailable))?;
        Ok(AccessToken { credential, expires_in_seconds: lifetime })
    }

    fn lifetime(&self) -> Result<i64, Stop> {
        let Some(text) = Settings::get(self.0.ports.platform(), LIFETIME) else {
            return Ok(limits::ACCESS_TOKEN_SECONDS);
        };
        // The host checks its settings when it reads them; what comes here is right or a broken host.
        let seconds =
            text.parse().ok().filter(|seconds| (1..=limits::TOKEN_SECONDS).contains(seconds));
        seconds.ok_or(Stop::Failed(Failure::Internal))
    }
}
