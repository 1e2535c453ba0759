//! Between generated types and those of the crates behind: moves, never copies of bytes.

use strongroom_database as database;
use strongroom_model::metadata::Problem;
use strongroom_model::{FieldName, TypeName};
use strongroom_ports::catalogue as port;
use strongroom_secret_bytes::SecretBytes;

use super::bindings::{catalogue, issuer_keys, root_key, secret_type, sql};
use crate::issuers;
use crate::root_key::RootKeys;

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

pub(crate) fn description(description: &port::Description) -> secret_type::Description {
    secret_type::Description {
        id: description.id.to_string(),
        title: description.title.clone(),
        help: description.help.clone(),
        fields: description.fields.iter().map(field_description).collect(),
    }
}

fn field_description(field: &port::FieldDescription) -> secret_type::FieldDescription {
    secret_type::FieldDescription {
        name: field.name.to_string(),
        title: field.title.clone(),
        kind: match field.kind {
            port::FieldKind::Text => secret_type::FieldKind::Text,
            port::FieldKind::Password => secret_type::FieldKind::Password,
            port::FieldKind::MultiLine => secret_type::FieldKind::MultiLine,
        },
        required: field.required,
        help: field.help.clone(),
    }
}

/// `None` for what is no name of a type: there is no such type.
pub(crate) fn type_name(id: &str) -> Option<TypeName> {
    id.parse().ok()
}

/// Fields from the core. A name that is none is a problem of the value.
pub(crate) fn fields_in(fields: Vec<secret_type::Field>) -> Result<Vec<port::Field>, port::Error> {
    fields
        .into_iter()
        .map(|field| {
            let value = SecretBytes::new(field.value);
            match field.name.parse::<FieldName>() {
                Ok(name) => Ok(port::Field { name, value }),
                Err(error) => {
                    let problem = Problem::new(field.name, error.to_string());
                    Err(port::Error::Invalid(vec![problem]))
                }
            }
        })
        .collect()
}

/// Fields back to the core. The generated type does not wipe; the allocator does.
pub(crate) fn fields_out(fields: Vec<port::Field>) -> Vec<secret_type::Field> {
    fields
        .into_iter()
        .map(|field| secret_type::Field {
            name: field.name.into(),
            value: field.value.into_exposed(),
        })
        .collect()
}

pub(crate) fn catalogue_error(error: port::Error) -> catalogue::Error {
    match error {
        port::Error::Unknown => catalogue::Error::Unknown,
        port::Error::Invalid(problems) => {
            catalogue::Error::Invalid(problems.into_iter().map(problem).collect())
        }
        port::Error::Failed => catalogue::Error::Failed,
    }
}

fn problem(problem: Problem) -> secret_type::Problem {
    secret_type::Problem { field: problem.field, message: problem.message }
}
