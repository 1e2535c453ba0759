//! Between generated types and those of the crates behind: moves, never copies of bytes.

use strongroom_database as database;
use strongroom_root_keys::RootKeys;

use super::bindings::{issuer_keys, root_key, sql};
use crate::issuers;

pub(crate) const fn dialect(dialect: database::Dialect) -> sql::Dialect {
    match dialect {
        database::Dialect::Sqlite => sql::Dialect::Sqlite,
        database::Dialect::Postgresql => sql::Dialect::Postgresql,
    }
}

pub(crate) const fn durability(durability: sql::Durability) -> database::Durability {
    match durability {
        sql::Durability::Process => database::Durability::Process,
        sql::Durability::Power => database::Durability::Power,
    }
}

pub(crate) fn statements(statements: Vec<sql::Statement>) -> Vec<database::Statement> {
    statements
        .into_iter()
        .map(|statement| database::Statement {
            sql: statement.sql.into(),
            parameters: statement.parameters.into_iter().map(parameter).collect(),
            expect: statement.expect,
        })
        .collect()
}

fn parameter(value: sql::Value) -> database::Value {
    match value {
        sql::Value::Null => database::Value::Null,
        sql::Value::Integer(number) => database::Value::Integer(number),
        sql::Value::Text(text) => database::Value::Text(text),
        sql::Value::Blob(bytes) => database::Value::Blob(bytes),
    }
}

pub(crate) fn rows(results: Vec<Vec<database::Row>>) -> Vec<Vec<sql::Row>> {
    let row = |row: database::Row| row.into_iter().map(column).collect();
    results.into_iter().map(|rows| rows.into_iter().map(row).collect()).collect()
}

fn column(value: database::Value) -> sql::Value {
    match value {
        database::Value::Null => sql::Value::Null,
        database::Value::Integer(number) => sql::Value::Integer(number),
        database::Value::Text(text) => sql::Value::Text(text),
        database::Value::Blob(bytes) => sql::Value::Blob(bytes),
    }
}

pub(crate) const fn sql_error(error: database::Error) -> sql::Error {
    match error {
        database::Error::UnexpectedRows(index) => sql::Error::UnexpectedRows(index),
        database::Error::Duplicate(index) => sql::Error::Duplicate(index),
        database::Error::Unavailable => sql::Error::Unavailable,
        database::Error::Internal => sql::Error::Internal,
    }
}

pub(crate) fn root_key(keys: &RootKeys, id: &str) -> Result<Vec<u8>, root_key::Error> {
    keys.get(id).map(|key| key.expose().to_vec()).ok_or(root_key::Error::Unknown)
}

pub(crate) const fn issuer_keys_error(error: issuers::Error) -> issuer_keys::Error {
    match error {
        issuers::Error::Unknown => issuer_keys::Error::Unknown,
        issuers::Error::Unavailable => issuer_keys::Error::Unavailable,
    }
}
