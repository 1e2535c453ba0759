//! One plug-in: loaded once, called in a fresh store each time.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::{Description, Error, Field};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time;
use wasmtime::Trap;
use wasmtime_wasi::I32Exit;

use super::bindings::{self, PlugIn, PlugInPre, taken};
use super::contract;
use super::counters::{Counters, Counts};
use super::failure::{Failure, Printable, Refusal};
use super::manifest::Entry;
use super::sandbox::{Sandbox, State};
use super::settings::Options;

/// How long a call that is over may take to come to its end by itself.
const GRACE: Duration = Duration::from_millis(100);

/// A plug-in fit for use.
pub(crate) struct Plugin {
    description: Description,
    callable: Arc<Callable>,
}

/// What a call needs, wherever it runs.
struct Callable {
    linked: PlugInPre<State>,
    memory: usize,
    time: Duration,
    /// Bounds the calls that run or wait.
    admitted: Arc<Semaphore>,
    /// Bounds the calls that run.
    running: Semaphore,
    counters: Counters,
}

/// A value accepted, or what is wrong with it.
pub(crate) type Answer = Result<Vec<Field>, Vec<Problem>>;

impl Plugin {
    /// Checks, compiles and links the plug-in of one entry, and asks it once what it is.
    pub(crate) fn load(
        sandbox: &Sandbox,
        folder: &Path,
        entry: &Entry,
        options: &Options,
    ) -> Result<Self, Refusal> {
        let bytes = entry.bytes(folder, options.file_bytes)?;
        let linked = PlugInPre::new(sandbox.link(&bytes)?)
            .map_err(|error| Refusal::Contract(Printable::new(format!("{error:#}"))))?;
        let callable = Arc::new(Callable {
            linked,
            memory: entry.memory.unwrap_or(options.memory),
            time: entry.time.unwrap_or(options.time),
            admitted: Arc::new(Semaphore::new(options.admitted)),
            running: Semaphore::new(options.running),
            counters: Counters::default(),
        });
        let described = {
            let callable = Arc::clone(&callable);
            wait_for(sandbox, async move { callable.describe().await })?
        };
        let description = contract::described(described).map_err(Failure::Breach)?;
        Ok(Self { description, callable })
    }

    pub(crate) const fn description(&self) -> &Description {
        &self.description
    }

    pub(crate) fn counts(&self) -> Counts {
        self.callable.counters.read()
    }

    pub(crate) async fn validate(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        fields: Vec<Field>,
    ) -> Result<Vec<Field>, Error> {
        let counters = &self.callable.counters;
        let problems = contract::admitted(&self.description, &fields);
        if !problems.is_empty() {
            counters.invalid.count();
            return Err(Error::Invalid(problems));
        }
        let Ok(admitted) = Arc::clone(&self.callable.admitted).try_acquire_owned() else {
            return Err(self.turned_away());
        };
        let plugin = Arc::clone(self);
        let call = async move { plugin.run(fields, admitted).await };
        // A caller that goes away does not cut the call off: it ends by itself, soon.
        sandbox.runtime().spawn(call).await.unwrap_or_else(|_| {
            tracing::error!(r#type = %self.description.id, "running a secret type failed");
            counters.failed.count();
            Err(Error::Failed)
        })
    }

    async fn run(
        &self,
        fields: Vec<Field>,
        _admitted: OwnedSemaphorePermit,
    ) -> Result<Vec<Field>, Error> {
        let callable = &self.callable;
        let Ok(Ok(_running)) = time::timeout(callable.time, callable.running.acquire()).await
        else {
            return Err(self.turned_away());
        };
        let counters = &callable.counters;
        let failure = match self.attempt(fields).await {
            Ok(Ok(fields)) => {
                counters.accepted.count();
                return Ok(fields);
            }
            Ok(Err(problems)) => {
                counters.invalid.count();
                return Err(Error::Invalid(problems));
            }
            Err(failure) => failure,
        };
        match failure {
            Failure::Time => counters.timed_out.count(),
            Failure::Memory
            | Failure::Trap(_)
            | Failure::Exit
            | Failure::Host
            | Failure::Breach(_) => counters.failed.count(),
        }
        tracing::warn!(r#type = %self.description.id, reason = %failure, "a secret type failed");
        Err(Error::Failed)
    }

    /// The call itself, and why it failed if it did.
    pub(crate) async fn attempt(&self, fields: Vec<Field>) -> Result<Answer, Failure> {
        self.callable.validate(&self.description, fields.into()).await
    }

    fn turned_away(&self) -> Error {
        self.callable.counters.turned_away.count();
        tracing::warn!(r#type = %self.description.id, "too many calls to a secret type");
        Error::Failed
    }
}

impl Callable {
    async fn describe(&self) -> Result<bindings::Description, Failure> {
        self.call(async |plugin, store| {
            plugin.strongroom_secret_type_secret_type().call_describe(store).await
        })
        .await
    }

    async fn validate(
        &self,
        description: &Description,
        fields: bindings::Fields,
    ) -> Result<Answer, Failure> {
        let given = &fields;
        let answer = self
            .call(async move |plugin, store| {
                let secret_type = plugin.strongroom_secret_type_secret_type();
                let answer = secret_type.call_validate(store, given.as_slice()).await?;
                Ok(answer.map(|fields| fields.into_iter().map(taken).collect()))
            })
            .await?;
        Ok(match answer {
            Ok(fields) => Ok(contract::accepted(description, fields)?),
            Err(problems) => Err(contract::problems(description, problems, given.as_slice())?),
        })
    }

    /// One call in a store of its own.
    async fn call<T>(
        &self,
        call: impl AsyncFnOnce(PlugIn, &mut wasmtime::Store<State>) -> wasmtime::Result<T>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + self.time;
        let mut store = Sandbox::store(self.linked.engine(), self.memory, deadline);
        let outcome = {
            let whole = async {
                let plugin = self.linked.instantiate_async(&mut store).await?;
                call(plugin, &mut store).await
            };
            // Guest code that runs on past the deadline traps by itself. What is cut off here waits
            // for the host, for a timer say; its store is not used again.
            time::timeout(self.time + GRACE, whole).await.map_err(|_| Failure::Time)?
        };
        outcome.map_err(|error| failure(&error, store.data()))
    }
}

fn failure(error: &wasmtime::Error, state: &State) -> Failure {
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => Failure::Time,
        // A program that is refused memory gives up in its own way, mostly by a trap.
        _ if state.exhausted() => Failure::Memory,
        Some(trap) => Failure::Trap(*trap),
        None if error.is::<I32Exit>() => Failure::Exit,
        None => Failure::Host,
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
