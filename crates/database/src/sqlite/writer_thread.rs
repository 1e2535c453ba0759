//! The writer's thread, the queue before it, and group commit.
//!
//! A commit that waits for the disk takes milliseconds, whatever it holds. So the thread takes all
//! batches that wait and commits them together; while it waits for the disk the next ones queue up,
//! and that is the next group. Nobody sleeps to let a group grow.
//!
//! Batches that must only survive the process being killed (a reveal's audit record) need no sync.
//! Such a batch is written by its caller where nobody else is writing; where somebody is, it goes
//! first in the next round, in a group of its own. It waits for a sync that is already running,
//! never for one that starts after it came.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::OpenError;
use super::stats::Counters;
use super::writer::{Batch, Outcome, Writer};
use crate::{Durability, Error, Statement};

/// Batches one transaction may hold: bounds how long the first of them waits for the last.
const GROUP: usize = 256;

pub(super) struct WriterThread {
    writer: Arc<Mutex<Writer>>,
    counters: Arc<Counters>,
    // `None` only while dropping.
    queue: Option<SyncSender<Batch>>,
    thread: Option<JoinHandle<()>>,
}

impl WriterThread {
    pub(super) fn start(
        writer: Writer,
        counters: Arc<Counters>,
        capacity: usize,
        idle_checkpoint: Duration,
    ) -> Result<Self, OpenError> {
        let writer = Arc::new(Mutex::new(writer));
        let (queue, waiting) = sync_channel(capacity);
        let of_thread =
            Thread { writer: Arc::clone(&writer), counters: Arc::clone(&counters), queue: waiting };
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || of_thread.run(idle_checkpoint))
            .map_err(OpenError::Thread)?;
        Ok(Self { writer, counters, queue: Some(queue), thread: Some(thread) })
    }

    /// Writes a batch that needs no sync on the caller's thread, if it need not wait for anything.
    pub(super) fn at_once(&self, statements: &[Statement]) -> Option<Outcome> {
        // Whoever waits was first.
        if self.counters.anything_waits() {
            return None;
        }
        self.writer.try_lock().ok()?.at_once(statements)
    }

    pub(super) fn submit(&self, batch: Batch) -> Result<(), Error> {
        let Some(queue) = &self.queue else { return Err(Error::Unavailable) };
        queue.try_send(batch).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Unavailable,
            TrySendError::Disconnected(_) => Error::Internal,
        })
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the database writer had panicked");
        }
    }
}

struct Thread {
    writer: Arc<Mutex<Writer>>,
    counters: Arc<Counters>,
    queue: Receiver<Batch>,
}

impl Thread {
    /// Writes until all handles are gone and the queue is empty.
    fn run(self, idle_checkpoint: Duration) {
        let mut emptied_at = None;
        loop {
            match self.queue.recv_timeout(idle_checkpoint) {
                Ok(first) => self.round(first),
                Err(RecvTimeoutError::Timeout) => {
                    let groups = self.counters.snapshot().groups;
                    if emptied_at != Some(groups) && self.writer().empty_log_now() {
                        emptied_at = Some(groups);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.writer().empty_log();
    }

    fn round(&self, first: Batch) {
        let waiting = std::iter::once(first).chain(self.queue.try_iter()).take(GROUP);
        let (process, mut power): (Vec<_>, Vec<_>) =
            waiting.partition(|batch| batch.durability == Durability::Process);
        let mut writer = self.writer();
        if !process.is_empty() {
            writer.commit(process, Durability::Process);
        }
        if !power.is_empty() {
            self.gather(&mut power);
            writer.commit(power, Durability::Power);
        }
        if writer.wants_fold() {
            writer.fold();
        }
    }

    /// Lets those share the sync who came meanwhile, and those whom the last answers have just
    /// woken: giving way once costs microseconds, and without it half of them would miss each sync.
    fn gather(&self, group: &mut Vec<Batch>) {
        let mut before = 0;
        while group.len() != before && group.len() < GROUP {
            before = group.len();
            std::thread::yield_now();
            group.extend(self.queue.try_iter().take(GROUP - before));
        }
    }

    /// A caller that panicked inside a transaction has left it open: the next one then fails to
    /// begin, and nothing of it is acknowledged.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
