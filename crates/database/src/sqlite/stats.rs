//! Counters that a host may publish. They cost one relaxed addition each and order nothing.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What an engine has done since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Calls of `read`.
    pub reads: u64,
    /// Reads that were too long for the caller's thread.
    pub scans: u64,
    /// Batches committed.
    pub batches: u64,
    /// Batches undone: each had an error for its answer.
    pub failures: u64,
    /// Transactions committed. Fewer than batches, since waiting batches share one.
    pub groups: u64,
    /// Those of the groups that waited for the disk.
    pub syncs: u64,
    /// Syncs that failed. After one, every write is `Unavailable` until the database is reopened.
    pub failed_syncs: u64,
    /// Batches waiting or being written now.
    pub depth: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    reads: AtomicU64,
    scans: AtomicU64,
    batches: AtomicU64,
    failures: AtomicU64,
    groups: AtomicU64,
    syncs: AtomicU64,
    failed_syncs: AtomicU64,
    queued: AtomicU64,
    answered: AtomicU64,
}

impl Counters {
    pub(super) fn read(&self) {
        self.reads.fetch_add(1, Relaxed);
    }

    pub(super) fn scan(&self) {
        self.scans.fetch_add(1, Relaxed);
    }

    pub(super) fn queued(&self) {
        self.queued.fetch_add(1, Relaxed);
    }

    pub(super) fn answered(&self) {
        self.answered.fetch_add(1, Relaxed);
    }

    /// Whether a batch is in the queue or being written by the writer's thread.
    pub(super) fn anything_waits(&self) -> bool {
        self.queued.load(Relaxed) != self.answered.load(Relaxed)
    }

    pub(super) fn batch(&self, kept: bool) {
        if kept { &self.batches } else { &self.failures }.fetch_add(1, Relaxed);
    }

    pub(super) fn group(&self, synced: bool) {
        self.groups.fetch_add(1, Relaxed);
        if synced {
            self.syncs.fetch_add(1, Relaxed);
        }
    }

    pub(super) fn failed_sync(&self) {
        self.failed_syncs.fetch_add(1, Relaxed);
    }

    pub(super) fn snapshot(&self) -> Stats {
        // Another thread may be between the two additions: a difference below zero is none.
        let answered = self.answered.load(Relaxed);
        Stats {
            reads: self.reads.load(Relaxed),
            scans: self.scans.load(Relaxed),
            batches: self.batches.load(Relaxed),
            failures: self.failures.load(Relaxed),
            groups: self.groups.load(Relaxed),
            syncs: self.syncs.load(Relaxed),
            failed_syncs: self.failed_syncs.load(Relaxed),
            depth: self.queued.load(Relaxed).saturating_sub(answered),
        }
    }
}
