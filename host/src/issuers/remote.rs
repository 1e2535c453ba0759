//! An issuer whose keys are fetched, by a thread of its own.
//!
//! Requests never fetch. They take what the thread found last, however old: an issuer that is down
//! keeps nobody out. The thread fetches anew before it gets old, and sooner where a request looks for
//! a key that is not there, but not within [`PAUSE`] of the last time: strangers can ask for any
//! number of keys that do not exist.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use strongroom_issuer_keys::freshness::{PAUSE, fresh_for, retry_after};
use tokio::sync::watch;

use super::fetch::{self, Fetched};

/// Requests of the whole process that may wait for a fetch at once. Each holds an instance of the
/// core, so an issuer that hangs must not be able to hold all of them.
const WAITING: usize = 4;
/// The longest that one of them waits: as long as a fetch takes, and a little.
const WAIT: Duration = Duration::from_secs(6);

pub(super) struct Remote {
    issuer: String,
    pause: Duration,
    /// Requests that wait, for whichever issuer.
    waiting: Arc<AtomicUsize>,
    state: Mutex<State>,
    asked: Condvar,
    found: watch::Sender<Found>,
    refreshes: AtomicU64,
    failures: AtomicU64,
}

/// What the thread is told.
#[derive(Default)]
struct State {
    ask: bool,
    fetching: bool,
    ended: Option<Instant>,
}

/// What the thread tells.
#[derive(Clone, Default)]
struct Found {
    keys: Option<Arc<[u8]>>,
    /// Counts fetches, those that failed included.
    fetches: u64,
}

impl Remote {
    pub(super) fn new(issuer: String, waiting: Arc<AtomicUsize>) -> Self {
        Self {
            issuer,
            pause: PAUSE,
            waiting,
            state: Mutex::default(),
            asked: Condvar::new(),
            found: watch::Sender::new(Found::default()),
            refreshes: AtomicU64::new(0),
            failures: AtomicU64::new(0),
        }
    }

    #[cfg(test)]
    pub(super) fn with_pause(issuer: String, pause: Duration) -> Self {
        Self { pause, ..Self::new(issuer, Arc::default()) }
    }

    /// Begins to keep the keys fresh, for as long as the process lives.
    pub(super) fn start(self: &Arc<Self>) -> std::io::Result<()> {
        let this = Arc::clone(self);
        std::thread::Builder::new().name("issuer-keys".into()).spawn(move || this.keep_fresh())?;
        Ok(())
    }

    /// The last keys found; `None` where there are none. With `fresh`, or where there are none, waits
    /// for a fetch where one may be had.
    pub(super) async fn keys(&self, fresh: bool) -> Option<Arc<[u8]>> {
        let mut found = self.found.subscribe();
        let (seen, will_change) = self.look(fresh);
        if !will_change {
            return seen.keys;
        }
        let Some(_place) = Place::take(&self.waiting) else { return seen.keys };
        let next = found.wait_for(|now| now.fetches != seen.fetches);
        match tokio::time::timeout(WAIT, next).await {
            Ok(Ok(now)) => now.keys.clone(),
            _ => seen.keys,
        }
    }

    /// Successful refreshes and failed ones.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.refreshes.load(Ordering::Relaxed), self.failures.load(Ordering::Relaxed))
    }

    pub(super) fn has_keys(&self) -> bool {
        self.found.borrow().keys.is_some()
    }

    /// What was found, and whether a fetch that the caller should wait for is under way or will be at
    /// once. Both under one lock with the end of a fetch, so that none is missed.
    fn look(&self, fresh: bool) -> (Found, bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = self.found.borrow().clone();
        if !(fresh || seen.keys.is_none()) {
            return (seen, false);
        }
        let rested = state.ended.is_none_or(|ended| ended.elapsed() >= self.pause);
        if !state.fetching && rested {
            state.ask = true;
            self.asked.notify_one();
        }
        (seen, state.fetching || rested)
    }

    fn keep_fresh(&self) {
        let mut failed_in_a_row = 0;
        loop {
            *self.state.lock().unwrap_or_else(PoisonError::into_inner) =
                State { ask: false, fetching: true, ended: None };
            let outcome = fetch::fetch(&self.issuer);
            let pause = match &outcome {
                Ok(fetched) => {
                    failed_in_a_row = 0;
                    fresh_for(fetched.max_age)
                }
                Err(_) => {
                    failed_in_a_row += 1;
                    retry_after(failed_in_a_row)
                }
            };
            self.publish(outcome);
            self.wait(pause);
        }
    }

    fn publish(&self, outcome: Result<Fetched, fetch::Error>) {
        let issuer = self.issuer.as_str();
        let keys: Option<Arc<[u8]>> = match outcome {
            Ok(fetched) => {
                self.refreshes.fetch_add(1, Ordering::Relaxed);
                if self.found.borrow().keys.as_deref() == Some(fetched.keys.as_slice()) {
                    tracing::debug!(issuer, "the keys of an issuer are the same");
                } else {
                    tracing::info!(issuer, "the keys of an issuer were fetched");
                }
                Some(fetched.keys.into())
            }
            Err(error) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
                let remembered = self.has_keys();
                tracing::warn!(issuer, %error, remembered, "the keys of an issuer cannot be fetched");
                None
            }
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.found.send_modify(|found| {
            found.keys = keys.or_else(|| found.keys.take());
            found.fetches = found.fetches.wrapping_add(1);
        });
        *state = State { ask: false, fetching: false, ended: Some(Instant::now()) };
    }

    fn wait(&self, pause: Duration) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A poisoned lock is one that a panic left: what it holds is still right.
        drop(self.asked.wait_timeout_while(state, pause, |state| !state.ask));
    }
}

/// Of a request that waits.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(places: &'a AtomicUsize) -> Option<Self> {
        let more = |waiting| (waiting < WAITING).then_some(waiting + 1);
        let taken = places.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        taken.is_ok().then(|| Self(places))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
