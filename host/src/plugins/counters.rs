//! How the calls of a type ended, for metrics. Numbers alone.

use std::sync::atomic::{AtomicU64, Ordering};

/// How the calls of one type ended since it was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// The value was accepted.
    pub(crate) accepted: u64,
    /// The type, or its description, found problems.
    pub(crate) invalid: u64,
    /// The type trapped, broke the contract or ran into a limit other than time.
    pub(crate) failed: u64,
    /// The type took too long.
    pub(crate) timed_out: u64,
    /// Too many calls of the type were waiting.
    pub(crate) turned_away: u64,
}

/// The counters behind [`Counts`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) accepted: Counter,
    pub(crate) invalid: Counter,
    pub(crate) failed: Counter,
    pub(crate) timed_out: Counter,
    pub(crate) turned_away: Counter,
}

#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counters {
    pub(crate) fn read(&self) -> Counts {
        Counts {
            accepted: self.accepted.get(),
            invalid: self.invalid.get(),
            failed: self.failed.get(),
            timed_out: self.timed_out.get(),
            turned_away: self.turned_away.get(),
        }
    }
}
