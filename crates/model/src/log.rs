//! How an owner's audit log is asked and verified, and who it says used a secret.

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

/// From where on a log is verified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerificationQuery {
    /// [`Verification::next`] of an answer before.
    pub after: Option<String>,
    /// With the checkpoint that holds this second rather than with the first.
    pub since: Option<Timestamp>,
    /// A [`Verification::head`] that was noted, which must be there still.
    pub head: Option<String>,
}

/// What was found of a stretch of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many were looked at.
    pub checkpoints: u32,
    pub records: u32,
    /// Of these, from before there were codes: protected from their checkpoint on only.
    pub unsigned: u32,
    /// After the newest checkpoint: each is authentic, but that none is missing cannot be told yet.
    pub uncovered: u32,
    /// Of the last record that a checkpoint covers.
    pub covered_until: Option<Timestamp>,
    /// The code of that checkpoint in hexadecimal.
    pub head: Option<String>,
    pub broken: Option<Break>,
    /// Where to go on, if not all was looked at.
    pub next: Option<String>,
}

/// Where a log is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub kind: BreakKind,
    /// The number of the record.
    pub record: Option<u64>,
    /// The stretch it is in: after the one and up to the other.
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// A record is not as it was written.
    RecordChanged,
    /// There are more or fewer records in a stretch than its checkpoint says, or one twice.
    RecordsDiffer,
    /// A checkpoint is not as it was made, is missing, or is of other records.
    CheckpointChanged,
    /// What was written under a root key that the platform does not have.
    KeyMissing,
    /// The checkpoint that was noted is not there.
    HeadMissing,
}

impl BreakKind {
    pub const ALL: [Self; 5] = [
        Self::RecordChanged,
        Self::RecordsDiffer,
        Self::CheckpointChanged,
        Self::KeyMissing,
        Self::HeadMissing,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RecordChanged => "record-changed",
            Self::RecordsDiffer => "records-differ",
            Self::CheckpointChanged => "checkpoint-changed",
            Self::KeyMissing => "key-missing",
            Self::HeadMissing => "head-missing",
        }
    }
}
