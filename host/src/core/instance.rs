//! The life of an instance: takes requests from its worker's queue, runs them side by side, retires.
//!
//! An instance serves until it fails or until it has served long enough. Then the next one takes
//! over the queue at once; one that retires finishes what it has begun.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::time::{Instant, timeout};
use wasmtime::Store;
use wasmtime::component::Accessor;

use super::Core;
use super::bindings;
use super::queue::{Call, Job, Queue};
use super::state::State;
use crate::server::metrics::Metrics;

/// When an instance is replaced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lifetime {
    pub(crate) requests: u64,
    pub(crate) time: Duration,
    /// How long one that retires may take to finish what it has begun.
    pub(crate) drain: Duration,
}

/// How long to wait before trying again to make an instance.
const RETRY: Duration = Duration::from_millis(200);

/// Keeps an instance of `core` at work on `queue` for as long as the worker's thread lives.
pub(crate) async fn keep_serving(
    core: Core,
    queue: Rc<Queue>,
    lifetime: Lifetime,
    metrics: Arc<Metrics>,
) {
    loop {
        let (mut store, instance) = match core.instantiate().await {
            Ok(made) => made,
            Err(error) => {
                tracing::error!(%error, "no instance of the core can be made");
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        let (retired, successor_due) = tokio::sync::oneshot::channel();
        let (queue, metrics_of_instance) = (Rc::clone(&queue), Arc::clone(&metrics));
        tokio::task::spawn_local(async move {
            let ended = serve(&mut store, &instance, &queue, lifetime, retired).await;
            if let Err(error) = ended {
                metrics_of_instance.traps.inc();
                // A trap's text and stack name functions, never data.
                tracing::error!(error = format!("{error:#}"), "an instance of the core failed");
            }
        });
        // Either way the sender is gone: used by an instance that retires, dropped with a failed one.
        let _ = successor_due.await;
        metrics.replacements.inc();
    }
}

async fn serve(
    store: &mut Store<State>,
    instance: &bindings::Core,
    queue: &Rc<Queue>,
    lifetime: Lifetime,
    retired: tokio::sync::oneshot::Sender<()>,
) -> wasmtime::Result<()> {
    let end = Instant::now() + lifetime.time;
    store
        .run_concurrent(async |accessor| {
            let mut running = FuturesUnordered::new();
            let mut served: u64 = 0;
            // One timer for the whole life, not one a request.
            let mut old_age = std::pin::pin!(tokio::time::sleep_until(end));
            while served < lifetime.requests {
                tokio::select! {
                    biased;
                    Some(outcome) = running.next(), if !running.is_empty() => outcome?,
                    job = queue.next() => match job {
                        Job::Handle(call) => {
                            served += 1;
                            running.push(handle(accessor, instance, call));
                        }
                        Job::Ping(reply) => {
                            let _ = reply.send(());
                        }
                    },
                    () = &mut old_age => break,
                }
            }
            let _ = retired.send(());
            let rest = async {
                while let Some(outcome) = running.next().await {
                    outcome?;
                }
                Ok::<_, wasmtime::Error>(())
            };
            match timeout(lifetime.drain, rest).await {
                Ok(outcome) => outcome,
                Err(_) => {
                    tracing::warn!(unfinished = running.len(), "an old instance was given up");
                    Ok(())
                }
            }
        })
        .await?
}

/// Runs one request. A client that has given up is not told, and the call is not cut short.
async fn handle(
    accessor: &Accessor<State>,
    instance: &bindings::Core,
    call: Call,
) -> wasmtime::Result<()> {
    let Call { request, reply, slot: _slot } = call;
    if reply.is_closed() {
        return Ok(());
    }
    accessor.with(|mut access| access.get().made_progress());
    let handler = instance.strongroom_http_handler();
    let response = handler.call_handle(accessor, request).await?;
    accessor.with(|mut access| access.get().made_progress());
    let _ = reply.send(response);
    Ok(())
}
