//! Rows of secrets, and the two columns that hold lists.

use strongroom_database::Row;
use strongroom_model::metadata::{Labels, Metadata, Stamp, VersionInfo};
use strongroom_model::sealed::{SealedField, WrappedOwnerKey};
use strongroom_model::{FieldName, Id, Name, Rotation, RotationStep, SecretKey, VersionNumber};

use super::schedule;
use crate::failure::Failure;
use crate::row::{Columns, both};

/// Labels in their order, as a JSON array of pairs.
pub(super) fn labels_to_json(labels: &Labels) -> Result<String, Failure> {
    let pairs: Vec<(&str, &str)> =
        labels.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    serde_json::to_string(&pairs).map_err(|_| Failure::Broken)
}

fn labels_from_json(json: &str) -> Result<Labels, Failure> {
    let pairs: Vec<(String, String)> = serde_json::from_str(json).map_err(|_| Failure::Broken)?;
    pairs
        .into_iter()
        .map(|(key, value)| Ok((key.parse().map_err(|_| Failure::Broken)?, value)))
        .collect()
}

/// Names of fields in their order, with a space between: no name has one.
pub(super) fn names_to_text(names: &[FieldName]) -> String {
    names.iter().map(FieldName::as_str).collect::<Vec<_>>().join(" ")
}

fn names_from_text(text: &str) -> Result<Vec<FieldName>, Failure> {
    text.split(' ').map(|name| name.parse().map_err(|_| Failure::Broken)).collect()
}

pub(super) fn metadata(row: Row) -> Result<Metadata, Failure> {
    let mut columns = Columns::of(row);
    let metadata = metadata_columns(&mut columns)?;
    columns.end()?;
    Ok(metadata)
}

/// The columns that the macro of this name lists.
pub(super) fn metadata_columns(columns: &mut Columns) -> Result<Metadata, Failure> {
    Ok(Metadata {
        key: SecretKey { type_name: columns.parse()?, id: columns.next()? },
        name: name(columns.next()?)?,
        description: columns.next()?,
        labels: labels_from_json(&columns.next::<String>()?)?,
        version: columns.next()?,
        revision: columns.next()?,
        field_names: names_column(columns)?,
        created: stamp_columns(columns)?,
        updated: stamp_columns(columns)?,
        last_reveal: both(columns.maybe()?, columns.maybe()?)?.map(|(at, by)| Stamp { at, by }),
        rotation: both(columns.maybe_parse()?, columns.maybe()?)?
            .map(|(step, version)| rotation(step, version))
            .transpose()?,
        schedule: schedule::columns(columns)?,
    })
}

/// What stands in place of a deleted secret's name. No name has a line's end in it.
pub(super) fn deleted_name(name: &Name, id: Id) -> String {
    format!("{name}\n{id}")
}

fn name(mut stored: String) -> Result<Name, Failure> {
    stored.truncate(stored.find('\n').unwrap_or(stored.len()));
    stored.parse().map_err(|_| Failure::Broken)
}

fn rotation(step: RotationStep, version: VersionNumber) -> Result<Rotation, Failure> {
    // Before the next value is made there is nothing under way.
    if step == RotationStep::Create { Err(Failure::Broken) } else { Ok(Rotation { step, version }) }
}

pub(super) fn version_info(row: Row) -> Result<VersionInfo, Failure> {
    let mut columns = Columns::of(row);
    let info = VersionInfo {
        version: columns.next()?,
        field_names: names_column(&mut columns)?,
        created: stamp_columns(&mut columns)?,
    };
    columns.end()?;
    Ok(info)
}

pub(super) fn sealed_field(row: Row) -> Result<SealedField, Failure> {
    let mut columns = Columns::of(row);
    let field = SealedField { name: columns.parse()?, blob: columns.next()? };
    columns.end()?;
    Ok(field)
}

pub(super) fn owner_key(row: Row) -> Result<WrappedOwnerKey, Failure> {
    let mut columns = Columns::of(row);
    let key = WrappedOwnerKey {
        serial: columns.next()?,
        root_key: columns.next()?,
        blob: columns.next()?,
    };
    columns.end()?;
    Ok(key)
}

pub(super) fn names_column(columns: &mut Columns) -> Result<Vec<FieldName>, Failure> {
    names_from_text(&columns.next::<String>()?)
}

fn stamp_columns(columns: &mut Columns) -> Result<Stamp, Failure> {
    Ok(Stamp { at: columns.next()?, by: columns.next()? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn labels_keep_their_order_and_their_text() {
        let labels: Labels = [("b", "1"), ("a", "\"quoted\" \\ \n"), ("c", "")]
            .map(|(key, value)| (key.parse().unwrap(), value.to_owned()))
            .into();
        assert_eq!(labels_from_json(&labels_to_json(&labels).unwrap()), Ok(labels));
        assert_eq!(labels_to_json(&vec![]).as_deref(), Ok("[]"));
    }

    #[test]
    fn malformed_labels_are_refused() {
        for json in
            ["", "{}", "null", "[[\"a\"]]", "[[\"a\",\"b\",\"c\"]]", "[[\"\",\"b\"]]", "[]x"]
        {
            assert_eq!(labels_from_json(json), Err(Failure::Broken), "{json}");
        }
    }

    #[test]
    fn malformed_names_are_refused() {
        for text in ["", " ", "a  b", "a ", "1"] {
            assert_eq!(names_from_text(text), Err(Failure::Broken), "{text:?}");
        }
    }
}
