//! What says that a target holds a copy that is not finished, and of what.

use strongroom_database::{
    Database, Dialect, Durability, Error as DatabaseError, Value, find_table,
};
use strongroom_store::TABLES;

use crate::rows::{ask, statement};
use crate::{Error, Side};

/// The mark's own table; there as long as the copy is not finished.
const MARK: &str = "strongroom_copy";

/// Who the database is of: the id of its first organization, which no other installation has.
pub(crate) async fn identity<S: Database>(source: &S) -> Result<Vec<u8>, Error> {
    if !has_table(source, Side::Source, "migrations").await? {
        return Err(Error::NothingThere);
    }
    if has_table(source, Side::Source, MARK).await? {
        return Err(Error::OtherCopy);
    }
    let one =
        |sql: &str| ask(source, Side::Source, "migrations", statement(sql.to_owned(), vec![]));
    let found = match one("SELECT MAX(number) FROM migrations").await?.pop().as_deref() {
        Some([Value::Integer(found)]) => *found,
        _ => 0,
    };
    let known = i64::from(strongroom_store::newest_migration());
    if found != known {
        return Err(Error::OtherVersion { found, known });
    }
    match one("SELECT organization_id FROM installation").await?.pop().as_deref() {
        Some([Value::Blob(id)]) => Ok(id.clone()),
        _ => Err(Error::NothingThere),
    }
}

/// Marks an empty target, or finds the mark of a copy of the same source there.
pub(crate) async fn claim<T: Database>(target: &T, whose: &[u8]) -> Result<(), Error> {
    if has_table(target, Side::Target, MARK).await? {
        let sql = format!("SELECT whose FROM {MARK}");
        let found = ask(target, Side::Target, MARK, statement(sql, vec![])).await?;
        return match found.first().map(Vec::as_slice) {
            Some([Value::Blob(found)]) if found == whose => Ok(()),
            _ => Err(Error::OtherCopy),
        };
    }
    for table in TABLES {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
        if !ask(target, Side::Target, table.name, statement(sql, vec![])).await?.is_empty() {
            return Err(Error::NotEmpty);
        }
    }
    let (bytes, parameter) = match target.dialect() {
        Dialect::Sqlite => ("BLOB", "?1"),
        Dialect::Postgresql => ("BYTEA", "$1"),
    };
    let batch = vec![
        statement(format!("CREATE TABLE {MARK} (whose {bytes} NOT NULL PRIMARY KEY)"), vec![]),
        statement(
            format!("INSERT INTO {MARK} (whose) VALUES ({parameter})"),
            vec![Value::Blob(whose.to_vec())],
        ),
    ];
    let written = target.write(batch, Durability::Power).await;
    written.map(drop).map_err(Side::Target.failed(MARK))
}

pub(crate) async fn remove<T: Database>(target: &T) -> Result<(), Error> {
    let drop_it = statement(format!("DROP TABLE {MARK}"), vec![]);
    let written = target.write(vec![drop_it], Durability::Power).await;
    written.map(drop).map_err(Side::Target.failed(MARK))
}

/// Whether a database holds a copy that was begun and not finished.
///
/// # Errors
/// The database's.
pub async fn is_unfinished<D: Database>(database: &D) -> Result<bool, DatabaseError> {
    let find = find_table(database.dialect(), MARK);
    Ok(!database.read(vec![find]).await?.concat().is_empty())
}

async fn has_table<D: Database>(
    database: &D,
    side: Side,
    table: &'static str,
) -> Result<bool, Error> {
    let find = find_table(database.dialect(), table);
    Ok(!ask(database, side, table, find).await?.is_empty())
}
