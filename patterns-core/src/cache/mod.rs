//! Cache-aside: look in the cache, load on a miss, keep for a time; never stale beyond what was declared.
//!
//! A [`Cache`] is generic over keys, values and the errors of loads, and knows nothing of what it caches. What it promises:
//! * Of all who miss a key at one time one loads (C5). The load is detached: a caller that gives up kills nobody's load. A load that fails
//!   fails those who had joined it, and nobody who comes later.
//! * Whatever was invalidated, written or heard of leaves no way for a load or a write that began before to put something older back (C2).
//! * An entry is served no longer than its time to live after the moment before the read that it comes from was sent, and the declared
//!   grace (C3). Times are kept by a coarse clock that may lag behind by 10 ms; entries are stamped as much earlier, so a time to live of 10 ms
//!   or less caches nothing.
//! * It is always bounded, by entries or by bytes. What has expired stays until it is read or makes room.
//!
//! How: `entry` decides, purely, what may be done with an entry; `underway` knows which loads and writes have begun and not ended;
//! `inner` changes entries, always under the lock of the key's stripe; `reading`, `blocking`, `batch` and `writing` are the ways in.

mod background;
mod batch;
mod blocking;
mod bounds;
mod builder;
mod caching;
mod clock;
mod engine;
mod entry;
#[cfg(test)]
mod explorer;
mod finishing;
mod flight;
pub mod function;
#[cfg(test)]
mod histories;
mod inner;
mod lead;
mod on_type;
mod policy;
mod read;
mod reading;
mod statistics;
mod tags;
mod underway;
mod warming;
mod weigh;
mod writing;

pub use background::{Anywhere, Background, Task};
pub use bounds::{CacheKey, CachedValue, Lookup, SharedError};
pub use builder::Builder;
pub use caching::{Caching, Copyable};
pub use clock::{Clock, Moment};
#[cfg(feature = "sled")]
pub(crate) use engine::Engine;
#[cfg(feature = "personal")]
pub(crate) use finishing::finishing;
pub use lead::TimedOut;
pub use on_type::{ReadsCached, read_by_a_derive};
pub use policy::{CacheCapacity, CachePolicy};
pub use read::{Demand, Freshness, Known, Loaded, Read, ReadMode, StaleReason};
pub use statistics::Statistics;
pub use warming::WarmUp;
pub use weigh::{Weighable, serialized_weight};
pub use writing::{Invalidation, Write};

use std::{fmt, sync::Arc};

use inner::Inner;

/// A cache. Cheap to clone; clones share everything.
pub struct Cache<K: CacheKey, V: CachedValue, E: SharedError>(Arc<Inner<K, V, E>>);

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// A cache called `name` in statistics and traces. [`Builder`] can say more.
    pub fn new(name: &'static str, policy: CachePolicy) -> Self {
        Builder::new(name, policy).build()
    }

    /// What was declared.
    pub fn policy(&self) -> &CachePolicy {
        &self.0.policy
    }

    /// What it has done since it was made.
    pub fn statistics(&self) -> Statistics {
        self.0.counters.statistics(self.0.engine.len() as u64, self.0.engine.weight())
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Clone for Cache<K, V, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> fmt::Debug for Cache<K, V, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cache").field(&self.0.name).finish()
    }
}

/// Which protections are off, in the tests that show what each is for.
#[cfg(test)]
#[derive(Clone, Copy, Debug, Default)]
struct Weakened {
    unfenced_fills: bool,
    unfenced_puts: bool,
    any_version: bool,
}
