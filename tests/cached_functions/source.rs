//! What cached functions read: it counts its reads, and can be made to wait or to fail.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    reads: Arc<AtomicU64>,
    closed: Arc<AtomicBool>,
    broken: Arc<AtomicBool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken;

impl Source {
    /// How many reads there were, this one included.
    pub(super) fn read(&self) -> u64 {
        let read = self.reads.fetch_add(1, SeqCst) + 1;
        while self.closed.load(SeqCst) {
            thread::sleep(Duration::from_millis(1));
        }
        read
    }

    pub(super) fn try_read(&self) -> Result<u64, Broken> {
        let read = self.read();
        if self.broken.load(SeqCst) { Err(Broken) } else { Ok(read) }
    }

    pub(super) fn reads(&self) -> u64 {
        self.reads.load(SeqCst)
    }

    /// Reads wait from now on, or no longer.
    pub(super) fn close(&self, closed: bool) {
        self.closed.store(closed, SeqCst);
    }

    /// Reads fail from now on, or no longer.
    pub(super) fn break_down(&self, broken: bool) {
        self.broken.store(broken, SeqCst);
    }

    pub(super) fn wait_for_reads(&self, reads: u64) {
        while self.reads() < reads {
            thread::sleep(Duration::from_millis(1));
        }
    }
}
