//! The runtime that calls run on, and what happens beside them.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::sleep;

use super::address::Address;
use super::calls::Calls;
use super::options::{OpenError, Options};
use super::stats::Stats;
use crate::{Error, Row, Statement};

/// How often ids are forgotten that nobody asks about any more.
const FORGETTING: Duration = Duration::from_secs(600);

pub(super) struct Engine {
    /// `None` while it is dropped.
    runtime: Option<Runtime>,
    calls: Arc<Calls>,
}

impl Engine {
    pub(super) fn start(address: &Address, options: &Options) -> Result<Arc<Self>, OpenError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(OpenError::Thread)?;
        let calls = Arc::new(Calls::new(address, options)?);
        let engine = Arc::new(Self { runtime: Some(runtime), calls: Arc::clone(&calls) });
        // Not by blocking on the runtime: the caller may be on a runtime of its own.
        let (answer, answered) = mpsc::sync_channel(1);
        engine.spawn(async move {
            let usable = calls.look_at_the_database().await;
            let _ = answer.send(usable.clone());
            if usable.is_ok() {
                loop {
                    sleep(FORGETTING).await;
                    calls.forget().await;
                }
            }
        });
        let gone = |_| OpenError::Unreachable("its thread ended".to_owned());
        match answered.recv().map_err(gone)? {
            Ok(encoding) if encoding == "UTF8" => Ok(engine),
            Ok(encoding) => Err(OpenError::Encoding(encoding)),
            Err(reason) => Err(OpenError::Unreachable(reason)),
        }
    }

    pub(super) fn stats(&self) -> Stats {
        self.calls.stats()
    }

    pub(super) async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, Error> {
        let calls = Arc::clone(&self.calls);
        self.on_its_own(async move { calls.read(&statements).await }).await
    }

    pub(super) async fn write(&self, statements: Vec<Statement>) -> Result<Vec<u32>, Error> {
        let calls = Arc::clone(&self.calls);
        self.on_its_own(async move { calls.write(&statements).await }).await
    }

    /// Runs a call to its end, whatever becomes of whoever waits for it.
    async fn on_its_own<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        match self.spawn(call) {
            Some(running) => running.await.unwrap_or(Err(Error::Internal)),
            None => Err(Error::Internal),
        }
    }

    fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<tokio::task::JoinHandle<T>> {
        self.runtime.as_ref().map(|runtime| runtime.spawn(work))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting for it is not allowed on a thread that runs futures.
            runtime.shutdown_background();
        }
    }
}
