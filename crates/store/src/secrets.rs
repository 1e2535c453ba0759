//! Secrets, versions and owner keys: `strongroom:store/secrets`.

mod cursor;
mod insert;
mod list;
mod remove;
mod rotation;
mod rows;
mod schedule;
mod sealed;
pub(crate) mod statements;
mod update;

use strongroom_audit::Record;
use strongroom_database::{Database, Durability, Statement, Value};
use strongroom_model::metadata::{ListQuery, Metadata, Page, Precondition, VersionInfo};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{
    FieldName, Name, Owner, Rotation, RotationStep, SecretKey, VersionNumber, limits,
};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::{Change, Error, NewSecret, NextValue, SealedSecret, SecretStore};

use crate::failure::Failure;
use crate::sql::Sql;
use crate::value::{Deleted, parameters};
use crate::{Store, audit};

/// Tries of a change whose precondition leaves the revision open, while others change the secret.
const TRIES: usize = 8;

/// The four parameters under which a secret is found, and nothing else finds one: id, kind and id
/// of its owner, type.
fn place(owner: Owner, key: &SecretKey) -> Vec<Value> {
    parameters![key.id, owner.kind, owner.id, key.type_name.clone()]
}

/// As [`place`], of one that is deleted.
fn deleted_place(owner: Owner, key: &SecretKey) -> Vec<Value> {
    parameters![key.id, Deleted(owner.kind), owner.id, key.type_name.clone()]
}

impl<D: Database, K: AuditKeys> Store<D, K> {
    /// A statement whose first four parameters are the secret's place.
    fn of_secret(
        &self,
        sql: &'static Sql,
        owner: Owner,
        key: &SecretKey,
        more: impl IntoIterator<Item = Value>,
    ) -> Statement {
        let mut parameters = place(owner, key);
        parameters.extend(more);
        self.statement(sql, parameters)
    }

    fn owner_key_statement(&self, owner: Owner, new: &WrappedOwnerKey) -> Statement {
        let (root_key, blob) = (new.root_key.as_str(), new.blob.clone());
        let parameters = parameters![owner.kind, owner.id, new.serial, root_key, blob];
        self.change(&statements::INSERT_OWNER_KEY, parameters)
    }

    async fn metadata(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        let row = self.row(self.of_secret(&statements::METADATA, owner, key, [])).await?;
        Ok(rows::metadata(row.ok_or(Error::NotFound)?)?)
    }

    async fn deleted_metadata(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        let parameters = deleted_place(owner, key);
        let row = self.row(self.statement(&statements::METADATA, parameters)).await?;
        Ok(rows::metadata(row.ok_or(Error::NotFound)?)?)
    }
}

impl<D: Database, K: AuditKeys> SecretStore for Store<D, K> {
    async fn owner_key(&self, owner: Owner) -> Result<Option<WrappedOwnerKey>, Error> {
        let row = self
            .row(self.statement(&statements::OWNER_KEY, parameters![owner.kind, owner.id]))
            .await?;
        Ok(row.map(rows::owner_key).transpose()?)
    }

    async fn insert(&self, secret: NewSecret, audit: Record) -> Result<Metadata, Error> {
        insert::insert(self, secret, &audit).await
    }

    async fn list(&self, owner: Owner, query: ListQuery) -> Result<Page, Error> {
        list::list(self, owner, query).await
    }

    async fn get(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        self.metadata(owner, key).await
    }

    async fn versions(&self, owner: Owner, key: &SecretKey) -> Result<Vec<VersionInfo>, Error> {
        let newest = parameters![limits::LIST_ENTRIES];
        let rows = self.rows(self.of_secret(&statements::VERSIONS, owner, key, newest)).await?;
        if rows.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(rows.into_iter().map(rows::version_info).collect::<Result<_, _>>()?)
    }

    async fn sealed(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: Option<VersionNumber>,
        fields: Option<Vec<FieldName>>,
    ) -> Result<SealedSecret, Error> {
        sealed::sealed(self, owner, key, version, fields).await
    }

    async fn update(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: Precondition,
        change: Change,
        audit: Record,
    ) -> Result<Metadata, Error> {
        update::update(self, owner, key, seen, &change, &audit).await
    }

    async fn delete(
        &self,
        owner: Owner,
        key: &SecretKey,
        expected: Option<Precondition>,
        audit: Record,
    ) -> Result<(), Error> {
        remove::delete(self, owner, key, expected, &audit).await
    }

    async fn get_deleted(&self, owner: Owner, key: &SecretKey) -> Result<Metadata, Error> {
        self.deleted_metadata(owner, key).await
    }

    async fn restore(
        &self,
        owner: Owner,
        key: &SecretKey,
        name: Option<Name>,
        audit: Record,
    ) -> Result<Metadata, Error> {
        remove::restore(self, owner, key, name, &audit).await
    }

    async fn purge(&self, owner: Owner, key: &SecretKey, audit: Record) -> Result<(), Error> {
        remove::purge(self, owner, key, &audit).await
    }

    async fn record_reveal(
        &self,
        owner: Owner,
        key: &SecretKey,
        audit: Record,
    ) -> Result<(), Error> {
        let by = audit::who(&audit)?;
        let touch = Statement {
            expect: Some(1),
            ..self.of_secret(&statements::REVEALED, owner, key, parameters![audit.at, by])
        };
        // The platform may raise this; an answered reveal outlives the process in any case.
        match self.keep(vec![touch], &audit, Durability::Process).await {
            Err(Failure::UnexpectedRows(0)) => Err(Error::NotFound),
            written => Ok(written?),
        }
    }

    async fn begin_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        seen: VersionNumber,
        next: NextValue,
        audit: Record,
    ) -> Result<(), Error> {
        rotation::begin(self, owner, key, seen, next, &audit).await
    }

    async fn next_value(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
    ) -> Result<(SealedVersion, WrappedOwnerKey), Error> {
        rotation::next_value(self, owner, key, version).await
    }

    async fn advance_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        to: RotationStep,
        audit: Record,
    ) -> Result<(), Error> {
        rotation::advance(self, owner, key, at, to, &audit).await
    }

    async fn promote_next(
        &self,
        owner: Owner,
        key: &SecretKey,
        version: VersionNumber,
        audit: Record,
    ) -> Result<Metadata, Error> {
        rotation::promote(self, owner, key, version, &audit).await
    }

    async fn end_rotation(
        &self,
        owner: Owner,
        key: &SecretKey,
        at: Rotation,
        audit: Record,
    ) -> Result<(), Error> {
        rotation::end(self, owner, key, at, &audit).await
    }
}
