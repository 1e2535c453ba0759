//! The SQLite engine through its public handle, on real files.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod batches;
mod files;
mod groups;
mod reads;

use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_database::{Database, Durability, Error, Row, Statement, Value};
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
    fn write(&self, statements: impl Into<Vec<Statement>>) -> Result<Vec<u32>, Error> {
        block_on(self.database.write(statements.into(), Durability::Process))
    }

    fn read(&self, statements: impl Into<Vec<Statement>>) -> Result<Vec<Vec<Row>>, Error> {
        block_on(self.database.read(statements.into()))
    }

    fn ids(&self) -> Vec<i64> {
        integers(&self.read([statement("SELECT id FROM item ORDER BY id", [])]).unwrap()[0])
    }
}

fn integers(rows: &[Row]) -> Vec<i64> {
    rows.iter()
        .map(|row| match row[..] {
            [Value::Integer(integer)] => integer,
            _ => panic!("a row of one integer was expected, not {row:?}"),
        })
        .collect()
}

fn statement(sql: &'static str, parameters: impl Into<Vec<Value>>) -> Statement {
    Statement { sql: sql.into(), parameters: parameters.into(), expect: None }
}

fn expecting(rows: u32, statement: Statement) -> Statement {
    Statement { expect: Some(rows), ..statement }
}

fn insert(id: i64) -> Statement {
    let values = [Value::Integer(id), Value::Text(format!("name {id}"))];
    statement("INSERT INTO item (id, name) VALUES (?1, ?2)", values)
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
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
