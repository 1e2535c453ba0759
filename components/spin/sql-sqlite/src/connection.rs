//! One connection: its settings, its transactions, and what its answers mean.

use strongroom_database::words;

use crate::bindings::exports::strongroom::platform::sql::{
    Durability, Error, Row, Statement, Value,
};
use crate::bindings::spin::sqlite::sqlite;

const DATABASE: &str = "default";

/// What a connection is told once. Writers wait for each other; deleted ciphertext is overwritten.
const SETTINGS: [&str; 6] = [
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA synchronous = FULL",
];

pub(crate) struct Connection {
    spin: sqlite::Connection,
    /// What a commit survives now.
    synchronous: Durability,
    /// Whether it is known to be in no transaction.
    fit: bool,
}

impl Connection {
    pub(crate) fn open() -> Result<Self, Error> {
        let spin = sqlite::Connection::open(DATABASE).map_err(|error| {
            let why = match &error {
                sqlite::Error::NoSuchDatabase => "there is none of this name",
                sqlite::Error::AccessDenied => "the manifest does not name it for this component",
                sqlite::Error::InvalidConnection
                | sqlite::Error::DatabaseFull
                | sqlite::Error::Io(_) => "it cannot be opened now",
            };
            eprintln!("the database `{DATABASE}` is not available: {why}");
            Error::Unavailable
        })?;
        let mut connection = Self { spin, synchronous: Durability::Power, fit: true };
        for setting in SETTINGS {
            connection.steer(setting)?;
        }
        // Readers do not wait for writers, and a commit is one sync of one file.
        let mode = connection.steer("PRAGMA journal_mode = WAL")?;
        match mode.first().and_then(|row| row.values.first()) {
            Some(sqlite::Value::Text(mode)) if mode == "wal" => Ok(connection),
            _ => {
                eprintln!("the database `{DATABASE}` cannot keep a write-ahead log");
                Err(Error::Unavailable)
            }
        }
    }

    pub(crate) const fn is_fit(&self) -> bool {
        self.fit
    }

    /// Each statement's rows, of one snapshot.
    pub(crate) fn read(&mut self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        if statements.len() <= 1 {
            return self.query_all(statements);
        }
        self.in_transaction("BEGIN", |connection| connection.query_all(statements))
    }

    /// Each statement's number of changed rows, all of one transaction.
    pub(crate) fn write(
        &mut self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        self.set_synchronous(durability)?;
        self.in_transaction("BEGIN IMMEDIATE", |connection| {
            let indexed = (0..).zip(statements);
            indexed.map(|(index, statement)| connection.change(index, statement)).collect()
        })
    }

    fn set_synchronous(&mut self, durability: Durability) -> Result<(), Error> {
        if self.synchronous != durability {
            self.steer(match durability {
                Durability::Process => "PRAGMA synchronous = NORMAL",
                Durability::Power => "PRAGMA synchronous = FULL",
            })?;
            self.synchronous = durability;
        }
        Ok(())
    }

    fn in_transaction<T>(
        &mut self,
        begin: &'static str,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.steer(begin)?;
        self.fit = false;
        let outcome = work(self).and_then(|done| {
            self.steer("COMMIT")?;
            Ok(done)
        });
        // A failed statement may have undone the transaction already; what matters is that none is
        // open, and a connection that cannot say so is not used again.
        self.fit = outcome.is_ok() || self.spin.execute("ROLLBACK", &[]).is_ok();
        outcome
    }

    fn query_all(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        let indexed = (0..).zip(statements);
        indexed.map(|(index, statement)| self.query(index, statement)).collect()
    }

    fn query(&self, index: u32, statement: Statement) -> Result<Vec<Row>, Error> {
        let found = self.run(index, statement.sql, statement.parameters)?;
        found.into_iter().map(row_out).collect()
    }

    fn change(&self, index: u32, statement: Statement) -> Result<u32, Error> {
        let changes_rows = words::changes_rows(&statement.sql);
        self.run(index, statement.sql, statement.parameters)?;
        let changed = if changes_rows { self.spin.changes() } else { 0 };
        let changed = u32::try_from(changed).unwrap_or(u32::MAX);
        if statement.expect.is_some_and(|expected| expected != changed) {
            return Err(Error::UnexpectedRows(index));
        }
        Ok(changed)
    }

    fn run(
        &self,
        index: u32,
        sql: String,
        parameters: Vec<Value>,
    ) -> Result<Vec<sqlite::RowResult>, Error> {
        let parameters: Vec<_> = parameters.into_iter().map(parameter_out).collect();
        let result = self.spin.execute(&sql, &parameters);
        result.map(|result| result.rows).map_err(|error| meaning(error, index, &sql))
    }

    /// A statement of this adapter's own.
    fn steer(&mut self, sql: &'static str) -> Result<Vec<sqlite::RowResult>, Error> {
        let result = self.spin.execute(sql, &[]);
        result.map(|result| result.rows).map_err(|error| match meaning(error, 0, sql) {
            // Of no statement that the caller knows.
            Error::Duplicate(_) | Error::UnexpectedRows(_) => Error::Internal,
            error => error,
        })
    }
}

/// What an error means. Logs the statement, which is constant text, and nothing of the message.
fn meaning(error: sqlite::Error, index: u32, sql: &str) -> Error {
    let meaning = match error {
        sqlite::Error::Io(message) => words::meaning(&message, index).into(),
        sqlite::Error::DatabaseFull
        | sqlite::Error::NoSuchDatabase
        | sqlite::Error::AccessDenied
        | sqlite::Error::InvalidConnection => Error::Unavailable,
    };
    match meaning {
        Error::Unavailable => eprintln!("the database is not available for: {sql}"),
        Error::Internal => eprintln!("a statement failed: {sql}"),
        Error::Duplicate(_) | Error::UnexpectedRows(_) => {}
    }
    meaning
}

impl From<strongroom_database::Error> for Error {
    fn from(error: strongroom_database::Error) -> Self {
        match error {
            strongroom_database::Error::UnexpectedRows(index) => Self::UnexpectedRows(index),
            strongroom_database::Error::Duplicate(index) => Self::Duplicate(index),
            strongroom_database::Error::Unavailable => Self::Unavailable,
            strongroom_database::Error::Internal => Self::Internal,
        }
    }
}

fn parameter_out(value: Value) -> sqlite::Value {
    match value {
        Value::Null => sqlite::Value::Null,
        Value::Integer(number) => sqlite::Value::Integer(number),
        Value::Text(text) => sqlite::Value::Text(text),
        Value::Blob(bytes) => sqlite::Value::Blob(bytes),
    }
}

fn row_out(row: sqlite::RowResult) -> Result<Row, Error> {
    row.values.into_iter().map(value_out).collect()
}

fn value_out(value: sqlite::Value) -> Result<Value, Error> {
    Ok(match value {
        sqlite::Value::Null => Value::Null,
        sqlite::Value::Integer(number) => Value::Integer(number),
        sqlite::Value::Text(text) => Value::Text(text),
        sqlite::Value::Blob(bytes) => Value::Blob(bytes),
        sqlite::Value::Real(_) => {
            eprintln!("the database gave a fraction, and there is no type for it");
            return Err(Error::Internal);
        }
    })
}
