//! A version's ciphertext with the key that wraps its data key: what every reveal reads, in one
//! snapshot.

use strongroom_database::{Database, Row};
use strongroom_model::sealed::{SealedField, SealedVersion, WrappedOwnerKey};
use strongroom_model::{FieldName, Owner, SecretKey, VersionNumber};
use strongroom_ports::platform::AuditKeys;
use strongroom_ports::secrets::{Error, SealedSecret};

use super::{rows, statements};
use crate::Store;
use crate::failure::Failure;
use crate::row::{Columns, at_most_one};
use crate::value::parameters;

pub(super) async fn sealed<D: Database, K: AuditKeys>(
    store: &Store<D, K>,
    owner: Owner,
    key: &SecretKey,
    version: Option<VersionNumber>,
    mut wanted: Option<Vec<FieldName>>,
) -> Result<SealedSecret, Error> {
    let mut asked = vec![store.of_secret(&statements::SEALED, owner, key, parameters![version])];
    match &mut wanted {
        None => {
            let fields = &statements::SEALED_FIELDS;
            asked.push(store.of_secret(fields, owner, key, parameters![version]));
        }
        Some(names) => {
            names.sort_unstable();
            names.dedup();
            asked.extend(names.iter().map(|name| {
                let field = &statements::SEALED_FIELD;
                store.of_secret(field, owner, key, parameters![version, name.clone()])
            }));
        }
    }
    let mut answers = store.snapshot(asked).await?.into_iter();
    let row = at_most_one(answers.next().ok_or(Error::Internal)?)?.ok_or(Error::NotFound)?;
    let (mut secret, names) = secret(row, version)?;
    let fields = answers.flatten().map(rows::sealed_field).collect::<Result<Vec<_>, _>>()?;
    secret.sealed.fields = complete(fields, names, wanted)?;
    Ok(secret)
}

/// The secret without its fields, and their names.
fn secret(row: Row, asked: Option<VersionNumber>) -> Result<(SealedSecret, Vec<FieldName>), Error> {
    let mut columns = Columns::of(row);
    let metadata = rows::metadata_columns(&mut columns)?;
    let Some(version) = columns.maybe()? else {
        // Of the versions only the current one is sure to be there.
        let lost = asked.is_none_or(|asked| asked == metadata.version);
        return Err(if lost { Error::Internal } else { Error::NotFound });
    };
    let names = rows::names_column(&mut columns)?;
    let serial = columns.next()?;
    let data_key = columns.next()?;
    let owner_key = WrappedOwnerKey { serial, root_key: columns.next()?, blob: columns.next()? };
    columns.end()?;
    let sealed = SealedVersion { owner_key_serial: serial, data_key, fields: vec![] };
    Ok((SealedSecret { metadata, version, sealed, owner_key }, names))
}

/// Checks that the fields are all that the version has, or all that were wanted of it, and gives
/// them in the version's order.
fn complete(
    fields: Vec<SealedField>,
    names: Vec<FieldName>,
    wanted: Option<Vec<FieldName>>,
) -> Result<Vec<SealedField>, Error> {
    let expected = match wanted {
        None => names,
        Some(wanted) => {
            if wanted.iter().any(|name| !names.contains(name)) {
                return Err(Error::NotFound);
            }
            names.into_iter().filter(|name| wanted.contains(name)).collect()
        }
    };
    Ok(in_order(fields, &expected)?)
}

/// The fields of exactly these names, in their order. There are few: a look at each is less than a
/// sort, in time and in code.
pub(super) fn in_order(
    mut fields: Vec<SealedField>,
    names: &[FieldName],
) -> Result<Vec<SealedField>, Failure> {
    let mut ordered = Vec::with_capacity(names.len());
    for name in names {
        let place = fields.iter().position(|field| field.name == *name).ok_or(Failure::Broken)?;
        ordered.push(fields.swap_remove(place));
    }
    if fields.is_empty() { Ok(ordered) } else { Err(Failure::Broken) }
}
