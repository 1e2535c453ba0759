//! What a read promises: one snapshot, nothing changed, and no thread held up.

use super::*;

const COUNT: &str = "SELECT count(*) FROM item";

#[test]
fn sees_what_was_acknowledged_before() {
    let f = fixture();
    for id in 0..200 {
        f.write([insert(id)]).unwrap();
        assert_eq!(integers(&f.read([statement(COUNT, [])]).unwrap()[0]), [id + 1]);
    }
}

#[test]
fn cannot_change_anything() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    for sql in [
        "DELETE FROM item",
        "DELETE FROM item RETURNING id",
        "CREATE TABLE other (id INTEGER)",
        "CREATE TEMP TABLE other (id INTEGER)",
        "INSERT INTO item (id, name) VALUES (2, 'two')",
    ] {
        assert_eq!(f.read([statement(sql, [])]), Err(Error::Internal), "{sql}");
        let second = [statement(COUNT, []), statement(sql, [])];
        assert_eq!(f.read(second), Err(Error::Internal), "{sql}");
    }
    assert_eq!(f.ids(), [1]);
}

#[test]
fn a_failed_read_lets_go_of_its_snapshot() {
    let f = fixture_with(Options { readers: 1, ..Options::default() });
    let failing = [statement(COUNT, []), statement("SELECT id FROM nowhere", [])];
    assert_eq!(f.read(failing), Err(Error::Internal));
    f.write([insert(1)]).unwrap();
    assert_eq!(integers(&f.read([statement(COUNT, [])]).unwrap()[0]), [1]);
}

#[test]
fn a_long_read_moves_to_a_thread_of_its_own_and_ends_well() {
    let f = fixture();
    let long = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT count(*) FROM n";
    let before = f.database.stats();
    let both = f.read([statement(COUNT, []), statement(long, [])]).unwrap();
    assert_eq!(integers(&both[1]), [100_000]);
    assert_eq!(f.database.stats().scans, before.scans + 1);
    assert_eq!(integers(&f.read([statement(long, [])]).unwrap()[0]), [100_000]);
    assert_eq!(f.database.stats().scans, before.scans + 2);
}

#[test]
fn short_reads_never_add_up_to_a_long_one() {
    let f = fixture_with(Options { readers: 1, ..Options::default() });
    let insert = "INSERT INTO item (id, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, 'name ' || i FROM n";
    f.write([statement(insert, [])]).unwrap();
    for _ in 0..200 {
        let rows =
            f.read([statement("SELECT id, name, body FROM item ORDER BY name", [])]).unwrap();
        assert_eq!(rows[0].len(), 1_000);
    }
    let stats = f.database.stats();
    assert_eq!((stats.reads, stats.scans), (200, 0));
}

#[test]
fn more_threads_than_connections_all_get_their_rows() {
    let f = fixture_with(Options { readers: 1, ..Options::default() });
    f.write([insert(1)]).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..200 {
                    assert_eq!(integers(&f.read([statement(COUNT, [])]).unwrap()[0]), [1]);
                }
            });
        }
    });
}
