//! Making a cache.

use std::{
    fmt,
    sync::{Arc, atomic::AtomicBool},
};

use super::{
    Anywhere, Background, Cache, CacheCapacity, CachePolicy, Clock, TimedOut, Weighable,
    bounds::{CacheKey, CachedValue, SharedError},
    engine::Engine,
    inner::Inner,
    serialized_weight,
    statistics::Counters,
    tags::Tags,
    underway::Underway,
};

/// What can be said about a cache besides its policy.
pub struct Builder<V, E> {
    name: &'static str,
    policy: CachePolicy,
    weigh: fn(&V) -> u64,
    is_negative: fn(&V) -> bool,
    on_timeout: Option<fn(TimedOut) -> E>,
    clock: Clock,
    background: Arc<dyn Background>,
}

impl<V, E> Builder<V, E> {
    /// A cache called `name` in statistics and traces.
    pub fn new(name: &'static str, policy: CachePolicy) -> Self {
        Self {
            name,
            policy,
            weigh: |_| size_of::<V>() as u64,
            is_negative: |_| false,
            on_timeout: None,
            clock: Clock::default(),
            background: Arc::new(Anywhere),
        }
    }

    /// How many bytes a value takes, for a capacity in bytes; the size of its type, without what it points to, unless said.
    #[must_use]
    pub fn weigh(mut self, weigh: fn(&V) -> u64) -> Self {
        self.weigh = weigh;
        self
    }

    /// A value takes as many bytes as serde writes.
    #[must_use]
    pub fn weigh_serialized(self) -> Self
    where
        V: Weighable,
    {
        self.weigh(serialized_weight::<V>)
    }

    /// Which values mean that there is nothing: those that live as long as `negative_ttl` says.
    #[must_use]
    pub fn negative_when(mut self, is_negative: fn(&V) -> bool) -> Self {
        self.is_negative = is_negative;
        self
    }

    /// What a load has failed with that took longer than `timeout`. Without it the timeout is not in force.
    #[must_use]
    pub fn on_timeout(mut self, on_timeout: fn(TimedOut) -> E) -> Self {
        self.on_timeout = Some(on_timeout);
        self
    }

    /// The clock that entries age by.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Where loads run on that nobody drives.
    #[must_use]
    pub fn background(mut self, background: impl Background + 'static) -> Self {
        self.background = Arc::new(background);
        self
    }
}

impl<V: CachedValue, E: SharedError> Builder<V, E> {
    /// The cache.
    pub fn build<K: CacheKey>(self) -> Cache<K, V, E> {
        Cache(Arc::new(Inner {
            name: self.name,
            policy: self.policy,
            weigh: self.weigh,
            is_negative: self.is_negative,
            on_timeout: self.on_timeout,
            clock: self.clock,
            background: self.background,
            engine: engine(self.policy.capacity),
            underway: Underway::new(),
            tags: Tags::default(),
            counters: Counters::new(self.name),
            warned_of_weight: AtomicBool::new(false),
            #[cfg(test)]
            weakened: super::Weakened::default(),
        }))
    }
}

/// What one entry is taken to weigh before any is known; the engine corrects itself when it is full.
const TYPICAL_WEIGHT: u64 = 1_024;

fn engine<K: CacheKey, T: Clone>(capacity: CacheCapacity) -> Engine<K, T> {
    let (weight, entries) = match capacity {
        CacheCapacity::Entries(entries) => (entries, entries),
        CacheCapacity::Bytes(bytes) => (bytes, bytes / TYPICAL_WEIGHT),
    };
    Engine::new(weight, usize::try_from(entries).unwrap_or(usize::MAX))
}

impl<V, E> fmt::Debug for Builder<V, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Builder");
        debug.field("name", &self.name).field("policy", &self.policy).finish_non_exhaustive()
    }
}
