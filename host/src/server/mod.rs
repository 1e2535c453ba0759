//! The server: HTTP on the outside, the core on the inside, a thread for each processor.
//!
//! `worker` is a thread, `connection` a connection, `exchange` a request, `own` the routes that the
//! core knows nothing of. No route of the core and no form of its answers is known here.

mod connection;
mod exchange;
mod listener;
mod loggable;
pub(crate) mod metrics;
mod own;
mod problem;
mod request_id;
mod worker;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use strongroom_database::Either;
use tokio::sync::{Semaphore, watch};

use crate::console::Console;
use crate::core::Core;
use crate::plugins::Catalogue;
use crate::settings::Limits;
use metrics::Metrics;
use worker::Door;

/// Connections that may be open to the host's own routes where those have an address of their own:
/// probes and scrapers are few, and the core's clients must not shut them out.
const OWN_PLACES: usize = 256;

/// KiB of bodies in memory at once. A body is read before anything is known of who sends it, so
/// without a bound every connection could hold one. This is 128 of the largest, where a body is
/// seldom more than a few KiB: out of reach of clients that mean well, and small on any server.
/// Counted is what has arrived; a buffer that grows may be twice as large for a while.
const BODIES_KIB: usize = 128 * 1024;

/// What all workers share.
pub(crate) struct Shared {
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) database: Either,
    pub(crate) catalogue: Catalogue,
    pub(crate) limits: Limits,
    /// Where it is installed.
    pub(crate) console: Option<Console>,
    /// One for each connection that may be open.
    places: Arc<Semaphore>,
    /// The same for the host's own routes on an address of their own.
    own_places: Arc<Semaphore>,
    /// One for each KiB of bodies in memory.
    bodies: Arc<Semaphore>,
}

impl Shared {
    pub(crate) fn new(
        metrics: Metrics,
        database: Either,
        catalogue: Catalogue,
        limits: Limits,
        console: Option<Console>,
    ) -> Arc<Self> {
        let metrics = Arc::new(metrics);
        let places = usize::try_from(limits.max_connections).unwrap_or(usize::MAX);
        let places = Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS)));
        let own_places = Arc::new(Semaphore::new(OWN_PLACES));
        let bodies = Arc::new(Semaphore::new(BODIES_KIB));
        Arc::new(Self { metrics, database, catalogue, limits, console, places, own_places, bodies })
    }
}

/// A server that runs.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) metrics_address: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    workers: Vec<JoinHandle<io::Result<()>>>,
}

impl Server {
    /// Listens and starts to serve. `own` is where the host's own routes go, if not to `address`.
    ///
    /// # Errors
    /// An address cannot be had, or a thread cannot be started.
    pub(crate) fn start(
        shared: &Arc<Shared>,
        core: &Core,
        address: SocketAddr,
        own: Option<SocketAddr>,
    ) -> io::Result<Self> {
        let listeners = listener::listeners(address, shared.limits.workers())?;
        let mut own = own.map(|address| listener::listeners(address, 1)).transpose()?;
        let first_address = |listeners: &Vec<std::net::TcpListener>| {
            listeners.first().and_then(|listener| listener.local_addr().ok())
        };
        let address = first_address(&listeners).unwrap_or(address);
        let metrics_address = own.as_ref().and_then(first_address);
        let door = if own.is_some() { Door::Core } else { Door::Both };
        let (stop, stopped) = watch::channel(false);
        let mut workers = Vec::new();
        for (index, listener) in listeners.into_iter().enumerate() {
            let mut doors = vec![(door, listener)];
            // The first worker takes the host's own routes along.
            doors.extend(own.take().into_iter().flatten().map(|listener| (Door::Own, listener)));
            let (shared, core, stopped) = (Arc::clone(shared), core.clone(), stopped.clone());
            workers.push(
                std::thread::Builder::new()
                    .name(format!("worker-{index}"))
                    .spawn(move || worker::run(shared, core, doors, stopped))?,
            );
        }
        Ok(Self { address, metrics_address, stop, workers })
    }

    /// Stops accepting, lets what is running finish, and returns when it has or its time is up.
    pub(crate) fn stop(self) {
        let _ = self.stop.send(true);
        for worker in self.workers {
            match worker.join() {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "a worker ended"),
                Err(_) => tracing::error!("a worker panicked"),
            }
        }
    }
}
