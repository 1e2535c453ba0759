//! One statement: its parameters, its rows, and what its failure means.

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, ErrorCode, ffi};

use crate::{Error, Row, Statement, Value};

/// Why a statement failed: as SQLite tells it, or against this crate's contract.
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    Contract(&'static str),
    UnexpectedRows,
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Failure {
    /// The step budget ran out, or another process holds a lock.
    pub(super) fn wants_patience(&self) -> bool {
        matches!(
            self,
            Self::Sqlite(error) if matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::OperationInterrupted
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::FileLockingProtocolFailed
                )
            )
        )
    }

    /// The caller's error for the statement at `index`. Logs what the caller is not told.
    pub(super) fn report(&self, index: usize, sql: &str) -> Error {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        match self {
            Self::UnexpectedRows => Error::UnexpectedRows(index),
            Self::Contract(broken) => {
                tracing::error!(sql, broken, "statement refused");
                Error::Internal
            }
            Self::Sqlite(error) if is_duplicate(error) => Error::Duplicate(index),
            Self::Sqlite(error) => report(error, sql),
        }
    }
}

/// The caller's error for a failure that is no single statement's.
pub(super) fn report(error: &rusqlite::Error, sql: &str) -> Error {
    // Only the code: a message may quote what the statement was given.
    let code = error.sqlite_error().map_or(0, |error| error.extended_code);
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory,
        ) => {
            tracing::warn!(sql, code, "database unavailable");
            Error::Unavailable
        }
        _ => {
            tracing::error!(sql, code, "statement failed");
            Error::Internal
        }
    }
}

fn is_duplicate(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| {
        matches!(
            error.extended_code,
            ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_ROWID
        )
    })
}

/// Runs a statement that changes. Gives the number of rows it changed itself, without those that
/// foreign keys and triggers changed in its wake.
pub(super) fn change(connection: &Connection, statement: &Statement) -> Result<u32, Failure> {
    let mut prepared = prepare(connection, statement)?;
    if prepared.readonly() || prepared.column_count() != 0 {
        return Err(Failure::Contract("a write must change and give no rows"));
    }
    let before = connection.total_changes();
    prepared.raw_execute()?;
    // A statement on the schema changes no rows and leaves the last statement's number standing.
    let changed = if connection.total_changes() == before { 0 } else { connection.changes() };
    let changed = u32::try_from(changed).unwrap_or(u32::MAX);
    if statement.expect.is_some_and(|expected| expected != changed) {
        return Err(Failure::UnexpectedRows);
    }
    Ok(changed)
}

/// Runs a statement that reads. Gives all its rows.
pub(super) fn query(connection: &Connection, statement: &Statement) -> Result<Vec<Row>, Failure> {
    let mut prepared = prepare(connection, statement)?;
    let columns = prepared.column_count();
    if columns == 0 || !prepared.readonly() || statement.expect.is_some() {
        return Err(Failure::Contract("a read must give rows and change none"));
    }
    let mut found = Vec::new();
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(value(row.get_ref(column)?)?);
        }
        found.push(values);
    }
    Ok(found)
}

fn prepare<'c>(
    connection: &'c Connection,
    statement: &Statement,
) -> Result<CachedStatement<'c>, Failure> {
    let mut prepared = connection.prepare_cached(&statement.sql)?;
    // SQLite would take a missing parameter for NULL.
    if prepared.parameter_count() != statement.parameters.len() {
        return Err(Failure::Contract("another number of parameters than the SQL names"));
    }
    for (index, parameter) in (1..).zip(&statement.parameters) {
        match parameter {
            Value::Null => prepared.raw_bind_parameter(index, rusqlite::types::Null)?,
            Value::Integer(integer) => prepared.raw_bind_parameter(index, integer)?,
            Value::Text(text) => prepared.raw_bind_parameter(index, text)?,
            Value::Blob(bytes) => prepared.raw_bind_parameter(index, bytes)?,
        }
    }
    Ok(prepared)
}

fn value(stored: ValueRef<'_>) -> Result<Value, Failure> {
    Ok(match stored {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(integer) => Value::Integer(integer),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => return Err(Failure::Contract("text that is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Real(_) => return Err(Failure::Contract("a fraction; there is no type for it")),
    })
}
