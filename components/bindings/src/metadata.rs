//! Metadata, lists and ciphertext.

use strongroom_model::metadata::{
    Cursor, Labels, ListQuery, Metadata, Page, Precondition, Problem, SortBy, Stamp, State,
    VersionInfo,
};
use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Period, Schedule, VersionNumber};

use crate::id::{same_cases, version};
use crate::{Malformed, all, each, maybe, wire};

same_cases!(
    SortBy,
    wire::SortBy,
    Name,
    TypeName,
    Created,
    Updated,
    UpdatedBy,
    LastReveal,
    Rotation,
    Expiry,
);

impl From<Stamp> for wire::Stamp {
    fn from(stamp: Stamp) -> Self {
        Self { at: stamp.at, by: stamp.by.into() }
    }
}

impl From<wire::Stamp> for Stamp {
    fn from(stamp: wire::Stamp) -> Self {
        Self { at: stamp.at, by: stamp.by.into() }
    }
}

#[must_use]
pub fn labels_out(labels: Labels) -> Vec<wire::Label> {
    labels.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

/// # Errors
/// [`Malformed`] for a key that is no name.
pub fn labels_in(labels: Vec<wire::Label>) -> Result<Labels, Malformed> {
    labels.into_iter().map(|(key, value)| Ok((key.parse()?, value))).collect()
}

#[must_use]
pub fn names_out(names: Vec<FieldName>) -> Vec<String> {
    names.into_iter().map(String::from).collect()
}

/// # Errors
/// [`Malformed`] for a text that is no field name.
pub fn names_in(names: Vec<String>) -> Result<Vec<FieldName>, Malformed> {
    names.into_iter().map(|name| Ok(name.parse()?)).collect()
}

impl From<Metadata> for wire::Metadata {
    fn from(secret: Metadata) -> Self {
        Self {
            key: secret.key.into(),
            name: secret.name.into(),
            description: secret.description,
            labels: labels_out(secret.labels),
            version: secret.version.get(),
            revision: secret.revision,
            field_names: names_out(secret.field_names),
            created: secret.created.into(),
            updated: secret.updated.into(),
            last_reveal: secret.last_reveal.map(Into::into),
            rotation: secret.rotation.map(Into::into),
            expires_at: secret.schedule.expires_at,
            rotate: secret.schedule.rotation.map(|period| (period.every, period.next)),
        }
    }
}

impl TryFrom<wire::Metadata> for Metadata {
    type Error = Malformed;

    fn try_from(secret: wire::Metadata) -> Result<Self, Malformed> {
        Ok(Self {
            key: secret.key.try_into()?,
            name: secret.name.parse()?,
            description: secret.description,
            labels: labels_in(secret.labels)?,
            version: version(secret.version)?,
            revision: secret.revision,
            field_names: names_in(secret.field_names)?,
            created: secret.created.into(),
            updated: secret.updated.into(),
            last_reveal: secret.last_reveal.map(Into::into),
            rotation: maybe(secret.rotation)?,
            schedule: Schedule {
                expires_at: secret.expires_at,
                rotation: secret.rotate.map(|(every, next)| Period { every, next }),
            },
        })
    }
}

impl From<VersionInfo> for wire::VersionInfo {
    fn from(info: VersionInfo) -> Self {
        Self {
            version: info.version.get(),
            field_names: names_out(info.field_names),
            created: info.created.into(),
        }
    }
}

impl TryFrom<wire::VersionInfo> for VersionInfo {
    type Error = Malformed;

    fn try_from(info: wire::VersionInfo) -> Result<Self, Malformed> {
        Ok(Self {
            version: version(info.version)?,
            field_names: names_in(info.field_names)?,
            created: info.created.into(),
        })
    }
}

impl From<Precondition> for wire::Precondition {
    fn from(expected: Precondition) -> Self {
        Self { version: expected.version.get(), revision: expected.revision }
    }
}

impl TryFrom<wire::Precondition> for Precondition {
    type Error = Malformed;

    fn try_from(expected: wire::Precondition) -> Result<Self, Malformed> {
        Ok(Self { version: version(expected.version)?, revision: expected.revision })
    }
}

#[must_use]
pub fn state_out(state: State) -> (u32, u32) {
    (state.version.get(), state.revision)
}

/// # Errors
/// [`Malformed`] for a number that is no version.
pub fn state_in((number, revision): (u32, u32)) -> Result<State, Malformed> {
    Ok(State { version: version(number)?, revision })
}

impl From<ListQuery> for wire::ListQuery {
    fn from(query: ListQuery) -> Self {
        Self {
            sort: query.sort.into(),
            descending: query.descending,
            limit: query.limit,
            cursor: query.cursor.map(|cursor| cursor.0),
            name: query.name,
            type_name: query.type_name.map(Into::into),
            search: query.search,
            count: query.count,
            deleted: query.deleted,
        }
    }
}

impl TryFrom<wire::ListQuery> for ListQuery {
    type Error = Malformed;

    fn try_from(query: wire::ListQuery) -> Result<Self, Malformed> {
        Ok(Self {
            sort: query.sort.into(),
            descending: query.descending,
            limit: query.limit,
            cursor: query.cursor.map(Cursor),
            name: query.name,
            type_name: query.type_name.map(|name| name.parse()).transpose()?,
            search: query.search,
            count: query.count,
            deleted: query.deleted,
        })
    }
}

impl From<Page> for wire::Page {
    fn from(page: Page) -> Self {
        let next = page.next.map(|cursor| cursor.0);
        Self { entries: all(page.entries), next, total: page.total }
    }
}

impl TryFrom<wire::Page> for Page {
    type Error = Malformed;

    fn try_from(page: wire::Page) -> Result<Self, Malformed> {
        let next = page.next.map(Cursor);
        Ok(Self { entries: each(page.entries)?, next, total: page.total })
    }
}

impl From<Problem> for wire::Problem {
    fn from(problem: Problem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}

impl From<wire::Problem> for Problem {
    fn from(problem: wire::Problem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}

impl From<SealedVersion> for wire::SealedVersion {
    fn from(sealed: SealedVersion) -> Self {
        Self {
            owner_key_serial: sealed.owner_key_serial,
            data_key: sealed.data_key,
            fields: sealed
                .fields
                .into_iter()
                .map(|field| wire::SealedField { name: field.name.into(), blob: field.blob })
                .collect(),
        }
    }
}

impl TryFrom<wire::SealedVersion> for SealedVersion {
    type Error = Malformed;

    fn try_from(sealed: wire::SealedVersion) -> Result<Self, Malformed> {
        let fields = sealed.fields.into_iter();
        Ok(Self {
            owner_key_serial: sealed.owner_key_serial,
            data_key: sealed.data_key,
            fields: fields
                .map(|field| Ok(SealedField { name: field.name.parse()?, blob: field.blob }))
                .collect::<Result<_, Malformed>>()?,
        })
    }
}

impl From<WrappedOwnerKey> for wire::WrappedOwnerKey {
    fn from(key: WrappedOwnerKey) -> Self {
        Self { serial: key.serial, root_key: key.root_key, blob: key.blob }
    }
}

impl From<wire::WrappedOwnerKey> for WrappedOwnerKey {
    fn from(key: wire::WrappedOwnerKey) -> Self {
        Self { serial: key.serial, root_key: key.root_key, blob: key.blob }
    }
}

/// # Errors
/// [`Malformed`] for a number that is no version.
pub fn precondition(
    expected: Option<wire::Precondition>,
) -> Result<Option<Precondition>, Malformed> {
    maybe(expected)
}

#[must_use]
pub fn version_out(number: Option<VersionNumber>) -> Option<u32> {
    number.map(VersionNumber::get)
}
