//! One connection: served until its client, its silence or the server's stop ends it.
//!
//! hyper bounds how long a request's head takes once it knows which HTTP is spoken, and pings a
//! client of HTTP/2. Neither ends a connection that says nothing, nor one that only answers pings.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::TcpStream;
use tokio::task::spawn_local;
use tokio::time::{Instant, sleep, timeout};

use super::exchange::exchange;
use super::worker::{Door, Worker};
use crate::settings::Limits;

pub(crate) type Http = auto::Builder<LocalExecutor>;

pub(crate) fn http(limits: &Limits) -> Http {
    let mut http = auto::Builder::new(LocalExecutor);
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_headers(100)
        .max_buf_size(64 * 1024)
        .pipeline_flush(true);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(128)
        .max_header_list_size(64 * 1024)
        .keep_alive_interval(limits.header_timeout)
        .keep_alive_timeout(limits.header_timeout);
    http
}

pub(crate) async fn serve(
    worker: &Rc<Worker>,
    http: &Http,
    door: Door,
    peer: Rc<str>,
    stream: TcpStream,
) {
    let activity = Rc::new(Activity::new());
    let service = service_fn(|request| {
        let open = Activity::begin(&activity);
        let exchange = exchange(Rc::clone(worker), door, Rc::clone(&peer), request);
        async move {
            // Ends with the exchange, also when that is dropped because its client went away.
            let _open = open;
            exchange.await
        }
    });
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let limits = &worker.shared.limits;
    let patience = tokio::select! {
        biased;
        ended = connection.as_mut() => return log(ended),
        // An idle connection ends at once. The time is for a request that crossed with this, and
        // for a client that is slow to take in its last answer.
        () = activity.idle_for(limits.header_timeout) => limits.request_timeout,
        () = worker.stopping() => limits.stop_timeout,
    };
    connection.as_mut().graceful_shutdown();
    match timeout(patience, connection).await {
        Ok(ended) => log(ended),
        Err(_) => tracing::debug!("a connection that did not end was dropped"),
    }
}

fn log<E: std::fmt::Display>(ended: Result<(), E>) {
    if let Err(error) = ended {
        // What a client does to its own connection is no event of ours.
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Whether anything is asked on a connection, and since when nothing is.
struct Activity {
    open: Cell<usize>,
    /// The end of the last request; before the first, the accept.
    since: Cell<Instant>,
}

impl Activity {
    fn new() -> Self {
        Self { open: Cell::new(0), since: Cell::new(Instant::now()) }
    }

    fn begin(activity: &Rc<Self>) -> Open {
        activity.open.set(activity.open.get() + 1);
        Open(Rc::clone(activity))
    }

    /// Returns once no request has been open for `time`. Wakes once in that time, however many
    /// requests come and go.
    async fn idle_for(&self, time: Duration) {
        loop {
            let quiet =
                if self.open.get() == 0 { self.since.get().elapsed() } else { Duration::ZERO };
            match time.checked_sub(quiet) {
                None | Some(Duration::ZERO) => return,
                Some(left) => sleep(left).await,
            }
        }
    }
}

/// A request that is open, until dropped.
struct Open(Rc<Activity>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.set(self.0.open.get().saturating_sub(1));
        self.0.since.set(Instant::now());
    }
}

/// Runs hyper's tasks on the thread they belong to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LocalExecutor;

impl<F: Future<Output: 'static> + 'static> hyper::rt::Executor<F> for LocalExecutor {
    fn execute(&self, future: F) {
        spawn_local(future);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: Duration = Duration::from_millis(60);

    #[tokio::test]
    async fn a_connection_is_idle_once_nothing_was_open_for_the_whole_time() {
        let activity = Rc::new(Activity::new());
        let begun = Instant::now();
        let request = async {
            let open = Activity::begin(&activity);
            sleep(TIME * 3).await;
            drop(open);
            Instant::now()
        };
        let idle = async {
            activity.idle_for(TIME).await;
            Instant::now()
        };
        let (ended, idle) = tokio::join!(request, idle);
        assert!(ended - begun >= TIME * 3);
        assert!(idle - ended >= TIME, "{:?}", idle - ended);
    }

    #[tokio::test]
    async fn a_connection_on_which_nothing_was_asked_is_idle_since_its_accept() {
        let activity = Activity::new();
        sleep(TIME).await;
        assert!(timeout(Duration::ZERO, activity.idle_for(TIME)).await.is_ok());
    }
}
