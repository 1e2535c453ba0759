//! A thread that serves: a runtime, a listener and instances of the core of its own.
//!
//! Nothing of a request crosses to another thread, so nothing in here locks.

use std::cell::RefCell;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::{LocalSet, spawn_local};

use super::Shared;
use super::connection::{self, http};
use super::request_id::RequestIds;
use crate::core::Core;
use crate::core::instance::{Lifetime, keep_serving};
use crate::core::queue::Queue;

/// What is behind a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// The core, and the host's own routes.
    Both,
    Core,
    /// The host's own routes alone.
    Own,
}

/// What the requests of one thread share.
pub(crate) struct Worker {
    pub(crate) queue: Rc<Queue>,
    pub(crate) shared: Arc<Shared>,
    ids: RefCell<RequestIds>,
    stop: watch::Receiver<bool>,
}

impl Worker {
    pub(crate) fn next_id(&self) -> String {
        self.ids.borrow_mut().next()
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Returns once the server has been told to stop.
    pub(crate) async fn stopping(&self) {
        // An error is a server that is gone: no less a reason.
        let _ = self.stop.clone().wait_for(|stop| *stop).await;
    }
}

/// Serves on `doors` until told to stop, then until what is running has finished or its time is up.
pub(crate) fn run(
    shared: Arc<Shared>,
    core: Core,
    doors: Vec<(Door, TcpListener)>,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, async {
        let limits = &shared.limits;
        let queue = Queue::new(usize::try_from(limits.max_in_flight).unwrap_or(usize::MAX));
        let lifetime =
            Lifetime { requests: limits.instance_requests, time: limits.instance_lifetime };
        for _ in 0..limits.instances {
            let (queue, metrics) = (Rc::clone(&queue), Arc::clone(&shared.metrics));
            spawn_local(keep_serving(core.clone(), queue, lifetime, metrics));
        }
        let ids = RefCell::new(RequestIds::new());
        let worker = Rc::new(Worker { queue, shared, ids, stop });
        let mut open = Vec::new();
        for (door, listener) in doors {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            open.push(spawn_local(serve(Rc::clone(&worker), door, listener)));
        }
        for door in open {
            // Whether one panicked makes no difference to the rest.
            let _ = door.await;
        }
        Ok(())
    })
}

/// Accepts until told to stop, then waits for what is open to finish, within its time.
async fn serve(worker: Rc<Worker>, door: Door, listener: tokio::net::TcpListener) {
    // Closed once no connection holds the other end.
    let open = watch::Sender::new(());
    accept(&worker, door, listener, &open).await;
    let time = worker.shared.limits.stop_timeout;
    if tokio::time::timeout(time, open.closed()).await.is_err() {
        tracing::warn!("stopped before all connections had finished");
    }
}

async fn accept(
    worker: &Rc<Worker>,
    door: Door,
    listener: tokio::net::TcpListener,
    open: &watch::Sender<()>,
) {
    let http = Rc::new(http(&worker.shared.limits));
    let places = match door {
        Door::Both | Door::Core => &worker.shared.places,
        Door::Own => &worker.shared.own_places,
    };
    loop {
        let next = async {
            // First the place, then the connection: one too many waits with the kernel.
            let place = Arc::clone(places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            biased;
            () = worker.stopping() => return,
            next = next => next,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                // Out of file descriptors, most likely: give what is open time to close.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        prepare(&stream, worker.shared.limits.request_timeout);
        let (worker, http, open) = (Rc::clone(worker), Rc::clone(&http), open.subscribe());
        spawn_local(async move {
            let _held = (place, open);
            worker.shared.metrics.connections.inc();
            connection::serve(&worker, &http, door, name(peer).into(), stream).await;
            worker.shared.metrics.connections.dec();
        });
    }
}

fn prepare(stream: &TcpStream, patience: Duration) {
    // A kernel that does not know an option serves without it.
    let _ = stream.set_nodelay(true);
    // A client that takes nothing in would hold its connection for ever.
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(patience));
}

/// The address alone: the port tells nothing, and an IPv4 client of an IPv6 listener is IPv4.
fn name(peer: SocketAddr) -> String {
    peer.ip().to_canonical().to_string()
}
