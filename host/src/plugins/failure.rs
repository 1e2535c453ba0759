//! Why a plug-in is not available, and why a call to one failed.
//!
//! A [`Failure`] happens with a secret in the room: it holds nothing the plug-in said. A
//! [`Refusal`] happens before any secret, and may quote the plug-in, but is made safe to print.

use strongroom_model::TypeName;

use super::outbound::{Malformed, RootsError};

pub(crate) use strongroom_secret_types::Breach;

/// Why the host cannot run any plug-in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    #[error("the engine for plug-ins cannot be set up: {0:#}")]
    Engine(wasmtime::Error),
    #[error("the threads for plug-ins cannot be started: {0}")]
    Threads(std::io::Error),
    #[error("the certificates of public authorities cannot be used: {0}")]
    Roots(#[from] RootsError),
}

/// Why one plug-in is not available.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the manifest cannot be read: {0}")]
    Manifest(std::io::Error),
    #[error("the manifest is larger than {limit} bytes")]
    ManifestTooLarge { limit: u64 },
    #[error("the manifest is not valid: {0}")]
    ManifestInvalid(Printable),
    #[error("the file must be named by its name alone, in the manifest's own folder")]
    FileName,
    #[error("the digest in the manifest is not 64 hexadecimal digits")]
    DigestForm,
    #[error("the manifest's host `{host}` is none: {why}")]
    Host { host: Printable, why: Malformed },
    #[error("`private` and `ca` say how hosts are reached, and the manifest names no `hosts`")]
    NoHosts,
    #[error("the manifest names more than {limit} hosts")]
    TooManyHosts { limit: usize },
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::Error),
    #[error("it is not a regular file")]
    NotAFile,
    #[error("the file is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file's SHA-256 is not the one in the manifest")]
    Digest,
    #[error("its file of certificates is of no use: {0}")]
    Ca(Box<Refusal>),
    #[error("{0}")]
    Roots(#[from] RootsError),
    #[error("it is not a component that can be compiled: {0}")]
    NotAComponent(Printable),
    #[error("compiling it failed")]
    CompilerFailed,
    #[error("it imports {0}, which a secret type is not given")]
    Import(Printable),
    #[error(
        "it imports {0} and has no `rotation`: only a type that talks to a service may send requests"
    )]
    NotConnected(Printable),
    #[error("it imports {0} and the manifest grants it no host: name what it may reach in `hosts`")]
    NotGranted(Printable),
    #[error("it does not keep to the contract of secret types, strongroom:secret-type@1: {0}")]
    Contract(Printable),
    #[error("it failed to describe itself: {0}")]
    Describe(#[from] Failure),
    #[error("it described itself in two ways when asked twice")]
    Fickle,
    #[error("its id `{0}` is taken by an earlier entry of the manifest")]
    Taken(TypeName),
}

/// Why one call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    #[error("it took too long")]
    Time,
    #[error("it wanted more memory than it is allowed")]
    Memory,
    #[error("it trapped: {0}")]
    Trap(wasmtime::Trap),
    #[error("it ended the program")]
    Exit,
    #[error("it ran into a limit of the host, or the host failed to run it")]
    Host,
    #[error("it broke the contract: {0}")]
    Breach(#[from] Breach),
}

/// A text of unknown origin, made safe to print on a terminal and in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printable(String);

impl Printable {
    const CHARACTERS: usize = 300;

    pub(crate) fn new(text: impl std::fmt::Display) -> Self {
        let mut printable = String::new();
        for character in text.to_string().chars().take(Self::CHARACTERS) {
            match character {
                ' '..='~' => printable.push(character),
                // Leaves letters alone; controls and the marks that reorder text become visible.
                _ => printable.extend(character.escape_debug()),
            }
        }
        Self(printable)
    }
}

impl std::fmt::Display for Printable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}
