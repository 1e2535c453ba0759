//! The engine on PostgreSQL, through its public handle, on a real server.
#![cfg(not(without_postgres))]

mod batches;
mod contention;
mod lost;
mod outages;
mod proxy;
mod reached;
mod reads;
#[path = "../../../../crates/database/tests/shared/mod.rs"]
mod shared;

use std::sync::Arc;

use shared::{block_on, expecting, insert, integers};
use strongroom_database::postgres::{Options, Postgres};
use strongroom_database::{Database, Durability, Error, Statement, Value};
use strongroom_test_postgres as server;

const SCHEMA: [&str; 3] = [
    "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BYTEA)",
    "CREATE TABLE part (id BIGINT PRIMARY KEY, item BIGINT NOT NULL REFERENCES item ON DELETE CASCADE)",
    "CREATE TABLE late (item BIGINT NOT NULL REFERENCES item DEFERRABLE INITIALLY DEFERRED)",
];

/// A database that goes away with it.
struct Fixture {
    engine: Postgres,
    database: server::Database,
}

fn fixture() -> Fixture {
    fixture_on(&server::shared())
}

fn fixture_on(cluster: &Arc<server::Cluster>) -> Fixture {
    let database = cluster.database();
    let engine = open(&database.url());
    let schema = SCHEMA.map(|sql| statement(sql, [])).to_vec();
    assert_eq!(block_on(engine.write(schema, Durability::Power)), Ok(vec![0, 0, 0]));
    Fixture { engine, database }
}

fn open(url: &str) -> Postgres {
    open_with(url, &Options::default())
}

fn open_with(url: &str, options: &Options) -> Postgres {
    Postgres::open(&url.parse().unwrap(), options).unwrap()
}

impl Fixture {
    const fn engine(&self) -> &Postgres {
        &self.engine
    }
}

fn statement(sql: &str, parameters: impl Into<Vec<Value>>) -> Statement {
    Statement { sql: sql.replace('?', "$").into(), parameters: parameters.into(), expect: None }
}
