//! The one connection that writes: groups of batches in one transaction, or one batch at once.
//!
//! Whoever holds the writer writes: its thread ([`super::writer_thread`]), or a caller whose batch
//! needs no sync and who finds it free.
//!
//! INVARIANT: a batch is acknowledged only after the COMMIT that holds it has returned.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};
use std::time::Duration;

use rusqlite::{Connection, ffi};
use tokio::sync::oneshot;

use super::control::Control;
use super::statement::{change, report};
use super::stats::Counters;
use super::{OpenError, Options, connection};
use crate::{Durability, Error, Statement};

pub(super) type Outcome = Result<Vec<u32>, Error>;

pub(super) struct Batch {
    pub(super) statements: Vec<Statement>,
    pub(super) durability: Durability,
    pub(super) answer: oneshot::Sender<Outcome>,
}

/// Why no batch of a group was kept.
enum GroupFailure {
    /// The transaction never began; trying again at once would fail again.
    NotBegun(Error),
    /// The transaction was undone, through the fault of one batch or the other.
    Undone(Error),
}

pub(super) struct Writer {
    connection: Connection,
    control: Control,
    counters: Arc<Counters>,
    synchronous: Durability,
    /// How long a lock of another process is waited for now.
    patience: Duration,
    busy_timeout: Duration,
    /// Pages in the write-ahead log, as of the last commit.
    log_pages: Arc<AtomicI32>,
    /// A sync has failed. What the disk holds of the log since the last good one is unknown, and a
    /// later sync that succeeds says nothing about it (the system forgets what it could not write),
    /// so no later write may be acknowledged. Opening the database again reads what is there.
    sync_failed: Cell<bool>,
}

impl Writer {
    pub(super) fn open(
        path: &Path,
        options: &Options,
        counters: Arc<Counters>,
    ) -> Result<Self, OpenError> {
        let mut connection = connection::writer(path, options)?;
        // Takes the place of SQLite's own checkpoints, which any commit might have to wait for.
        let log_pages = Arc::new(AtomicI32::new(0));
        let pages = Arc::clone(&log_pages);
        connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, now| {
            pages.store(now, Relaxed);
            Ok(())
        }))?;
        let control = Control::over(&mut connection)?;
        Ok(Self {
            connection,
            control,
            counters,
            synchronous: Durability::Process,
            patience: options.busy_timeout,
            busy_timeout: options.busy_timeout,
            log_pages,
            sync_failed: Cell::new(false),
        })
    }

    /// Writes one batch that needs no sync, on the caller's thread: a few microseconds, where two
    /// changes of thread would cost ten times that. `None`, and nothing is written, where it would
    /// have to wait: for another process, or for the log to be folded.
    pub(super) fn at_once(&mut self, statements: &[Statement]) -> Option<Outcome> {
        if self.sync_failed.get() || self.wants_fold() {
            return None;
        }
        self.wait_for_locks(Duration::ZERO).ok()?;
        self.set_synchronous(Durability::Process).ok()?;
        self.control.run(&self.connection, "BEGIN IMMEDIATE").ok()?;
        let outcome = self.statements(statements).and_then(|changed| {
            self.steer("COMMIT")?;
            Ok(changed)
        });
        match &outcome {
            Ok(_) => self.counters.group(false),
            Err(error) => drop(self.undo(*error)),
        }
        self.counters.batch(outcome.is_ok());
        Some(outcome)
    }

    /// Whether the log has grown so long that it should be folded into the database.
    pub(super) fn wants_fold(&self) -> bool {
        self.log_pages.load(Relaxed) >= connection::CHECKPOINT_PAGES
    }

    /// Folds what no reader needs any more. Costs two syncs.
    pub(super) fn fold(&self) {
        // The next commit tells how long the log then is.
        self.log_pages.store(0, Relaxed);
        let _ = self.steer("PRAGMA wal_checkpoint(PASSIVE)");
    }

    fn wait_for_locks(&mut self, patience: Duration) -> Result<(), Error> {
        if self.patience != patience {
            let sql = "the busy timeout";
            self.connection.busy_timeout(patience).map_err(|error| self.failed(&error, sql))?;
            self.patience = patience;
        }
        Ok(())
    }

    /// Commits a group and answers each of its batches.
    pub(super) fn commit(&mut self, group: Vec<Batch>, durability: Durability) {
        let outcomes = match self.attempt(&group, durability) {
            Ok(outcomes) => outcomes,
            Err(GroupFailure::Undone(_)) if group.len() > 1 => {
                // One of them undid the transaction of all: a foreign key that is checked at the
                // commit, a conflict that rolls back, a full disk. Each stands for itself now.
                group.iter().map(|batch| self.alone(batch, durability)).collect()
            }
            Err(GroupFailure::Undone(error) | GroupFailure::NotBegun(error)) => {
                vec![Err(error); group.len()]
            }
        };
        for (batch, outcome) in group.into_iter().zip(outcomes) {
            self.counters.batch(outcome.is_ok());
            self.counters.answered();
            // A caller that has gone away does not undo its write.
            let _ = batch.answer.send(outcome);
        }
    }

    fn alone(&mut self, batch: &Batch, durability: Durability) -> Outcome {
        match self.attempt(std::slice::from_ref(batch), durability) {
            Ok(outcomes) => outcomes.into_iter().next().unwrap_or(Err(Error::Internal)),
            Err(GroupFailure::Undone(error) | GroupFailure::NotBegun(error)) => Err(error),
        }
    }

    /// Runs each batch inside a savepoint of one transaction, and commits what is left of it.
    fn attempt(
        &mut self,
        group: &[Batch],
        durability: Durability,
    ) -> Result<Vec<Outcome>, GroupFailure> {
        if self.sync_failed.get() {
            return Err(GroupFailure::NotBegun(Error::Unavailable));
        }
        self.wait_for_locks(self.busy_timeout).map_err(GroupFailure::NotBegun)?;
        self.set_synchronous(durability).map_err(GroupFailure::NotBegun)?;
        self.steer("BEGIN IMMEDIATE").map_err(GroupFailure::NotBegun)?;
        let mut outcomes = Vec::with_capacity(group.len());
        for batch in group {
            match self.in_savepoint(batch) {
                Ok(outcome) => outcomes.push(outcome),
                Err(error) => return Err(self.undo(error)),
            }
        }
        self.steer("COMMIT").map_err(|error| self.undo(error))?;
        self.counters.group(durability == Durability::Power);
        Ok(outcomes)
    }

    /// The batch's outcome, or the error that cost the whole transaction.
    fn in_savepoint(&self, batch: &Batch) -> Result<Outcome, Error> {
        self.steer("SAVEPOINT batch")?;
        let outcome = self.statements(&batch.statements);
        match outcome {
            // Some failures end the transaction, and the work of the batches before with it.
            Err(error) if self.connection.is_autocommit() => return Err(error),
            Err(_) => self.steer("ROLLBACK TO batch")?,
            Ok(_) => {}
        }
        self.steer("RELEASE batch")?;
        Ok(outcome)
    }

    fn statements(&self, statements: &[Statement]) -> Outcome {
        let run = |(index, statement): (usize, &Statement)| {
            change(&self.connection, statement)
                .map_err(|failure| failure.report(index, &statement.sql))
        };
        statements.iter().enumerate().map(run).collect()
    }

    fn undo(&self, error: Error) -> GroupFailure {
        if !self.connection.is_autocommit() {
            // A failure is logged; the next BEGIN then fails too, and nothing is acknowledged.
            let _ = self.steer("ROLLBACK");
        }
        GroupFailure::Undone(error)
    }

    /// Says whether the next commit waits for the disk. Has no effect inside a transaction.
    fn set_synchronous(&mut self, durability: Durability) -> Result<(), Error> {
        if self.synchronous != durability {
            self.steer(match durability {
                Durability::Process => "PRAGMA synchronous = NORMAL",
                Durability::Power => "PRAGMA synchronous = FULL",
            })?;
            self.synchronous = durability;
        }
        Ok(())
    }

    /// Folds the log into the database and empties it, so that it no longer holds older images of
    /// what was deleted. Waits for readers, and gives `false` when one is in the way for too long.
    pub(super) fn empty_log(&mut self) -> bool {
        self.wait_for_locks(self.busy_timeout).is_ok() && self.try_to_empty_log()
    }

    /// The same without waiting: a write may come at any moment and must not wait for a reader.
    pub(super) fn empty_log_now(&mut self) -> bool {
        self.wait_for_locks(Duration::ZERO).is_ok() && self.try_to_empty_log()
    }

    fn try_to_empty_log(&self) -> bool {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        match self.control.run(&self.connection, sql) {
            Ok(busy) => {
                self.log_pages.store(0, Relaxed);
                busy == Some(0)
            }
            Err(error) => {
                self.failed(&error, sql);
                false
            }
        }
    }

    fn steer(&self, sql: &'static str) -> Result<(), Error> {
        self.control.run(&self.connection, sql).map(drop).map_err(|error| self.failed(&error, sql))
    }

    fn failed(&self, error: &rusqlite::Error, sql: &'static str) -> Error {
        let code = error.sqlite_error().map(|error| error.extended_code);
        if matches!(code, Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC)) {
            tracing::error!("a sync has failed: nothing is written until the database is reopened");
            self.sync_failed.set(true);
            self.counters.failed_sync();
        }
        report(error, sql)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_group_is_synced_when_one_of_it_must_survive_loss_of_power() {
        let folder = tempfile::tempdir().unwrap();
        let path = connection::create_private_file(&folder.path().join("test.db")).unwrap();
        let mut writer = Writer::open(&path, &Options::default(), Arc::default()).unwrap();
        for (durability, level) in [
            (Durability::Process, 1),
            (Durability::Power, 2),
            (Durability::Power, 2),
            (Durability::Process, 1),
        ] {
            writer.commit(Vec::new(), durability);
            let now = writer.control.run(&writer.connection, "PRAGMA synchronous");
            assert_eq!(now.unwrap(), Some(level), "{durability:?}");
        }
    }
}
