//! Bringing a database up to date: `strongroom:store/schema`.
//!
//! Migrations are numbered from 1. Each is one atomic batch with the insert of its number, which
//! comes first: of two processes that start together one is told that the number is there already.

pub(crate) mod migrations;

use strongroom_database::{Database, Durability, Statement, find_table};

use crate::Store;
use crate::failure::Failure;
use crate::row::Columns;
use crate::value::parameters;
use migrations::{MIGRATIONS, newest_migration};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    #[error("the database is of a newer program: it is at {found}, this program knows {known}")]
    TooNew { found: u32, known: u32 },
    #[error("the database is not available now")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

pub(crate) mod statements {
    crate::sql::statements! {
        CREATE = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT NOT NULL PRIMARY KEY)";
        APPLIED = "SELECT COUNT(*), MAX(number) FROM migrations";
        APPLY = "INSERT INTO migrations (number) VALUES (?1)";
    }
}

/// Rounds in which others got there first, before giving up. A round ends with something applied,
/// by whomever, so in practice there are as many as migrations.
const LOST_ROUNDS: usize = 16;

impl<D: Database, K> Store<D, K> {
    /// Applies what is missing and gives the number of migrations applied now.
    ///
    /// # Errors
    /// [`SchemaError::TooNew`], with nothing changed, where a newer program was here; the others as
    /// they say.
    pub async fn migrate(&self) -> Result<u32, SchemaError> {
        // A role that may not make tables does not try to where there is nothing to make.
        let list = find_table(self.database.dialect(), "migrations");
        if self.rows(list).await?.is_empty() {
            self.create_list().await?;
        }
        let mut applied = 0;
        for _ in 0..MIGRATIONS.len() + LOST_ROUNDS {
            let found = self.applied().await?;
            let known = newest_migration();
            if found > known {
                return Err(SchemaError::TooNew { found, known });
            }
            let Some(migration) = usize::try_from(found).ok().and_then(|i| MIGRATIONS.get(i))
            else {
                return Ok(applied);
            };
            match self.apply(found + 1, migration).await {
                Ok(()) => applied += 1,
                // Another process has applied it meanwhile.
                Err(Failure::Duplicate(0)) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Err(SchemaError::Unavailable)
    }

    async fn create_list(&self) -> Result<(), Failure> {
        let create = || vec![self.statement(&statements::CREATE, parameters![])];
        match self.write(create(), Durability::Power).await {
            // PostgreSQL says so where two create a table at one time; the second try finds it there.
            Err(Failure::Duplicate(_)) => self.write(create(), Durability::Power).await,
            done => done,
        }
    }

    /// The number of the newest migration, 0 for none.
    async fn applied(&self) -> Result<u32, Failure> {
        let row = self.row(self.statement(&statements::APPLIED, parameters![])).await?;
        let mut columns = Columns::of(row.ok_or(Failure::Broken)?);
        let count: u32 = columns.next()?;
        let newest: u32 = columns.maybe()?.unwrap_or(0);
        columns.end()?;
        if count == newest { Ok(newest) } else { Err(Failure::Broken) }
    }

    async fn apply(&self, number: u32, migration: &[&str]) -> Result<(), Failure> {
        let dialect = self.database.dialect();
        let mut batch = vec![self.change(&statements::APPLY, parameters![number])];
        batch.extend(migration.iter().map(|template| Statement {
            sql: migrations::render(template, dialect).into(),
            parameters: vec![],
            expect: None,
        }));
        self.write(batch, Durability::Power).await
    }
}
