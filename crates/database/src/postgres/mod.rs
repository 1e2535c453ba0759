//! PostgreSQL for native hosts, any number of them on one database.
//!
//! [`Postgres`] is a cheap handle that any thread and any runtime may use: calls run on a runtime of
//! the engine's own (`engine`), over a pool of connections (`pool`), and a call that was begun runs
//! to its end when whoever made it goes away. `transaction` sends what belongs to one batch at once,
//! so that a batch costs two round trips and a read one. What a failure means and when to try again
//! is decided in [`crate::postgresql`].
//!
//! Every write is as durable as the server's commits: `Durability` makes no difference here, and
//! what a server with `synchronous_commit = off` would lose is not asked of it.
//!
//! It is not a place for SQL of the project (the store has that). It is not for poolers that give a
//! connection to another client between transactions: sessions have settings and prepared
//! statements. Depends on tokio-postgres, deadpool and rustls.

mod address;
mod calls;
mod engine;
mod failure;
mod options;
mod pool;
mod stats;
mod tls;
mod transaction;
mod value;

use std::sync::Arc;

/// Gives rows where there are tables other than the engine's own, as far as a role sees.
pub const ANY_TABLE: &str = "SELECT table_name FROM information_schema.tables \
    WHERE table_schema = CURRENT_SCHEMA() AND table_name <> 'strongroom_batches' LIMIT 1";

/// Gives one row with one integer: how many connections of this name there are to the database
/// beside one's own, as far as a role sees. Parameter: the name.
pub const CONNECTED: &str = "SELECT COUNT(*) FROM pg_stat_activity \
    WHERE datname = CURRENT_DATABASE() AND application_name = $1";

pub use address::{Address, AddressError, is_address};
pub use options::{OpenError, Options};
pub use stats::Stats;

use crate::{Database, Dialect, Durability, Error, Row, Statement};
use engine::Engine;

/// A handle on a database. When the last one is dropped its connections are closed.
#[derive(Clone)]
pub struct Postgres {
    engine: Arc<Engine>,
}

impl Postgres {
    /// Connects, and blocks until that is done or has failed.
    ///
    /// # Errors
    /// The database is not to be had now, or is none that this engine can use.
    pub fn open(address: &Address, options: &Options) -> Result<Self, OpenError> {
        Ok(Self { engine: Engine::start(address, options)? })
    }

    /// What has happened since the database was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.engine.stats()
    }
}

impl Database for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgresql
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        self.engine.read(statements).await
    }

    async fn write(&self, statements: Vec<Statement>, _: Durability) -> Result<Vec<u32>, Error> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        self.engine.write(statements).await
    }
}
