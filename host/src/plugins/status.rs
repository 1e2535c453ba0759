//! What became of the entries of the manifest.

use strongroom_model::TypeName;

use super::failure::Refusal;
use super::manifest::Digest;

/// What became of one entry, or of a manifest that cannot be read.
#[derive(Debug)]
pub(crate) struct Status {
    /// The name of the file as the manifest gives it, or of the manifest where that is at fault.
    pub(crate) file: String,
    pub(crate) state: Result<Loaded, Refusal>,
}

/// A type that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loaded {
    pub(crate) id: TypeName,
    pub(crate) sha256: Digest,
    /// Whether it talks to a service.
    pub(crate) connected: bool,
}
