//! The audit log: `strongroom:store/audit`, and the statement that ends every other write.

pub(crate) mod columns;
mod detail;

use strongroom_database::{Database, Durability, Statement};
use strongroom_model::audit::{Entry, Record};
use strongroom_model::{Id, Owner, limits};
use strongroom_ports::audit::{AuditStore, Error};

use crate::Store;
use crate::failure::Failure;
use crate::value::parameters;

pub(crate) mod statements {
    crate::sql::statements! {
        APPEND = "INSERT INTO audit (at, request_id, peer, user_id, token_id, event, owner_kind, \
            owner_id, secret_type, secret_id, version, detail) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        LIST = "SELECT number, at, request_id, peer, user_id, token_id, event, owner_kind, \
            owner_id, secret_type, secret_id, version, detail FROM audit \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND number < ?3 ORDER BY number DESC LIMIT ?4";
    }
}

/// The person that a record is about. A change needs one: it keeps who made it.
pub(crate) fn who(record: &Record) -> Result<Id, Failure> {
    record.caller.as_ref().map(|caller| caller.user).ok_or(Failure::Broken)
}

impl<D: Database> Store<D> {
    /// The last statement of a batch.
    pub(crate) fn record(&self, record: &Record) -> Result<Statement, Failure> {
        Ok(self.change(&statements::APPEND, columns::parameters_of(record)?))
    }
}

impl<D: Database> AuditStore for Store<D> {
    async fn append(&self, record: Record) -> Result<(), Error> {
        let batch = vec![self.record(&record)?];
        Ok(self.write(batch, Durability::Process).await?)
    }

    async fn list(
        &self,
        owner: Owner,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Entry>, Error> {
        let before = before.map_or(i64::MAX, |number| i64::try_from(number).unwrap_or(i64::MAX));
        let limit = limit.min(limits::PAGE_ENTRIES);
        let rows = self
            .rows(
                self.statement(&statements::LIST, parameters![owner.kind, owner.id, before, limit]),
            )
            .await?;
        Ok(rows.into_iter().map(columns::entry).collect::<Result<_, _>>()?)
    }
}
