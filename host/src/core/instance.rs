//! The life of an instance: takes requests from its worker's queue, one at a time, and retires.
//!
//! Inside the core nothing waits side by side: whatever waits (the disk, another process) waits in a
//! call to the host, and meanwhile the worker's other instances serve. So a call between components
//! is a plain call, which costs a tenth of one that could be suspended by itself, nothing of one
//! request lives beside another's in a memory, and an instance that fails costs the one request it
//! was serving.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
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
}

/// How long to wait before trying again to make an instance.
const RETRY: Duration = Duration::from_millis(200);

/// Keeps an instance of `core` at work on `queue` for as long as the worker's thread lives. It is
/// made for the first job that finds no other instance free.
pub(crate) async fn keep_serving(
    core: Core,
    queue: Rc<Queue>,
    lifetime: Lifetime,
    metrics: Arc<Metrics>,
) {
    loop {
        let first = queue.next().await;
        let (mut store, instance) = match core.instantiate().await {
            Ok(made) => made,
            Err(error) => {
                tracing::error!(%error, "no instance of the core can be made");
                queue.give_back(first);
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        if let Err(error) = serve(&mut store, &instance, &queue, lifetime, first).await {
            metrics.traps.inc();
            // A trap's text and stack name functions, never data.
            tracing::error!(error = format!("{error:#}"), "an instance of the core failed");
        }
        metrics.replacements.inc();
    }
}

async fn serve(
    store: &mut Store<State>,
    instance: &bindings::Core,
    queue: &Queue,
    lifetime: Lifetime,
    first: Job,
) -> wasmtime::Result<()> {
    let end = Instant::now() + lifetime.time;
    store
        .run_concurrent(async |accessor| {
            let mut next = Some(first);
            let mut served: u64 = 0;
            // One timer for the whole life, not one a request.
            let mut old_age = std::pin::pin!(tokio::time::sleep_until(end));
            while served < lifetime.requests {
                let job = match next.take() {
                    Some(job) => job,
                    None => tokio::select! {
                        biased;
                        job = queue.next() => job,
                        () = &mut old_age => break,
                    },
                };
                match job {
                    Job::Handle(call) => {
                        served += 1;
                        handle(accessor, instance, call).await?;
                    }
                    Job::Ping(reply) => {
                        let _ = reply.send(());
                    }
                }
            }
            Ok(())
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
