//! What one batch promises: all of it or nothing, and an error that says which statement.

use super::*;

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

fn insert_named(id: i64, name: &str) -> Statement {
    let values = [Value::Integer(id), Value::Text(name.to_owned())];
    statement("INSERT INTO item (id, name) VALUES (?1, ?2)", values)
}
