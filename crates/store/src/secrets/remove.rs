//! The end of a secret: first out of sight, from where it can come back, then for good.
//!
//! INVARIANT: what is deleted is one row that stands elsewhere. Its versions stay as they were sealed
//! until it is purged, and then go with it, and with them the wrapped data keys.

use strongroom_audit::Record;
use strongroom_database::{Database, Durability, Statement, Value};
use strongroom_model::metadata::{Metadata, Precondition, Stamp};
use strongroom_model::{Name, Owner, SecretKey};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::Error;

use super::rows::deleted_name;
use super::update::state;
use super::{TRIES, deleted_place, place, statements};
use crate::failure::Failure;
use crate::value::{Deleted, parameters};
use crate::{Store, audit};

pub(super) async fn delete<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    expected: Option<Precondition>,
    record: &Record,
) -> Result<(), Error> {
    for _ in 0..TRIES {
        let before = store.metadata(owner, key).await?;
        let state = state(&before);
        if expected.is_some_and(|expected| !expected.holds(state)) {
            return Err(Error::Stale(state));
        }
        let name = deleted_name(&before.name, key.id);
        let parameters = [place(owner, key), parameters![state.version, state.revision]].concat();
        let to = parameters![Deleted(owner.kind), name];
        if moved(store, before, parameters, to, record).await?.is_some() {
            return Ok(());
        }
    }
    Err(Error::Unavailable)
}

pub(super) async fn restore<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    name: Option<Name>,
    record: &Record,
) -> Result<Metadata, Error> {
    for _ in 0..TRIES {
        let before = store.deleted_metadata(owner, key).await?;
        let after = Metadata { name: name.clone().unwrap_or(before.name.clone()), ..before };
        let (state, name) = (state(&after), after.name.clone());
        let parameters =
            [deleted_place(owner, key), parameters![state.version, state.revision]].concat();
        if let Some(restored) =
            moved(store, after, parameters, parameters![owner.kind, name], record).await?
        {
            return Ok(restored);
        }
    }
    Err(Error::Unavailable)
}

/// Gives the metadata from then on; `None`, and nothing is written, where the row is no longer there
/// as it was seen.
async fn moved<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    before: Metadata,
    mut parameters: Vec<Value>,
    to: Vec<Value>,
    record: &Record,
) -> Result<Option<Metadata>, Error> {
    let updated = Stamp { at: record.at, by: audit::who(record)? };
    let revision = before.revision.checked_add(1).ok_or(Failure::Broken)?;
    parameters.extend(to);
    parameters.extend(parameters![revision, updated.at, updated.by]);
    let batch = vec![store.change(&statements::MOVE, parameters)];
    match store.keep(batch, record, Durability::Power).await {
        Ok(()) => Ok(Some(Metadata { revision, updated, ..before })),
        Err(Failure::UnexpectedRows(0)) => Ok(None),
        Err(Failure::Duplicate(0)) => Err(Error::NameTaken),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn purge<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    record: &Record,
) -> Result<(), Error> {
    let state = state(&store.deleted_metadata(owner, key).await?);
    let found = || deleted_place(owner, key);
    let secret = [found(), parameters![state.version, state.revision]].concat();
    let batch = vec![
        store.statement(&statements::DELETE_FIELDS, found()),
        store.statement(&statements::DELETE_VERSIONS, found()),
        store.statement(&statements::DELETE_NEXT_FIELDS, parameters![key.id]),
        store.statement(&statements::DELETE_NEXT, parameters![key.id]),
        Statement { expect: Some(1), ..store.statement(&statements::DELETE, secret) },
    ];
    match store.keep(batch, record, Durability::Power).await {
        // Somebody was first: it is gone, or back.
        Err(Failure::UnexpectedRows(4)) => Err(Error::NotFound),
        written => Ok(written?),
    }
}
