//! Who may run when, and what becomes of calls that fail.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time;

use super::{Failure, Plugin, Sandbox};

/// Bounds the calls of one kind to one plug-in.
#[derive(Clone)]
pub(super) struct Turns {
    /// Those that run or wait.
    admitted: Arc<Semaphore>,
    /// Those that run.
    running: Arc<Semaphore>,
    /// For which one waits.
    patience: Duration,
}

impl Turns {
    pub(super) fn new(admitted: usize, running: usize, patience: Duration) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { admitted: semaphore(admitted), running: semaphore(running), patience }
    }
}

enum Outcome<T> {
    Done(T),
    Failed(Failure),
    TurnedAway,
}

impl Plugin {
    /// Runs `work` on a thread of the sandbox, as soon as it may. `None` where it failed, which is
    /// counted and logged.
    pub(super) async fn take_turn<T: Send + 'static>(
        &self,
        sandbox: &Sandbox,
        turns: &Turns,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Option<T> {
        let outcome = match Arc::clone(&turns.admitted).try_acquire_owned() {
            Err(_) => Outcome::TurnedAway,
            Ok(admitted) => {
                let Turns { running, patience, .. } = turns.clone();
                let call = async move {
                    let _admitted = admitted;
                    match time::timeout(patience, running.acquire_owned()).await {
                        Ok(Ok(_running)) => work.await.map_or_else(Outcome::Failed, Outcome::Done),
                        _ => Outcome::TurnedAway,
                    }
                };
                // A caller that goes away does not cut the call off: it ends by itself, soon.
                let ended = sandbox.runtime().spawn(call).await;
                ended.unwrap_or(Outcome::Failed(Failure::Host))
            }
        };
        let id = self.described.id();
        let failure = match outcome {
            Outcome::Done(value) => return Some(value),
            Outcome::TurnedAway => {
                self.counters.turned_away.count();
                tracing::warn!(r#type = %id, "too many calls to a secret type");
                return None;
            }
            Outcome::Failed(failure) => failure,
        };
        match failure {
            Failure::Time => self.counters.timed_out.count(),
            Failure::Memory
            | Failure::Trap(_)
            | Failure::Exit
            | Failure::Host
            | Failure::Breach(_) => self.counters.failed.count(),
        }
        tracing::warn!(r#type = %id, reason = %failure, "a secret type failed");
        None
    }
}
