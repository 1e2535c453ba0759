//! `strongroom:store/audit`.

use strongroom_model::Owner;
use strongroom_model::audit::{Entry, Record};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub trait AuditStore {
    async fn append(&self, record: Record) -> Result<(), Error>;
    async fn list(
        &self,
        owner: Owner,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Entry>, Error>;
}
