//! How an owner's audit log is asked, and who it says used a secret.

use crate::{Id, Principal, SecretKey, Timestamp};

/// Which records of a log. What is `None` leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Only what comes after this record of the log, newest first.
    pub before: Option<u64>,
    /// 1 to [`crate::limits::PAGE_ENTRIES`].
    pub limit: u32,
    /// The name of an event.
    pub event: Option<String>,
    /// Who asked.
    pub actor: Option<Principal>,
    pub secret: Option<SecretKey>,
    pub span: Span,
    /// Whether it is a refusal: a denial or a failed authentication.
    pub refused: Option<bool>,
}

impl LogQuery {
    /// The newest records of a log.
    #[must_use]
    pub fn newest(limit: u32) -> Self {
        Self { limit, ..Self::default() }
    }
}

/// A part of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Not before this second.
    pub since: Option<Timestamp>,
    /// Before this second.
    pub until: Option<Timestamp>,
}

/// Somebody to whom a secret's value was revealed, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consumer {
    pub principal: Principal,
    pub proof: Proof,
    /// How often.
    pub reveals: u64,
    pub first: Timestamp,
    pub last: Timestamp,
}

/// What a consumer showed. A client has another access token every few minutes, so that they are not
/// told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    ApiToken(Id),
    AccessToken,
    IdentityToken,
}

/// Who used a secret, most recent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumers {
    /// At most [`crate::limits::LIST_ENTRIES`].
    pub entries: Vec<Consumer>,
    /// Whether every reveal of the time is counted in them, and not the newest
    /// [`crate::limits::COUNTED_REVEALS`] alone.
    pub complete: bool,
}
