//! What the audit log records. Nothing here can hold a value, a token or a piece of a body.

use crate::{Action, Grant, Id, Name, Owner, SecretKey, Timestamp, VersionNumber};

/// Who asked, in the words of the audit log. Travels with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Chosen by the host for each request and given back in its answer.
    pub request_id: String,
    /// Address of the caller as the host saw it.
    pub peer: Option<String>,
}

/// One record, made in the same atomic write as its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub at: Timestamp,
    pub context: Context,
    /// `None` where nobody was authenticated.
    pub caller: Option<Caller>,
    pub event: Event,
}

/// The person and the token a request came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub user: Id,
    pub token: Id,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    AuthenticationFailed {
        reason: AuthenticationFailure,
    },
    Denied {
        action: Action,
        owner: Owner,
        secret: Option<SecretKey>,
    },
    SecretCreated {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    /// Values or metadata changed; `version` is the current one afterwards.
    SecretUpdated {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    SecretDeleted {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    SecretRevealed {
        owner: Owner,
        secret: SecretKey,
        version: VersionNumber,
    },
    Initialized {
        organization: Id,
        user: Id,
    },
    ProjectCreated {
        project: Id,
        name: Name,
    },
    TokenCreated {
        token: Id,
        grants: Option<Vec<Grant>>,
    },
    TokenRevoked {
        token: Id,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthenticationFailure {
    Malformed,
    /// No such token, or its secret part is wrong: not told apart.
    Unknown,
    Expired,
}

/// A record with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counts all records from 1, in the order they were committed.
    pub number: u64,
    pub record: Record,
}
