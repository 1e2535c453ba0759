//! The audit log: `strongroom:store/audit`, and the statement that ends every other write.

pub(crate) mod columns;

use strongroom_database::{Database, Durability, Statement};
use strongroom_model::audit::{Entry, Record};
use strongroom_model::{Id, Owner, limits};
use strongroom_ports::audit::{AuditStore, Error};

use crate::Store;
use crate::failure::Failure;
use crate::value::parameters;

pub(crate) mod statements {
    macro_rules! columns {
        () => {
            "at, request_id, peer, principal_kind, principal_id, credential_kind, credential_id, \
            event, owner_kind, owner_id, secret_type, secret_id, version, detail"
        };
    }

    crate::sql::statements! {
        APPEND = concat!("INSERT INTO audit (", columns!(), ") VALUES \
            (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
        /// In the log of a client's owner, or in nobody's where there is no such client any more.
        APPEND_FOR_CLIENT = concat!("INSERT INTO audit (", columns!(), ") VALUES \
            (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, \
            (SELECT owner_kind FROM clients WHERE id = ?9), \
            (SELECT owner_id FROM clients WHERE id = ?9), NULL, NULL, NULL, ?10)");
        LIST = concat!("SELECT number, ", columns!(), " FROM audit \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND number < ?3 ORDER BY number DESC LIMIT ?4");
    }
}

/// Who made a change. It keeps that, so it needs somebody: a person or a client.
pub(crate) fn who(record: &Record) -> Result<Id, Failure> {
    record.caller.as_ref().map(|caller| caller.principal.id).ok_or(Failure::Broken)
}

impl<D: Database> Store<D> {
    /// The last statement of a batch.
    pub(crate) fn record(&self, record: &Record) -> Statement {
        let mut parameters = columns::parameters_of(record);
        let Some(client) = columns::failed_client(&record.event) else {
            return self.change(&statements::APPEND, parameters);
        };
        // All but the last are NULL, and the database finds the first two itself.
        let detail = parameters.pop();
        parameters.truncate(8);
        parameters.extend(parameters![client]);
        parameters.extend(detail);
        self.change(&statements::APPEND_FOR_CLIENT, parameters)
    }
}

impl<D: Database> AuditStore for Store<D> {
    async fn append(&self, record: Record) -> Result<(), Error> {
        let batch = vec![self.record(&record)];
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
