//! What one batch promises: all of it or nothing, and an error that says which statement.

use super::*;

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
    let update = statement("UPDATE item SET body = x'00' WHERE id > ?1", [Value::Integer(1)]);
    let table = statement("CREATE TABLE other (id INTEGER) STRICT", []);
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
fn undoes_the_whole_batch_when_a_statement_fails() {
    let unknown_item = || statement("INSERT INTO part VALUES (1, 99)", []);
    let cases = [
        ("the same name", insert_named(9, "name 1"), Error::Duplicate(1)),
        ("the same key", insert(1), Error::Duplicate(1)),
        (
            "too few rows",
            expecting(1, statement("DELETE FROM item WHERE id = 99", [])),
            Error::UnexpectedRows(1),
        ),
        (
            "too many rows",
            expecting(1, statement("UPDATE item SET body = x'00'", [])),
            Error::UnexpectedRows(1),
        ),
        ("a foreign key", unknown_item(), Error::Internal),
        ("no such table", statement("DELETE FROM nowhere", []), Error::Internal),
        ("a missing parameter", statement("DELETE FROM item WHERE id = ?1", []), Error::Internal),
        (
            "a type that does not fit",
            statement("UPDATE item SET body = 'text'", []),
            Error::Internal,
        ),
        (
            "two statements in one",
            statement("DELETE FROM part; DELETE FROM item", []),
            Error::Internal,
        ),
        ("a statement that reads", statement("SELECT id FROM item", []), Error::Internal),
        ("rows given back", statement("DELETE FROM item RETURNING id", []), Error::Internal),
        (
            "a failure that rolls back",
            statement("INSERT OR ROLLBACK INTO item VALUES (1, 'x', NULL)", []),
            Error::Duplicate(1),
        ),
    ];
    for (name, failing, error) in cases {
        let f = fixture();
        f.write([insert(1)]).unwrap();
        assert_eq!(f.write([insert(2), failing, insert(3)]), Err(error), "{name}");
        assert_eq!(f.ids(), [1], "{name}");
        assert_eq!(f.write([insert(4)]), Ok(vec![1]), "{name}: the next batch is not affected");
    }
}

#[test]
fn does_not_let_a_statement_steer_the_connection() {
    for sql in [
        "COMMIT",
        "END",
        "ROLLBACK",
        "BEGIN IMMEDIATE",
        "SAVEPOINT mine",
        "RELEASE batch",
        "ROLLBACK TO batch",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA query_only = OFF",
        "PRAGMA busy_timeout = 0",
        "PRAGMA journal_mode = DELETE",
        "ATTACH ':memory:' AS other",
        "VACUUM",
        "VACUUM INTO 'copy.db'",
    ] {
        let f = fixture();
        assert_eq!(f.write([insert(1), statement(sql, [])]), Err(Error::Internal), "{sql}");
        assert_eq!(f.ids(), [], "{sql}");
        assert_eq!(f.read([statement(sql, [])]), Err(Error::Internal), "{sql}");
        assert_eq!(f.write([insert(2)]), Ok(vec![1]), "{sql}");
    }
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

fn insert_named(id: i64, name: &str) -> Statement {
    let values = [Value::Integer(id), Value::Text(name.to_owned())];
    statement("INSERT INTO item (id, name) VALUES (?1, ?2)", values)
}
