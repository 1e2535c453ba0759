//! The native catalogue: secret types that people plug in.
//!
//! A plug-in is a component nobody here wrote. `manifest` finds its file and checks the digest
//! before anything is decoded, `plugin` loads and calls it, `sandbox` is what a call runs in: an
//! engine of its own, a fresh store for every call, limits on memory, tables, time and answers, and
//! threads of its own, so that a plug-in that goes astray costs that one call an error and starves
//! nobody. `strongroom-secret-types` checks what it says about itself and what it answers, `outbound`
//! is all of the world that a connected one can reach. `set` is the types there are at one time, `catalogue` the
//! handle on them, `watch` replaces them when the folder changes.
//!
//! A plug-in that is not fit for use never stops the server: [`Catalogue::statuses`] says why, and
//! its type is unavailable.
//!
//! Not in here: who may call what, where values are kept, HTTP as the server speaks it. Depends on
//! wasmtime, the contract in `wit/secret-type`, `core::wasi` for the empty baseline and
//! `core::cache` for what was compiled once.

mod bindings;
mod catalogue;
mod counters;
mod failure;
mod inspect;
pub(crate) mod manifest;
mod outbound;
mod plugin;
mod sandbox;
mod set;
mod settings;
mod status;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use catalogue::Catalogue;
pub(crate) use settings::Options;
pub(crate) use status::Status;
pub(crate) use watch::Watch;
pub(crate) use {
    inspect::{Report, inspect},
    outbound::{Grant, Grants},
};
