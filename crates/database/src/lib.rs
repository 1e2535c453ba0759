//! A relational database as the store sees it: `strongroom:platform/sql` as a trait.
//!
//! With the features `sqlite` and `postgres` the engines that native hosts use; `postgresql` is what
//! every engine on PostgreSQL shares. Depends on nothing of ours.
#![allow(async_fn_in_trait, reason = "every executor here is single-threaded")]

use std::borrow::Cow;

mod catalogue;
#[cfg(all(feature = "postgres", feature = "sqlite"))]
mod either;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod postgresql;
pub mod safety;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod words;

pub use catalogue::find_table;
#[cfg(all(feature = "postgres", feature = "sqlite"))]
pub use either::Either;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgresql,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Parameters are `?1`, `?2`, … for SQLite and `$1`, `$2`, … for PostgreSQL.
    pub sql: Cow<'static, str>,
    pub parameters: Vec<Value>,
    /// How many rows the statement must change. Any other number undoes the whole batch.
    pub expect: Option<u32>,
}

pub type Row = Vec<Value>;

/// What an acknowledged write must survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// The process being killed.
    Process,
    /// Loss of power.
    Power,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("statement {0} of the batch changed another number of rows than expected")]
    UnexpectedRows(u32),
    #[error("statement {0} of the batch broke a uniqueness constraint")]
    Duplicate(u32),
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal database error")]
    Internal,
}

pub trait Database {
    fn dialect(&self) -> Dialect;

    /// Rows of each statement, all from one snapshot.
    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error>;

    /// Numbers of changed rows of each statement, all in one atomic batch.
    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error>;
}

impl<D: Database> Database for &D {
    fn dialect(&self) -> Dialect {
        D::dialect(self)
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        D::read(self, statements).await
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        D::write(self, statements, durability).await
    }
}
