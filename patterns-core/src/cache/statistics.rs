//! What a cache has done.

use core::time::Duration;
use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

/// Counts since the cache was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Answers from the cache, stale ones included.
    pub hits: u64,
    /// Reads that had to wait for a load, their own or one that they joined.
    pub misses: u64,
    /// Loads begun, those in the background included.
    pub loads: u64,
    /// Loads that failed, panicked or took too long.
    pub loads_failed: u64,
    /// How long the loads took that have ended, in all.
    pub load_time: Duration,
    /// Answers from beyond the time to live.
    pub stale_serves: u64,
    /// Loads and writes that were outdated on their way and left nothing in the cache.
    pub fenced: u64,
    /// Entries dropped to make room.
    pub evictions: u64,
    /// Entries that were too heavy to be kept at all.
    pub too_heavy: u64,
    /// Entries now.
    pub entries: u64,
    /// What the entries weigh now: their number, or bytes.
    pub weight: u64,
}

impl Statistics {
    /// The share of reads that were answered from the cache; 0 before the first.
    pub fn hit_ratio(&self) -> f64 {
        match self.hits + self.misses {
            0 => 0.0,
            reads => self.hits as f64 / reads as f64,
        }
    }
}

macro_rules! counters {
    ($($name:ident: $lanes:expr),* $(,)?) => {
        #[derive(Debug)]
        pub(super) struct Counters {$(
            pub(super) $name: Counter,
        )*}

        impl Counters {
            pub(super) fn new(cache: &'static str) -> Self {
                Self {$(
                    $name: Counter::new(concat!("patterns_cache_", stringify!($name), "_total"), cache, $lanes),
                )*}
            }
        }
    };
}

counters!(
    hits: LANES,
    misses: 1,
    loads: 1,
    loads_failed: 1,
    load_nanoseconds: 1,
    stale_serves: 1,
    fenced: 1,
    evictions: 1,
    too_heavy: 1,
);

impl Counters {
    pub(super) fn statistics(&self, entries: u64, weight: u64) -> Statistics {
        Statistics {
            hits: self.hits.value(),
            misses: self.misses.value(),
            loads: self.loads.value(),
            loads_failed: self.loads_failed.value(),
            load_time: Duration::from_nanos(self.load_nanoseconds.value()),
            stale_serves: self.stale_serves.value(),
            fenced: self.fenced.value(),
            evictions: self.evictions.value(),
            too_heavy: self.too_heavy.value(),
            entries,
            weight,
        }
    }
}

/// Lanes of what every hit counts.
const LANES: usize = 65;

/// A number to which many threads add without meeting: each has one of the lanes, a cache line wide.
#[derive(Debug)]
pub(super) struct Counter {
    lanes: Box<[Lane]>,
    #[cfg(feature = "metrics")]
    exported: metrics::Counter,
}

#[derive(Debug, Default)]
#[repr(align(64))]
struct Lane(AtomicU64);

thread_local! {
    static LANE: Cell<usize> = const { Cell::new(usize::MAX) };
}

fn lane() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    LANE.with(|lane| {
        if lane.get() == usize::MAX {
            lane.set(NEXT.fetch_add(1, Ordering::Relaxed).min(LANES));
        }
        lane.get()
    })
}

impl Counter {
    #[cfg_attr(not(feature = "metrics"), expect(unused_variables, reason = "names for metrics"))]
    fn new(name: &'static str, cache: &'static str, lanes: usize) -> Self {
        Self {
            lanes: (0..lanes).map(|_| Lane::default()).collect(),
            #[cfg(feature = "metrics")]
            exported: metrics::counter!(name, "cache" => cache),
        }
    }

    pub(super) fn increment(&self) {
        self.add(1);
    }

    /// Counts one for a counter that all hits share. The first threads have a lane each to themselves for ever, so they need no
    /// read-modify-write, which would keep the processor from looking ahead; all others share the last lane.
    #[inline]
    pub(super) fn tick(&self) {
        let own = lane();
        if let (Some(Lane(lane)), true) = (self.lanes.get(own), own < LANES - 1) {
            lane.store(lane.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        } else if let Some(Lane(shared)) = self.lanes.last() {
            shared.fetch_add(1, Ordering::Relaxed);
        }
        #[cfg(feature = "metrics")]
        self.exported.increment(1);
    }

    pub(super) fn add(&self, count: u64) {
        if let Some(Lane(lane)) = self.lanes.first() {
            lane.fetch_add(count, Ordering::Relaxed);
        }
        #[cfg(feature = "metrics")]
        self.exported.increment(count);
    }

    fn value(&self) -> u64 {
        self.lanes.iter().map(|Lane(lane)| lane.load(Ordering::Relaxed)).sum()
    }
}
