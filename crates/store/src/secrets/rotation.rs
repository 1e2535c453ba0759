//! The next value of a rotation, kept as ciphertext until it becomes a version, and the step that the
//! rotation is at.
//!
//! The step lies with the secret, so that reading a secret reads it too; the ciphertext lies in
//! tables of its own, so that it is no version before its time. Each write is guarded by the step
//! that was seen: of two that rotate one secret, one is told that the other was first.
//!
//! INVARIANT: ciphertext is kept exactly while the step is `set`, `test` or `finish`.

use strongroom_audit::Record;
use strongroom_database::{Database, Durability, Row, Statement};
use strongroom_model::metadata::{Metadata, Stamp};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{Owner, Rotation, RotationStep, SecretKey, VersionNumber};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::{Error, NextValue};

use super::insert::names;
use super::rows::{self, names_to_text};
use super::sealed::in_order;
use super::{TRIES, schedule, statements};
use crate::failure::Failure;
use crate::row::{Columns, at_most_one};
use crate::value::parameters;
use crate::{Store, audit};

pub(super) async fn begin<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    seen: VersionNumber,
    next: NextValue,
    record: &Record,
) -> Result<(), Error> {
    let made = Stamp { at: record.at, by: audit::who(record)? };
    let version = seen.next().ok_or(Failure::Broken)?;
    let NextValue { sealed, new_owner_key } = next;
    if sealed.fields.is_empty() {
        return Err(Failure::Broken.into());
    }
    let begin = &statements::BEGIN_ROTATION;
    let begin = store.of_secret(begin, owner, key, parameters![seen, version]);
    let mut batch = vec![Statement { expect: Some(1), ..begin }];
    let mut owner_key_at = None;
    if let Some(new) = &new_owner_key {
        owner_key_at = Some(1);
        batch.push(store.owner_key_statement(owner, new));
    }
    let next_at = owner_key_at.unwrap_or(0) + 1;
    batch.push(store.change(
        &statements::INSERT_NEXT,
        parameters![
            key.id,
            version,
            owner.kind,
            owner.id,
            sealed.owner_key_serial,
            sealed.data_key.clone(),
            names_to_text(&names(&sealed)),
            made.at,
            made.by,
        ],
    ));
    for field in sealed.fields {
        let parameters = parameters![key.id, field.name, field.blob];
        batch.push(store.change(&statements::INSERT_NEXT_FIELD, parameters));
    }
    match store.keep(batch, record, Durability::Power).await {
        Ok(()) => Ok(()),
        Err(Failure::UnexpectedRows(0)) => Err(not_begun(store, owner, key, seen).await),
        Err(Failure::Duplicate(at)) if owner_key_at == Some(at) => Err(Error::OwnerKeyChanged),
        Err(Failure::UnexpectedRows(at)) if at == next_at => Err(Error::OwnerKeyChanged),
        Err(failure) => Err(failure.into()),
    }
}

/// Why a secret was not as it was seen.
async fn not_begun<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    seen: VersionNumber,
) -> Error {
    match store.metadata(owner, key).await {
        Ok(now) if now.version != seen => Error::Stale(super::update::state(&now)),
        Ok(_) => Error::RotationChanged,
        Err(error) => error,
    }
}

pub(super) async fn next_value<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    version: VersionNumber,
) -> Result<(SealedVersion, WrappedOwnerKey), Error> {
    let next = store.of_secret(&statements::NEXT, owner, key, parameters![version]);
    let fields = store.of_secret(&statements::NEXT_FIELDS, owner, key, parameters![version]);
    let mut answers = store.snapshot(vec![next, fields]).await?.into_iter();
    let row = at_most_one(answers.next().ok_or(Error::Internal)?)?.ok_or(Error::RotationChanged)?;
    let (mut sealed, owner_key, names) = next_row(row)?;
    let fields = answers.flatten().map(rows::sealed_field).collect::<Result<Vec<_>, _>>()?;
    sealed.fields = in_order(fields, &names)?;
    Ok((sealed, owner_key))
}

type Next = (SealedVersion, WrappedOwnerKey, Vec<strongroom_model::FieldName>);

fn next_row(row: Row) -> Result<Next, Failure> {
    let mut columns = Columns::of(row);
    let serial = columns.next()?;
    let data_key = columns.next()?;
    let names = rows::names_column(&mut columns)?;
    let owner_key = WrappedOwnerKey { serial, root_key: columns.next()?, blob: columns.next()? };
    columns.end()?;
    Ok((SealedVersion { owner_key_serial: serial, data_key, fields: vec![] }, owner_key, names))
}

pub(super) async fn advance<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    at: Rotation,
    to: RotationStep,
    record: &Record,
) -> Result<(), Error> {
    let seen = parameters![at.version, at.step.as_str(), to.as_str()];
    let step = store.of_secret(&statements::ADVANCE_ROTATION, owner, key, seen);
    let batch = vec![Statement { expect: Some(1), ..step }];
    changed(store.keep(batch, record, Durability::Power).await)
}

/// As for any change, what the secret is to become is made from what it is and written where it
/// still is that; its name or labels may change meanwhile.
pub(super) async fn promote<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    version: VersionNumber,
    record: &Record,
) -> Result<Metadata, Error> {
    let made = Stamp { at: record.at, by: audit::who(record)? };
    let at = Rotation { step: RotationStep::Finish, version };
    for _ in 0..TRIES {
        let before = store.metadata(owner, key).await?;
        if before.rotation != Some(at) || before.version.next() != Some(version) {
            return Err(Error::RotationChanged);
        }
        let (next, _) = next_value(store, owner, key, version).await?;
        let after = Metadata {
            version,
            revision: before.revision.checked_add(1).ok_or(Failure::Broken)?,
            field_names: names(&next),
            updated: made,
            rotation: Some(Rotation { step: RotationStep::Revoke, version }),
            // What was said of the end was said of the value before.
            schedule: schedule::begun(
                before.schedule.rotation.map(|period| period.every),
                None,
                made.at,
            ),
            ..before
        };
        let secret = store.of_secret(
            &statements::PROMOTE,
            owner,
            key,
            parameters![
                version,
                before.revision,
                after.revision,
                names_to_text(&after.field_names),
                made.at,
                made.by,
                schedule::NEVER,
                after.schedule.rotation.map_or(schedule::NEVER, |period| period.next),
            ],
        );
        let batch = vec![
            Statement { expect: Some(1), ..secret },
            store.change(&statements::PROMOTE_VERSION, parameters![key.id, version]),
            store.statement(&statements::PROMOTE_FIELDS, parameters![key.id, version]),
            store.statement(&statements::DELETE_NEXT_FIELDS, parameters![key.id]),
            store.change(&statements::DELETE_NEXT, parameters![key.id]),
        ];
        match store.keep(batch, record, Durability::Power).await {
            Ok(()) => return Ok(after),
            Err(Failure::UnexpectedRows(0)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Error::Unavailable)
}

pub(super) async fn end<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    at: Rotation,
    record: &Record,
) -> Result<(), Error> {
    let seen = parameters![at.version, at.step.as_str()];
    let end = store.of_secret(&statements::END_ROTATION, owner, key, seen);
    let batch = vec![
        Statement { expect: Some(1), ..end },
        store.statement(&statements::DELETE_NEXT_FIELDS, parameters![key.id]),
        store.statement(&statements::DELETE_NEXT, parameters![key.id]),
    ];
    changed(store.keep(batch, record, Durability::Power).await)
}

fn changed(written: Result<(), Failure>) -> Result<(), Error> {
    match written {
        Err(Failure::UnexpectedRows(0)) => Err(Error::RotationChanged),
        written => Ok(written?),
    }
}
