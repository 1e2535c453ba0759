//! Requests of one worker on their way to an instance of the core.
//!
//! One thread fills and empties it, so it takes no locks. It outlives instances: what no instance
//! has taken yet is not lost when one fails.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use tokio::sync::{Notify, oneshot};

use super::{Request, Response};

/// Something for an instance to do.
pub(crate) enum Job {
    Handle(Call),
    /// Answered by the instance's event loop itself: it runs.
    Ping(oneshot::Sender<()>),
}

/// A request and where its response goes. Dropped without a response where the instance failed.
pub(crate) struct Call {
    pub(crate) request: Request,
    pub(crate) reply: oneshot::Sender<Response>,
    /// Held for as long as the call runs.
    pub(super) slot: Slot,
}

/// A place among the requests that a worker has room for, freed when dropped.
pub(super) struct Slot(Rc<Queue>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.running.set(self.0.running.get().saturating_sub(1));
    }
}

/// There are as many requests under way as may be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

pub(crate) struct Queue {
    jobs: RefCell<VecDeque<Job>>,
    arrived: Notify,
    /// Calls queued or running, those whose client has given up included.
    running: Cell<usize>,
    limit: usize,
}

impl Queue {
    pub(crate) fn new(limit: usize) -> Rc<Self> {
        Rc::new(Self {
            jobs: RefCell::default(),
            arrived: Notify::new(),
            running: Cell::new(0),
            limit,
        })
    }

    /// # Errors
    /// [`Full`], and the request has not been touched.
    pub(crate) fn call(
        self: &Rc<Self>,
        request: Request,
    ) -> Result<oneshot::Receiver<Response>, Full> {
        if self.is_full() {
            return Err(Full);
        }
        self.running.set(self.running.get() + 1);
        let (reply, response) = oneshot::channel();
        self.push(Job::Handle(Call { request, reply, slot: Slot(Rc::clone(self)) }));
        Ok(response)
    }

    pub(crate) fn is_full(&self) -> bool {
        self.running.get() >= self.limit
    }

    pub(crate) fn ping(&self) -> oneshot::Receiver<()> {
        let (reply, pong) = oneshot::channel();
        self.push(Job::Ping(reply));
        pong
    }

    fn push(&self, job: Job) {
        self.jobs.borrow_mut().push_back(job);
        // Whoever began to wait last has the warmest memory. It also keeps instances that are not
        // needed from ever being made.
        self.arrived.notify_last();
    }

    /// Puts a job back that could not be begun: it is the next one again.
    pub(super) fn give_back(&self, job: Job) {
        self.jobs.borrow_mut().push_front(job);
        self.arrived.notify_last();
    }

    /// The next job, as soon as there is one.
    pub(crate) async fn next(&self) -> Job {
        loop {
            if let Some(job) = self.jobs.borrow_mut().pop_front() {
                return job;
            }
            self.arrived.notified().await;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn request(id: &str) -> Request {
        Request {
            method: "GET".into(),
            target: "/".into(),
            headers: Vec::new(),
            body: Vec::new(),
            peer: None,
            id: id.into(),
        }
    }

    async fn next_id(queue: &Queue) -> (String, Call) {
        match queue.next().await {
            Job::Handle(call) => (call.request.id.clone(), call),
            Job::Ping(_) => panic!("a ping"),
        }
    }

    #[tokio::test]
    async fn gives_requests_in_the_order_they_came() {
        let queue = Queue::new(2);
        let _first = queue.call(request("1")).unwrap();
        let _second = queue.call(request("2")).unwrap();
        assert_eq!(next_id(&queue).await.0, "1");
        assert_eq!(next_id(&queue).await.0, "2");
    }

    #[tokio::test]
    async fn refuses_a_request_beyond_the_limit_until_one_has_ended() {
        let queue = Queue::new(1);
        let response = queue.call(request("1")).unwrap();
        let (_, running) = next_id(&queue).await;
        // The client gives up, the call runs on: its place is still taken.
        drop(response);
        assert_eq!(queue.call(request("2")).err(), Some(Full));
        drop(running);
        assert!(queue.call(request("3")).is_ok());
    }

    #[tokio::test]
    async fn a_call_that_fails_is_seen_by_its_client() {
        let queue = Queue::new(1);
        let response = queue.call(request("1")).unwrap();
        drop(next_id(&queue).await);
        assert!(response.await.is_err());
    }
}
