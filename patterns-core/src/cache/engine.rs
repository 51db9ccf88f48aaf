//! Where entries are held, and which of them make room for others.

use core::hash::Hash;

use equivalent::Equivalent;
use quick_cache::{Lifecycle, Weighter, sync};

use super::{CacheCapacity, bounds::CacheKey};

/// Holds a bounded number of entries, or of bytes. A lookup takes no lock that another lookup waits for, and allocates nothing.
pub(super) trait Engine<K, V>: Send + Sync {
    /// The entry of `key`; counts as a use of it.
    fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<V>;
    /// The entry of `key`, without counting as a use.
    fn peek<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<V>;
    /// Keeps `value`, unless it is too heavy.
    fn insert(&self, key: K, value: V, weight: u64) -> Inserted<K, V>;
    fn remove(&self, key: &K) -> Option<(K, V)>;
    fn clear(&self);
    fn len(&self) -> u64;
    fn weight(&self) -> u64;
}

/// What became of an insertion.
pub(super) struct Inserted<K, V> {
    pub(super) stored: bool,
    /// What made room; to be dropped outside of any lock.
    pub(super) evicted: Vec<(K, V)>,
}

/// An entry with its weight, which may have changed by the time it is asked for.
#[derive(Clone)]
struct Weighed<V> {
    value: V,
    weight: u64,
}

#[derive(Clone)]
struct ByWeight;

impl<K, V> Weighter<K, Weighed<V>> for ByWeight {
    fn weight(&self, _: &K, weighed: &Weighed<V>) -> u64 {
        weighed.weight
    }
}

/// Hands what is evicted to the caller.
#[derive(Clone)]
struct Collect;

impl<K, V> Lifecycle<K, Weighed<V>> for Collect {
    type RequestState = Vec<(K, V)>;

    fn on_evict(&self, evicted: &mut Self::RequestState, key: K, weighed: Weighed<V>) {
        evicted.push((key, weighed.value));
    }
}

/// The engine in use.
pub(super) struct QuickCache<K, V>(
    sync::Cache<K, Weighed<V>, ByWeight, quick_cache::DefaultHashBuilder, Collect>,
);

impl<K: CacheKey, V: Clone + Send + Sync> QuickCache<K, V> {
    pub(super) fn new(capacity: CacheCapacity) -> Self {
        let (weight, entries) = match capacity {
            CacheCapacity::Entries(entries) => (entries, entries),
            CacheCapacity::Bytes(bytes) => (bytes, bytes / 1024),
        };
        Self(sync::Cache::with(entries as usize, weight, ByWeight, Default::default(), Collect))
    }
}

impl<K: CacheKey, V: Clone + Send + Sync> Engine<K, V> for QuickCache<K, V> {
    #[inline]
    fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<V> {
        self.0.get(key).map(|weighed| weighed.value)
    }

    fn peek<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<V> {
        self.0.peek(key).map(|weighed| weighed.value)
    }

    fn insert(&self, key: K, value: V, weight: u64) -> Inserted<K, V> {
        let mut evicted = Vec::new();
        self.0.insert_with_lifecycle(key.clone(), Weighed { value, weight }, &mut evicted);
        // What is refused is handed back as evicted.
        let stored = evicted.iter().all(|(out, _)| *out != key);
        Inserted { stored, evicted }
    }

    fn remove(&self, key: &K) -> Option<(K, V)> {
        self.0.remove(key).map(|(key, weighed)| (key, weighed.value))
    }

    fn clear(&self) {
        self.0.clear();
    }

    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn weight(&self) -> u64 {
        self.0.weight()
    }
}
