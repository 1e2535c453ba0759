//! Who may steer a connection: the engine, and no statement it is given.
//!
//! A statement that ends a transaction would make another batch's writes durable or lose them; one
//! that sets a PRAGMA or attaches a file would change the connection for every later caller. SQLite
//! asks an authorizer while it prepares a statement, so the check costs nothing for cached ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Runs the engine's own steering statements on a connection that refuses them otherwise.
pub(super) struct Control {
    engine_speaks: Arc<AtomicBool>,
}

impl Control {
    pub(super) fn over(connection: &mut Connection) -> rusqlite::Result<Self> {
        let engine_speaks = Arc::new(AtomicBool::new(false));
        let allowed = Arc::clone(&engine_speaks);
        connection.authorizer(Some(move |context: AuthContext<'_>| match context.action {
            AuthAction::Transaction { .. }
            | AuthAction::Savepoint { .. }
            | AuthAction::Pragma { .. }
            | AuthAction::Attach { .. }
            | AuthAction::Detach { .. }
                if !allowed.load(Relaxed) =>
            {
                Authorization::Deny
            }
            _ => Authorization::Allow,
        }))?;
        Ok(Self { engine_speaks })
    }

    /// Runs one statement that steers. Gives the number that it answers first, if any.
    pub(super) fn run(
        &self,
        connection: &Connection,
        sql: &'static str,
    ) -> rusqlite::Result<Option<i64>> {
        self.engine_speaks.store(true, Relaxed);
        let outcome = step_through(connection, sql);
        self.engine_speaks.store(false, Relaxed);
        outcome
    }
}

fn step_through(connection: &Connection, sql: &str) -> rusqlite::Result<Option<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.raw_query();
    let mut first = None;
    while let Some(row) = rows.next()? {
        first = first.or(row.get(0).ok());
    }
    Ok(first)
}
