//! The engine, set as Spin sets it, and machine code that one start leaves to the next.

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use wasmtime::component::Component;
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// Length of an epoch, as with Spin.
const TICK: Duration = Duration::from_millis(10);

/// How long machine code that nothing uses is kept.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Instances at once. Spin has room for a thousand; the tests need no more than this, and several
/// hosts run side by side.
const INSTANCES: u32 = 100;

/// Spin's bounds for one component: memories, tables, core instances.
const MEMORIES: u32 = 32;
const TABLES: u32 = 64;
const CORE_INSTANCES: u32 = 200;

pub(crate) fn make() -> anyhow::Result<Engine> {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(INSTANCES)
        .total_memories(10 * INSTANCES)
        .total_tables(20 * INSTANCES)
        .total_core_instances(40 * INSTANCES)
        .total_stacks(10 * INSTANCES)
        .table_elements(100_000)
        .max_component_instance_size(10 << 20)
        .max_core_instance_size(10 << 20)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_memory_size(4 << 30)
        .linear_memory_keep_resident(2 << 20)
        .table_keep_resident(512 << 10);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .epoch_interruption(true)
        .wasm_component_model_async(true);
    let engine = Engine::new(&config)?;
    let ticked = engine.clone();
    std::thread::Builder::new().name("epochs".into()).spawn(move || {
        loop {
            std::thread::sleep(TICK);
            ticked.increment_epoch();
        }
    })?;
    Ok(engine)
}

/// The component in `file`, compiled where no earlier start has left its machine code.
pub(crate) fn load(engine: &Engine, file: &Path) -> anyhow::Result<Component> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let code = code_file(engine, &bytes)?;
    if let Ok(component) = deserialize(engine, &code) {
        // Says that it is in use.
        let _ = File::open(&code).and_then(|file| file.set_modified(SystemTime::now()));
        return Ok(component);
    }
    let compiled = engine.precompile_component(&bytes)?;
    let folder = code.parent().context("machine code has a folder")?;
    std::fs::create_dir_all(folder)?;
    remove_unused(folder);
    // Others may start at the same moment: the file appears whole or not at all.
    let partial = tempfile::NamedTempFile::new_in(folder)?;
    std::fs::write(partial.path(), compiled)?;
    partial.persist(&code)?;
    Ok(deserialize(engine, &code)?)
}

/// What no start has used for long is of applications that are not built any more.
fn remove_unused(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let used = entry.metadata().and_then(|metadata| metadata.modified());
        let unused = used.ok().and_then(|used| used.elapsed().ok());
        if unused.is_some_and(|unused| unused > KEPT) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Beside this program, in a folder that only who builds can write to.
fn code_file(engine: &Engine, component: &[u8]) -> anyhow::Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    let digest: String =
        Sha256::digest(component).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let folder = std::env::current_exe()?.with_file_name("strongroom-spin-host-machine-code");
    Ok(folder.join(format!("{digest}-{:016x}.cwasm", hasher.finish())))
}

#[expect(unsafe_code, reason = "machine code is run as it is: it lies where the program lies")]
fn deserialize(engine: &Engine, file: &Path) -> wasmtime::Result<Component> {
    // SAFETY: whoever can write beside this program can replace the program. The file is never
    // changed once it is there.
    unsafe { Component::deserialize_file(engine, file) }
}
