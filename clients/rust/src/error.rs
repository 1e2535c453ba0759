//! What can go wrong with a request. No case holds a token, a value or a piece of a body.

use std::path::PathBuf;

use crate::address::BadAddress;
use crate::credentials::Failure;
use crate::ids::{Location, Malformed};
use crate::problem::{Kind, Problem};
use crate::reference::BadReference;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server refused.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// The secret is not as it was expected to be: read it again. `current` of the problem says
    /// what it is.
    #[error("{0}")]
    Stale(Box<Problem>),
    /// An attempt's answer was lost, and a later attempt found the secret changed: by the lost one
    /// or by somebody else.
    #[error("it is not known whether the change was made: its answer was lost; read the secret")]
    Uncertain,
    /// No attempt reached the server or brought an answer back.
    #[error("{server} cannot be reached")]
    Unreachable { server: String, source: Box<dyn std::error::Error + Send + Sync> },
    /// A redirect, a proxy's page, an answer that is too long, broken or of another form.
    #[error("{server} answered {status}, and not as a Strongroom does")]
    NotStrongroom { server: String, status: u16 },
    #[error("the server's address {0}")]
    Address(#[from] BadAddress),
    #[error(
        "there is no credential: set STRONGROOM_TOKEN, STRONGROOM_TOKEN_FILE, or \
         STRONGROOM_CLIENT_ID and STRONGROOM_CLIENT_SECRET"
    )]
    NoCredential,
    #[error("what was given as a token is none")]
    NoToken,
    #[error("cannot read the token in {}", file.display())]
    TokenFile { file: PathBuf, source: std::io::Error },
    #[error("everybody on this machine can use the token in {0}: run `chmod 600 {0}`", file.display())]
    OpenTokenFile { file: PathBuf },
    /// The caller's function gave no token.
    #[error("no token was obtained")]
    NoTokenObtained(#[source] Failure),
    #[error("{0}")]
    Malformed(#[from] Malformed),
    #[error("{0}")]
    Reference(#[from] BadReference),
    /// The reference is right, and nothing is there.
    #[error("`{reference}`: {why}")]
    Unresolved { reference: String, why: &'static str },
    /// The copy was made and the secret could not be deleted where it was: it is in both places.
    #[error("the secret was copied, and could not be deleted where it was")]
    HalfMoved { copy: Box<Location>, source: Box<Self> },
    #[error("the request cannot be written as JSON")]
    Body(#[source] serde_json::Error),
    #[error("the trust store of this machine cannot be used")]
    Trust(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// What the server said, where it was the server that refused.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) | Self::Stale(problem) => Some(problem),
            Self::HalfMoved { source, .. } => source.problem(),
            Self::Uncertain
            | Self::Unreachable { .. }
            | Self::NotStrongroom { .. }
            | Self::Address(_)
            | Self::NoCredential
            | Self::NoToken
            | Self::TokenFile { .. }
            | Self::OpenTokenFile { .. }
            | Self::NoTokenObtained(_)
            | Self::Malformed(_)
            | Self::Reference(_)
            | Self::Unresolved { .. }
            | Self::Body(_)
            | Self::Trust(_) => None,
        }
    }

    /// What kind of refusal, where it was the server that refused.
    #[must_use]
    pub fn kind(&self) -> Option<&Kind> {
        self.problem().map(|problem| &problem.kind)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        let problem = Box::new(problem);
        if problem.kind == Kind::Stale { Self::Stale(problem) } else { Self::Refused(problem) }
    }
}
