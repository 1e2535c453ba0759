//! The core: the composed component that holds all of Strongroom's logic, and what it runs on.
//!
//! `engine` says how it is compiled and bounded, `cache` keeps the machine code between starts,
//! `platform` answers its imports, `instance` runs requests through it, `bootstrap` readies the
//! database through it. Nothing in here knows of HTTP parsing, routes, or SQL text.

mod bindings;
pub(crate) mod bootstrap;
pub(crate) mod cache;
mod convert;
mod convert_types;
pub(crate) mod engine;
mod error;
pub(crate) mod instance;
mod platform;
mod platform_types;
pub(crate) mod queue;
mod state;
pub(crate) mod wasi;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use strongroom_database::Either;
use strongroom_root_keys::RootKeys;
use wasmtime::component::{InstancePre, Linker};
use wasmtime::{Engine, Store};

use crate::issuers::IssuerKeys;
use crate::plugins::Catalogue;

pub(crate) use bindings::handler::{Header, Request, Response};
pub(crate) use error::Error;
use state::State;

/// What answers the core's imports. Shared by all instances.
pub(crate) struct Platform {
    pub(crate) sql: Either,
    pub(crate) root_keys: RootKeys,
    pub(crate) issuer_keys: IssuerKeys,
    pub(crate) catalogue: Catalogue,
    pub(crate) settings: std::collections::BTreeMap<String, String>,
}

/// The core, compiled and linked: ready to be instantiated any number of times.
#[derive(Clone)]
pub(crate) struct Core {
    linked: bindings::CorePre<State>,
    platform: Arc<Platform>,
    time_limit: Duration,
}

impl Core {
    /// Loads the component from `file`, from the cache in `cache` where it holds the component's
    /// machine code.
    ///
    /// # Errors
    /// The file cannot be read, is no component, or wants or offers other interfaces than a core.
    pub(crate) fn load(
        engine: &Engine,
        file: &Path,
        cache: &Path,
        platform: Arc<Platform>,
        time_limit: Duration,
    ) -> Result<Self, Error> {
        let component = cache::load(engine, file, cache)?;
        let mut linker: Linker<State> = Linker::new(engine);
        wasi::add_to_linker(&mut linker).map_err(Error::NotACore)?;
        bindings::Core::add_to_linker::<_, platform::Imports>(&mut linker, |state| state)
            .map_err(Error::NotACore)?;
        let linked: InstancePre<State> =
            linker.instantiate_pre(&component).map_err(Error::NotACore)?;
        let linked = bindings::CorePre::new(linked).map_err(Error::NotACore)?;
        Ok(Self { linked, platform, time_limit })
    }

    /// A store of its own and a fresh instance in it.
    async fn instantiate(&self) -> Result<(Store<State>, bindings::Core), Error> {
        let mut store = Store::new(self.linked.engine(), State::new(Arc::clone(&self.platform)));
        engine::bound(&mut store, self.time_limit);
        let core = self.linked.instantiate_async(&mut store).await.map_err(Error::Instantiation)?;
        Ok((store, core))
    }
}
