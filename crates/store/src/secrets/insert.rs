//! A new secret, and what a new version of one adds to a batch.

use strongroom_audit::Record;
use strongroom_database::{Database, Durability, Statement};
use strongroom_model::metadata::{Metadata, Stamp};
use strongroom_model::sealed::{SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Owner, OwnerKind, SecretKey, VersionNumber};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::{Error, NewSecret};

use super::rows::{labels_to_json, names_to_text};
use super::{schedule, statements};
use crate::failure::Failure;
use crate::value::parameters;
use crate::{Store, audit};

/// What may fail in the statements after the first, by their number.
pub(super) struct VersionBatch {
    owner_key: Option<u32>,
    version: u32,
}

impl VersionBatch {
    /// Adds the version, its fields and its owner key to a batch.
    pub(super) fn add<D: Database, K: AuditKeys>(
        store: &Store<D, K>,
        batch: &mut Vec<Statement>,
        (owner, key, version): (Owner, &SecretKey, VersionNumber),
        (sealed, new_owner_key): (&SealedVersion, Option<&WrappedOwnerKey>),
        made: Stamp,
    ) -> Result<Self, Failure> {
        let number = |batch: &Vec<Statement>| batch.len().try_into().map_err(|_| Failure::Broken);
        if sealed.fields.is_empty() {
            return Err(Failure::Broken);
        }
        let owner_key = match new_owner_key {
            None => None,
            Some(new) => {
                let at = number(batch)?;
                batch.push(store.owner_key_statement(owner, new));
                Some(at)
            }
        };
        let at = number(batch)?;
        let parameters = parameters![
            key.id,
            version,
            owner.kind,
            owner.id,
            sealed.owner_key_serial,
            sealed.data_key.clone(),
            names_to_text(&names(sealed)),
            made.at,
            made.by,
        ];
        batch.push(store.change(&statements::INSERT_VERSION, parameters));
        for field in &sealed.fields {
            let parameters = parameters![key.id, version, field.name.clone(), field.blob.clone()];
            batch.push(store.change(&statements::INSERT_FIELD, parameters));
        }
        Ok(Self { owner_key, version: at })
    }

    /// Whether a batch failed because its owner key is not the newest, or no longer new.
    pub(super) fn owner_key_changed(&self, failure: Failure) -> bool {
        match failure {
            Failure::Duplicate(statement) => self.owner_key == Some(statement),
            Failure::UnexpectedRows(statement) => self.version == statement,
            Failure::Unavailable | Failure::Broken => false,
        }
    }
}

pub(super) fn names(sealed: &SealedVersion) -> Vec<FieldName> {
    sealed.fields.iter().map(|field| field.name.clone()).collect()
}

pub(super) async fn insert<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    secret: NewSecret,
    record: &Record,
) -> Result<Metadata, Error> {
    let made = Stamp { at: record.at, by: audit::who(record)? };
    let schedule = schedule::begun(secret.rotate_every, secret.expires_at, made.at);
    let NewSecret { owner, key, name, description, labels, sealed, new_owner_key, .. } = secret;
    let metadata = Metadata {
        key,
        name,
        description,
        labels,
        version: VersionNumber::FIRST,
        revision: 1,
        field_names: names(&sealed),
        created: made,
        updated: made,
        last_reveal: None,
        rotation: None,
        schedule,
    };
    // Whoever asked had leave while there was such an owner; its end may have come meanwhile.
    let insert = match owner.kind {
        OwnerKind::Organization => &statements::INSERT_IN_ORGANIZATION,
        OwnerKind::Project => &statements::INSERT_IN_PROJECT,
        OwnerKind::User => &statements::INSERT_WITH_USER,
    };
    let mut parameters = parameters![
        metadata.key.id,
        owner.kind,
        owner.id,
        metadata.key.type_name.clone(),
        metadata.name.clone(),
        metadata.description.as_str(),
        labels_to_json(&metadata.labels)?,
        metadata.version,
        metadata.revision,
        names_to_text(&metadata.field_names),
        made.at,
        made.by,
    ];
    parameters.extend(schedule::values(schedule));
    let mut batch = vec![store.change(insert, parameters)];
    let version = VersionBatch::add(
        store,
        &mut batch,
        (owner, &metadata.key, metadata.version),
        (&sealed, new_owner_key.as_ref()),
        made,
    )?;
    match store.keep(batch, record, Durability::Power).await {
        Ok(()) => Ok(metadata),
        // Ids are random: it is the name.
        Err(Failure::Duplicate(0)) => Err(Error::NameTaken),
        Err(Failure::UnexpectedRows(0)) => Err(Error::NotFound),
        Err(failure) if version.owner_key_changed(failure) => Err(Error::OwnerKeyChanged),
        Err(failure) => Err(failure.into()),
    }
}
