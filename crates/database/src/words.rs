//! What SQLite means by its messages, for platforms that pass on its words and not its codes.
//!
//! The words are SQLite's own and stable: `sqlite3_errstr` and the messages of constraints. Nothing
//! else of a message is looked at or told, since it may quote what a statement was given.

use crate::Error;

/// What keeps a database from working now and may pass, in SQLite's words.
const PASSING: [&str; 8] = [
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
    "locking protocol",
    "out of memory",
];

/// The error for a message about the statement at `index` of a batch.
#[must_use]
pub fn meaning(message: &str, index: u32) -> Error {
    if message.contains("UNIQUE constraint failed") {
        Error::Duplicate(index)
    } else if PASSING.iter().any(|words| message.contains(words)) {
        Error::Unavailable
    } else {
        Error::Internal
    }
}

/// Whether a statement can change rows at all. After one that cannot, like one on the schema, the
/// number of changed rows is still that of the statement before.
#[must_use]
pub fn changes_rows(sql: &str) -> bool {
    let word =
        sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"]
        .iter()
        .any(|verb| word.eq_ignore_ascii_case(verb))
}

#[cfg(all(test, feature = "sqlite"))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use rusqlite::Connection;

    use super::*;

    fn message(connection: &Connection, sql: &str) -> String {
        connection.execute(sql, []).unwrap_err().to_string()
    }

    fn tables() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE one (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
                 CREATE TABLE two (a BLOB, b BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID;
                 CREATE TABLE three (one INTEGER REFERENCES one (id));
                 INSERT INTO one VALUES (1, 'a');
                 INSERT INTO two VALUES (x'01', x'02');",
            )
            .unwrap();
        connection
    }

    #[test]
    fn what_is_there_already_is_a_duplicate_whichever_key_says_so() {
        let connection = tables();
        for sql in [
            "INSERT INTO one VALUES (1, 'b')",
            "INSERT INTO one VALUES (2, 'a')",
            "INSERT INTO two VALUES (x'01', x'02')",
        ] {
            assert_eq!(meaning(&message(&connection, sql), 3), Error::Duplicate(3), "{sql}");
        }
    }

    #[test]
    fn a_broken_promise_of_another_kind_is_an_internal_error() {
        let connection = tables();
        for sql in [
            "INSERT INTO one VALUES (2, NULL)",
            "INSERT INTO three VALUES (7)",
            "INSERT INTO four VALUES (7)",
            "INSERT INTO",
        ] {
            assert_eq!(meaning(&message(&connection, sql), 0), Error::Internal, "{sql}");
        }
    }

    #[test]
    fn a_database_that_another_connection_writes_is_unavailable() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("a.db")).unwrap();
        let (one, other) = (open(), open());
        one.execute_batch("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1);")
            .unwrap();
        other.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert_eq!(meaning(&message(&other, "INSERT INTO t VALUES (2)"), 0), Error::Unavailable);
    }

    #[test]
    fn only_statements_on_rows_change_any() {
        for sql in [
            "INSERT INTO a VALUES (1)",
            "\n  update a SET b = 1",
            "WITH a AS (SELECT 1) DELETE FROM b",
        ] {
            assert!(changes_rows(sql), "{sql}");
        }
        for sql in ["CREATE TABLE a (b)", "DROP TABLE a", "ALTER TABLE a ADD b", ""] {
            assert!(!changes_rows(sql), "{sql}");
        }
    }
}
