//! The crate's `SecretStore`, `AuditStore` and `AuditLog` over the imported store.

use strongroom_audit::{Entry, Record};
use strongroom_bindings::metadata::{labels_out, names_out, state_in, version_out};
use strongroom_bindings::{Malformed, audit as records, each, id, wire};
use strongroom_model::log::{Consumers, LogQuery, Span, Verification, VerificationQuery};
use strongroom_model::metadata::{ListQuery, Metadata, Page, Precondition, VersionInfo};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{
    FieldName, Name, Owner, Rotation, RotationStep, SecretKey, Timestamp, VersionNumber,
};
use strongroom_ports::audit::{self, AuditLog, AuditStore};
use strongroom_ports::secrets::{Change, Error, NewSecret, NextValue, SealedSecret, SecretStore};

pub(crate) use crate::bindings::strongroom::store::audit::Entry as LogEntry;
use crate::bindings::strongroom::store::{audit as imported_audit, secrets as imported};

/// The store behind the component's imports. Has no state.
pub(crate) struct Rows;

impl SecretStore for Rows {
    async fn owner_key(&self, owner: Owner) -> Result<Option<WrappedOwnerKey>, Error> {
        let key = imported::owner_key(owner.into()).map_err(error_in)?;
        Ok(key.map(Into::into))
    }

    async fn insert(&self, secret: NewSecret, audit: Record) -> Result<Metadata, Error> {
        let secret = imported::NewSecret {
            owner: secret.owner.into(),
            key: secret.key.into(),
            name: secret.name.into(),
            description: secret.description,
            labels: labels_out(secret.labels),
            sealed: secret.sealed.into(),
            new_owner_key: secret.new_owner_key.map(Into::into),
            expires_at: secret.expires_at,
            rotate_every: secret.rotate_every,
        };
        metadata(imported::insert(&secret, &audit.into()))
    }

    async fn list(&self, owner: Owner, query: ListQuery) -> Result<Page, Error> {
        let page = imported::list(owner.into(), &query.into()).map_err(error_in)?;
        page.try_into().map_err(malformed)
    }

    async fn get(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        metadata(imported::get(owner.into(), &key.into()))
    }

    async fn versions(&self, owner: Owner, key: &SecretKey) -> Result<Vec<VersionInfo>, Error> {
        let found = imported::versions(owner.into(), &key.into()).map_err(error_in)?;
        each(found).map_err(malformed)
    }

    async fn sealed(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<SealedSecret, Error> {
        let (version, fields) = (version_out(version), fields.map(names_out));
        let found = imported::sealed(owner.into(), &key.into(), version, fields.as_deref());
        let found = found.map_err(error_in)?;
        Ok(SealedSecret {
            metadata: found.metadata.try_into().map_err(malformed)?,
            version: id::version(found.version).map_err(malformed)?,
            sealed: found.sealed.try_into().map_err(malformed)?,
            owner_key: found.owner_key.into(),
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
        let change = imported::Change {
            name: change.name.map(Into::into),
            description: change.description,
            labels: change.labels.map(labels_out),
            sealed: change.sealed.map(Into::into),
            new_owner_key: change.new_owner_key.map(Into::into),
            expires_at: change.expires_at,
            rotate_every: change.rotate_every,
        };
        let (owner, key) = (owner.into(), strongroom_bindings::wire::SecretKey::from(key));
        metadata(imported::update(owner, &key, seen.into(), &change, &audit.into()))
    }

    async fn delete(
        &self,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        audit: Record,
    ) -> Result<(), Error> {
        let expected = expected.map(Into::into);
        imported::delete(owner.into(), &key.into(), expected, &audit.into()).map_err(error_in)
    }

    async fn get_deleted(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        metadata(imported::get_deleted(owner.into(), &key.into()))
    }

    async fn restore(
        &self,
        owner: Owner,
        key: &SecretKey,
        name: Option<Name>,
        audit: Record,
    ) -> Result<Metadata, Error> {
        let name = name.as_ref().map(Name::as_str);
        metadata(imported::restore(owner.into(), &key.into(), name, &audit.into()))
    }

    async fn purge(&self, owner: Owner, key: &SecretKey, audit: Record) -> Result<(), Error> {
        imported::purge(owner.into(), &key.into(), &audit.into()).map_err(error_in)
    }

    async fn record_reveal(
        &self,
        owner: Owner,
        key: &SecretKey,
        audit: Record,
    ) -> Result<(), Error> {
        imported::record_reveal(owner.into(), &key.into(), &audit.into()).map_err(error_in)
    }

    async fn begin_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: VersionNumber,
        next: NextValue,
        audit: Record,
    ) -> Result<(), Error> {
        let sealed = wire::SealedVersion::from(next.sealed);
        let new_owner_key = next.new_owner_key.map(wire::WrappedOwnerKey::from);
        imported::begin_rotation(
            owner.into(),
            &key.into(),
            seen.get(),
            &sealed,
            new_owner_key.as_ref(),
            &audit.into(),
        )
        .map_err(error_in)
    }

    async fn next_value(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
    ) -> Result<(SealedVersion, WrappedOwnerKey), Error> {
        let found = imported::next_value(owner.into(), &key.into(), version.get());
        let (sealed, owner_key) = found.map_err(error_in)?;
        Ok((sealed.try_into().map_err(malformed)?, owner_key.into()))
    }

    async fn advance_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        to: RotationStep,
        audit: Record,
    ) -> Result<(), Error> {
        let (version, step, to) = (at.version.get(), at.step.into(), to.into());
        let (owner, audit) = (owner.into(), audit.into());
        imported::advance_rotation(owner, &key.into(), version, step, to, &audit).map_err(error_in)
    }

    async fn promote_next(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
        audit: Record,
    ) -> Result<Metadata, Error> {
        metadata(imported::promote_next(owner.into(), &key.into(), version.get(), &audit.into()))
    }

    async fn end_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        audit: Record,
    ) -> Result<(), Error> {
        let (version, step) = (at.version.get(), at.step.into());
        imported::end_rotation(owner.into(), &key.into(), version, step, &audit.into())
            .map_err(error_in)
    }
}

impl AuditStore for Rows {
    async fn append(&self, record: Record) -> Result<(), audit::Error> {
        imported_audit::append(&record.into()).map_err(audit_error_in)
    }
}

impl AuditLog for Rows {
    async fn list(
        &self,
        owner: Owner,
        query: LogQuery,
    ) -> Result<Option<Vec<Entry>>, audit::Error> {
        let found = read_log(owner.into(), query)?;
        let entries = |found: Vec<LogEntry>| {
            records::entries(found.into_iter().map(|entry| (entry.number, entry.record)))
        };
        found.map(entries).transpose().map_err(|Malformed| audit::Error::Internal)
    }

    async fn verify(
        &self,
        owner: Owner,
        query: VerificationQuery,
        now: Timestamp,
    ) -> Result<Option<Verification>, audit::Error> {
        Ok(verify_log(owner.into(), &query.into(), now)?.map(Into::into))
    }

    async fn consumers(
        &self,
        owner: Owner,
        key: &SecretKey,
        span: Span,
    ) -> Result<Consumers, audit::Error> {
        let found = imported_audit::consumers(owner.into(), &key.into(), span.into());
        Ok(found.map_err(audit_error_in)?.into())
    }
}

/// A log as the store has it, or none where it cannot be read on from where the query says.
pub(crate) fn read_log(
    owner: wire::Owner,
    query: LogQuery,
) -> Result<Option<Vec<LogEntry>>, audit::Error> {
    imported_audit::list(owner, &query.into()).map_err(audit_error_in)
}

/// What the store found, or none where it cannot go on from where the query says.
pub(crate) fn verify_log(
    owner: wire::Owner,
    query: &wire::VerificationQuery,
    now: Timestamp,
) -> Result<Option<wire::Verification>, audit::Error> {
    imported_audit::verify(owner, query, now).map_err(audit_error_in)
}

fn metadata(
    found: Result<strongroom_bindings::wire::Metadata, imported::Error>,
) -> Result<Metadata, Error> {
    found.map_err(error_in)?.try_into().map_err(malformed)
}

fn malformed(_: Malformed) -> Error {
    Error::Internal
}

fn error_in(error: imported::Error) -> Error {
    match error {
        imported::Error::NotFound => Error::NotFound,
        imported::Error::NameTaken => Error::NameTaken,
        imported::Error::Stale(state) => state_in(state).map_or(Error::Internal, Error::Stale),
        imported::Error::OwnerKeyChanged => Error::OwnerKeyChanged,
        imported::Error::RotationChanged => Error::RotationChanged,
        imported::Error::BadCursor => Error::BadCursor,
        imported::Error::Unavailable => Error::Unavailable,
        imported::Error::Internal => Error::Internal,
    }
}

fn audit_error_in(error: imported_audit::Error) -> audit::Error {
    match error {
        imported_audit::Error::Unavailable => audit::Error::Unavailable,
        imported_audit::Error::Internal => audit::Error::Internal,
    }
}
