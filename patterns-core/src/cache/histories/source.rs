//! A store of counters that is slow, fails, panics and never answers; it knows what was current when.

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use tokio::{sync::Notify, task::yield_now};

use super::record::{Loading, Record};
use crate::cache::{Clock, Loaded, Moment};

/// How many keys there are. Every fourth has values without versions.
pub(super) const KEYS: u64 = 4;

/// What is cached: how often its key was written, and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) truth: u64,
    pub(super) weight: u64,
}

pub(super) const fn is_versioned(key: u64) -> bool {
    key % 4 != 3
}

pub(super) fn tag(key: u64) -> &'static str {
    if key.is_multiple_of(2) { "even" } else { "odd" }
}

#[derive(Debug)]
pub(super) struct Source {
    /// Per key, when its versions were there at the latest.
    written: Vec<Mutex<Vec<Duration>>>,
    clock: Clock,
    beginning: Moment,
    pub(super) record: Record,
    /// How often out of 100 a load fails, panics, never answers.
    faults: [u8; 3],
    closed: AtomicBool,
    closing: Notify,
    pub(super) loads: AtomicU64,
}

impl Source {
    pub(super) fn new(clock: Clock, faults: [u8; 3]) -> Self {
        Self {
            written: (0..KEYS).map(|_| Mutex::default()).collect(),
            beginning: clock.now(),
            clock,
            record: Record::default(),
            faults,
            closed: AtomicBool::new(false),
            closing: Notify::new(),
            loads: AtomicU64::new(0),
        }
    }

    fn versions(&self, key: u64) -> MutexGuard<'_, Vec<Duration>> {
        self.written[key as usize].lock().unwrap()
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.now().since(self.beginning)
    }

    pub(super) fn head(&self, key: u64) -> u64 {
        self.versions(key).len() as u64
    }

    /// The last version that was there at `moment` for sure.
    pub(super) fn head_at(&self, key: u64, moment: Duration) -> u64 {
        self.versions(key).iter().filter(|written| **written <= moment).count() as u64
    }

    pub(super) fn write(&self, key: u64) -> u64 {
        let mut versions = self.versions(key);
        // Loads read under the same lock, so nobody sees it before the clock was read.
        let now = self.now();
        versions.push(now);
        versions.len() as u64
    }

    /// What is to be cached of a version.
    pub(super) fn loaded(key: u64, truth: u64) -> Loaded<Value> {
        // Every seventh is too heavy for a cache that counts bytes.
        let weight = if truth % 7 == 6 { 1 << 20 } else { 200 };
        let value = Value { truth, weight };
        let loaded =
            if is_versioned(key) { Loaded::versioned(value, truth) } else { Loaded::new(value) };
        loaded.tagged([tag(key)])
    }

    /// From now on everything answers; what has waited answers that it is too late.
    pub(super) fn close(&self) {
        self.closed.store(true, SeqCst);
        self.closing.notify_waiters();
    }

    async fn until_closed(&self) {
        let closing = self.closing.notified();
        if !self.closed.load(SeqCst) {
            closing.await;
        }
    }

    pub(super) async fn load(
        self: Arc<Self>,
        key: u64,
        luck: u64,
        loading: Loading,
    ) -> Result<Loaded<Value>, &'static str> {
        self.loads.fetch_add(1, SeqCst);
        let mut luck = fastrand::Rng::with_seed(luck);
        pauses(luck.u8(0..6)).await;
        let truth = self.head(key);
        pauses(luck.u8(0..12)).await;
        let fate = luck.u8(0..100);
        let closed = self.closed.load(SeqCst);
        let [fails, panics, hangs] = if closed { [0; 3] } else { self.faults };
        if fate < fails {
            return Err("failed");
        } else if fate < fails + panics {
            // Without the message of a panic: there are many.
            std::panic::resume_unwind(Box::new("panicked"));
        } else if fate < fails + panics + hangs {
            self.until_closed().await;
            return Err("too late");
        }
        drop(loading);
        Ok(Self::loaded(key, truth))
    }

    pub(super) fn load_blocking(&self, key: u64, luck: u64) -> Result<Loaded<Value>, &'static str> {
        let mut luck = fastrand::Rng::with_seed(luck);
        let truth = self.head(key);
        (0..luck.u8(0..4)).for_each(|_| std::thread::yield_now());
        if luck.u8(0..100) < self.faults[0] { Err("failed") } else { Ok(Self::loaded(key, truth)) }
    }
}

pub(super) async fn pauses(count: u8) {
    for _ in 0..count {
        yield_now().await;
    }
}
