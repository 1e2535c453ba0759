//! Rows of any table, a page at a time.

use std::fmt::Write as _;

use strongroom_database::{Database, Dialect, Durability, Row, Statement, Value};
use strongroom_store::Table;

use crate::{Error, Side};

/// Rows of a page. Each holds one field's ciphertext at most.
const PAGE: usize = 200;

/// The number of the nth parameter, as a dialect writes it. Texts here are put together from the
/// names in the store's list of tables alone.
fn parameter(dialect: Dialect, number: usize) -> String {
    match dialect {
        Dialect::Sqlite => format!("?{number}"),
        Dialect::Postgresql => format!("${number}"),
    }
}

fn parameters(dialect: Dialect, count: usize) -> String {
    let all: Vec<String> = (1..=count).map(|number| parameter(dialect, number)).collect();
    all.join(", ")
}

pub(crate) fn statement(sql: String, parameters: Vec<Value>) -> Statement {
    Statement { sql: sql.into(), parameters, expect: None }
}

/// Rows of one statement.
pub(crate) async fn ask<D: Database>(
    database: &D,
    side: Side,
    table: &'static str,
    statement: Statement,
) -> Result<Vec<Row>, Error> {
    let mut answers = database.read(vec![statement]).await.map_err(side.failed(table))?;
    answers.pop().ok_or(Error::Broken { side, table })
}

/// The rows behind a key, in the order of their keys.
pub(crate) async fn page<D: Database>(
    database: &D,
    side: Side,
    table: &Table,
    behind: Option<&[Value]>,
) -> Result<Vec<Row>, Error> {
    let key = table.key.join(", ");
    let mut sql = format!("SELECT {} FROM {}", table.columns.join(", "), table.name);
    if let Some(behind) = behind {
        let last = parameters(database.dialect(), behind.len());
        // Writing to a string does not fail.
        let _ = write!(sql, " WHERE ({key}) > ({last})");
    }
    let _ = write!(sql, " ORDER BY {key} LIMIT {PAGE}");
    let parameters = behind.unwrap_or_default().to_vec();
    ask(database, side, table.name, statement(sql, parameters)).await
}

/// The key of the last row that has arrived.
pub(crate) async fn last_key<D: Database>(
    database: &D,
    table: &Table,
) -> Result<Option<Vec<Value>>, Error> {
    let key = table.key.join(", ");
    let backwards = table.key.join(" DESC, ");
    let sql = format!("SELECT {key} FROM {} ORDER BY {backwards} DESC LIMIT 1", table.name);
    Ok(ask(database, Side::Target, table.name, statement(sql, vec![])).await?.pop())
}

/// The key in a row.
pub(crate) fn key(table: &Table, row: &Row) -> Vec<Value> {
    let columns = table.columns.iter().zip(row);
    let value = |name: &&str| {
        columns.clone().find(|(column, _)| *column == name).map(|(_, value)| value.clone())
    };
    table.key.iter().filter_map(value).collect()
}

/// Writes what is not there yet, as one batch that is on the disk when this returns.
pub(crate) async fn write<D: Database>(
    database: &D,
    table: &Table,
    rows: Vec<Row>,
) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
        table.name,
        table.columns.join(", "),
        parameters(database.dialect(), table.columns.len())
    );
    let batch = rows.into_iter().map(|row| statement(sql.clone(), row)).collect();
    let written = database.write(batch, Durability::Power).await;
    written.map(drop).map_err(Side::Target.failed(table.name))
}

/// Makes the numbers that the database gives go on behind the last one that is there.
pub(crate) async fn go_on_counting<D: Database>(database: &D, table: &Table) -> Result<(), Error> {
    let (Some(last), [key]) = (last_key(database, table).await?, table.key) else {
        return Ok(());
    };
    match (database.dialect(), last.as_slice()) {
        (Dialect::Postgresql, [Value::Integer(last)]) => {
            let next = last.saturating_add(1);
            let sql = format!("ALTER TABLE {} ALTER COLUMN {key} RESTART WITH {next}", table.name);
            let written = database.write(vec![statement(sql, vec![])], Durability::Power).await;
            written.map(drop).map_err(Side::Target.failed(table.name))
        }
        // SQLite remembers the greatest number by itself.
        _ => Ok(()),
    }
}
