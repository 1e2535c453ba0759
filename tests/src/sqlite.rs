//! A look into a database file.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// What a query counts. The file is to be sound as a whole.
pub(crate) fn count(file: &Path, sql: &str) -> i64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(file, flags).expect("a database");
    let sound: String =
        database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(sound, "ok");
    let mut foreign = database.prepare("PRAGMA foreign_key_check").expect("a statement");
    assert!(foreign.query([]).expect("rows").next().expect("a row").is_none());
    database.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|why| panic!("{sql}: {why}"))
}
