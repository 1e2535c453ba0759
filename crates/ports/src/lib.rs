//! The seams between components as Rust traits.
//!
//! Each module says for Rust what the interface of the same name in `wit/` says for components:
//! read the guarantees there. Logic in `crates/` is written against these traits; a component
//! implements them over its imports, and a native composition (tests, the benchmark's baseline)
//! over the logic itself. No bindings and no I/O in here.
//!
//! Futures need not be `Send`: an instance, like a native server's worker, runs on one thread.
#![allow(async_fn_in_trait, reason = "every executor here is single-threaded")]

pub mod administration;
pub mod audit;
pub mod authentication;
pub mod catalogue;
pub mod clients;
pub mod directory;
pub mod directory_store;
pub mod platform;
pub mod policies;
pub mod principals;
pub mod root_key;
pub mod sealing;
pub mod secrets;
pub mod sessions;
pub mod vault;

use strongroom_model::Timestamp;

/// The wall clock, in whole seconds.
pub trait Clock {
    fn now(&self) -> Timestamp;
}

/// Random bytes fit for keys.
pub trait Random {
    /// # Errors
    /// [`NoRandomness`] where the platform has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The platform gave no randomness. Nothing can be sealed or issued without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no randomness from the platform")]
pub struct NoRandomness;
