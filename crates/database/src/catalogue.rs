//! What a database tells of itself, in each dialect.

use crate::{Dialect, Statement, Value};

/// Gives one row where there is a table of this name (that this role sees), none otherwise.
#[must_use]
pub fn find_table(dialect: Dialect, name: &str) -> Statement {
    let sql = match dialect {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1",
        Dialect::Postgresql => {
            // Not its name: that is of a type which not every platform has a value for.
            "SELECT CAST(1 AS BIGINT) FROM information_schema.tables \
             WHERE table_schema = CURRENT_SCHEMA() AND table_name = $1"
        }
    };
    Statement { sql: sql.into(), parameters: vec![Value::Text(name.to_owned())], expect: None }
}
