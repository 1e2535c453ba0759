//! Who may do what: roles, scopes, credentials, sessions and permits.
//!
//! What this is: the logic behind `strongroom:authorizer`. [`roles`] is the table of who may do
//! what, [`scopes`] how a credential narrows it, [`decisions`] the seam at which another way to
//! decide takes the table's place, [`session`] what a caller holds for one request, and
//! [`Authorizer`] puts them over a store. What it is not: a place where anything is kept but the
//! fact that a token's signature was right; it sees no plaintext of a secret and no key that seals.
//! Depends on the model, the ports and the JWT crate.
//!
//! The types serve as they are in both compositions: a component wraps [`session::AuthSession`] and
//! [`session::AuthPermit`] in the resources of its bindings, a native composition uses them bare.

mod administration;
mod authentication;
pub mod bootstrap;
mod clients;
pub mod decisions;
mod directory;
mod excess;
mod input;
mod judgement;
pub mod outcome;
mod policies;
pub mod roles;
pub mod scopes;
pub mod session;
pub mod token;

use std::cell::RefCell;
use std::rc::Rc;

use strongroom_model::{Id, Timestamp};
use strongroom_ports::audit::AuditStore;
use strongroom_ports::directory_store::DirectoryStore;
use strongroom_ports::platform::{IssuerKeys, Settings, TokenKeys};
use strongroom_ports::principals::PrincipalStore;
use strongroom_ports::{Clock, NoRandomness, Random};

use crate::authentication::remembered::Remembered;
use crate::decisions::Decisions;

/// What an authorizer stands on.
pub trait Ports {
    type Store: PrincipalStore + DirectoryStore + AuditStore;
    /// Cloned into each permit: give a cheap handle.
    type Clock: Clock + Clone;
    type Random: Random;
    type Platform: TokenKeys + IssuerKeys + Settings;

    fn store(&self) -> &Self::Store;
    fn clock(&self) -> &Self::Clock;
    fn random(&self) -> &Self::Random;
    fn platform(&self) -> &Self::Platform;
}

/// [`Ports`] from four parts.
#[derive(Debug, Clone)]
pub struct Wiring<S, C, R, P> {
    pub store: S,
    pub clock: C,
    pub random: R,
    pub platform: P,
}

impl<S, C, R, P> Ports for Wiring<S, C, R, P>
where
    S: PrincipalStore + DirectoryStore + AuditStore,
    C: Clock + Clone,
    R: Random,
    P: TokenKeys + IssuerKeys + Settings,
{
    type Store = S;
    type Clock = C;
    type Random = R;
    type Platform = P;

    fn store(&self) -> &S {
        &self.store
    }

    fn clock(&self) -> &C {
        &self.clock
    }

    fn random(&self) -> &R {
        &self.random
    }

    fn platform(&self) -> &P {
        &self.platform
    }
}

/// Implements the ports `Authentication`, `Administration`, `Directory`, `Clients` and `Policies`,
/// and [`bootstrap`].
///
/// One for an instance, and for as long as the instance lives: it remembers which tokens it has
/// verified. A clone is another handle to the same.
#[derive(Debug)]
pub struct Authorizer<W, D>(Rc<Core<W, D>>);

#[derive(Debug)]
pub(crate) struct Core<W, D> {
    pub(crate) ports: W,
    pub(crate) decisions: D,
    pub(crate) remembered: RefCell<Remembered>,
}

impl<W, D> Clone for Authorizer<W, D> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<W: Ports, D: Decisions> Authorizer<W, D> {
    #[must_use]
    pub fn new(ports: W, decisions: D) -> Self {
        Self(Rc::new(Core { ports, decisions, remembered: RefCell::default() }))
    }

    pub(crate) fn store(&self) -> &W::Store {
        self.0.ports.store()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.ports.clock().now()
    }

    pub(crate) fn new_id(&self, now: Timestamp) -> Result<Id, NoRandomness> {
        let mut random = [0; 16];
        self.0.ports.random().fill(&mut random)?;
        Ok(Id::new(now, random))
    }
}
