//! What one instance of the core carries: its platform, its WASI context, its progress.

use std::sync::Arc;

use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::{Platform, wasi};

pub(crate) struct State {
    pub(crate) platform: Arc<Platform>,
    /// Counts what shows that the instance gets somewhere: requests begun, and platform calls begun
    /// and answered. See `engine::bound`.
    pub(crate) progress: u64,
    wasi: WasiCtx,
    table: ResourceTable,
}

impl State {
    pub(crate) fn new(platform: Arc<Platform>) -> Self {
        Self { platform, progress: 0, wasi: wasi::nothing(), table: ResourceTable::new() }
    }

    pub(crate) const fn made_progress(&mut self) {
        self.progress = self.progress.wrapping_add(1);
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}
