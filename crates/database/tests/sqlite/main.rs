//! The SQLite engine through its public handle, on real files.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod batches;
mod files;
mod groups;
mod reads;
#[path = "../shared/mod.rs"]
mod shared;

use shared::{block_on, expecting, insert, integers};
use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_database::{Database, Durability, Error, Statement, Value};
use tempfile::TempDir;

const SCHEMA: [&str; 3] = [
    "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BLOB) STRICT",
    "CREATE TABLE part (id INTEGER PRIMARY KEY, item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE) STRICT",
    "CREATE TABLE late (item INTEGER NOT NULL REFERENCES item DEFERRABLE INITIALLY DEFERRED) STRICT",
];

/// A database in a folder that goes away with it.
struct Fixture {
    database: Sqlite,
    folder: TempDir,
}

fn fixture() -> Fixture {
    fixture_with(Options::default())
}

fn fixture_with(options: Options) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let database = Sqlite::open(folder.path().join("test.db"), options).unwrap();
    let schema = SCHEMA.map(|sql| statement(sql, [])).to_vec();
    assert_eq!(block_on(database.write(schema, Durability::Process)), Ok(vec![0, 0, 0]));
    Fixture { database, folder }
}

impl Fixture {
    const fn engine(&self) -> &Sqlite {
        &self.database
    }
}

fn statement(sql: &'static str, parameters: impl Into<Vec<Value>>) -> Statement {
    Statement { sql: sql.into(), parameters: parameters.into(), expect: None }
}

/// Starts all the writes before it waits for any, on one thread as a host does.
fn all_at_once(
    database: &Sqlite,
    batches: Vec<(Vec<Statement>, Durability)>,
) -> Vec<Result<Vec<u32>, Error>> {
    let local = tokio::task::LocalSet::new();
    block_on(local.run_until(async {
        let start = |(batch, durability)| {
            let database = database.clone();
            local.spawn_local(async move { database.write(batch, durability).await })
        };
        let running: Vec<_> = batches.into_iter().map(start).collect();
        let mut outcomes = Vec::new();
        for task in running {
            outcomes.push(task.await.unwrap());
        }
        outcomes
    }))
}
