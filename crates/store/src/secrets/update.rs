//! A change of a secret.
//!
//! What the secret is to become is made from what it is, and written only where it still is that:
//! so what is given back is what was written, whoever else changes the secret at the time.

use strongroom_audit::Record;
use strongroom_database::{Database, Durability};
use strongroom_model::metadata::{Metadata, Precondition, Stamp, State};
use strongroom_model::{Owner, RotationStep, Schedule, SecretKey};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::{Change, Error};

use super::insert::{VersionBatch, names};
use super::rows::{labels_to_json, names_to_text};
use super::{TRIES, schedule, statements};
use crate::failure::Failure;
use crate::value::parameters;
use crate::{Store, audit};

pub(super) async fn update<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    seen: Precondition,
    change: &Change,
    record: &Record,
) -> Result<Metadata, Error> {
    let made = Stamp { at: record.at, by: audit::who(record)? };
    for _ in 0..TRIES {
        let before = store.metadata(owner, key).await?;
        let state = state(&before);
        if !seen.holds(state) {
            return Err(Error::Stale(state));
        }
        let schedule = schedule::changed(store, owner, &before, change, made.at).await?;
        let after = changed(before, change, made, schedule)?;
        if write(store, owner, state, &after, change, record).await? {
            return Ok(after);
        }
    }
    Err(Error::Unavailable)
}

pub(super) const fn state(metadata: &Metadata) -> State {
    State { version: metadata.version, revision: metadata.revision }
}

fn changed(
    before: Metadata,
    change: &Change,
    made: Stamp,
    schedule: Schedule,
) -> Result<Metadata, Failure> {
    let (version, field_names, rotation) = match &change.sealed {
        Some(sealed) => (
            before.version.next().ok_or(Failure::Broken)?,
            names(sealed),
            before.rotation.filter(|rotation| rotation.step == RotationStep::Revoke),
        ),
        None => (before.version, before.field_names, before.rotation),
    };
    Ok(Metadata {
        key: before.key,
        name: change.name.clone().unwrap_or(before.name),
        description: change.description.clone().unwrap_or(before.description),
        labels: change.labels.clone().unwrap_or(before.labels),
        version,
        revision: before.revision.checked_add(1).ok_or(Failure::Broken)?,
        field_names,
        created: before.created,
        updated: made,
        last_reveal: before.last_reveal,
        rotation,
        schedule,
    })
}

/// False, and nothing is written, where the secret is no longer in the state.
async fn write<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    state: State,
    after: &Metadata,
    change: &Change,
    record: &Record,
) -> Result<bool, Error> {
    let key = &after.key;
    let mut parameters = parameters![
        key.id,
        owner.kind,
        owner.id,
        key.type_name.clone(),
        state.version,
        state.revision,
        after.name.clone(),
        after.description.as_str(),
        labels_to_json(&after.labels)?,
        after.version,
        after.revision,
        names_to_text(&after.field_names),
        after.updated.at,
        after.updated.by,
    ];
    parameters.extend(schedule::values(after.schedule));
    let mut batch = vec![store.change(&statements::UPDATE, parameters)];
    let version = match &change.sealed {
        None => None,
        Some(sealed) => Some(VersionBatch::add(
            store,
            &mut batch,
            (owner, key, after.version),
            (sealed, change.new_owner_key.as_ref()),
            after.updated,
        )?),
    };
    if change.sealed.is_some() {
        // Nothing that was to be the version after another one is kept.
        batch.push(store.statement(&statements::DELETE_NEXT_FIELDS, parameters![key.id]));
        batch.push(store.statement(&statements::DELETE_NEXT, parameters![key.id]));
    }
    match store.keep(batch, record, Durability::Power).await {
        Ok(()) => Ok(true),
        Err(Failure::UnexpectedRows(0)) => Ok(false),
        Err(Failure::Duplicate(0)) => Err(Error::NameTaken),
        Err(failure) if version.is_some_and(|version| version.owner_key_changed(failure)) => {
            Err(Error::OwnerKeyChanged)
        }
        Err(failure) => Err(failure.into()),
    }
}
