//! What is declared about a cache.

use core::time::Duration;

/// `#[cached(ttl = ..)]`: how long an entry may be served, and how much is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CachePolicy {
    /// How long an entry may be served before it is checked against what it was loaded from.
    pub ttl: Duration,
    /// How much is kept; 10,000 entries unless declared.
    pub capacity: CacheCapacity,
    /// By how much the time to live is shortened at random, in percent of it, so that entries do not expire together.
    pub jitter_percent: u8,
    /// How long after its last use an entry is dropped, if declared.
    pub idle: Option<Duration>,
    /// How long beyond `ttl` an entry may be served while it cannot be loaded, if declared.
    pub stale_if_error: Option<Duration>,
    /// How long beyond `ttl` an entry may be served while it is loaded anew, if declared.
    pub stale_while_revalidate: Option<Duration>,
    /// Whether an entry in use is loaded anew before it expires.
    pub refresh_ahead: bool,
    /// How long a caller waits for a load before it is served what `stale_if_error` allows, if declared.
    pub soft_timeout: Option<Duration>,
    /// How long a load may take before it counts as failed, if declared.
    pub timeout: Option<Duration>,
    /// How long the answer that there is nothing may be served; as long as any other unless declared.
    pub negative_ttl: Option<Duration>,
    /// How long a failure may be served instead of loading again; not at all unless declared.
    pub error_ttl: Option<Duration>,
}

/// The bound of a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheCapacity {
    /// So many entries.
    Entries(u64),
    /// So many bytes.
    Bytes(u64),
}

/// After a failed load, so long an entry that `stale_if_error` covers is served without another attempt.
pub(super) const RETRY_AFTER: Duration = Duration::from_secs(1);

impl CachePolicy {
    /// A policy with the default bound and nothing else declared.
    pub const fn new(ttl: Duration) -> Self {
        Self {
            ttl,
            capacity: CacheCapacity::Entries(10_000),
            jitter_percent: 0,
            idle: None,
            stale_if_error: None,
            stale_while_revalidate: None,
            refresh_ahead: false,
            soft_timeout: None,
            timeout: None,
            negative_ttl: None,
            error_ttl: None,
        }
    }

    /// Sets [`capacity`](Self::capacity).
    #[must_use]
    pub const fn capacity(mut self, capacity: CacheCapacity) -> Self {
        self.capacity = capacity;
        self
    }

    /// Sets [`jitter_percent`](Self::jitter_percent).
    #[must_use]
    pub const fn jitter_percent(mut self, percent: u8) -> Self {
        self.jitter_percent = percent;
        self
    }

    /// Sets [`refresh_ahead`](Self::refresh_ahead).
    #[must_use]
    pub const fn refresh_ahead(mut self) -> Self {
        self.refresh_ahead = true;
        self
    }
}

impl CachePolicy {
    /// Whether anybody is served while loads fail.
    pub(super) const fn serves_beyond_a_failure(&self) -> bool {
        self.stale_if_error.is_some() || self.stale_while_revalidate.is_some() || self.refresh_ahead
    }
}

macro_rules! durations {
    ($($name:ident),* $(,)?) => {
        impl CachePolicy {$(
            #[doc = concat!("Sets [`", stringify!($name), "`](Self::", stringify!($name), ").")]
            #[must_use]
            pub const fn $name(mut self, duration: Duration) -> Self {
                self.$name = Some(duration);
                self
            }
        )*}
    };
}

durations!(
    idle,
    stale_if_error,
    stale_while_revalidate,
    soft_timeout,
    timeout,
    negative_ttl,
    error_ttl,
);
