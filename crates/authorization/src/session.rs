//! What a caller holds for the length of one request: a session, and the permits it gives.
//!
//! A session knows who calls and what its user was to the owner that the request speaks of, read
//! together with the token. Roles are therefore as they were when the request began; no later
//! request sees them again. Neither type has a constructor outside this crate.

use std::rc::{Rc, Weak};

use strongroom_model::access::Deed;
use strongroom_model::audit::{Caller, Context, Event, Record};
use strongroom_model::{Action, Grant, Id, Owner, SecretKey, Timestamp};
use strongroom_ports::Clock;
use strongroom_ports::audit::AuditStore;
use strongroom_ports::principals::{PresentedToken, PrincipalStore, Standing, TokenRow};
use strongroom_ports::sessions::{Denial, Permit, Session};

use crate::outcome;
use crate::roles::{self, Decision};

/// Seconds after which a permit is void.
pub const PERMIT_SECONDS: i64 = 60;

/// An authenticated caller. Its permits die with it.
#[derive(Debug)]
pub struct AuthSession<S, C> {
    store: S,
    clock: C,
    context: Context,
    token: TokenRow,
    about: Option<(Owner, Standing)>,
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
        self.session.strong_count() > 0 && (0..PERMIT_SECONDS).contains(&age) && self.deed == *deed
    }
}

impl<S, C> AuthSession<S, C> {
    pub(crate) fn new(
        store: S,
        clock: C,
        context: Context,
        about: Option<Owner>,
        presented: PresentedToken,
    ) -> Self {
        let about = about.zip(presented.standing);
        Self { store, clock, context, token: presented.token, about, alive: Rc::new(()) }
    }

    pub(crate) const fn user(&self) -> Id {
        self.token.user
    }

    pub(crate) const fn token(&self) -> &TokenRow {
        &self.token
    }

    pub(crate) fn grants(&self) -> Option<&[Grant]> {
        self.token.grants.as_deref()
    }

    fn who(&self) -> Caller {
        Caller { user: self.token.user, token: self.token.id }
    }

    pub(crate) fn record(&self, at: Timestamp, event: Event) -> Record {
        Record { at, context: self.context.clone(), caller: Some(self.who()), event }
    }
}

impl<S: PrincipalStore + AuditStore, C: Clock> AuthSession<S, C> {
    /// A session is as long as a request, and a request may outlast its token.
    pub(crate) fn has_expired(&self) -> bool {
        self.clock.now() >= self.token.expires_at
    }

    /// What the user is to the owner; nothing once the token has expired.
    pub(crate) async fn standing(&self, owner: Owner) -> Result<Standing, Denial> {
        if self.has_expired() {
            return Ok(Standing::default());
        }
        match self.about {
            Some((about, standing)) if about == owner => Ok(standing),
            _ => self.store.standing(self.token.user, owner).await.map_err(outcome::denial),
        }
    }

    /// Writes the denial down, and only then gives it.
    pub(crate) async fn deny(
        &self,
        denial: Denial,
        action: Action,
        owner: Owner,
        secret: Option<SecretKey>,
    ) -> Denial {
        let event = Event::Denied { action, owner, secret };
        match self.store.append(self.record(self.clock.now(), event)).await {
            Ok(()) => denial,
            Err(error) => outcome::unwritten(error),
        }
    }
}

impl<S: PrincipalStore + AuditStore, C: Clock + Clone> Session for AuthSession<S, C> {
    type Permit = AuthPermit<C>;

    fn caller(&self) -> Caller {
        self.who()
    }

    fn context(&self) -> Context {
        self.context.clone()
    }

    async fn permit(&self, deed: Deed) -> Result<AuthPermit<C>, Denial> {
        let standing = self.standing(deed.owner).await?;
        let denial =
            match roles::decide(&standing, deed.owner, self.user(), self.grants(), deed.action) {
                Decision::Allowed => {
                    return Ok(AuthPermit {
                        deed,
                        made_at: self.clock.now(),
                        session: Rc::downgrade(&self.alive),
                        clock: self.clock.clone(),
                    });
                }
                Decision::Forbidden => Denial::Forbidden,
                Decision::Hidden => Denial::Hidden,
            };
        Err(self.deny(denial, deed.action, deed.owner, deed.secret).await)
    }
}
