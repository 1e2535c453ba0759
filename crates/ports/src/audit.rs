//! `strongroom:store/audit`.

use strongroom_audit::{Entry, Record};
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::{Owner, SecretKey, Timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait AuditStore {
    async fn append(&self, record: Record) -> Result<(), Error>;
}

/// What was written, for whoever may read it.
pub trait AuditLog {
    /// `None` where the query's `before` is no record of this log.
    async fn list(&self, owner: Owner, query: LogQuery) -> Result<Option<Vec<Entry>>, Error>;
    /// Makes the checkpoints that are due. `None` where the query's `after` is no place in this log.
    async fn verify(
        &self,
        owner: Owner,
        query: VerificationQuery,
        now: Timestamp,
    ) -> Result<Option<Verification>, Error>;
    async fn consumers(
        &self,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, Error>;
}
