//! The peers that take long to build.

use cached::Cached;
use foyer_memory::{CacheBuilder, EvictionConfig, LruConfig, S3FifoConfig};

use super::contestants::{Column, Contestant};

pub(crate) const COLUMNS: [Column; 4] = [
    Column { name: "moka", random: false, make: |n| Box::new(Moka::new(n)) },
    Column { name: "foyer lru", random: false, make: |n| foyer(n, LruConfig::default()) },
    Column { name: "foyer s3fifo", random: false, make: |n| foyer(n, S3FifoConfig::default()) },
    Column { name: "cached lru", random: false, make: |n| Box::new(Lru::new(n)) },
];

struct Moka(moka::sync::Cache<u32, u32>);

impl Moka {
    fn new(capacity: usize) -> Self {
        Self(moka::sync::Cache::new(capacity as u64))
    }
}

impl Contestant for Moka {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.0.get(&key)
    }

    fn put(&mut self, key: u32) {
        self.0.insert(key, key);
    }

    /// Its own count lags behind, so that entries above the capacity would go unnoticed.
    fn held(&self) -> usize {
        self.0.iter().count()
    }

    fn pause(&self, accesses: usize) -> usize {
        (accesses / 199).max(1)
    }
}

struct Foyer(foyer_memory::Cache<u32, u32>);

fn foyer(capacity: usize, eviction: impl Into<EvictionConfig>) -> Box<dyn Contestant> {
    Box::new(Foyer(CacheBuilder::new(capacity).with_eviction_config(eviction).build()))
}

impl Contestant for Foyer {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.0.get(&key).map(|entry| *entry.value())
    }

    fn put(&mut self, key: u32) {
        drop(self.0.insert(key, key));
    }

    fn held(&self) -> usize {
        self.0.entries()
    }
}

struct Lru(cached::LruCache<u32, u32>);

impl Lru {
    fn new(capacity: usize) -> Self {
        Self(cached::LruCache::new(capacity))
    }
}

impl Contestant for Lru {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.0.cache_get(&key).copied()
    }

    fn put(&mut self, key: u32) {
        self.0.cache_set(key, key);
    }

    fn held(&self) -> usize {
        self.0.cache_size()
    }
}
