//! The one thread that writes, and group commit.
//!
//! A commit that waits for the disk takes milliseconds, whatever it holds. So the writer takes all
//! batches that wait and commits them together; while it waits for the disk the next ones queue up,
//! and that is the next group. Nobody sleeps to let a group grow.
//!
//! Batches that must only survive the process being killed (a reveal's audit record) go first, in a
//! group of their own that costs no sync. They wait for a sync that is already running, never for
//! one that starts after they came.
//!
//! INVARIANT: a batch is acknowledged only after the COMMIT that holds it has returned.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use rusqlite::{Connection, ffi};
use tokio::sync::oneshot;

use super::control::Control;
use super::statement::{change, report};
use super::stats::Counters;
use super::{OpenError, Options, connection};
use crate::{Durability, Error, Statement};

/// Batches one transaction may hold: bounds how long the first of them waits for the last.
const GROUP: usize = 256;

type Outcome = Result<Vec<u32>, Error>;

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
    idle_checkpoint: Duration,
    busy_timeout: Duration,
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
        let control = Control::over(&mut connection)?;
        Ok(Self {
            connection,
            control,
            counters,
            synchronous: Durability::Process,
            idle_checkpoint: options.idle_checkpoint,
            busy_timeout: options.busy_timeout,
            sync_failed: Cell::new(false),
        })
    }

    /// Writes until all handles are gone and the queue is empty.
    pub(super) fn run(mut self, queue: &Receiver<Batch>) {
        let mut emptied = false;
        loop {
            match queue.recv_timeout(self.idle_checkpoint) {
                Ok(first) => {
                    self.round(first, queue);
                    emptied = false;
                }
                Err(RecvTimeoutError::Timeout) if emptied => {}
                Err(RecvTimeoutError::Timeout) => emptied = self.empty_log_now(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.empty_log();
    }

    fn round(&mut self, first: Batch, queue: &Receiver<Batch>) {
        let waiting = std::iter::once(first).chain(queue.try_iter()).take(GROUP);
        let (process, mut power): (Vec<_>, Vec<_>) =
            waiting.partition(|batch| batch.durability == Durability::Process);
        if !process.is_empty() {
            self.commit(process, Durability::Process);
        }
        if !power.is_empty() {
            gather(&mut power, queue);
            self.commit(power, Durability::Power);
        }
    }

    /// Commits a group and answers each of its batches.
    fn commit(&mut self, group: Vec<Batch>, durability: Durability) {
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
        let outcome = self.statements(batch);
        match outcome {
            // Some failures end the transaction, and the work of the batches before with it.
            Err(error) if self.connection.is_autocommit() => return Err(error),
            Err(_) => self.steer("ROLLBACK TO batch")?,
            Ok(_) => {}
        }
        self.steer("RELEASE batch")?;
        Ok(outcome)
    }

    fn statements(&self, batch: &Batch) -> Outcome {
        let run = |(index, statement): (usize, &Statement)| {
            change(&self.connection, statement)
                .map_err(|failure| failure.report(index, &statement.sql))
        };
        batch.statements.iter().enumerate().map(run).collect()
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
    fn empty_log(&self) -> bool {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        match self.control.run(&self.connection, sql) {
            Ok(busy) => busy == Some(0),
            Err(error) => {
                self.failed(&error, sql);
                false
            }
        }
    }

    /// The same without waiting: a write may come at any moment and must not wait for a reader.
    fn empty_log_now(&self) -> bool {
        let waits = |time| self.connection.busy_timeout(time).is_ok();
        let emptied = waits(Duration::ZERO) && self.empty_log();
        waits(self.busy_timeout) && emptied
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

/// Lets those share the sync who came meanwhile, and those whom the last answers have just woken:
/// giving way once costs microseconds, and without it half of them would miss each sync.
fn gather(group: &mut Vec<Batch>, queue: &Receiver<Batch>) {
    let mut before = 0;
    while group.len() != before && group.len() < GROUP {
        before = group.len();
        std::thread::yield_now();
        group.extend(queue.try_iter().take(GROUP - before));
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
