//! What one call runs in, and what bounds it.
//!
//! INVARIANT: a store serves one call and is dropped. Nothing that one call leaves behind is seen by
//! the next.

use std::time::{Duration, Instant};

use wasmtime::component::ResourceTable;
use wasmtime::{Engine, ResourceLimiter, Store, UpdateDeadline};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::TICK;
use crate::core::wasi;
use crate::plugins::outbound::Session;

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

/// What one call may use.
pub(crate) struct Bounds {
    /// Bytes of all memories.
    pub(crate) memory: usize,
    /// Of computing, in steps of a tick.
    pub(crate) computing: Duration,
    /// When it ends, wherever it is.
    pub(crate) deadline: Instant,
    pub(crate) session: Session,
}

/// What one call carries.
pub(crate) struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    budget: Budget,
    session: Session,
}

impl State {
    /// A fresh store for one call.
    pub(crate) fn store(engine: &Engine, bounds: Bounds) -> Store<Self> {
        let Bounds { memory, computing, deadline, session } = bounds;
        let mut table = ResourceTable::new();
        table.set_max_capacity(RESOURCES);
        let budget = Budget { memory, table_entries: TABLE_ENTRIES, exhausted: false };
        let mut store = Store::new(engine, Self { wasi: wasi::nothing(), table, budget, session });
        store.limiter(|state| &mut state.budget);
        store.set_hostcall_fuel(HANDED_OVER);
        store.set_max_component_handles(RESOURCES);
        store.set_epoch_deadline(1);
        // Comes once a tick at most, and only while the guest computes.
        let mut computed = Duration::ZERO;
        store.epoch_deadline_callback(move |_| {
            computed += TICK;
            let over = computed > computing || Instant::now() >= deadline;
            Ok(if over { UpdateDeadline::Interrupt } else { UpdateDeadline::Yield(1) })
        });
        store
    }

    /// Whether the call was refused memory.
    pub(crate) const fn exhausted(&self) -> bool {
        self.budget.exhausted
    }

    pub(super) const fn session(&mut self) -> &mut Session {
        &mut self.session
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
