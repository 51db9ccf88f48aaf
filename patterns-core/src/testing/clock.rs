//! A clock that tests move by hand.

use core::time::Duration;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{cache, event::Timestamp, store};

/// Stands still until it is moved. Serves stores, which stamp events by it, caches, whose entries age by it, and the database, which measures
/// the age of snapshots, the time of a replay and the age of events to be archived by it; clones are moved together. Whatever is not given it goes
/// on by the system's clock.
///
/// ```
/// use std::time::Duration;
/// use patterns_core::{event::Timestamp, repository::Database, store::MemoryStore, testing::ManualClock};
///
/// let clock = ManualClock::at(Timestamp::from_micros(1_000_000));
/// let store = MemoryStore::with_clock(clock.for_stores());
/// let db = Database::new(store)
///     .with_cache_clock(clock.for_caches())
///     .with_snapshot_clock(clock.for_stores());
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), Timestamp::from_micros(61_000_000));
/// # drop(db);
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    /// Microseconds since 1970.
    now: Arc<AtomicU64>,
    cache: cache::Clock,
}

impl Default for ManualClock {
    /// A clock that shows 2024-01-01 00:00 UTC.
    fn default() -> Self {
        Self::at(Timestamp::from_micros(1_704_067_200_000_000))
    }
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self { now: Arc::new(now.as_micros().into()), cache: cache::Clock::manual() }
    }

    /// Moves it, by whole microseconds.
    pub fn advance(&self, by: Duration) {
        let micros = u64::try_from(by.as_micros()).unwrap_or(u64::MAX);
        self.now.fetch_add(micros, Ordering::SeqCst);
        self.cache.advance(by);
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.now.load(Ordering::SeqCst))
    }

    /// For stores, what they record is stamped by it; and for [`Database::with_snapshot_clock`](crate::repository::Database::with_snapshot_clock).
    pub fn for_stores(&self) -> store::Clock {
        let clock = self.clone();
        store::Clock::from_fn(move || clock.now())
    }

    /// For caches: what they keep ages by it.
    pub fn for_caches(&self) -> cache::Clock {
        self.cache.clone()
    }
}
