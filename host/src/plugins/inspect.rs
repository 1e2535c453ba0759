//! What a component is, for who has to decide whether to let it in. It runs in the sandbox, reaches
//! nothing, and is asked for nothing but its description.

use std::path::Path;

use strongroom_ports::catalogue::Description;

use super::failure::{LoadError, Refusal};
use super::manifest::Digest;
use super::plugin;
use super::sandbox::{Imports, Sandbox};
use super::settings::Options;
use crate::core::cache::Cache;

/// What can be read off a component, and what it says of itself.
#[derive(Debug)]
pub(crate) struct Report {
    /// Bytes.
    pub(crate) size: usize,
    pub(crate) sha256: Digest,
    /// What it imports, by what that means: an empty baseline of WASI, requests to granted hosts,
    /// or something that no secret type is given. With them whether it is a connected type.
    pub(crate) imports: Imports,
    /// What it says of itself, or why it would be refused.
    pub(crate) description: Result<Description, Refusal>,
}

/// With `cache`, a folder, what was compiled once is not compiled again.
///
/// # Errors
/// The host cannot run plug-ins, or the bytes are larger than a plug-in may be, or no component.
pub(crate) fn inspect(
    bytes: &[u8],
    options: &Options,
    cache: Option<&Path>,
) -> Result<Report, InspectError> {
    if bytes.len() as u64 > options.file_bytes {
        return Err(InspectError::Refused(Refusal::TooLarge { limit: options.file_bytes }));
    }
    let cache = cache.map(|folder| Cache::new(folder, "plug-in"));
    let sandbox = Sandbox::start(options, cache)?;
    let component = sandbox.compile(bytes).map_err(InspectError::Refused)?;
    let description = plugin::described_alone(&sandbox, &component, options);
    Ok(Report {
        size: bytes.len(),
        sha256: Digest::of(bytes),
        imports: Sandbox::imports(&component),
        description: description.map(|described| described.description),
    })
}

/// Why nothing can be said of a component.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InspectError {
    #[error(transparent)]
    Host(#[from] LoadError),
    #[error("{0}")]
    Refused(Refusal),
}
