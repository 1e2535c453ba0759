//! Questions to the audit log, and who it says used a secret.

use strongroom_model::log::{
    Break, BreakKind, Consumer, Consumers, LogQuery, Proof, Span, Verification, VerificationQuery,
};

use crate::id::{same_cases, same_fields};
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

same_fields!(Span, wire::Span, [since, until], [], []);

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

same_fields!(Consumer, wire::Consumer, [reveals, first, last], [principal, proof], []);

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

same_fields!(VerificationQuery, wire::VerificationQuery, [after, since, head], [], []);
same_fields!(
    Verification,
    wire::Verification,
    [checkpoints, records, unsigned, uncovered, covered_until, head, next],
    [],
    [broken]
);
same_fields!(Break, wire::Break, [record, since, until], [kind], []);
same_cases!(
    BreakKind,
    wire::BreakKind,
    RecordChanged,
    RecordsDiffer,
    CheckpointChanged,
    KeyMissing,
    HeadMissing,
);
