//! The crate's `Database` over the imported one.

use strongroom_database::{Database, Dialect, Durability, Error, Row, Statement, Value};

use crate::bindings::strongroom::platform::sql;

/// The database behind the component's import. Has no state.
#[derive(Clone, Copy)]
pub(crate) struct Sql;

impl Database for Sql {
    fn dialect(&self) -> Dialect {
        match sql::get_dialect() {
            sql::Dialect::Sqlite => Dialect::Sqlite,
            sql::Dialect::Postgresql => Dialect::Postgresql,
        }
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        let rows = sql::read(&statements.into_iter().map(statement_out).collect::<Vec<_>>());
        let rows = rows.map_err(error_in)?;
        Ok(rows.into_iter().map(|rows| rows.into_iter().map(row_in).collect()).collect())
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        let durability = match durability {
            Durability::Process => sql::Durability::Process,
            Durability::Power => sql::Durability::Power,
        };
        let statements = statements.into_iter().map(statement_out).collect::<Vec<_>>();
        sql::write(&statements, durability).map_err(error_in)
    }
}

fn statement_out(statement: Statement) -> sql::Statement {
    sql::Statement {
        sql: statement.sql.into_owned(),
        parameters: statement.parameters.into_iter().map(value_out).collect(),
        expect: statement.expect,
    }
}

fn row_in(row: Vec<sql::Value>) -> Row {
    row.into_iter().map(value_in).collect()
}

fn value_out(value: Value) -> sql::Value {
    match value {
        Value::Null => sql::Value::Null,
        Value::Integer(number) => sql::Value::Integer(number),
        Value::Text(text) => sql::Value::Text(text),
        Value::Blob(bytes) => sql::Value::Blob(bytes),
    }
}

fn value_in(value: sql::Value) -> Value {
    match value {
        sql::Value::Null => Value::Null,
        sql::Value::Integer(number) => Value::Integer(number),
        sql::Value::Text(text) => Value::Text(text),
        sql::Value::Blob(bytes) => Value::Blob(bytes),
    }
}

fn error_in(error: sql::Error) -> Error {
    match error {
        sql::Error::UnexpectedRows(index) => Error::UnexpectedRows(index),
        sql::Error::Duplicate(index) => Error::Duplicate(index),
        sql::Error::Unavailable => Error::Unavailable,
        sql::Error::Internal => Error::Internal,
    }
}
