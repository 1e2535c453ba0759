//! `strongroom:store/audit`.

use strongroom_bindings::wire::{AuditRecord, Owner};
use strongroom_ports::audit::{self, AuditStore};

use crate::bindings::exports::strongroom::store::audit::{Entry, Error, Guest};

impl Guest for crate::Component {
    fn append(record: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let record = record.try_into().map_err(|_| Error::Internal)?;
            crate::store().append(record).await.map_err(error_out)
        })
    }

    fn list(owner: Owner, before: Option<u64>, limit: u32) -> Result<Vec<Entry>, Error> {
        strongroom_bindings::run(async {
            let entries = AuditStore::list(&crate::store(), owner.into(), before, limit).await;
            let entries = entries.map_err(error_out)?.into_iter();
            Ok(entries
                .map(|entry| Entry { number: entry.number, record: entry.record.into() })
                .collect())
        })
    }
}

fn error_out(error: audit::Error) -> Error {
    match error {
        audit::Error::Unavailable => Error::Unavailable,
        audit::Error::Internal => Error::Internal,
    }
}
