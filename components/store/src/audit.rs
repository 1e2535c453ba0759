//! `strongroom:store/audit`.

use strongroom_bindings::wire::{
    AuditRecord, ConsumerList, LogQuery, Owner, SecretKey, Span, Timestamp, Verification,
    VerificationQuery,
};
use strongroom_ports::audit::{self, AuditLog, AuditStore};

use crate::bindings::exports::strongroom::store::audit::{Entry, Error, Guest};

impl Guest for crate::Component {
    fn append(record: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let record = record.try_into().map_err(|_| Error::Internal)?;
            crate::store().append(record).await.map_err(error_out)
        })
    }

    fn list(owner: Owner, query: LogQuery) -> Result<Option<Vec<Entry>>, Error> {
        strongroom_bindings::run(async {
            let query = query.try_into().map_err(|_| Error::Internal)?;
            let entries = AuditLog::list(&crate::store(), owner.into(), query).await;
            let entry = |entry: strongroom_audit::Entry| Entry {
                number: entry.number,
                record: entry.record.into(),
            };
            let entries = entries.map_err(error_out)?;
            Ok(entries.map(|entries| entries.into_iter().map(entry).collect()))
        })
    }

    fn verify(
        owner: Owner,
        query: VerificationQuery,
        now: Timestamp,
    ) -> Result<Option<Verification>, Error> {
        strongroom_bindings::run(async {
            let found = crate::store().verify(owner.into(), query.into(), now).await;
            Ok(found.map_err(error_out)?.map(Into::into))
        })
    }

    fn consumers(owner: Owner, key: SecretKey, span: Span) -> Result<ConsumerList, Error> {
        strongroom_bindings::run(async {
            let key = key.try_into().map_err(|_| Error::Internal)?;
            let found = crate::store().consumers(owner.into(), &key, span.into()).await;
            Ok(found.map_err(error_out)?.into())
        })
    }
}

fn error_out(error: audit::Error) -> Error {
    match error {
        audit::Error::Unavailable => Error::Unavailable,
        audit::Error::Internal => Error::Internal,
    }
}
