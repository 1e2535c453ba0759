//! Instances of the application: made when needed, used again, ended by a trap or by their last use.
//!
//! The pool is the engine's own, which Spin uses too; here stand its bounds.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, Store, StoreContextMut};
use wasmtime_wasi_http::WasiHttpView as _;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, Proxy, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::counts::Counts;
use crate::state::{Application, State};

/// How instances are used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reuse {
    /// Requests over the life of an instance.
    pub(crate) uses: usize,
    /// Requests in an instance at one time.
    pub(crate) at_once: usize,
    /// How long an instance that does nothing is kept.
    pub(crate) idle: Duration,
}

pub(crate) struct Instances {
    pub(crate) engine: Engine,
    pub(crate) service: ServicePre<State>,
    pub(crate) application: Arc<Application>,
    pub(crate) reuse: Reuse,
}

impl HandlerState for Instances {
    type StoreData = State;
    type WorkerExpiration = Expiration;
    type WorkerState = Bounds;

    async fn instantiate(&self) -> wasmtime::Result<Instance<State, Expiration, Bounds>> {
        let begun = Instant::now();
        let mut store = Store::new(&self.engine, State::new(&self.application));
        // Spin sets a deadline only where it is told to; yielding keeps its thread serving others.
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let service = self.service.instantiate_async(&mut store).await?;
        let counts = self.application.counts.clone();
        counts.instance(begun.elapsed());
        let expiration = Expiration {
            idle: self.reuse.idle,
            sleep: Box::pin(tokio::time::sleep(Duration::ZERO)),
        };
        Ok(Instance {
            store,
            proxy: Proxy::P3(service),
            view: State::http,
            expiration,
            state: Bounds { reuse: self.reuse, counts },
        })
    }
}

/// Ends an instance that has had nothing to do for long enough.
pub(crate) struct Expiration {
    idle: Duration,
    sleep: Pin<Box<tokio::time::Sleep>>,
}

impl WorkerExpiration for Expiration {
    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        status: WorkerStatus,
        since: Instant,
    ) -> Poll<()> {
        match status {
            WorkerStatus::Requests | WorkerStatus::PostReturn => Poll::Pending,
            WorkerStatus::Idle => {
                let deadline = (since + self.idle).into();
                if self.sleep.deadline() != deadline {
                    self.sleep.as_mut().reset(deadline);
                }
                self.sleep.as_mut().poll(context)
            }
        }
    }
}

/// How many requests an instance takes.
pub(crate) struct Bounds {
    reuse: Reuse,
    counts: Arc<Counts>,
}

impl WorkerState for Bounds {
    type StoreData = State;
    type RequestData = ();

    fn should_accept_request(&self, at_once: usize, uses: usize) -> ShouldAccept {
        self.counts.at_once(at_once);
        if uses >= self.reuse.uses {
            ShouldAccept::Never
        } else if at_once >= self.reuse.at_once {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _store: StoreContextMut<'_, State>,
        (): (),
        _task: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        self.counts.request();
        Box::pin(std::future::pending())
    }

    fn drop(&self, store: Store<State>, result: wasmtime::Result<()>) {
        if let Err(error) = result {
            self.counts.trap();
            eprintln!("worker failed: {error:?}");
        }
        drop(store);
    }
}
