//! From an entry of the manifest to a plug-in, or to a reason why not.

use std::path::Path;
use std::sync::{Arc, mpsc};

use strongroom_secret_types::{self as contract, Described};
use wasmtime::component::Component;

use super::callable::Callable;
use super::turns::Turns;
use super::{Plugin, Sandbox};
use crate::plugins::counters::Counters;
use crate::plugins::failure::{Failure, Refusal};
use crate::plugins::manifest::{Allowance, Entry};
use crate::plugins::outbound::{Client, Roots};
use crate::plugins::settings::Options;

impl Plugin {
    /// Checks, compiles and links the plug-in of one entry, and asks it what it is.
    pub(crate) fn load(
        sandbox: &Sandbox,
        folder: &Path,
        entry: &Entry,
        options: &Options,
    ) -> Result<Self, Refusal> {
        let bytes = entry.bytes(folder, options.file_bytes)?;
        let roots = match entry.ca(folder)? {
            Some(pem) => Roots::own(&pem).map_err(|why| Refusal::Ca(Box::new(why.into())))?,
            None => sandbox.public_roots().clone(),
        };
        let component = sandbox.compile(&bytes)?;
        drop(bytes);
        let callable = Callable::new(sandbox, &component, &entry.allowance, roots, options)?;
        let (described, callable) = described(sandbox, callable)?;
        let patience = callable.time;
        Ok(Self {
            entry: entry.clone(),
            described,
            turns: Turns::new(options.admitted, options.running, patience),
            rotation_turns: Turns::new(options.admitted, options.running, callable.rotation_time),
            callable,
            counters: Arc::new(Counters::default()),
        })
    }

    /// Whether it still says of itself what it said when it was loaded.
    pub(crate) fn is_steady(self: &Arc<Self>, sandbox: &Sandbox) -> Result<(), Refusal> {
        let plugin = Arc::clone(self);
        let raw = match wait_for(sandbox, async move { plugin.callable.describe().await }) {
            // A machine that is busy for a moment is no reason to take a type away.
            Err(Failure::Time) => return Ok(()),
            answer => answer?,
        };
        let described = contract::described(raw.into()).map_err(Failure::Breach)?;
        let is_same = described.description == self.described.description;
        if is_same { Ok(()) } else { Err(Refusal::Fickle) }
    }

    /// What a call costs before anything is called.
    #[cfg(test)]
    pub(crate) async fn instantiated(&self) {
        self.callable.instantiated().await;
    }

    /// Goes on counting where the plug-in that it replaces stopped.
    pub(crate) fn count_on(&mut self, before: &Self) {
        self.counters = Arc::clone(&before.counters);
    }
}

impl Callable {
    pub(super) fn new(
        sandbox: &Sandbox,
        component: &Component,
        allowance: &Allowance,
        roots: Roots,
        options: &Options,
    ) -> Result<Self, Refusal> {
        let has_hosts = !allowance.grants.hosts.is_empty();
        let client = || Arc::new(Client::new(allowance.grants.clone(), roots));
        Ok(Self {
            linked: sandbox.link(component, has_hosts)?,
            memory: allowance.memory.unwrap_or(options.memory),
            time: allowance.time.unwrap_or(options.time),
            rotation_time: allowance.rotation_time.unwrap_or(options.rotation_time),
            requests: allowance.requests.unwrap_or(options.requests),
            client: has_hosts.then(client),
        })
    }
}

/// Asks twice, in two fresh stores: a description is what forms, checks and documents come from, so
/// it is no answer that changes.
fn described(sandbox: &Sandbox, callable: Callable) -> Result<(Described, Callable), Refusal> {
    let (first, second, callable) = wait_for(sandbox, async move {
        let first = callable.describe().await?;
        Ok((first, callable.describe().await?, callable))
    })?;
    let first = contract::described(first.into()).map_err(Failure::Breach)?;
    let second = contract::described(second.into()).map_err(Failure::Breach)?;
    if first.description == second.description {
        Ok((first, callable))
    } else {
        Err(Refusal::Fickle)
    }
}

/// Waits, on a thread of the server, for something that runs on those of the sandbox.
fn wait_for<T: Send + 'static>(
    sandbox: &Sandbox,
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    let (answer, answered) = mpsc::sync_channel(1);
    sandbox.runtime().spawn(async move { answer.send(work.await) });
    // No answer: the work panicked.
    answered.recv().unwrap_or(Err(Failure::Host))
}

/// What a component that is not in a folder says of itself, with everything granted.
pub(crate) fn described_alone(
    sandbox: &Sandbox,
    component: &Component,
    options: &Options,
) -> Result<Described, Refusal> {
    let linked = sandbox.link(component, true)?;
    let callable = Callable {
        linked,
        memory: options.memory,
        time: options.time,
        rotation_time: options.rotation_time,
        requests: 0,
        client: None,
    };
    described(sandbox, callable).map(|(described, _)| described)
}
