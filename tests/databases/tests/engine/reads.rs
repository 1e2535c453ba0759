//! What a read promises: one snapshot, and nothing changed.

use super::*;

const COUNT: &str = "SELECT COUNT(*) FROM item";

#[test]
fn sees_what_was_acknowledged_before_by_whichever_host() {
    let f = fixture();
    let other = open(&f.database.url());
    for id in 0..50 {
        f.write([insert(id)]).unwrap();
        let rows = block_on(other.read(vec![statement(COUNT, [])])).unwrap();
        assert_eq!(integers(&rows[0]), [id + 1]);
    }
}

#[test]
fn cannot_change_anything() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    for sql in [
        "DELETE FROM item",
        "DELETE FROM item RETURNING id",
        "CREATE TABLE other (id BIGINT)",
        "WITH gone AS (DELETE FROM item RETURNING id) SELECT id FROM gone",
        "SELECT setval('audit_number', 7)",
        "SELECT id FROM item FOR UPDATE",
    ] {
        assert_eq!(f.read([statement(sql, [])]), Err(Error::Internal), "{sql}");
        let second = [statement(COUNT, []), statement(sql, [])];
        assert_eq!(f.read(second), Err(Error::Internal), "{sql}");
    }
    assert_eq!(f.ids(), [1]);
}

#[test]
fn a_failed_read_lets_go_of_its_snapshot() {
    let options = Options { connections: 1, ..Options::default() };
    let f = fixture();
    let engine = open_with(&f.database.url(), &options);
    let failing = vec![statement(COUNT, []), statement("SELECT id FROM nowhere", [])];
    assert_eq!(block_on(engine.read(failing)), Err(Error::Internal));
    f.write([insert(1)]).unwrap();
    let rows = block_on(engine.read(vec![statement(COUNT, []), statement(COUNT, [])])).unwrap();
    assert_eq!(integers(&rows[0]), [1]);
}

#[test]
fn a_table_that_has_changed_is_read_as_it_is_now() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    let all = || f.read([statement("SELECT * FROM item", [])]).unwrap();
    assert_eq!(all()[0][0].len(), 3);
    open(&f.database.url());
    f.database.sql("ALTER TABLE item ADD COLUMN more BIGINT");
    assert_eq!(all()[0][0].len(), 4);
}

#[test]
fn more_callers_than_connections_all_get_their_rows() {
    let f = fixture();
    let options = Options { connections: 2, ..Options::default() };
    let engine = open_with(&f.database.url(), &options);
    f.write([insert(1)]).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let rows = block_on(engine.read(vec![statement(COUNT, [])])).unwrap();
                    assert_eq!(integers(&rows[0]), [1]);
                }
            });
        }
    });
    assert!(engine.stats().connections <= 2);
}
