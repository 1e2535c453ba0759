//! A store that keeps its rows in memory, keeps to the contract, and can be made to fail or to be
//! written by somebody else at the worst moment.

use std::cell::RefCell;
use std::rc::Rc;

use strongroom_audit::{Entry, Record};
use strongroom_model::audit::Event;
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::metadata::{ListQuery, Metadata, Page, Precondition, VersionInfo};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{
    FieldName, Name, Owner, Rotation, RotationStep, Schedule, SecretKey, Timestamp, VersionNumber,
};
use strongroom_ports::audit::{self, AuditLog, AuditStore};
use strongroom_ports::secrets::{Change, Error, NewSecret, NextValue, SealedSecret, SecretStore};

use crate::double::Calls;
use crate::rows::{Row, Rows, names, period, stamp, state};

#[derive(Default, Clone)]
pub struct TestStore {
    pub calls: Calls,
    pub rows: Rc<RefCell<Rows>>,
}

impl TestStore {
    pub fn rows<T>(&self, with: impl FnOnce(&mut Rows) -> T) -> T {
        with(&mut self.rows.borrow_mut())
    }

    pub fn events(&self) -> Vec<Event> {
        self.rows(|rows| rows.log.iter().map(event).collect())
    }

    fn call<T>(
        &self,
        name: &'static str,
        with: impl FnOnce(&mut Rows) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.calls.note(name);
        self.rows(
            |rows| if rows.down.contains(&name) { Err(Error::Unavailable) } else { with(rows) },
        )
    }

    fn write<T>(
        &self,
        name: &'static str,
        with: impl FnOnce(&mut Rows) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.call(name, |rows| {
            if let Some(interfere) = rows.interferences.pop_front() {
                interfere(rows);
            }
            with(rows)
        })
    }
}

pub fn event(record: &Record) -> Event {
    record.event.clone().event(record.caller.as_ref()).unwrap()
}

impl AuditStore for TestStore {
    /// Of what has no effect here: how a type got on with its service.
    async fn append(&self, record: Record) -> Result<(), audit::Error> {
        self.calls.note("append");
        self.rows(|rows| {
            if rows.down.contains(&"append") {
                return Err(audit::Error::Unavailable);
            }
            rows.log.push(record);
            Ok(())
        })
    }
}

impl AuditLog for TestStore {
    /// Of the log's own places there is none.
    async fn list(&self, _: Owner, query: LogQuery) -> Result<Option<Vec<Entry>>, audit::Error> {
        self.calls.note("log");
        if query.before.is_some() {
            return Ok(None);
        }
        self.rows(|rows| {
            let entries = (1..).zip(&rows.log);
            let entry = |(number, record): (u64, &Record)| Entry { number, record: record.clone() };
            Ok(Some(entries.map(entry).take(query.limit as usize).collect()))
        })
    }

    async fn verify(
        &self,
        _: Owner,
        query: VerificationQuery,
        now: Timestamp,
    ) -> Result<Option<Verification>, audit::Error> {
        self.calls.note("verify");
        let is_place = query.after.as_deref() != Some("nowhere");
        let found = Verification { covered_until: Some(now), ..Verification::default() };
        Ok(is_place.then_some(found))
    }

    async fn consumers(&self, _: Owner, _: &SecretKey, _: Span) -> Result<Consumers, audit::Error> {
        self.calls.note("consumers");
        Ok(Consumers { entries: vec![], complete: true })
    }
}

impl SecretStore for TestStore {
    async fn owner_key(&self, owner: Owner) -> Result<Option<WrappedOwnerKey>, Error> {
        self.call("owner key", |rows| Ok(rows.owner_keys.get(&owner).cloned()))
    }

    async fn insert(&self, secret: NewSecret, audit: Record) -> Result<Metadata, Error> {
        self.write("insert", |rows| {
            if rows.name_is_taken(secret.owner, &secret.key, secret.name.as_str()) {
                return Err(Error::NameTaken);
            }
            let serial = secret.sealed.owner_key_serial;
            rows.keep_owner_key(secret.owner, secret.new_owner_key, serial)?;
            let metadata = Metadata {
                key: secret.key.clone(),
                name: secret.name,
                description: secret.description,
                labels: secret.labels,
                version: VersionNumber::FIRST,
                revision: 1,
                field_names: names(&secret.sealed),
                created: stamp(&audit),
                updated: stamp(&audit),
                last_reveal: None,
                rotation: None,
                schedule: Schedule {
                    expires_at: secret.expires_at,
                    rotation: period(secret.rotate_every, &audit),
                },
            };
            let row = Row {
                metadata: metadata.clone(),
                versions: vec![(VersionNumber::FIRST, secret.sealed)],
                next: None,
            };
            rows.secrets.insert((secret.owner, secret.key), row);
            rows.log.push(audit);
            Ok(metadata)
        })
    }

    async fn list(&self, owner: Owner, query: ListQuery) -> Result<Page, Error> {
        self.call("list", |rows| {
            if query.cursor.is_some() {
                return Err(Error::BadCursor);
            }
            let all = if query.deleted { &rows.deleted } else { &rows.secrets };
            let of_owner = all.iter().filter(|((of, _), _)| *of == owner);
            let entries = of_owner.map(|(_, row)| row.metadata.clone());
            let entries = entries.take(query.limit as usize).collect();
            Ok(Page { entries, next: None, total: None })
        })
    }

    async fn get(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        self.call("get", |rows| rows.row(owner, key).map(|row| row.metadata.clone()))
    }

    async fn versions(&self, owner: Owner, key: &SecretKey) -> Result<Vec<VersionInfo>, Error> {
        self.call("versions", |rows| {
            let row = rows.row(owner, key)?;
            let created = row.metadata.created;
            let info = |(version, sealed): &(VersionNumber, SealedVersion)| VersionInfo {
                version: *version,
                field_names: names(sealed),
                created,
            };
            Ok(row.versions.iter().rev().map(info).collect())
        })
    }

    async fn sealed(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<SealedSecret, Error> {
        self.call("sealed", |rows| {
            let owner_key = rows.owner_keys.get(&owner).cloned().ok_or(Error::NotFound)?;
            let row = rows.row(owner, key)?;
            let version = version.unwrap_or(row.metadata.version);
            let found = row.versions.iter().find(|(number, _)| *number == version);
            let mut sealed = found.ok_or(Error::NotFound)?.1.clone();
            if let Some(wanted) = fields {
                if wanted.iter().any(|name| !names(&sealed).contains(name)) {
                    return Err(Error::NotFound);
                }
                sealed.fields.retain(|field| wanted.contains(&field.name));
            }
            Ok(SealedSecret { metadata: row.metadata.clone(), version, sealed, owner_key })
        })
    }

    async fn update(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: Precondition,
        change: Change,
        audit: Record,
    ) -> Result<Metadata, Error> {
        self.write("update", |rows| {
            let now = state(&rows.row(owner, key)?.metadata);
            if !seen.holds(now) {
                return Err(Error::Stale(now));
            }
            if change
                .name
                .as_ref()
                .is_some_and(|name| rows.name_is_taken(owner, key, name.as_str()))
            {
                return Err(Error::NameTaken);
            }
            if let Some(sealed) = &change.sealed {
                rows.keep_owner_key(owner, change.new_owner_key, sealed.owner_key_serial)?;
            }
            let row = rows.row(owner, key)?;
            let metadata = &mut row.metadata;
            metadata.revision += 1;
            metadata.updated = stamp(&audit);
            metadata.name = change.name.unwrap_or_else(|| metadata.name.clone());
            metadata.description =
                change.description.unwrap_or_else(|| metadata.description.clone());
            metadata.labels = change.labels.unwrap_or_else(|| metadata.labels.clone());
            let schedule = &mut metadata.schedule;
            schedule.expires_at = match change.expires_at {
                None if change.sealed.is_some() => None,
                None => schedule.expires_at,
                Some(expires_at) => expires_at,
            };
            if let Some(every) = change.rotate_every {
                schedule.rotation = period(every, &audit);
            }
            if let Some(sealed) = change.sealed {
                metadata.version = metadata.version.next().unwrap();
                metadata.field_names = names(&sealed);
                row.versions.push((metadata.version, sealed));
                row.next = None;
                metadata.rotation =
                    metadata.rotation.filter(|rotation| rotation.step == RotationStep::Revoke);
            }
            let metadata = metadata.clone();
            rows.log.push(audit);
            Ok(metadata)
        })
    }

    async fn delete(
        &self,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        audit: Record,
    ) -> Result<(), Error> {
        self.write("delete", |rows| {
            let now = state(&rows.row(owner, key)?.metadata);
            if expected.is_some_and(|expected| !expected.holds(now)) {
                return Err(Error::Stale(now));
            }
            let mut row = rows.secrets.remove(&(owner, key.clone())).unwrap();
            row.metadata.updated = stamp(&audit);
            row.metadata.revision += 1;
            rows.deleted.insert((owner, key.clone()), row);
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn get_deleted(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        self.call("get deleted", |rows| {
            let row = rows.deleted.get(&(owner, key.clone())).ok_or(Error::NotFound)?;
            Ok(row.metadata.clone())
        })
    }

    async fn restore(
        &self,
        owner: Owner,
        key: &SecretKey,
        name: Option<Name>,
        audit: Record,
    ) -> Result<Metadata, Error> {
        self.write("restore", |rows| {
            let place = (owner, key.clone());
            let mut row = rows.deleted.get(&place).ok_or(Error::NotFound)?.clone();
            row.metadata.name = name.unwrap_or(row.metadata.name);
            if rows.name_is_taken(owner, key, row.metadata.name.as_str()) {
                return Err(Error::NameTaken);
            }
            row.metadata.updated = stamp(&audit);
            row.metadata.revision += 1;
            rows.deleted.remove(&place);
            let metadata = row.metadata.clone();
            rows.secrets.insert(place, row);
            rows.log.push(audit);
            Ok(metadata)
        })
    }

    async fn purge(&self, owner: Owner, key: &SecretKey, audit: Record) -> Result<(), Error> {
        self.write("purge", |rows| {
            rows.deleted.remove(&(owner, key.clone())).ok_or(Error::NotFound)?;
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn record_reveal(
        &self,
        owner: Owner,
        key: &SecretKey,
        audit: Record,
    ) -> Result<(), Error> {
        self.write("record reveal", |rows| {
            rows.row(owner, key)?.metadata.last_reveal = Some(stamp(&audit));
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn begin_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: VersionNumber,
        next: NextValue,
        audit: Record,
    ) -> Result<(), Error> {
        self.write("begin", |rows| {
            let metadata = &rows.row(owner, key)?.metadata;
            if metadata.version != seen {
                return Err(Error::Stale(state(metadata)));
            }
            if metadata.rotation.is_some() {
                return Err(Error::RotationChanged);
            }
            rows.keep_owner_key(owner, next.new_owner_key, next.sealed.owner_key_serial)?;
            let row = rows.row(owner, key)?;
            let version = seen.next().unwrap();
            row.metadata.rotation = Some(Rotation { step: RotationStep::Set, version });
            row.next = Some(next.sealed);
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn next_value(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
    ) -> Result<(SealedVersion, WrappedOwnerKey), Error> {
        self.call("next", |rows| {
            let owner_key = rows.owner_keys.get(&owner).cloned().ok_or(Error::NotFound)?;
            let row = rows.row(owner, key)?;
            let is_it = row.metadata.rotation.is_some_and(|at| at.version == version);
            let next = row.next.clone().filter(|_| is_it).ok_or(Error::RotationChanged)?;
            Ok((next, owner_key))
        })
    }

    async fn advance_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        to: RotationStep,
        audit: Record,
    ) -> Result<(), Error> {
        self.write("advance", |rows| {
            let row = rows.row(owner, key)?;
            if row.metadata.rotation != Some(at) {
                return Err(Error::RotationChanged);
            }
            row.metadata.rotation = Some(Rotation { step: to, ..at });
            rows.log.push(audit);
            Ok(())
        })
    }

    async fn promote_next(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
        audit: Record,
    ) -> Result<Metadata, Error> {
        self.write("promote", |rows| {
            let row = rows.row(owner, key)?;
            let at = Rotation { step: RotationStep::Finish, version };
            if row.metadata.rotation != Some(at) {
                return Err(Error::RotationChanged);
            }
            let next = row.next.take().unwrap();
            row.metadata.version = version;
            row.metadata.revision += 1;
            row.metadata.field_names = names(&next);
            row.metadata.rotation = Some(Rotation { step: RotationStep::Revoke, version });
            row.versions.push((version, next));
            let metadata = row.metadata.clone();
            rows.log.push(audit);
            Ok(metadata)
        })
    }

    async fn end_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        audit: Record,
    ) -> Result<(), Error> {
        self.write("end", |rows| {
            let row = rows.row(owner, key)?;
            if row.metadata.rotation != Some(at) {
                return Err(Error::RotationChanged);
            }
            row.metadata.rotation = None;
            row.next = None;
            rows.log.push(audit);
            Ok(())
        })
    }
}
