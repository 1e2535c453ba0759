//! The audit log: `strongroom:store/audit`, and the statement that ends every other write.
//!
//! `code` says what a record's code is made over, `verification` holds a log against its codes and makes
//! what `checkpoint` is.

mod checkpoint;
mod code;
pub(crate) mod columns;
mod consumers;
mod log;
mod verification;

use strongroom_audit::{Entry, Record};
use strongroom_database::{Database, Durability, Statement};
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::{Id, Owner, SecretKey, Timestamp};
use strongroom_ports::audit::{AuditLog, AuditStore, Error};
use strongroom_ports::platform::AuditKeys;

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

    macro_rules! checkpoints {
        () => {
            "SELECT serial, until_at, until_number, records, unsigned_records, mac_key, mac \
            FROM audit_checkpoints WHERE owner_kind = ?1 AND owner_id = ?2"
        };
    }

    crate::sql::statements! {
        APPEND = concat!("INSERT INTO audit (", columns!(), ", mac_key, mac) VALUES \
            (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
        OWNER_OF_CLIENT = "SELECT owner_kind, owner_id FROM clients WHERE id = ?1";
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
        AFTER = concat!("SELECT number, ", columns!(), ", mac_key, mac FROM audit \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND (at, number) > (?3, ?4) \
            ORDER BY at, number LIMIT ?5");
        CHECKPOINTS_AFTER = concat!(checkpoints!(), " AND serial > ?3 ORDER BY serial LIMIT ?4");
        CHECKPOINT = concat!(checkpoints!(), " AND serial = ?3");
        CHECKPOINT_BEFORE = concat!(checkpoints!(), " AND until_at < ?3 \
            ORDER BY serial DESC LIMIT 1");
        NEWEST_CHECKPOINT = concat!(checkpoints!(), " ORDER BY serial DESC LIMIT 1");
        NOTED = "SELECT serial FROM audit_checkpoints \
            WHERE owner_kind = ?1 AND owner_id = ?2 AND mac = ?3";
        COVER = "INSERT INTO audit_checkpoints (owner_kind, owner_id, serial, until_at, \
            until_number, records, unsigned_records, mac_key, mac) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    }

    pub(super) use columns;
}

/// Who made a change. It keeps that, so it needs somebody: a person or a client.
pub(crate) fn who(record: &Record) -> Result<Id, Failure> {
    record.caller.as_ref().map(|caller| caller.principal.id).ok_or(Failure::Broken)
}

impl<D: Database, K: AuditKeys> Store<D, K> {
    /// Writes a batch and, as its last statement, the record.
    pub(crate) async fn keep(
        &self,
        mut batch: Vec<Statement>,
        record: &Record,
        durability: Durability,
    ) -> Result<(), Failure> {
        let statement = self.record(record).await?;
        let is_turn = checkpoint::is_turn(&statement);
        batch.push(statement);
        self.write(batch, durability).await?;
        if is_turn && let Some(owner) = record.event.owner {
            // What was written is written; whoever comes next can make the checkpoint.
            let _ = verification::cover(self, owner, record.at).await;
        }
        Ok(())
    }

    /// The statement of a record, with its code.
    pub(crate) async fn record(&self, record: &Record) -> Result<Statement, Failure> {
        let mut parameters = columns::parameters_of(record);
        if let (None, Some(client)) = (record.event.owner, record.event.failed_client()) {
            // In the log of a client's owner, or in nobody's where there is no such client any more.
            let owner = self.statement(&statements::OWNER_OF_CLIENT, parameters![client]);
            if let Some(owner) = self.row(owner).await? {
                parameters.splice(columns::OWNER, owner);
            }
        }
        let code = self.keys.authenticate(&code::of_record(&parameters)).await?;
        parameters.extend(parameters![code.key, code.mac]);
        Ok(self.change(&statements::APPEND, parameters))
    }
}

impl<D: Database, K: AuditKeys> AuditStore for Store<D, K> {
    async fn append(&self, record: Record) -> Result<(), Error> {
        Ok(self.keep(vec![], &record, Durability::Process).await?)
    }
}

impl<D: Database, K: AuditKeys> AuditLog for Store<D, K> {
    async fn list(&self, owner: Owner, query: LogQuery) -> Result<Option<Vec<Entry>>, Error> {
        log::list(self, owner, &query).await
    }

    async fn verify(
        &self,
        owner: Owner,
        query: VerificationQuery,
        now: Timestamp,
    ) -> Result<Option<Verification>, Error> {
        verification::verify(self, owner, &query, now).await
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
