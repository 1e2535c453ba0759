//! What is said to the database beside the store's own statements.

use std::time::Duration;

/// The table of batches. It is the platform's, not the store's: it holds nothing that a database
/// must keep when it moves.
pub const TABLE: &str = "strongroom_batches";

/// Run in a transaction of its own when [`RECORD`] or [`SETTLE`] finds no table, so that a role which
/// may not create tables never tries to.
pub const CREATE_TABLE: &str = "CREATE TABLE IF NOT EXISTS strongroom_batches (\
    id BYTEA NOT NULL PRIMARY KEY, applied BIGINT NOT NULL, at BIGINT NOT NULL)";

/// Begins a batch. Two batches that read what the other writes (two Owners who remove each other, a
/// project that is deleted while a secret comes into it) must end as if one had come after the
/// other; nothing weaker than SERIALIZABLE gives that.
pub const BEGIN_WRITE: &str = "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE";

/// Begins a read of several statements. One alone needs no transaction.
pub const BEGIN_READ: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// Begins the transaction of [`SETTLE`] and of [`FORGET`]. Not serializable: it has to see what was
/// committed while it waited, and must not be a reason for a batch to fail.
pub const BEGIN_SETTLING: &str = "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";

pub const COMMIT: &str = "COMMIT";
pub const ROLLBACK: &str = "ROLLBACK";

/// The first statement of every batch. Parameter: the batch's id.
///
/// Times are the database's, so that hosts with clocks that differ agree on what is old.
pub const RECORD: &str = "INSERT INTO strongroom_batches (id, applied, at) \
    VALUES ($1, 1, CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT))";

/// Gives one row with one integer: 1, the batch was applied; 0, it was not and never will be. True
/// once its transaction is committed. Parameter: the batch's id.
///
/// It writes in either case: so its own commit waits for whatever a commit has to wait for, and what
/// it tells of a commit that was not yet replicated is replicated when it is told.
pub const SETTLE: &str = "INSERT INTO strongroom_batches (id, applied, at) \
    VALUES ($1, 0, CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT)) \
    ON CONFLICT (id) DO UPDATE SET at = excluded.at RETURNING applied";

/// Takes out what nobody can ask about any more: nobody settles a batch that is older than a minute,
/// and this takes those older than an hour. To be run now and then, in a transaction of its own.
pub const FORGET: &str = "DELETE FROM strongroom_batches \
    WHERE at < CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT) - 3600";

/// What a new connection is told before it is used.
///
/// A statement outside a transaction may only read. So when a BEGIN fails and what was sent right
/// behind it arrives, nothing of it is kept.
#[must_use]
pub fn session(statement_timeout: Duration) -> String {
    let milliseconds = statement_timeout.as_millis();
    format!(
        "SET statement_timeout = {milliseconds}; \
         SET idle_in_transaction_session_timeout = {milliseconds}; \
         SET default_transaction_read_only = on; \
         SELECT set_config('synchronous_commit', 'on', false) \
         WHERE current_setting('synchronous_commit', true) = 'off'"
    )
}

/// What a connection is told besides, where it makes sense of it: a failure is no reason not to use
/// it. Serializable transactions remember what they have read, a whole table where they have read all
/// of it, and every change in it is then in their way. So tables are read by their indexes even where
/// they are so small that reading all would be quicker.
pub const TUNING: &str = "SELECT set_config('enable_seqscan', 'off', false) \
    WHERE current_setting('enable_seqscan', true) = 'on'";

/// What a statement is for, by its first word. Everything else steers the connection, which is the
/// engine's affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Read,
    Change,
}

/// `None` for a statement that is neither.
#[must_use]
pub fn kind(sql: &str) -> Option<Kind> {
    let word = sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next()?;
    let is = |known: &&str| known.eq_ignore_ascii_case(word);
    if ["SELECT", "WITH", "VALUES", "EXPLAIN"].iter().any(|known| is(&known)) {
        Some(Kind::Read)
    } else if ["INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP"]
        .iter()
        .any(|known| is(&known))
    {
        Some(Kind::Change)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_steer_are_neither_reads_nor_changes() {
        for sql in
            ["COMMIT", "begin", "SET statement_timeout = 0", "PREPARE x AS SELECT 1", "", ";"]
        {
            assert_eq!(kind(sql), None, "{sql}");
        }
        assert_eq!(kind(" select 1"), Some(Kind::Read));
        assert_eq!(kind("DELETE FROM item"), Some(Kind::Change));
    }

    #[test]
    fn the_texts_name_the_table() {
        for text in [CREATE_TABLE, RECORD, SETTLE, FORGET] {
            assert!(text.contains(TABLE), "{text}");
        }
    }
}
