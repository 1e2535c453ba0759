//! What a copy promises, from one file to another. The command line's tests have a PostgreSQL.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::cell::Cell;
use std::task::{Context, Poll, Waker};

use strongroom_database::sqlite::{Options, Sqlite};
use strongroom_database::{Database, Durability, Row, Statement, Value};
use strongroom_store::{Store, TABLES};
use strongroom_transfer::{Error, Progress, copy, is_unfinished};
use tempfile::TempDir;

fn open(folder: &TempDir) -> Sqlite {
    Sqlite::open(folder.path().join("test.db"), Options::default()).unwrap()
}

fn statement(sql: &str, parameters: Vec<Value>) -> Statement {
    Statement { sql: sql.to_owned().into(), parameters, expect: None }
}

async fn force(database: &Sqlite, sql: &str, parameters: Vec<Value>) {
    database.write(vec![statement(sql, parameters)], Durability::Process).await.unwrap();
}

fn id(number: i64) -> Value {
    Value::Blob(format!("{number:020}").into_bytes())
}

/// One installation, with more people and records than go in a page.
async fn filled(folder: &TempDir, organization: i64) -> Sqlite {
    let database = open(folder);
    Store::new(&database, ()).migrate().await.unwrap();
    let insert = "INSERT INTO organizations (id, name, created_at) VALUES (?1, 'Acme', 1)";
    force(&database, insert, vec![id(organization)]).await;
    force(&database, "INSERT INTO installation VALUES (1, ?1)", vec![id(organization)]).await;
    let mut batch = vec![];
    for number in 0..450 {
        let insert = "INSERT INTO users (id, name, created_at) VALUES (?1, 'U', ?2)";
        batch.push(statement(insert, vec![id(number), Value::Integer(number)]));
        let insert = "INSERT INTO audit (at, request_id, event) VALUES (?1, 'r', 'denied')";
        batch.push(statement(insert, vec![Value::Integer(number)]));
    }
    database.write(batch, Durability::Process).await.unwrap();
    database
}

async fn everything(database: &Sqlite) -> Vec<Vec<Row>> {
    let all = |name: &str| statement(&format!("SELECT * FROM {name} ORDER BY 1, 2"), vec![]);
    let names = TABLES.iter().map(|table| table.name);
    database.read(names.map(all).collect()).await.unwrap()
}

#[tokio::test]
async fn everything_is_there_and_the_next_number_of_the_log_is_a_new_one() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, target) = (filled(&here, 1).await, open(&there));
    let compared = copy(&source, &target, |_| {}).await.unwrap();
    assert_eq!(everything(&target).await, everything(&source).await);
    let rows: u64 = compared.iter().map(|table| table.rows).sum();
    assert_eq!(rows, 902);
    assert_eq!(is_unfinished(&target).await, Ok(false));
    force(&target, "INSERT INTO audit (at, request_id, event) VALUES (1, 'r', 'x')", vec![]).await;
    let newest = statement("SELECT MAX(number) FROM audit", vec![]);
    let newest = target.read(vec![newest]).await.unwrap().concat().concat();
    assert_eq!(newest, [Value::Integer(451)]);
}

/// Whatever is under way when a process ends stops at some batch.
#[tokio::test]
async fn a_copy_that_was_cut_off_anywhere_goes_on() {
    let here = tempfile::tempdir().unwrap();
    let source = filled(&here, 1).await;
    // The last page of the last table is the eighth step.
    for steps in 1..8 {
        let there = tempfile::tempdir().unwrap();
        let target = open(&there);
        let told = Cell::new(0);
        let mut cut_off = Box::pin(copy(&source, &target, |_| told.set(told.get() + 1)));
        let mut context = Context::from_waker(Waker::noop());
        while told.get() < steps {
            if let Poll::Ready(done) = cut_off.as_mut().poll(&mut context) {
                panic!("{done:?}")
            }
            tokio::task::yield_now().await;
        }
        drop(cut_off);
        // What was handed to the engine is still written.
        while target.stats().depth > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(is_unfinished(&target).await, Ok(true));
        copy(&source, &target, |_| {}).await.unwrap();
        assert_eq!(everything(&target).await, everything(&source).await);
    }
}

#[tokio::test]
async fn what_arrived_is_not_copied_again() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, target) = (filled(&here, 1).await, open(&there));
    let page = Cell::new(0);
    let mut cut_off = Box::pin(copy(&source, &target, |progress| {
        if let Progress::Copied { table: "users", rows } = progress {
            page.set(rows);
        }
    }));
    let mut context = Context::from_waker(Waker::noop());
    while page.get() == 0 {
        assert!(cut_off.as_mut().poll(&mut context).is_pending());
        tokio::task::yield_now().await;
    }
    drop(cut_off);
    while target.stats().depth > 0 {
        tokio::task::yield_now().await;
    }
    let mut rest = 0;
    let tell = |progress| {
        if let Progress::Copied { table: "users", rows } = progress {
            rest = rows;
        }
    };
    copy(&source, &target, tell).await.unwrap();
    // One page was on its way.
    assert!(rest > 0 && page.get() + rest <= 450, "{} and {rest}", page.get());
}

#[tokio::test]
async fn a_source_that_was_written_to_meanwhile_is_found_out() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, target) = (filled(&here, 1).await, open(&there));
    let change = || {
        let sql = "UPDATE users SET name = 'changed' WHERE created_at = 0";
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(force(&source, sql, vec![]));
    };
    let result = copy(&source, &target, |progress| {
        if matches!(progress, Progress::Copied { table: "audit", .. }) {
            // On a thread of its own: this one is on a runtime.
            std::thread::scope(|scope| scope.spawn(change).join().unwrap());
        }
    })
    .await;
    let differs = Error::Differs { table: "users", source_rows: 450, target_rows: 450 };
    assert_eq!(result, Err(differs));
    assert_eq!(is_unfinished(&target).await, Ok(true));
}

#[tokio::test]
async fn only_a_whole_and_current_installation_goes_to_an_empty_database() {
    let folders: Vec<TempDir> = (0..4).map(|_| tempfile::tempdir().unwrap()).collect();
    let (first, other) = (filled(&folders[0], 1).await, filled(&folders[1], 2).await);
    let empty = open(&folders[2]);
    assert_eq!(copy(&empty, &first, |_| {}).await, Err(Error::NothingThere));
    let before = everything(&other).await;
    assert_eq!(copy(&first, &other, |_| {}).await, Err(Error::NotEmpty));
    assert_eq!(everything(&other).await, before);

    // Half of one, and then the other.
    let half = open(&folders[3]);
    Store::new(&half, ()).migrate().await.unwrap();
    force(&half, "CREATE TABLE strongroom_copy (whose BLOB NOT NULL PRIMARY KEY)", vec![]).await;
    force(&half, "INSERT INTO strongroom_copy VALUES (?1)", vec![id(2)]).await;
    assert_eq!(copy(&first, &half, |_| {}).await, Err(Error::OtherCopy));
    assert_eq!(copy(&half, &empty, |_| {}).await, Err(Error::OtherCopy));

    let forget = "DELETE FROM migrations WHERE number = (SELECT MAX(number) FROM migrations)";
    force(&first, forget, vec![]).await;
    let refused = copy(&first, &empty, |_| {}).await;
    assert!(
        matches!(refused, Err(Error::OtherVersion { found, known }) if found + 1 == known),
        "{refused:?}"
    );
}
