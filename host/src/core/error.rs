//! What can be wrong with the core.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("cannot read the core component {file}: {cause}")]
    Unreadable { file: PathBuf, cause: std::io::Error },
    #[error("{file} is not a component this engine can compile: {cause:#}")]
    NotAComponent { file: PathBuf, cause: wasmtime::Error },
    #[error("the component is not a core of this host's version: {0:#}")]
    NotACore(wasmtime::Error),
    #[error("the engine cannot be set up: {0:#}")]
    Engine(wasmtime::Error),
    #[error("the core cannot be instantiated: {0:#}")]
    Instantiation(wasmtime::Error),
    #[error("the core failed: {0:#}")]
    Trapped(wasmtime::Error),
    #[error("the database was changed by a newer version ({found}; this one knows {known})")]
    DatabaseTooNew { found: u32, known: u32 },
    #[error("the database is not available now")]
    DatabaseUnavailable,
    #[error("the core reports an internal error")]
    Internal,
}
