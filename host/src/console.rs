//! The web console: a component of files, served beside the core and knowing nothing of it.
//!
//! Its answers are the same for everyone, so each request gets a fresh instance on an engine of its
//! own: what is served to a browser cannot reach, or hold up, what holds secrets.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::Semaphore;
use wasmtime::component::{Accessor, HasData, Linker, ResourceTable};
use wasmtime::{Config, Engine, Store, StoreLimits, StoreLimitsBuilder};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::core::cache::Cache;
use crate::core::{Header, Request, Response, engine, wasi};

mod bindings {
    #![allow(unreachable_pub, reason = "the visibility of generated items is not ours to choose")]
    wasmtime::component::bindgen!({
        inline: "
            package strongroom:native;

            world console {
                import strongroom:platform/settings@0.1.0;

                export strongroom:http/handler@0.1.0;
            }
        ",
        path: ["../wit/platform", "../wit/http"],
        imports: { default: trappable },
    });

    pub use exports::strongroom::http::handler;
    pub use strongroom::platform::settings;
}

use bindings::{handler, settings};

/// Bytes of an instance's memory: its files, and the largest of them unpacked.
const MEMORY: usize = 64 << 20;
/// Epochs that an answer may take: a second.
const PATIENCE: u64 = 1000 / engine::TICK.as_millis() as u64;

/// Instances at once. A browser asks for a few files, once.
const PLACES: usize = 64;

/// The console, compiled and linked.
#[derive(Clone)]
pub(crate) struct Console {
    linked: bindings::ConsolePre<State>,
    /// What it may ask for: the list of identity providers, which is public.
    providers: Option<Arc<str>>,
    /// One for each instance that there may be at once.
    places: Arc<Semaphore>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("cannot read it: {0}")]
    Unreadable(#[from] std::io::Error),
    #[error("{0:#}")]
    Unusable(#[from] wasmtime::Error),
}

struct State {
    providers: Option<Arc<str>>,
    limits: StoreLimits,
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

/// Names the part of the store that the import works on: all of it.
struct Imports;

impl HasData for Imports {
    type Data<'a> = &'a mut State;
}

impl settings::Host for State {}

impl<T: Send> settings::HostWithStore<T> for Imports {
    async fn get(accessor: &Accessor<T, Self>, name: String) -> wasmtime::Result<Option<String>> {
        let providers = accessor.with(|mut access| access.get().providers.clone());
        Ok(providers.filter(|_| name == PROVIDERS).map(|providers| providers.to_string()))
    }
}

/// The one setting it has a use for.
const PROVIDERS: &str = "oidc";

impl Console {
    /// With the list of identity providers, in JSON.
    ///
    /// # Errors
    /// There is no such file, or no console in it.
    pub(crate) fn load(
        file: &Path,
        cache: &Path,
        providers: Option<String>,
    ) -> Result<Self, Error> {
        let source = std::fs::read(file)?;
        let mut config = Config::new();
        config.epoch_interruption(true).wasm_component_model_async(true);
        let engine = Engine::new(&config)?;
        engine::start_ticking(&engine)?;
        let cache = Cache::new(cache, "console");
        let component = cache.component(&engine, &source)?;
        cache.keep_only(&source);
        let mut linker = Linker::new(&engine);
        wasi::add_to_linker(&mut linker)?;
        settings::add_to_linker::<_, Imports>(&mut linker, |state| state)?;
        let linked = bindings::ConsolePre::new(linker.instantiate_pre(&component)?)?;
        let providers = providers.map(Into::into);
        Ok(Self { linked, providers, places: Arc::new(Semaphore::new(PLACES)) })
    }

    /// None where it is too busy.
    ///
    /// # Errors
    /// It trapped, or took too long.
    pub(crate) async fn answer(&self, request: Request) -> wasmtime::Result<Option<Response>> {
        let Ok(_place) = self.places.try_acquire() else { return Ok(None) };
        let limits = StoreLimitsBuilder::new().memory_size(MEMORY).instances(64).build();
        let providers = self.providers.clone();
        let state = State { providers, limits, wasi: wasi::nothing(), table: ResourceTable::new() };
        let mut store = Store::new(self.linked.engine(), state);
        store.limiter(|state| &mut state.limits);
        store.set_epoch_deadline(PATIENCE);
        let console = self.linked.instantiate_async(&mut store).await?;
        let request = to_console(request);
        let handler = console.strongroom_http_handler();
        let response = store
            .run_concurrent(async |accessor| handler.call_handle(accessor, request).await)
            .await??;
        Ok(Some(from_console(response)))
    }
}

fn to_console(request: Request) -> handler::Request {
    let header = |header: Header| handler::Header { name: header.name, value: header.value };
    // Who asks, and with what credential, is nothing that files depend on.
    let passed = ["accept-encoding", "if-none-match"];
    let headers = request.headers.into_iter().filter(|it| passed.contains(&it.name.as_str()));
    handler::Request {
        method: request.method,
        target: request.target,
        headers: headers.map(header).collect(),
        body: Vec::new(),
        peer: None,
        id: request.id,
    }
}

fn from_console(response: handler::Response) -> Response {
    let header = |header: handler::Header| Header { name: header.name, value: header.value };
    Response {
        status: response.status,
        headers: response.headers.into_iter().map(header).collect(),
        body: response.body,
    }
}

/// Whether a path is the console's and not the API's.
pub(crate) fn serves(path: &str) -> bool {
    strongroom_console_files::is_ours(path)
}
