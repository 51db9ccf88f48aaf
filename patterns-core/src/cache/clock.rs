//! The clock of a cache: monotonic and coarse, because a precise one would double the cost of a hit.

use core::{fmt, time::Duration};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// The longest tick of the coarse clocks in use. Every stamp is set back by it, so that a reading that lags
/// behind by a tick never makes an entry look younger than it is.
pub(super) const TICK: Duration = Duration::from_millis(if cfg!(windows) { 16 } else { 10 });

/// Tells a cache how old its entries are. The system's, unless a test sets it by hand.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<AtomicU64>>);

/// A point on a cache's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Clock {
    /// A clock that stands still until [`advance`](Self::advance) moves it. Clones are moved together.
    ///
    /// ```
    /// use std::time::Duration;
    /// use patterns_core::cache::Clock;
    ///
    /// let clock = Clock::manual();
    /// let start = clock.now();
    /// clock.advance(Duration::from_secs(90));
    /// assert_eq!(clock.now().since(start), Duration::from_secs(90));
    /// ```
    pub fn manual() -> Self {
        // Far from zero, so that setting back never reaches it.
        Self(Some(Arc::new(AtomicU64::new(ticks(Duration::from_secs(1 << 20))))))
    }

    /// Moves a manual clock; the system's goes on by itself.
    pub fn advance(&self, by: Duration) {
        if let Some(now) = &self.0 {
            now.fetch_add(ticks(by), Ordering::SeqCst);
        }
    }

    /// What the clock shows. The system's may lag behind by 10 ms.
    #[inline]
    pub fn now(&self) -> Moment {
        match &self.0 {
            None => Moment(coarsetime::Instant::now_without_cache_update().as_ticks()),
            Some(now) => Moment(now.load(Ordering::SeqCst)),
        }
    }

    /// The moment to write on what is about to be read: never later than the true one.
    pub(crate) fn stamp(&self) -> Moment {
        let now = self.now();
        if self.0.is_none() { now.before(TICK) } else { now }
    }
}

impl Moment {
    /// How long after `earlier` this is; zero if it is before.
    #[inline]
    pub fn since(self, earlier: Self) -> Duration {
        coarsetime::Duration::from_ticks(self.0.saturating_sub(earlier.0)).into()
    }

    pub(super) fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(ticks(by)))
    }

    fn before(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(ticks(by)))
    }

    pub(super) const fn from_ticks(ticks: u64) -> Self {
        Self(ticks)
    }

    pub(super) const fn ticks(self) -> u64 {
        self.0
    }
}

fn ticks(duration: Duration) -> u64 {
    // The library's ticks overflow after 136 years.
    const LONGEST: Duration = Duration::from_secs(u32::MAX as u64 / 2);
    coarsetime::Duration::from(duration.min(LONGEST)).as_ticks()
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Clock(manual)" } else { "Clock" })
    }
}
