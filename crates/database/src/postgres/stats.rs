//! Counters that a host may publish.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What an engine has done since it was opened, and its connections now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Calls of `read`.
    pub reads: u64,
    /// Batches committed.
    pub batches: u64,
    /// Batches that had an error for their answer.
    pub failures: u64,
    /// Attempts that were undone because another transaction was in the way.
    pub conflicts: u64,
    /// Attempts that failed because a connection was lost or could not be made.
    pub losses: u64,
    /// Commits whose answer was lost, and of which it was found out what became of them.
    pub settled: u64,
    /// Commits of which it was not: each had an internal error for its answer.
    pub unknown: u64,
    /// Connections open now.
    pub connections: u64,
    /// Those of them that nobody uses.
    pub idle: u64,
    /// Calls that wait for a connection now.
    pub waiting: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    pub(super) reads: Counter,
    pub(super) batches: Counter,
    pub(super) failures: Counter,
    pub(super) conflicts: Counter,
    pub(super) losses: Counter,
    pub(super) settled: Counter,
    pub(super) unknown: Counter,
}

#[derive(Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn count(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    pub(super) fn now(&self) -> u64 {
        self.0.load(Relaxed)
    }
}
