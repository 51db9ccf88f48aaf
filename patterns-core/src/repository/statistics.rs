//! What a database has done since it was opened.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the database was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Loads that began with a snapshot.
    pub snapshots_used: u64,
    /// Snapshots that could not be read or did not fit their stream; the state was folded anew.
    pub snapshots_ignored: u64,
    /// Snapshots written.
    pub snapshots_taken: u64,
    /// Snapshots that could not be encoded, that panicked, or that the store did not take. No command fails for it.
    pub snapshots_failed: u64,
    /// Snapshots that were due while too many others were: the next event of their stream makes them due again.
    pub snapshots_dropped: u64,
    /// Attempts of commands that met a conflict.
    pub conflicts: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) snapshots_used: Counter,
    pub(super) snapshots_ignored: Counter,
    pub(super) snapshots_taken: Counter,
    pub(super) snapshots_failed: Counter,
    pub(super) snapshots_dropped: Counter,
    pub(super) conflicts: Counter,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn increment(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counters {
    pub(super) fn statistics(&self) -> Statistics {
        Statistics {
            snapshots_used: self.snapshots_used.value(),
            snapshots_ignored: self.snapshots_ignored.value(),
            snapshots_taken: self.snapshots_taken.value(),
            snapshots_failed: self.snapshots_failed.value(),
            snapshots_dropped: self.snapshots_dropped.value(),
            conflicts: self.conflicts.value(),
        }
    }
}
