//! What a caller holds for the length of one request: a session, and the permits it gives.
//!
//! A session knows who calls and what they were to the owner that the request speaks of, read
//! together with the credential. Roles are therefore as they were when the request began; no later
//! request sees them again. Neither type has a constructor outside this crate.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use strongroom_audit::{Record, written};
use strongroom_model::access::Deed;
use strongroom_model::audit::{self, Caller, Context, Credential, Event};
use strongroom_model::{Id, Owner, Principal, PrincipalKind, Scope, Timestamp, limits};
use strongroom_ports::Clock;
use strongroom_ports::principals::{ClientRow, PersonRow, PrincipalStore, Standing, TokenRow};
use strongroom_ports::sessions::{Denial, Permit, Session};

use crate::decisions::Decisions;
use crate::judgement::Verdict;
use crate::scopes::Wanted;
use crate::{Core, Ports, outcome};

/// Seconds after which a permit is void.
pub const PERMIT_SECONDS: i64 = 60;

/// Who calls, and with what.
#[derive(Debug)]
pub(crate) enum Holder {
    Token {
        person: PersonRow,
        token: TokenRow,
    },
    /// With an identity token that is good until then.
    Person {
        person: PersonRow,
        expires_at: Timestamp,
    },
    /// With an access token of this id that is good until then.
    Client {
        client: ClientRow,
        access_token: Id,
        expires_at: Timestamp,
    },
}

/// An authenticated caller. Its permits die with it.
#[derive(Debug)]
pub struct AuthSession<W, D> {
    pub(crate) core: Rc<Core<W, D>>,
    pub(crate) holder: Holder,
    context: Context,
    about: Option<(Owner, Standing)>,
    used: Cell<bool>,
    alive: Rc<()>,
}

/// Leave for one deed.
#[derive(Debug)]
pub struct AuthPermit<C> {
    deed: Deed,
    made_at: Timestamp,
    session: Weak<()>,
    clock: C,
}

impl<C: Clock> Permit for AuthPermit<C> {
    fn covers(&self, deed: &Deed) -> bool {
        // A clock that was set back would make a permit live on: it is void too.
        let age = self.clock.now().saturating_sub(self.made_at);
        self.session.strong_count() > 0
            && (0..PERMIT_SECONDS).contains(&age)
            && is_within(deed, &self.deed)
    }
}

/// The same deed, or one of fewer fields.
fn is_within(deed: &Deed, permitted: &Deed) -> bool {
    let Deed { action, owner, secret, version, fields } = deed;
    let same = *action == permitted.action
        && *owner == permitted.owner
        && *secret == permitted.secret
        && *version == permitted.version;
    same && match (fields, &permitted.fields) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(some), Some(permitted)) => some.iter().all(|field| permitted.contains(field)),
    }
}

impl<W, D> AuthSession<W, D> {
    pub(crate) fn new(
        core: Rc<Core<W, D>>,
        holder: Holder,
        context: Context,
        about: Option<(Owner, Standing)>,
    ) -> Self {
        Self { core, holder, context, about, used: Cell::new(false), alive: Rc::new(()) }
    }

    pub(crate) const fn principal(&self) -> Principal {
        match &self.holder {
            Holder::Token { person, .. } | Holder::Person { person, .. } => {
                Principal { kind: PrincipalKind::Person, id: person.id }
            }
            Holder::Client { client, .. } => {
                Principal { kind: PrincipalKind::Client, id: client.id }
            }
        }
    }

    pub(crate) const fn person(&self) -> Option<&PersonRow> {
        match &self.holder {
            Holder::Token { person, .. } | Holder::Person { person, .. } => Some(person),
            Holder::Client { .. } => None,
        }
    }

    /// `None` where the credential holds all that its person holds.
    pub(crate) fn scopes(&self) -> Option<&[Scope]> {
        match &self.holder {
            Holder::Token { token, .. } => token.scopes.as_deref(),
            Holder::Person { .. } => None,
            Holder::Client { client, .. } => Some(&client.scopes),
        }
    }

    /// The person, where the credential holds all that they hold.
    pub(crate) fn unscoped_person(&self) -> Option<&PersonRow> {
        self.person().filter(|_| self.scopes().is_none())
    }

    pub(crate) const fn credential(&self) -> Credential {
        match &self.holder {
            Holder::Token { token, .. } => Credential::ApiToken(token.id),
            Holder::Person { .. } => Credential::IdentityToken,
            Holder::Client { access_token, .. } => Credential::AccessToken(*access_token),
        }
    }

    pub(crate) const fn expires_at(&self) -> Timestamp {
        match &self.holder {
            Holder::Token { token, .. } => token.expires_at,
            Holder::Person { expires_at, .. } | Holder::Client { expires_at, .. } => *expires_at,
        }
    }

    const fn who(&self) -> Caller {
        Caller { principal: self.principal(), credential: self.credential() }
    }

    pub(crate) fn record(&self, at: Timestamp, event: Event) -> Record {
        let (context, caller) = (self.context.clone(), Some(self.who()));
        written(audit::Record { at, context, caller, event })
    }
}

impl<W: Ports, D: Decisions> AuthSession<W, D> {
    pub(crate) fn store(&self) -> &W::Store {
        self.core.ports.store()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.core.ports.clock().now()
    }

    /// A session is as long as a request, and a request may outlast its credential.
    pub(crate) fn has_expired(&self) -> bool {
        let skew = match self.holder {
            Holder::Token { .. } | Holder::Client { .. } => 0,
            Holder::Person { .. } => limits::CLOCK_SKEW_SECONDS,
        };
        self.now() >= self.expires_at().saturating_add(skew)
    }

    /// What the caller is to the owner; nothing once the credential has expired.
    pub(crate) async fn standing(
        &self,
        owner: Owner,
    ) -> Result<Standing, strongroom_ports::principals::Error> {
        if self.has_expired() {
            return Ok(Standing::default());
        }
        match self.about {
            Some((about, standing)) if about == owner => Ok(standing),
            _ => {
                let person = self.person().map(|person| person.id);
                self.store().standing_of(person, owner).await
            }
        }
    }

    /// Writes down that the credential was used, where that was not done of late. It is for people
    /// to look at: where it cannot be written the request goes on.
    pub(crate) async fn touch(&self) {
        if self.used.replace(true) {
            return;
        }
        let now = self.now();
        let is_old = |at: Option<Timestamp>| {
            at.is_none_or(|at| now.saturating_sub(at) >= limits::LAST_USE_SECONDS)
        };
        let _ = match &self.holder {
            Holder::Token { token, .. } if is_old(token.last_used_at) => {
                self.store().token_used(token.id, now).await
            }
            Holder::Person { person, .. } if is_old(person.last_seen_at) => {
                self.store().person_seen(person.id, now).await
            }
            Holder::Client { client, .. } if is_old(client.last_used_at) => {
                self.store().client_used(client.id, now).await
            }
            Holder::Token { .. } | Holder::Person { .. } | Holder::Client { .. } => Ok(()),
        };
    }
}

impl<W: Ports, D: Decisions> Session for AuthSession<W, D> {
    type Permit = AuthPermit<W::Clock>;

    fn caller(&self) -> Caller {
        self.who()
    }

    fn context(&self) -> Context {
        self.context.clone()
    }

    async fn permit(&self, deed: Deed) -> Result<AuthPermit<W::Clock>, Denial> {
        let wanted = Wanted {
            action: deed.action,
            owner: deed.owner,
            secret: deed.secret.as_ref(),
            fields: deed.fields.as_deref(),
        };
        match self.judge(&wanted).await.map_err(outcome::denial)? {
            Verdict::Allowed => {
                self.touch().await;
                Ok(AuthPermit {
                    deed,
                    made_at: self.now(),
                    session: Rc::downgrade(&self.alive),
                    clock: self.core.ports.clock().clone(),
                })
            }
            Verdict::Refused(denial) => Err(self.deny(denial, &wanted).await),
        }
    }
}
