//! How the core is compiled and what bounds it: memory, tables and time.
//!
//! Time is measured in epochs: a thread of the operating system counts one up every [`TICK`], and
//! compiled code looks at the counter on every loop and call. So a guest that never waits still
//! gives way to the connections of its thread every tick, and one that gets nowhere is stopped.

use std::time::Duration;

use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Store,
    UpdateDeadline,
};

use super::error::Error;
use super::state::State;

/// Length of an epoch.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// Bounds of one instance, beyond what any honest core comes near to.
/// A memory reserves 4 GiB of addresses, so that no access to it needs a check.
const MEMORIES: u32 = 8;
const TABLES: u32 = 64;
const CORE_INSTANCES: u32 = 128;
const TABLE_ELEMENTS: usize = 20_000;
/// Stacks of guest calls: an instance runs one request at a time.
const STACKS: u32 = 8;

/// An engine with room for `instances` of a core at once, each memory of which may grow to
/// `memory_limit` bytes.
///
/// # Errors
/// The machine cannot give the address space, or does not support the engine.
pub(crate) fn engine(instances: u32, memory_limit: usize) -> Result<Engine, Error> {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(instances)
        .total_core_instances(instances.saturating_mul(CORE_INSTANCES))
        .total_memories(instances.saturating_mul(MEMORIES))
        .total_tables(instances.saturating_mul(TABLES))
        .total_stacks(instances.saturating_mul(STACKS))
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(1 << 20)
        .max_memories_per_module(1)
        .table_elements(TABLE_ELEMENTS)
        .max_memory_size(memory_limit);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .cranelift_opt_level(OptLevel::Speed)
        .epoch_interruption(true)
        .wasm_component_model_async(true)
        .wasm_memory64(false);
    Engine::new(&config).map_err(Error::Engine)
}

/// Counts the engine's epochs up until the engine is gone.
///
/// # Errors
/// No thread can be started.
pub(crate) fn start_ticking(engine: &Engine) -> std::io::Result<()> {
    let engine = engine.weak();
    std::thread::Builder::new().name("epochs".into()).spawn(move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(TICK);
        }
    })?;
    Ok(())
}

/// Makes guest code in `store` yield every tick, and trap once it has run for `limit` without
/// progress.
pub(crate) fn bound(store: &mut Store<State>, limit: Duration) {
    let limit = limit.as_millis().div_ceil(TICK.as_millis());
    let (mut seen, mut ticks) = (0, 0_u128);
    store.set_epoch_deadline(1);
    // Called at most once a tick, and only while guest code runs: time spent idle or waiting for
    // the platform does not count.
    store.epoch_deadline_callback(move |context| {
        let progress = context.data().progress;
        if progress != seen {
            (seen, ticks) = (progress, 0);
        }
        ticks += 1;
        if ticks <= limit {
            return Ok(UpdateDeadline::Yield(1));
        }
        tracing::error!("an instance of the core gets nowhere and is ended");
        Ok(UpdateDeadline::Interrupt)
    });
}
