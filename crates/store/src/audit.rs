//! The audit log: `strongroom:store/audit`, and the statement that ends every other write.

pub(crate) mod columns;
mod consumers;
mod log;

use strongroom_audit::{Entry, Record};
use strongroom_database::{Database, Durability, Statement};
use strongroom_model::log::{Consumers, LogQuery, Span};
use strongroom_model::{Id, Owner, SecretKey};
use strongroom_ports::audit::{AuditLog, AuditStore, Error};

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
        /// Whether there is such a record in this log.
        AT = "SELECT at FROM audit WHERE owner_kind = ?1 AND owner_id = ?2 AND number = ?3";
        /// The newest reveals are counted, however many there are.
        CONSUMERS = "SELECT r.principal_kind, r.principal_id, r.credential_kind, r.token, \
            COUNT(*), MIN(r.at), MAX(r.at) FROM (\
            SELECT principal_kind, principal_id, credential_kind, \
            CASE credential_kind WHEN 1 THEN credential_id END AS token, at FROM audit \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND secret_id = ?3 AND secret_type = ?4 \
            AND event = 'secret-revealed' AND at >= ?5 AND at < ?6 \
            ORDER BY at DESC, number DESC LIMIT ?7) r \
            GROUP BY r.principal_kind, r.principal_id, r.credential_kind, r.token \
            ORDER BY MAX(r.at) DESC LIMIT ?8";
    }

    pub(super) use columns;
}

/// Who made a change. It keeps that, so it needs somebody: a person or a client.
pub(crate) fn who(record: &Record) -> Result<Id, Failure> {
    record.caller.as_ref().map(|caller| caller.principal.id).ok_or(Failure::Broken)
}

impl<D: Database> Store<D> {
    /// The last statement of a batch.
    pub(crate) fn record(&self, record: &Record) -> Statement {
        let mut parameters = columns::parameters_of(record);
        let Some(client) = record.event.failed_client() else {
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
}

impl<D: Database> AuditLog for Store<D> {
    async fn list(&self, owner: Owner, query: LogQuery) -> Result<Option<Vec<Entry>>, Error> {
        log::list(self, owner, &query).await
    }

    async fn consumers(
        &self,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, Error> {
        consumers::consumers(self, owner, key, span).await
    }
}
