//! What every engine promises, and how tests ask one. The tests of each engine take this in, and have
//! beside it a `Fixture` with its `engine`, a `fixture` and a `statement`, whose SQL has parameters
//! `?1`, `?2`, … in the engine's own way.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use strongroom_database::{Database, Durability, Error, Row, Statement, Value};

use super::{Fixture, fixture, statement};

impl Fixture {
    pub(crate) fn write(&self, statements: impl Into<Vec<Statement>>) -> Result<Vec<u32>, Error> {
        block_on(self.engine().write(statements.into(), Durability::Process))
    }

    pub(crate) fn read(
        &self,
        statements: impl Into<Vec<Statement>>,
    ) -> Result<Vec<Vec<Row>>, Error> {
        block_on(self.engine().read(statements.into()))
    }

    pub(crate) fn ids(&self) -> Vec<i64> {
        integers(&self.read([statement("SELECT id FROM item ORDER BY id", [])]).unwrap()[0])
    }
}

pub(crate) fn integers(rows: &[Row]) -> Vec<i64> {
    rows.iter()
        .map(|row| match row[..] {
            [Value::Integer(integer)] => integer,
            _ => panic!("a row of one integer was expected, not {row:?}"),
        })
        .collect()
}

pub(crate) fn expecting(rows: u32, statement: Statement) -> Statement {
    Statement { expect: Some(rows), ..statement }
}

pub(crate) fn insert(id: i64) -> Statement {
    let values = [Value::Integer(id), Value::Text(format!("name {id}"))];
    statement("INSERT INTO item (id, name) VALUES (?1, ?2)", values)
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn keeps_every_kind_of_value() {
    let f = fixture();
    let body = Value::Blob(vec![0, 159, 146, 150]);
    let values = [Value::Integer(i64::MIN), Value::Text("näme\u{1f511}".into()), body];
    f.write([statement("INSERT INTO item VALUES (?1, ?2, ?3)", values.clone())]).unwrap();
    f.write([insert(2)]).unwrap();
    let rows = f.read([statement("SELECT id, name, body FROM item ORDER BY id", [])]).unwrap();
    let second = vec![Value::Integer(2), Value::Text("name 2".into()), Value::Null];
    assert_eq!(rows, [[values.to_vec(), second]]);
}

#[test]
fn tells_how_many_rows_each_statement_changed() {
    let f = fixture();
    let values = [Value::Integer(1), Value::Blob(vec![0])];
    let update = statement("UPDATE item SET body = ?2 WHERE id > ?1", values);
    let table = statement("CREATE TABLE other (id BIGINT)", []);
    let batch = [insert(1), insert(2), insert(3), update, table];
    assert_eq!(f.write(batch), Ok(vec![1, 1, 1, 2, 0]));
}

#[test]
fn does_not_count_rows_that_a_foreign_key_took_along() {
    let f = fixture();
    let part = |id| statement("INSERT INTO part VALUES (?1, 1)", [Value::Integer(id)]);
    f.write([insert(1), part(1), part(2)]).unwrap();
    let delete = expecting(1, statement("DELETE FROM item WHERE id = 1", []));
    assert_eq!(f.write([delete]), Ok(vec![1]));
    assert_eq!(f.read([statement("SELECT id FROM part", [])]), Ok(vec![vec![]]));
}

#[test]
fn a_foreign_key_checked_at_the_end_undoes_the_batch() {
    let f = fixture();
    let late = |item| statement("INSERT INTO late VALUES (?1)", [Value::Integer(item)]);
    assert_eq!(f.write([late(1), insert(1)]), Ok(vec![1, 1]));
    assert_eq!(f.write([insert(2), late(9)]), Err(Error::Internal));
    assert_eq!(f.ids(), [1]);
}

#[test]
fn an_empty_batch_changes_nothing() {
    let f = fixture();
    assert_eq!(f.write([]), Ok(vec![]));
    assert_eq!(f.read([]), Ok(vec![]));
}

#[test]
fn statements_of_one_read_share_a_snapshot_while_a_write_goes_on() {
    let f = fixture();
    let count = || statement("SELECT COUNT(*) FROM item", []);
    let (writer, enough) = (f.engine().clone(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for id in (0..100_000).take_while(|_| !enough.load(Relaxed)) {
                block_on(writer.write(vec![insert(id)], Durability::Process)).unwrap();
            }
        });
        let mut seen = BTreeSet::new();
        while seen.len() < 10 {
            let rows = f.read([count(), count(), count()]).unwrap();
            assert_eq!(rows[0], rows[1]);
            assert_eq!(rows[0], rows[2]);
            seen.insert(integers(&rows[0])[0]);
        }
        enough.store(true, Relaxed);
    });
}
