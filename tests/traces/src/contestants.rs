//! What is compared.

use core::{convert::Infallible, time::Duration};

use patterns_core::cache::{Cache, CacheCapacity, CachePolicy, Loaded, ReadMode};

/// A bounded cache.
pub(crate) trait Contestant {
    fn get(&mut self, key: u32) -> Option<u32>;
    fn put(&mut self, key: u32);
    /// Entries now, counted and not estimated.
    fn held(&self) -> usize;
    /// How many accesses pass between two looks at `held`.
    fn pause(&self, _accesses: usize) -> usize {
        101
    }
}

/// How one contestant is made.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// Whether two of them behave differently on one trace, for they hash at random.
    pub(crate) random: bool,
    pub(crate) make: fn(usize) -> Box<dyn Contestant>,
}

pub(crate) const OURS: &str = "ours";
pub(crate) const QUICK: &str = "quick_cache";

/// Ours is the last.
pub(crate) fn columns(peers: bool) -> Vec<Column> {
    let quick = Column { name: QUICK, random: true, make: |n| Box::new(Quick::new(n)) };
    let ours = Column { name: OURS, random: true, make: |n| Box::new(Ours::new(n)) };
    let mut all = vec![quick];
    if peers {
        all.extend(heavy());
    }
    all.push(ours);
    all
}

#[cfg(feature = "peers")]
fn heavy() -> impl IntoIterator<Item = Column> {
    super::peers::COLUMNS
}

#[cfg(not(feature = "peers"))]
fn heavy() -> impl IntoIterator<Item = Column> {
    println!("skipped: the peers that the feature `peers` builds");
    None
}

/// As one gets it who declares nothing but a time to live and a capacity.
struct Ours(Cache<u32, u32, Infallible>);

impl Ours {
    fn new(capacity: usize) -> Self {
        let policy = CachePolicy::new(Duration::from_secs(12 * 3_600));
        Self(Cache::new("traces", policy.capacity(CacheCapacity::Entries(capacity as u64))))
    }
}

impl Contestant for Ours {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.0.get(&key, ReadMode::Session).map(|read| *read)
    }

    fn put(&mut self, key: u32) {
        self.0.put(&key, Loaded::new(key));
    }

    fn held(&self) -> usize {
        self.0.statistics().entries as usize
    }
}

struct Quick(quick_cache::sync::Cache<u32, u32>);

impl Quick {
    fn new(capacity: usize) -> Self {
        Self(quick_cache::sync::Cache::new(capacity))
    }
}

impl Contestant for Quick {
    fn get(&mut self, key: u32) -> Option<u32> {
        self.0.get(&key)
    }

    fn put(&mut self, key: u32) {
        self.0.insert(key, key);
    }

    fn held(&self) -> usize {
        self.0.len()
    }
}
