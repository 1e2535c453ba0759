//! Reads too long for the caller's thread, on threads of their own.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::readers::Reader;
use super::stats::Counters;
use super::{OpenError, Options};
use crate::{Error, Row, Statement};

struct Scan {
    statements: Vec<Statement>,
    answer: oneshot::Sender<Result<Vec<Vec<Row>>, Error>>,
}

pub(super) struct Scanners {
    // `None` only while dropping.
    queue: Option<SyncSender<Scan>>,
    threads: Vec<JoinHandle<()>>,
    counters: Arc<Counters>,
}

impl Scanners {
    pub(super) fn open(
        path: &Path,
        options: &Options,
        counters: &Arc<Counters>,
    ) -> Result<Self, OpenError> {
        let (queue, waiting) = sync_channel(options.queue);
        let waiting = Arc::new(Mutex::new(waiting));
        let mut scanners =
            Self { queue: Some(queue), threads: Vec::new(), counters: Arc::clone(counters) };
        for _ in 0..options.scanners.max(1) {
            let reader = Reader::open(path, options.busy_timeout)?;
            let waiting = Arc::clone(&waiting);
            let thread = std::thread::Builder::new()
                .name("sqlite-scanner".to_owned())
                .spawn(move || run(&reader, &waiting))
                .map_err(OpenError::Thread)?;
            scanners.threads.push(thread);
        }
        Ok(scanners)
    }

    pub(super) async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        self.counters.scan();
        let (answer, answered) = oneshot::channel();
        let Some(queue) = &self.queue else { return Err(Error::Unavailable) };
        queue.try_send(Scan { statements, answer }).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Unavailable,
            TrySendError::Disconnected(_) => Error::Internal,
        })?;
        answered.await.unwrap_or(Err(Error::Internal))
    }
}

fn run(reader: &Reader, waiting: &Mutex<Receiver<Scan>>) {
    loop {
        // Whoever holds the lock waits for the next scan; the others wait for the lock.
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Scan { statements, answer }) = next else { return };
        // Nobody waits for it any more.
        if answer.is_closed() {
            continue;
        }
        let outcome = reader.read(&statements).map_err(|failure| failure.report(&statements));
        let _ = answer.send(outcome);
    }
}

impl Drop for Scanners {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a database scanner had panicked");
            }
        }
    }
}
