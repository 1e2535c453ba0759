//! Why a plug-in is not available, and why a call to one failed.
//!
//! A [`Failure`] happens with a secret in the room: it holds nothing the plug-in said. A
//! [`Refusal`] happens before any secret, and may quote the plug-in, but is made safe to print.

use strongroom_model::TypeName;

/// Why the host cannot run any plug-in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    #[error("the engine for plug-ins cannot be set up: {0:#}")]
    Engine(wasmtime::Error),
    #[error("the threads for plug-ins cannot be started: {0}")]
    Threads(std::io::Error),
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
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::Error),
    #[error("it is not a regular file")]
    NotAFile,
    #[error("the file is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file's SHA-256 is not the one in the manifest")]
    Digest,
    #[error("it is not a component that can be compiled: {0}")]
    NotAComponent(Printable),
    #[error("compiling it failed")]
    CompilerFailed,
    #[error("it imports {0}, which a secret type is not given")]
    Import(Printable),
    #[error("it does not keep to the contract of secret types: {0}")]
    Contract(Printable),
    #[error("it failed to describe itself: {0}")]
    Describe(#[from] Failure),
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

/// What in the contract a plug-in broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Breach {
    #[error("its id is not a type's name")]
    Id,
    #[error("it has no fields, or more than 64")]
    FieldCount,
    #[error("a field's name is not one")]
    FieldName,
    #[error("two fields have one name")]
    FieldRepeated,
    #[error("a title is empty, too long, or has control characters or white space at an end")]
    Title,
    #[error("a help text is too long or has control characters")]
    Help,
    #[error("its answer has a field that it does not describe")]
    AnswerUnknown,
    #[error("its answer has a field twice")]
    AnswerRepeated,
    #[error("its answer lacks a required field")]
    AnswerMissing,
    #[error("its answer has a value that is too large")]
    AnswerTooLarge,
    #[error("it refused a value without saying why, or with too many problems")]
    ProblemCount,
    #[error("a problem is about a field that it does not describe")]
    ProblemField,
    #[error("a problem's message is empty, too long or has control characters")]
    ProblemMessage,
}

/// A text of unknown origin, made safe to print on a terminal and in a log.
#[derive(Debug)]
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
