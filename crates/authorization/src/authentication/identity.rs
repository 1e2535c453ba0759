//! Tokens of identity providers: verified, and then the person as they are now.
//!
//! A person is an issuer and a subject, and nothing else of a token: neither a name nor an address
//! makes somebody somebody.

use strongroom_audit::written;
use strongroom_jwt::claims::Claims;
use strongroom_jwt::keys::{Key, KeySet};
use strongroom_jwt::{Compact, Error};
use strongroom_model::audit::{AuthenticationFailure, Context, Event, Record};
use strongroom_model::{Id, Name, Owner, Role, Timestamp, limits};
use strongroom_ports::authentication::Failure;
use strongroom_ports::platform::{IssuerKeys, IssuerKeysError};
use strongroom_ports::principals::{Arrival, ExternalIdentity, PersonRow, PrincipalStore, Status};

use super::providers::Trusted;
use super::{Proven, Providers, Stop, person};
use crate::decisions::Decisions;
use crate::session::Holder;
use crate::{Authorizer, Ports, input};

/// For whom a provider gives no name that can be one.
const NAMELESS: &str = "person";

/// What a verified token says that anything is made of.
#[derive(Debug)]
pub(crate) struct IdentityClaims {
    identity: ExternalIdentity,
    name: Option<Name>,
    email: Option<String>,
    groups: Vec<String>,
    /// Of the provider.
    organization: Option<Id>,
    role: Option<Role>,
    issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    /// After RFC 8725: whatever is compared is compared with what the operator said.
    pub(super) async fn identity_token(
        &self,
        token: Compact<'_>,
        now: Timestamp,
    ) -> Result<IdentityClaims, Stop> {
        let providers =
            Providers::of(self.0.ports.platform()).map_err(|_| Stop::Failed(Failure::Internal))?;
        let provider = providers.find(token.issuer()?).ok_or(Error::Issuer)?;
        if !provider.algorithms.contains(&token.algorithm()) {
            return Err(Error::Algorithm.into());
        }
        let key = self.key(provider, &token).await?;
        let claims = Claims::new(token.verify(&key)?);
        let times = claims.times(now)?;
        claims.meant_for(provider.audiences.iter().map(String::as_str))?;
        let subject = claims.subject()?.to_owned();
        let names = &provider.claims;
        let groups = claims.texts(&names.groups)?;
        let name = claims.text(&names.name).and_then(|name| name.trim().parse().ok());
        let email = claims.text(&names.email).filter(|text| input::is_email(text));
        Ok(IdentityClaims {
            name: name.or_else(|| subject.parse().ok()),
            email: email.map(str::to_owned),
            groups: groups.into_iter().take(limits::CLAIMED_GROUPS).map(str::to_owned).collect(),
            identity: ExternalIdentity { issuer: provider.issuer.clone(), subject },
            organization: provider.organization(self.store()).await?,
            role: provider.role,
            issued_at: times.issued_at,
            expires_at: times.expires_at,
        })
    }

    async fn key(&self, provider: &Trusted, token: &Compact<'_>) -> Result<Key, Stop> {
        let known = self.published(provider, false).await?;
        match known.find(token.algorithm(), token.key_id()) {
            Ok(key) => Ok(key),
            // Perhaps the issuer has a new one.
            Err(_) => {
                let fresh = self.published(provider, true).await?;
                Ok(fresh.find(token.algorithm(), token.key_id())?)
            }
        }
    }

    async fn published(&self, provider: &Trusted, fresh: bool) -> Result<KeySet, Stop> {
        let found = IssuerKeys::keys(self.0.ports.platform(), &provider.issuer, fresh).await;
        let json = found.map_err(|error| {
            Stop::Failed(match error {
                IssuerKeysError::Unavailable => Failure::Unavailable,
                // It is configured: the host and its settings do not agree.
                IssuerKeysError::Unknown => Failure::Internal,
            })
        })?;
        KeySet::parse(&json).map_err(|_| Stop::Failed(Failure::Unavailable))
    }

    /// The person of a verified token, made at the first sign-in. `is_new` where this instance has
    /// just verified it.
    pub(super) async fn visitor(
        &self,
        claims: &IdentityClaims,
        is_new: bool,
        context: &Context,
        about: Option<Owner>,
    ) -> Result<Proven, Stop> {
        let store = self.store();
        let mut found = store.present_person(&claims.identity, about).await?;
        let is_due = match &found {
            None => true,
            Some(known) if known.person.status != Status::Active => false,
            Some(known) => match known.synchronized_at {
                Some(at) => at < claims.issued_at || (is_new && at == claims.issued_at),
                None => true,
            },
        };
        if is_due {
            self.arrive(claims, context).await?;
            found = store.present_person(&claims.identity, about).await?;
        }
        let presented = found.ok_or(Stop::Failed(Failure::Internal))?;
        if presented.person.status != Status::Active {
            let named = Some(person(presented.person.id).into());
            return Err(Stop::Rejected(AuthenticationFailure::Suspended, named));
        }
        let holder = Holder::Person { person: presented.person, expires_at: claims.expires_at };
        Ok((holder, presented.standing))
    }

    async fn arrive(&self, claims: &IdentityClaims, context: &Context) -> Result<(), Stop> {
        let now = self.now();
        let id = self.new_id(now).map_err(|_| Stop::Failed(Failure::Unavailable))?;
        let name = match &claims.name {
            Some(name) => name.clone(),
            None => NAMELESS.parse().map_err(|_| Stop::Failed(Failure::Internal))?,
        };
        let arrival = Arrival {
            identity: claims.identity.clone(),
            new_person: PersonRow {
                id,
                name,
                email: claims.email.clone(),
                status: Status::Active,
                created_at: now,
                last_seen_at: None,
            },
            organization: claims.organization,
            role: claims.role,
            claimed_groups: claims.groups.clone(),
            issued_at: claims.issued_at,
        };
        let event = Event::PersonCreated { organization: claims.organization, user: id };
        let record = written(Record { at: now, context: context.clone(), caller: None, event });
        Ok(self.store().sign_in(arrival, record).await?)
    }
}
