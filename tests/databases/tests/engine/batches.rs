//! What one batch promises: all of it or nothing, and an error that says which statement.

use super::*;

#[test]
fn a_parameter_of_nothing_fits_every_type() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    let update = "UPDATE item SET name = COALESCE($1, name), body = $2, id = COALESCE($3, id)";
    let nothing = [Value::Null, Value::Null, Value::Null];
    assert_eq!(f.write([statement(update, nothing)]), Ok(vec![1]));
    assert_eq!(f.ids(), [1]);
}

#[test]
fn small_numbers_and_truths_are_integers() {
    let f = fixture();
    let sql = "SELECT 1, CAST(2 AS SMALLINT), CAST(3 AS BIGINT), EXISTS (SELECT 1), 1 = 2, COUNT(*) \
        FROM item WHERE id = $1 OR id = 7";
    let rows = f.read([statement(sql, [Value::Integer(7)])]).unwrap();
    let integers = [1, 2, 3, 1, 0, 0].map(Value::Integer).to_vec();
    assert_eq!(rows, [[integers]]);
    let fraction = statement("SELECT CAST(1 AS NUMERIC) / 3", []);
    assert_eq!(f.read([fraction]), Err(Error::Internal));
}

#[test]
fn undoes_the_whole_batch_when_a_statement_fails() {
    let named = [Value::Integer(9), Value::Text("name 1".to_owned())];
    let named = statement("INSERT INTO item (id, name) VALUES ($1, $2)", named);
    let nul = [Value::Text("a\0b".to_owned())];
    let cases = [
        ("the same name", named, Error::Duplicate(1)),
        ("the same key", insert(1), Error::Duplicate(1)),
        (
            "too few rows",
            expecting(1, statement("DELETE FROM item WHERE id = 99", [])),
            Error::UnexpectedRows(1),
        ),
        (
            "too many rows",
            expecting(1, statement("UPDATE item SET body = '\\x00'", [])),
            Error::UnexpectedRows(1),
        ),
        ("a foreign key", statement("INSERT INTO part VALUES (1, 99)", []), Error::Internal),
        ("no such table", statement("DELETE FROM nowhere", []), Error::Internal),
        ("a missing parameter", statement("DELETE FROM item WHERE id = $1", []), Error::Internal),
        (
            "a type that does not fit",
            statement("UPDATE item SET body = $1", [Value::Text("text".to_owned())]),
            Error::Internal,
        ),
        ("a NUL in a text", statement("UPDATE item SET name = $1", nul), Error::Internal),
        (
            "two statements in one",
            statement("DELETE FROM part; DELETE FROM item", []),
            Error::Internal,
        ),
        ("a statement that reads", statement("SELECT id FROM item", []), Error::Internal),
        ("rows given back", statement("DELETE FROM item RETURNING id", []), Error::Internal),
    ];
    let f = fixture();
    f.write([insert(1)]).unwrap();
    for (name, failing, error) in cases {
        // Twice: once with statements that the connection does not know yet, once sent together.
        for _ in 0..2 {
            let batch = [insert(2), failing.clone(), insert(3)];
            assert_eq!(f.write(batch), Err(error), "{name}");
            assert_eq!(f.ids(), [1], "{name}");
        }
    }
    assert_eq!(f.write([insert(4)]), Ok(vec![1]), "the next batch is not affected");
    let (losses, conflicts) = (f.engine.stats().losses, f.engine.stats().conflicts);
    assert_eq!((losses, conflicts), (0, 0), "none of these is worth another try");
}

#[test]
fn does_not_let_a_statement_steer_the_connection() {
    let f = fixture();
    for sql in [
        "COMMIT",
        "END",
        "ROLLBACK",
        "BEGIN",
        "SAVEPOINT mine",
        "SET statement_timeout = 0",
        "SET default_transaction_read_only = off",
        "RESET ALL",
        "PREPARE mine AS SELECT 1",
        "LISTEN mine",
        "LOCK TABLE item",
        "DO 'BEGIN END'",
        "COPY item TO STDOUT",
        "VACUUM",
        " commit",
    ] {
        assert_eq!(f.write([insert(1), statement(sql, [])]), Err(Error::Internal), "{sql}");
        assert_eq!(f.ids(), [0; 0], "{sql}");
        assert_eq!(f.read([statement(sql, [])]), Err(Error::Internal), "{sql}");
    }
    assert_eq!(f.write([insert(2)]), Ok(vec![1]));
}

#[test]
fn each_batch_that_was_kept_has_left_its_id_and_no_other() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    assert_eq!(f.write([insert(1)]), Err(Error::Duplicate(0)));
    // With that of the schema.
    let ids = "SELECT COUNT(*), MIN(applied), COUNT(DISTINCT id) FROM strongroom_batches";
    assert_eq!(f.database.sql(ids).trim(), "2\t1\t2");
}

#[test]
fn a_table_of_batches_that_somebody_dropped_is_made_again() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    f.database.sql("DROP TABLE strongroom_batches");
    assert_eq!(f.write([insert(2)]), Ok(vec![1]));
    assert_eq!(f.ids(), [1, 2]);
}

#[test]
fn what_is_written_waits_for_the_disk_on_a_server_that_would_not() {
    let f = fixture();
    let name = f.database.name();
    f.database.sql(&format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    let engine = open(&f.database.url());
    let asked = statement("SELECT current_setting('synchronous_commit')", []);
    let told = block_on(engine.read(vec![asked])).unwrap().concat().concat();
    assert_eq!(told, [Value::Text("on".to_owned())]);
}
