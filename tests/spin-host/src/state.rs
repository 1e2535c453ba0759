//! What one instance has of its own, and what all of them share.

use std::path::PathBuf;
use std::sync::Arc;

use strongroom_spin_application::{AllowedHosts, Variables};
use wasmtime::component::{HasSelf, Linker, ResourceTable};
use wasmtime_wasi::cli::{WasiCli, WasiCliView as _};
use wasmtime_wasi::filesystem::{WasiFilesystem, WasiFilesystemView as _};
use wasmtime_wasi::p2::bindings::{cli, filesystem, random};
use wasmtime_wasi::random::{WasiRandom, WasiRandomView as _};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView, p2, p3};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::bindings::Host_;
use crate::counts::Counts;
use crate::delay::Delay;
use crate::outbound::{Names, Outbound};
use crate::postgres::Pools;

/// What all instances of the application share.
pub(crate) struct Application {
    pub(crate) variables: Variables,
    /// The databases that the component may open, by label. There is one.
    pub(crate) databases: Vec<String>,
    pub(crate) database: PathBuf,
    pub(crate) allowed_hosts: Arc<AllowedHosts>,
    pub(crate) names: Names,
    pub(crate) pools: Pools,
    pub(crate) delay: Delay,
    pub(crate) counts: Arc<Counts>,
}

/// What one instance has.
pub(crate) struct State {
    pub(crate) application: Arc<Application>,
    pub(crate) table: ResourceTable,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    outbound: Outbound,
}

impl State {
    pub(crate) fn new(application: &Arc<Application>) -> Self {
        // No files, no variables of the environment, no sockets. What a component prints is for
        // whoever follows the server, as with Spin.
        let wasi = WasiCtx::builder().inherit_stdout().inherit_stderr().build();
        Self {
            table: ResourceTable::new(),
            wasi,
            http: WasiHttpCtx::new(),
            outbound: Outbound::new(&application.allowed_hosts, &application.names),
            application: application.clone(),
        }
    }

    /// What applications made in Rust ask for. Sockets and files in WASI 0.3 are not among it, and
    /// take a minute to compile: an application that asks for them does not start.
    pub(crate) fn link(linker: &mut Linker<Self>) -> wasmtime::Result<()> {
        p2::add_to_linker_proxy_interfaces_async(linker)?;
        random::insecure::add_to_linker::<Self, WasiRandom>(linker, Self::random)?;
        random::insecure_seed::add_to_linker::<Self, WasiRandom>(linker, Self::random)?;
        cli::exit::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        cli::environment::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        cli::terminal_input::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        cli::terminal_output::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        cli::terminal_stdin::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        cli::terminal_stdout::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        cli::terminal_stderr::add_to_linker::<Self, WasiCli>(linker, Self::cli)?;
        filesystem::preopens::add_to_linker::<Self, WasiFilesystem>(linker, Self::filesystem)?;
        filesystem::types::add_to_linker::<Self, WasiFilesystem>(linker, Self::filesystem)?;
        p3::clocks::add_to_linker(linker)?;
        p3::random::add_to_linker(linker)?;
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(linker)?;
        wasmtime_wasi_http::p3::add_to_linker(linker)?;
        Host_::add_to_linker::<_, HasSelf<Self>>(linker, |state| state)
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { hooks: &mut self.outbound, table: &mut self.table, ctx: &mut self.http }
    }
}
