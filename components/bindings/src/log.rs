//! Questions to the audit log, and who it says used a secret.

use strongroom_model::log::{
    Break, BreakKind, Consumer, Consumers, LogQuery, Proof, Span, Verification, VerificationQuery,
};

use crate::{Malformed, all, maybe, wire};

impl From<LogQuery> for wire::LogQuery {
    fn from(query: LogQuery) -> Self {
        Self {
            before: query.before,
            limit: query.limit,
            event: query.event,
            actor: query.actor.map(Into::into),
            secret: query.secret.map(Into::into),
            span: query.span.into(),
            refused: query.refused,
        }
    }
}

impl TryFrom<wire::LogQuery> for LogQuery {
    type Error = Malformed;

    fn try_from(query: wire::LogQuery) -> Result<Self, Malformed> {
        Ok(Self {
            before: query.before,
            limit: query.limit,
            event: query.event,
            actor: query.actor.map(Into::into),
            secret: maybe(query.secret)?,
            span: query.span.into(),
            refused: query.refused,
        })
    }
}

impl From<Span> for wire::Span {
    fn from(span: Span) -> Self {
        Self { since: span.since, until: span.until }
    }
}

impl From<wire::Span> for Span {
    fn from(span: wire::Span) -> Self {
        Self { since: span.since, until: span.until }
    }
}

impl From<Proof> for wire::Proof {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::ApiToken(id) => Self::ApiToken(id.into()),
            Proof::AccessToken => Self::AccessToken,
            Proof::IdentityToken => Self::IdentityToken,
        }
    }
}

impl From<wire::Proof> for Proof {
    fn from(proof: wire::Proof) -> Self {
        match proof {
            wire::Proof::ApiToken(id) => Self::ApiToken(id.into()),
            wire::Proof::AccessToken => Self::AccessToken,
            wire::Proof::IdentityToken => Self::IdentityToken,
        }
    }
}

/// Both ways between two records that differ in their principals' and proofs' make.
macro_rules! consumer {
    ($from:ty, $to:ty) => {
        impl From<$from> for $to {
            fn from(one: $from) -> Self {
                Self {
                    principal: one.principal.into(),
                    proof: one.proof.into(),
                    reveals: one.reveals,
                    first: one.first,
                    last: one.last,
                }
            }
        }
    };
}

consumer!(Consumer, wire::Consumer);
consumer!(wire::Consumer, Consumer);

impl From<Consumers> for wire::ConsumerList {
    fn from(found: Consumers) -> Self {
        Self { entries: all(found.entries), complete: found.complete }
    }
}

impl From<wire::ConsumerList> for Consumers {
    fn from(found: wire::ConsumerList) -> Self {
        Self { entries: all(found.entries), complete: found.complete }
    }
}

/// Both ways between records of the same members.
macro_rules! alike {
    ($a:ty, $b:ty { $($member:ident),* }) => {
        alike!(@ $a, $b { $($member),* });
        alike!(@ $b, $a { $($member),* });
    };
    (@ $from:ty, $to:ty { $($member:ident),* }) => {
        impl From<$from> for $to {
            fn from(one: $from) -> Self {
                Self { $($member: one.$member),* }
            }
        }
    };
}

alike!(VerificationQuery, wire::VerificationQuery { after, since, head });

/// Both ways between two that differ in the break's make.
macro_rules! verification {
    ($from:ty, $to:ty) => {
        impl From<$from> for $to {
            fn from(found: $from) -> Self {
                Self {
                    checkpoints: found.checkpoints,
                    records: found.records,
                    unsigned: found.unsigned,
                    uncovered: found.uncovered,
                    covered_until: found.covered_until,
                    head: found.head,
                    broken: found.broken.map(Into::into),
                    next: found.next,
                }
            }
        }
    };
}

verification!(Verification, wire::Verification);
verification!(wire::Verification, Verification);

macro_rules! broken {
    ($from:ty, $to:ty) => {
        impl From<$from> for $to {
            fn from(one: $from) -> Self {
                Self {
                    kind: one.kind.into(),
                    record: one.record,
                    since: one.since,
                    until: one.until,
                }
            }
        }
    };
}

broken!(Break, wire::Break);
broken!(wire::Break, Break);

macro_rules! break_kind {
    ($from:ident, $to:ty) => {
        impl From<$from> for $to {
            fn from(kind: $from) -> Self {
                match kind {
                    $from::RecordChanged => Self::RecordChanged,
                    $from::RecordsDiffer => Self::RecordsDiffer,
                    $from::CheckpointChanged => Self::CheckpointChanged,
                    $from::KeyMissing => Self::KeyMissing,
                    $from::HeadMissing => Self::HeadMissing,
                }
            }
        }
    };
}

break_kind!(BreakKind, wire::BreakKind);
use wire::BreakKind as WireBreakKind;
break_kind!(WireBreakKind, BreakKind);
