//! `strongroom:store/secrets`.

use strongroom_bindings::metadata::{labels_in, names_in, precondition, state_out};
use strongroom_bindings::wire::{
    AuditRecord, ListQuery, Metadata, Owner, Page, Precondition, RotationStep, SealedVersion,
    SecretKey, VersionInfo, WrappedOwnerKey,
};
use strongroom_bindings::{Malformed, all, id, maybe};
use strongroom_model::Rotation;
use strongroom_ports::secrets::{self, SecretStore};

use crate::bindings::exports::strongroom::store::secrets::{
    Change, Error, Guest, NewSecret, SealedSecret,
};

impl Guest for crate::Component {
    fn owner_key(owner: Owner) -> Result<Option<WrappedOwnerKey>, Error> {
        strongroom_bindings::run(async {
            let key = crate::store().owner_key(owner.into()).await?;
            Ok(key.map(Into::into))
        })
    }

    fn insert(secret: NewSecret, audit: AuditRecord) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            let secret = secrets::NewSecret {
                owner: secret.owner.into(),
                key: secret.key.try_into()?,
                name: secret.name.parse().map_err(Malformed::from)?,
                description: secret.description,
                labels: labels_in(secret.labels)?,
                sealed: secret.sealed.try_into()?,
                new_owner_key: secret.new_owner_key.map(Into::into),
                expires_at: secret.expires_at,
                rotate_every: secret.rotate_every,
            };
            Ok(crate::store().insert(secret, audit.try_into()?).await?.into())
        })
    }

    fn list(owner: Owner, query: ListQuery) -> Result<Page, Error> {
        strongroom_bindings::run(async {
            let store = crate::store();
            Ok(SecretStore::list(&store, owner.into(), query.try_into()?).await?.into())
        })
    }

    fn get(owner: Owner, key: SecretKey) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            Ok(crate::store().get(owner.into(), &key.try_into()?).await?.into())
        })
    }

    fn versions(owner: Owner, key: SecretKey) -> Result<Vec<VersionInfo>, Error> {
        strongroom_bindings::run(async {
            Ok(all(crate::store().versions(owner.into(), &key.try_into()?).await?))
        })
    }

    fn sealed(
        owner: Owner,
        key: SecretKey,
        version: Option<u32>,
        fields: Option<Vec<String>>,
    ) -> Result<SealedSecret, Error> {
        strongroom_bindings::run(async {
            let version = id::maybe_version(version)?;
            let fields = fields.map(names_in).transpose()?;
            let found =
                crate::store().sealed(owner.into(), &key.try_into()?, version, fields).await?;
            Ok(SealedSecret {
                metadata: found.metadata.into(),
                version: found.version.get(),
                sealed: found.sealed.into(),
                owner_key: found.owner_key.into(),
            })
        })
    }

    fn update(
        owner: Owner,
        key: SecretKey,
        seen: Precondition,
        change: Change,
        audit: AuditRecord,
    ) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            let change = secrets::Change {
                name: change.name.map(|name| name.parse()).transpose().map_err(Malformed::from)?,
                description: change.description,
                labels: change.labels.map(labels_in).transpose()?,
                sealed: maybe(change.sealed)?,
                new_owner_key: change.new_owner_key.map(Into::into),
                expires_at: change.expires_at,
                rotate_every: change.rotate_every,
            };
            let (key, seen, audit) = (key.try_into()?, seen.try_into()?, audit.try_into()?);
            Ok(crate::store().update(owner.into(), &key, seen, change, audit).await?.into())
        })
    }

    fn delete(
        owner: Owner,
        key: SecretKey,
        expected: Option<Precondition>,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let (key, expected) = (key.try_into()?, precondition(expected)?);
            Ok(crate::store().delete(owner.into(), &key, expected, audit.try_into()?).await?)
        })
    }

    fn get_deleted(owner: Owner, key: SecretKey) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            Ok(crate::store().get_deleted(owner.into(), &key.try_into()?).await?.into())
        })
    }

    fn restore(
        owner: Owner,
        key: SecretKey,
        name: Option<String>,
        audit: AuditRecord,
    ) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            let name = name.map(|name| name.parse()).transpose().map_err(Malformed::from)?;
            let (key, audit) = (key.try_into()?, audit.try_into()?);
            Ok(crate::store().restore(owner.into(), &key, name, audit).await?.into())
        })
    }

    fn purge(owner: Owner, key: SecretKey, audit: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            Ok(crate::store().purge(owner.into(), &key.try_into()?, audit.try_into()?).await?)
        })
    }

    fn record_reveal(owner: Owner, key: SecretKey, audit: AuditRecord) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let key = key.try_into()?;
            Ok(crate::store().record_reveal(owner.into(), &key, audit.try_into()?).await?)
        })
    }

    fn begin_rotation(
        owner: Owner,
        key: SecretKey,
        seen: u32,
        sealed: SealedVersion,
        new_owner_key: Option<WrappedOwnerKey>,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let (key, seen, audit) = (key.try_into()?, id::version(seen)?, audit.try_into()?);
            let new_owner_key = new_owner_key.map(Into::into);
            let next = secrets::NextValue { sealed: sealed.try_into()?, new_owner_key };
            Ok(crate::store().begin_rotation(owner.into(), &key, seen, next, audit).await?)
        })
    }

    fn next_value(
        owner: Owner,
        key: SecretKey,
        version: u32,
    ) -> Result<(SealedVersion, WrappedOwnerKey), Error> {
        strongroom_bindings::run(async {
            let (key, version) = (key.try_into()?, id::version(version)?);
            let (sealed, owner_key) =
                crate::store().next_value(owner.into(), &key, version).await?;
            Ok((sealed.into(), owner_key.into()))
        })
    }

    fn advance_rotation(
        owner: Owner,
        key: SecretKey,
        version: u32,
        at: RotationStep,
        to: RotationStep,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let (key, at, audit) = (key.try_into()?, rotation(version, at)?, audit.try_into()?);
            Ok(crate::store().advance_rotation(owner.into(), &key, at, to.into(), audit).await?)
        })
    }

    fn promote_next(
        owner: Owner,
        key: SecretKey,
        version: u32,
        audit: AuditRecord,
    ) -> Result<Metadata, Error> {
        strongroom_bindings::run(async {
            let (key, version, audit) = (key.try_into()?, id::version(version)?, audit.try_into()?);
            Ok(crate::store().promote_next(owner.into(), &key, version, audit).await?.into())
        })
    }

    fn end_rotation(
        owner: Owner,
        key: SecretKey,
        version: u32,
        at: RotationStep,
        audit: AuditRecord,
    ) -> Result<(), Error> {
        strongroom_bindings::run(async {
            let (key, at, audit) = (key.try_into()?, rotation(version, at)?, audit.try_into()?);
            Ok(crate::store().end_rotation(owner.into(), &key, at, audit).await?)
        })
    }
}

fn rotation(version: u32, step: RotationStep) -> Result<Rotation, Malformed> {
    Ok(Rotation { step: step.into(), version: id::version(version)? })
}

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::Internal
    }
}

impl From<secrets::Error> for Error {
    fn from(error: secrets::Error) -> Self {
        match error {
            secrets::Error::NotFound => Self::NotFound,
            secrets::Error::NameTaken => Self::NameTaken,
            secrets::Error::Stale(state) => Self::Stale(state_out(state)),
            secrets::Error::OwnerKeyChanged => Self::OwnerKeyChanged,
            secrets::Error::RotationChanged => Self::RotationChanged,
            secrets::Error::BadCursor => Self::BadCursor,
            secrets::Error::Unavailable => Self::Unavailable,
            secrets::Error::Internal => Self::Internal,
        }
    }
}
