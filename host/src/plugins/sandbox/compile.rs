//! From bytes to machine code, beside a server that serves.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wasmtime::component::Component;

use super::Sandbox;
use crate::plugins::failure::{Printable, Refusal};

/// How far behind the threads that serve the compiler stands in the system's queue.
const NICENESS: i32 = 10;

impl Sandbox {
    /// The machine code of a component. From the cache, or made now on threads that are there for
    /// it alone and give way to all others: an interpreter takes many seconds.
    pub(crate) fn compile(&self, bytes: &[u8]) -> Result<Component, Refusal> {
        let compile = || match &self.cache {
            Some(cache) => cache.component(&self.engine, bytes),
            None => Component::from_binary(&self.engine, bytes),
        };
        let compilers = rayon::ThreadPoolBuilder::new()
            .thread_name(|_| "compiler".to_owned())
            .start_handler(|_| {
                // Linux keeps this for each thread. Without it compiling works as well.
                let _ = rustix::process::nice(NICENESS);
            })
            .build()
            .map_err(|_| Refusal::CompilerFailed)?;
        // A flaw in the compiler costs this plug-in alone.
        catch_unwind(AssertUnwindSafe(|| compilers.install(compile)))
            .map_err(|_| Refusal::CompilerFailed)?
            .map_err(|error| Refusal::NotAComponent(Printable::new(format!("{error:#}"))))
    }
}
