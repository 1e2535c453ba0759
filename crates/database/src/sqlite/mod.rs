//! SQLite for native hosts, in WAL mode.
//!
//! One connection writes (`writer`): its thread commits waiting batches in groups
//! (`writer_thread`); readers have connections of their own and run beside it (`readers`). [`Sqlite`] is a cheap handle that any thread and any
//! runtime may use: futures are woken from the engine's threads, and no runtime is needed here.
//!
//! It is not a place for SQL of the project (the store has that), and it does not guard the file
//! against a second host. A data folder has one host; a lock file for it is the host's affair. A
//! second process that does open the database is met with SQLite's own locks and the busy timeout.
//!
//! Depends on rusqlite (with SQLite built in) and on tokio's channels.

mod connection;
mod control;
mod options;
mod readers;
mod scanners;
mod statement;
mod stats;
mod writer;
mod writer_thread;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::oneshot;

pub use options::{OpenError, Options};
pub use stats::Stats;

use crate::{Database, Dialect, Durability, Error, Row, Statement};
use readers::{Attempt, Readers};
use scanners::Scanners;
use stats::Counters;
use writer::{Batch, Writer};
use writer_thread::WriterThread;

/// A handle on an open database. The last one to be dropped waits for what is queued to be
/// written, folds the write-ahead log into the database and closes it.
#[derive(Clone)]
pub struct Sqlite {
    engine: Arc<Engine>,
}

struct Engine {
    process_means: Durability,
    counters: Arc<Counters>,
    // The order of these is the order of closing: the writer closes last, so that it is the last
    // connection, which is the one that removes the write-ahead log.
    readers: Readers,
    scanners: Scanners,
    writer: WriterThread,
}

impl Sqlite {
    /// Opens the database at `path`, made with mode 0600 when there is none.
    pub fn open(path: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        let counters = Arc::new(Counters::default());
        let path = &connection::create_private_file(path.as_ref())?;
        let writer = Writer::open(path, &options, Arc::clone(&counters))?;
        // Only now are the log and its index there for connections that may not write.
        let readers = Readers::open(path, &options)?;
        let scanners = Scanners::open(path, &options, &counters)?;
        let shared = Arc::clone(&counters);
        let writer = WriterThread::start(writer, shared, options.queue, options.idle_checkpoint)?;
        let engine =
            Engine { process_means: options.process_means, counters, readers, scanners, writer };
        Ok(Self { engine: Arc::new(engine) })
    }

    /// What has happened since the database was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.engine.counters.snapshot()
    }
}

impl Database for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        self.engine.counters.read();
        match self.engine.readers.attempt(&statements) {
            Attempt::Done(outcome) => outcome,
            Attempt::TooLong => self.engine.scanners.read(statements).await,
        }
    }

    async fn write(
        &self,
        statements: Vec<Statement>,
        durability: Durability,
    ) -> Result<Vec<u32>, Error> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        let durability = durability.max(self.engine.process_means);
        if durability == Durability::Process
            && let Some(outcome) = self.engine.writer.at_once(&statements)
        {
            return outcome;
        }
        let (answer, answered) = oneshot::channel();
        self.engine.counters.queued();
        if let Err(refused) = self.engine.writer.submit(Batch { statements, durability, answer }) {
            self.engine.counters.answered();
            return Err(refused);
        }
        // The writer answers every batch it takes; no answer means that its thread is gone.
        answered.await.unwrap_or(Err(Error::Internal))
    }
}
