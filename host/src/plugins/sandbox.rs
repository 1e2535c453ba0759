//! What a call to a plug-in runs in, and what bounds it.
//!
//! INVARIANT: a store serves one call and is dropped. Nothing that one call leaves behind is seen by
//! the next.

use std::time::{Duration, Instant};

use tokio::runtime::{self, Runtime};
use wasmtime::component::{Component, InstancePre, Linker, ResourceTable};
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, ResourceLimiter, Store, UpdateDeadline,
};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::failure::{LoadError, Printable, Refusal};
use super::settings::Options;
use crate::core::wasi;

/// How long a plug-in computes before it gives way to the next.
const TICK: Duration = Duration::from_millis(5);
/// Bytes a plug-in can hand to the host at once, as an answer or in a call to the baseline. An
/// honest answer is about as large as the value of a request, of 1 MiB at most.
const HANDED_OVER: usize = 4 << 20;
const RESOURCES: usize = 1_000;
/// Core instances, tables and memories of one component. A Python interpreter has dozens.
const CORE_INSTANCES: usize = 200;
const TABLES: usize = 100;
const MEMORIES: usize = 16;
/// Entries of all tables together.
const TABLE_ENTRIES: usize = 200_000;

/// Packages of the baseline that a compiler for any language pulls in, answered with emptiness, and
/// the contract's own interface of types. Nothing else is given.
const GIVEN: [&str; 6] =
    ["wasi:cli/", "wasi:clocks/", "wasi:filesystem/", "wasi:io/", "wasi:random/", CONTRACT];
const CONTRACT: &str = "strongroom:secret-type/types@";

/// The engine for plug-ins and the threads they run on, both apart from the server's.
pub(crate) struct Sandbox {
    engine: Engine,
    linker: Linker<State>,
    /// Taken when dropped.
    runtime: Option<Runtime>,
}

impl Sandbox {
    pub(crate) fn start(options: &Options) -> Result<Self, LoadError> {
        let mut config = Config::new();
        config
            // A pool would save 30 µs of a call's 70, and its slots would have to be as large as
            // the largest plug-in that anyone may bring.
            .allocation_strategy(InstanceAllocationStrategy::OnDemand)
            .epoch_interruption(true)
            // The contract's functions are plain ones. What is off cannot be got wrong.
            .concurrency_support(false)
            .wasm_memory64(false);
        let engine = Engine::new(&config).map_err(LoadError::Engine)?;
        let mut linker = Linker::new(&engine);
        wasi::add_to_linker(&mut linker).map_err(LoadError::Engine)?;
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(options.threads)
            // Blocking work does not come up: there are no files and no names to resolve.
            .max_blocking_threads(1)
            .thread_name("plug-in")
            .enable_time()
            // A turn is up to a whole tick long here, so timers and newcomers are looked after
            // every other turn and not, as is usual, every sixtieth.
            .event_interval(2)
            .global_queue_interval(2)
            .build()
            .map_err(LoadError::Threads)?;
        tick(&engine).map_err(LoadError::Threads)?;
        Ok(Self { engine, linker, runtime: Some(runtime) })
    }

    pub(crate) fn runtime(&self) -> &runtime::Handle {
        #[expect(clippy::expect_used, reason = "taken by drop alone")]
        self.runtime.as_ref().expect("the runtime lives as long as the sandbox").handle()
    }

    /// Compiles a component and links it to the empty baseline, once its imports are known to ask
    /// for nothing more.
    pub(crate) fn link(&self, bytes: &[u8]) -> Result<InstancePre<State>, Refusal> {
        let component = std::thread::scope(|scope| {
            // A thread of its own, so that a flaw in the compiler costs this plug-in alone.
            let compile = || Component::from_binary(&self.engine, bytes);
            scope.spawn(compile).join().map_err(|_| Refusal::CompilerFailed)
        })?
        .map_err(|error| Refusal::NotAComponent(Printable::new(format!("{error:#}"))))?;
        for (import, _) in component.component_type().imports(&self.engine) {
            if !GIVEN.iter().any(|given| import.starts_with(given)) {
                return Err(Refusal::Import(Printable::new(import)));
            }
        }
        self.linker
            .instantiate_pre(&component)
            .map_err(|error| Refusal::Contract(Printable::new(format!("{error:#}"))))
    }

    /// A fresh store for one call that may use `memory` bytes until `deadline`.
    pub(crate) fn store(engine: &Engine, memory: usize, deadline: Instant) -> Store<State> {
        let mut table = ResourceTable::new();
        table.set_max_capacity(RESOURCES);
        let budget = Budget { memory, table_entries: TABLE_ENTRIES, exhausted: false };
        let mut store = Store::new(engine, State { wasi: wasi::nothing(), table, budget });
        store.limiter(|state| &mut state.budget);
        store.set_hostcall_fuel(HANDED_OVER);
        store.set_max_component_handles(RESOURCES);
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(move |_| {
            let over = Instant::now() >= deadline;
            Ok(if over { UpdateDeadline::Interrupt } else { UpdateDeadline::Yield(1) })
        });
        store
    }
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

/// What one call carries.
pub(crate) struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    budget: Budget,
}

impl State {
    /// Whether the call was refused memory.
    pub(crate) const fn exhausted(&self) -> bool {
        self.budget.exhausted
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

/// What is left for one call: of all its memories together, and all its tables.
struct Budget {
    memory: usize,
    table_entries: usize,
    exhausted: bool,
}

impl Budget {
    fn grow(left: &mut usize, current: usize, desired: usize) -> bool {
        let grown = left.checked_sub(desired.saturating_sub(current));
        if let Some(rest) = grown {
            *left = rest;
        }
        grown.is_some()
    }
}

impl ResourceLimiter for Budget {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = maximum.is_none_or(|maximum| desired <= maximum)
            && Self::grow(&mut self.memory, current, desired);
        self.exhausted |= !granted;
        Ok(granted)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = Self::grow(&mut self.table_entries, current, desired);
        self.exhausted |= !granted;
        Ok(granted)
    }

    fn instances(&self) -> usize {
        CORE_INSTANCES
    }

    fn tables(&self) -> usize {
        TABLES
    }

    fn memories(&self) -> usize {
        MEMORIES
    }
}
