//! What plug-ins are compiled by and run on: an engine and threads of their own.
//!
//! `store` is what one call runs in, `link` decides what a component is given.

mod compile;
mod link;
mod sockets;
mod store;

use std::time::Duration;

use tokio::runtime::{self, Runtime};
use wasmtime::component::Linker;
use wasmtime::{Config, Engine, InstanceAllocationStrategy};

use super::bindings::outbound;
use super::failure::LoadError;
use super::outbound::{Roots, Session};
use super::settings::Options;
use crate::core::cache::Cache;
use crate::core::wasi;

pub(crate) use link::{Imports, Linked};
pub(crate) use store::{Bounds, State};

/// How long a plug-in computes before it gives way to the next.
const TICK: Duration = Duration::from_millis(5);
/// Threads that wait for the system's resolver of names. Each plug-in has a few at most.
const LOOKUPS: usize = 16;
/// Bytes of a memory as a component comes with it, beyond which it is kept as an image only where
/// little of it is empty. An interpreter brings its heap along.
const IMAGE: u64 = 64 << 20;

/// The engine for plug-ins and the threads they run on, both apart from the server's.
pub(crate) struct Sandbox {
    engine: Engine,
    plain: Linker<State>,
    /// With `outbound`.
    connected: Linker<State>,
    public: Roots,
    cache: Option<Cache>,
    /// Taken when dropped.
    runtime: Option<Runtime>,
}

impl Sandbox {
    /// With `cache`, what was compiled once is not compiled again.
    pub(crate) fn start(options: &Options, cache: Option<Cache>) -> Result<Self, LoadError> {
        let engine = Engine::new(&config()).map_err(LoadError::Engine)?;
        let mut plain = Linker::new(&engine);
        wasi::add_to_linker(&mut plain).map_err(LoadError::Engine)?;
        sockets::add_to_linker(&mut plain).map_err(LoadError::Engine)?;
        let mut connected = plain.clone();
        outbound::add_to_linker::<State, ToSession>(&mut connected, State::session)
            .map_err(LoadError::Engine)?;
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(options.threads)
            .max_blocking_threads(LOOKUPS)
            .thread_name("plug-in")
            .enable_time()
            .enable_io()
            // A turn is up to a whole tick long here, so timers and newcomers are looked after
            // every other turn and not, as is usual, every sixtieth.
            .event_interval(2)
            .global_queue_interval(2)
            .build()
            .map_err(LoadError::Threads)?;
        tick(&engine).map_err(LoadError::Threads)?;
        let public = Roots::public()?;
        Ok(Self { engine, plain, connected, public, cache, runtime: Some(runtime) })
    }

    pub(crate) fn runtime(&self) -> &runtime::Handle {
        #[expect(clippy::expect_used, reason = "taken by drop alone")]
        self.runtime.as_ref().expect("the runtime lives as long as the sandbox").handle()
    }

    pub(crate) const fn public_roots(&self) -> &Roots {
        &self.public
    }

    /// Forgets what is compiled of components that `is_used` does not know by their digest.
    pub(crate) fn forget(&self, is_used: impl Fn(&str) -> bool) {
        if let Some(cache) = &self.cache {
            cache.prune(is_used);
        }
    }
}

/// Names the part of a call's state that `outbound` works on.
struct ToSession;

impl wasmtime::component::HasData for ToSession {
    type Data<'a> = &'a mut Session;
}

fn config() -> Config {
    let mut config = Config::new();
    config
        // A pool would save 30 µs of a call's 70, and its slots would have to be as large as
        // the largest plug-in that anyone may bring.
        .allocation_strategy(InstanceAllocationStrategy::OnDemand)
        // A fresh memory is the component's image, mapped: a page is copied when it is written.
        .memory_init_cow(true)
        .memory_guaranteed_dense_image_size(IMAGE)
        .epoch_interruption(true)
        // The contract's functions are plain ones. What is off cannot be got wrong.
        .concurrency_support(false)
        .wasm_memory64(false);
    config
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // The last handle may be dropped on a thread of a runtime, where waiting is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Counts the epochs up, from a thread that no guest can keep busy, until the engine is gone.
fn tick(engine: &Engine) -> std::io::Result<()> {
    let engine = engine.weak();
    let count = move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(TICK);
        }
    };
    std::thread::Builder::new().name("plug-in epochs".into()).spawn(count).map(drop)
}
