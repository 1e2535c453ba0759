//! One of the two engines of native hosts, chosen when a program starts.

use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{Database, Dialect, Durability, Error, Row, Statement};

/// As cheap to clone as either.
#[derive(Clone)]
pub enum Either {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Database for Either {
    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(sqlite) => sqlite.dialect(),
            Self::Postgres(postgres) => postgres.dialect(),
        }
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(statements).await,
            Self::Postgres(postgres) => postgres.read(statements).await,
        }
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(statements, durability).await,
            Self::Postgres(postgres) => postgres.write(statements, durability).await,
        }
    }
}
