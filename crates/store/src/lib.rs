//! SQL of Strongroom in two dialects, and its migrations.
//!
//! What this is: the ports `SecretStore`, `PrincipalStore`, `DirectoryStore`, `AuditStore` and `AuditLog` over
//! any [`Database`]. What it is not: a permission check (whoever calls has asked the authorizer) or an
//! engine. It sees ciphertext only. Depends on the model, the ports and the `Database` trait.
//!
//! INVARIANT: a write that has an effect is one atomic batch with its audit record, and the record
//! is the batch's last statement: where the effect is refused, SQLite spends no number of the log.
//! PostgreSQL is sent a batch at once and may: numbers rise there, with gaps.
//!
//! INVARIANT: every record is written with its code (`audit::code`).
//!
//! INVARIANT: a secret is found under its owner and its type only, so that an id of another tenant
//! is an id of nothing.

mod audit;
mod batch;
mod directory;
mod failure;
#[cfg(test)]
mod plans;
mod principals;
mod row;
mod schema;
mod secrets;
mod sql;
mod tables;
mod value;

use strongroom_database::{Database, Durability, Row, Statement, Value};
use strongroom_ports::principals::Error;

use failure::Failure;
use row::Columns;
use sql::Sql;

pub use schema::SchemaError;
pub use schema::migrations::newest_migration;
pub use tables::{TABLES, Table};

/// All that Strongroom keeps, over a database.
/// As cheap to clone as the handles of its database and its keys.
#[derive(Debug, Clone)]
pub struct Store<D, K> {
    database: D,
    /// Of the audit log's codes. A store that only migrates needs none.
    keys: K,
}

impl<D: Database, K> Store<D, K> {
    pub const fn new(database: D, keys: K) -> Self {
        Self { database, keys }
    }

    fn statement(&self, sql: &'static Sql, parameters: Vec<Value>) -> Statement {
        Statement { sql: sql.text(self.database.dialect()).into(), parameters, expect: None }
    }

    /// A statement that must change exactly one row.
    fn change(&self, sql: &'static Sql, parameters: Vec<Value>) -> Statement {
        Statement { expect: Some(1), ..self.statement(sql, parameters) }
    }

    /// Rows of one statement.
    async fn rows(&self, statement: Statement) -> Result<Vec<Row>, Failure> {
        let mut answers = self.snapshot(vec![statement]).await?;
        answers.pop().ok_or(Failure::Broken)
    }

    /// The row of a statement that can have one at most.
    async fn row(&self, statement: Statement) -> Result<Option<Row>, Failure> {
        row::at_most_one(self.rows(statement).await?)
    }

    /// What the row of a statement says that can have one at most.
    async fn maybe<T>(
        &self,
        statement: Statement,
        read: impl FnOnce(&mut Columns) -> Result<T, Failure>,
    ) -> Result<Option<T>, Error> {
        Ok(self.row(statement).await?.map(|row| row::whole(row, read)).transpose()?)
    }

    /// What each row of a statement says.
    async fn many<T>(
        &self,
        statement: Statement,
        read: impl Fn(&mut Columns) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Error> {
        let rows = self.rows(statement).await?.into_iter();
        Ok(rows.map(|row| row::whole(row, &read)).collect::<Result<_, _>>()?)
    }

    /// Rows of several statements, from one snapshot.
    async fn snapshot(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Failure> {
        let asked = statements.len();
        let answers = self.database.read(statements).await?;
        if answers.len() == asked { Ok(answers) } else { Err(Failure::Broken) }
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<(), Failure> {
        self.database.write(statements, durability).await?;
        Ok(())
    }
}
