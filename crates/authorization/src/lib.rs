//! Who may do what: roles, tokens, sessions and permits.
//!
//! What this is: the logic behind `strongroom:authorizer`. [`roles`] is the table of who may do
//! what, [`token`] the form of a credential, [`session`] what a caller holds for one request, and
//! [`Authorizer`] puts them over a store. What it is not: a place where anything is kept; it sees no
//! plaintext of a secret and no key. Depends on the model and the ports.
//!
//! The types serve as they are in both compositions: a component wraps [`session::AuthSession`] and
//! [`session::AuthPermit`] in the resources of its bindings, a native composition uses them bare.

mod administration;
mod authentication;
pub mod bootstrap;
mod outcome;
pub mod roles;
pub mod session;
pub mod token;

use strongroom_model::{Grant, Id, Name, Timestamp};
use strongroom_ports::principals::TokenRow;
use strongroom_ports::{Clock, NoRandomness, Random};
use strongroom_secret_bytes::SecretBytes;

use crate::token::Credential;

/// Implements the ports `Authentication` and `Administration`, and [`bootstrap`].
///
/// The store and the clock are cloned into each session and permit: give cheap handles.
#[derive(Debug, Clone)]
pub struct Authorizer<S, C, R> {
    store: S,
    clock: C,
    random: R,
}

impl<S, C, R> Authorizer<S, C, R> {
    #[must_use]
    pub const fn new(store: S, clock: C, random: R) -> Self {
        Self { store, clock, random }
    }
}

/// A token yet to be made, checked.
struct TokenPlan {
    user: Id,
    user_name: Name,
    name: Name,
    lifetime_seconds: i64,
    grants: Option<Vec<Grant>>,
}

impl<S, C: Clock, R: Random> Authorizer<S, C, R> {
    fn issue(
        &self,
        now: Timestamp,
        plan: TokenPlan,
    ) -> Result<(TokenRow, SecretBytes), NoRandomness> {
        let credential = Credential::issue(&self.random, now)?;
        let row = TokenRow {
            id: credential.id(),
            user: plan.user,
            user_name: plan.user_name,
            name: plan.name,
            digest: credential.digest(),
            created_at: now,
            expires_at: now.saturating_add(plan.lifetime_seconds),
            grants: plan.grants,
        };
        Ok((row, credential.print()))
    }

    fn new_id(&self, now: Timestamp) -> Result<Id, NoRandomness> {
        let mut random = [0; 16];
        self.random.fill(&mut random)?;
        Ok(Id::new(now, random))
    }
}
