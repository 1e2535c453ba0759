//! How a database is opened, and why it may not be.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::Durability;

/// How to open a database. Start from the default and change what differs.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections for reads that run on the caller's thread. One for each thread that calls.
    pub readers: usize,
    /// Threads, each with a connection, for reads that turn out to be long.
    pub scanners: usize,
    /// What `Durability::Process` is taken for. `Power` makes every write wait for the disk.
    pub process_means: Durability,
    /// How long to wait for a lock that another process holds.
    pub busy_timeout: Duration,
    /// Batches that may wait for the writer, and long reads that may wait for a scanner. One more
    /// is refused with `Unavailable`.
    pub queue: usize,
    /// The longest the write-ahead log may keep what is already overwritten or deleted in the
    /// database, once writes have stopped.
    pub idle_checkpoint: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: std::thread::available_parallelism().map_or(2, Into::into),
            scanners: 1,
            process_means: Durability::Process,
            busy_timeout: Duration::from_secs(5),
            queue: 4096,
            idle_checkpoint: Duration::from_secs(10),
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot create or protect the database file `{path}`")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot open the database")]
    Database(#[from] rusqlite::Error),
    #[error("the database cannot keep a write-ahead log; is it on a network file system?")]
    NoWriteAheadLog,
    #[error("cannot start a database thread")]
    Thread(#[source] io::Error),
}
