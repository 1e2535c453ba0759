//! Reads on the caller's own thread.
//!
//! A point read takes SQLite a few microseconds; handing it to another thread and waiting for the
//! answer takes five times as long. Measured on two cores with `examples/measure.rs`: one caller
//! 250,000 reads a second here and 42,000 through a thread, two callers 250,000 to 350,000 and
//! 57,000, one caller beside 16 writers 150,000 and 39,000. So a read runs where it is called, on a
//! connection that this thread (nearly) always gets, with warm statements.
//!
//! What would hold the thread up does not stay: a read that uses up its budget of steps, or that
//! meets a lock, is stopped and run again by a scanner thread ([`super::scanners`]). What does hold
//! it up is a page that the operating system has to fetch from the disk.

use std::cell::Cell;
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use rusqlite::Connection;

use super::control::Control;
use super::statement::{Failure, query, report};
use super::{OpenError, Options, connection};
use crate::{Error, Row, Statement};

/// Steps of SQLite's virtual machine between two looks at the budget.
const STEPS_PER_TICK: i32 = 1_000;

/// Ticks a read may take on its caller's thread: one or two milliseconds. A list of 1,000 rows fits.
const BUDGET_TICKS: u32 = 50;

/// How a read on the caller's thread ended.
pub(super) enum Attempt {
    Done(Result<Vec<Vec<Row>>, Error>),
    TooLong,
}

pub(super) struct Readers {
    slots: Box<[Mutex<Slot>]>,
}

struct Slot {
    reader: Reader,
    ticks: Arc<AtomicU32>,
}

impl Readers {
    pub(super) fn open(path: &Path, options: &Options) -> Result<Self, OpenError> {
        let open = |_| {
            let mut reader = Reader::open(path, Duration::ZERO)?;
            let ticks = Arc::new(AtomicU32::new(0));
            let counted = Arc::clone(&ticks);
            reader.connection.progress_handler(
                STEPS_PER_TICK,
                Some(move || counted.fetch_add(1, Relaxed) >= BUDGET_TICKS),
            )?;
            Ok(Mutex::new(Slot { reader, ticks }))
        };
        let slots = (0..options.readers.max(1)).map(open).collect::<Result<_, OpenError>>()?;
        Ok(Self { slots })
    }

    pub(super) fn attempt(&self, statements: &[Statement]) -> Attempt {
        let Some(slot) = self.slot() else { return Attempt::TooLong };
        slot.ticks.store(0, Relaxed);
        match slot.reader.read(statements) {
            Ok(rows) => Attempt::Done(Ok(rows)),
            Err(ReadFailure { failure, .. }) if failure.wants_patience() => Attempt::TooLong,
            Err(failure) => Attempt::Done(Err(failure.report(statements))),
        }
    }

    /// A free connection: the one this thread had last time unless a newcomer holds it. `None` when
    /// more threads read at this moment than there are connections.
    fn slot(&self) -> Option<MutexGuard<'_, Slot>> {
        let home = home();
        (0..self.slots.len()).find_map(|offset| {
            let slot = self.slots.get((home + offset) % self.slots.len())?;
            match slot.try_lock() {
                Ok(guard) => Some(guard),
                // A reader keeps no state between reads that a panic could have spoiled.
                Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            }
        })
    }
}

/// A small number of this thread's own, so that threads spread over the connections.
fn home() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static HOME: Cell<Option<usize>> = const { Cell::new(None) };
    }
    HOME.get().unwrap_or_else(|| {
        let home = NEXT.fetch_add(1, Relaxed) % (1 << 16);
        HOME.set(Some(home));
        home
    })
}

/// A connection that only reads.
pub(super) struct Reader {
    connection: Connection,
    control: Control,
}

/// A failed read and the statement it failed at.
pub(super) struct ReadFailure {
    index: usize,
    failure: Failure,
}

impl ReadFailure {
    pub(super) fn report(&self, statements: &[Statement]) -> Error {
        let sql = statements.get(self.index).map_or("", |statement| &statement.sql);
        match self.failure.report(self.index, sql) {
            Error::Unavailable => Error::Unavailable,
            Error::UnexpectedRows(_) | Error::Duplicate(_) | Error::Internal => Error::Internal,
        }
    }
}

impl Reader {
    pub(super) fn open(path: &Path, busy_timeout: Duration) -> Result<Self, OpenError> {
        let mut connection = connection::reader(path, busy_timeout)?;
        let control = Control::over(&mut connection)?;
        Ok(Self { connection, control })
    }

    /// Rows of each statement, all from one snapshot. One statement has its own by nature.
    pub(super) fn read(&self, statements: &[Statement]) -> Result<Vec<Vec<Row>>, ReadFailure> {
        if statements.len() < 2 {
            return self.rows(statements);
        }
        let steering = |failure: rusqlite::Error| ReadFailure { index: 0, failure: failure.into() };
        self.control.run(&self.connection, "BEGIN").map_err(steering)?;
        let found = self.rows(statements);
        // Nothing was changed, so there is nothing to commit: this only lets go of the snapshot.
        if let Err(error) = self.control.run(&self.connection, "ROLLBACK") {
            report(&error, "ROLLBACK");
        }
        found
    }

    fn rows(&self, statements: &[Statement]) -> Result<Vec<Vec<Row>>, ReadFailure> {
        let rows = |(index, statement)| {
            query(&self.connection, statement).map_err(|failure| ReadFailure { index, failure })
        };
        statements.iter().enumerate().map(rows).collect()
    }
}
