//! Where entries are held, and which of them make room for others.
//!
//! Sharded, bounded by weight, and of a policy that adapts to how it is used: [`chooser`] simulates four settings of one machine on a sample of
//! the keys, and the best of them is in force. A hit takes a read lock of a shard and at most sets a small counter of the entry.

mod chooser;
mod lock;
mod mode;
mod slots;
mod space;
#[cfg(test)]
mod tests;

use std::{
    hash::{BuildHasher, Hash},
    sync::RwLock,
};

use chooser::Chooser;
use crossbeam_utils::sync::ShardedLock;
use equivalent::Equivalent;
use foldhash::fast::RandomState;
use lock::Lock;
use space::Space;

/// Smaller shards lose hits: a fixed split of the capacity meets an uneven split of the keys.
const MIN_SHARD_ENTRIES: usize = 1024;
const MAX_SHARDS: usize = 256;
const SHARDS_PER_CORE: usize = 4;
/// With fewer shards than this readers meet often.
const MANY_SHARDS: usize = 8;

/// What an insert did.
#[derive(Debug)]
pub(crate) struct Inserted<K, V> {
    /// False when the entry was heavier than a shard and refused.
    pub(super) stored: bool,
    /// Evicted, replaced or refused entries, to be dropped by the caller outside of any lock.
    pub(super) displaced: Vec<(K, V)>,
}

type Shard<K, V> = Lock<Space<(K, V)>>;

/// The cache engine.
pub(crate) struct Engine<K, V> {
    shards: Box<[Shard<K, V>]>,
    hasher: RandomState,
    chooser: Chooser,
    capacity: u64,
}

impl<K: Hash + Eq, V: Clone> Engine<K, V> {
    /// Holds at most `capacity` of weight; `estimated_entries` sizes shards and simulations.
    pub(crate) fn new(capacity: u64, estimated_entries: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        Self::with_shards(capacity, estimated_entries, cores * SHARDS_PER_CORE)
    }

    /// With at most so many shards, rounded up to a power of two.
    fn with_shards(capacity: u64, estimated_entries: usize, shards: usize) -> Self {
        let fit = (estimated_entries / MIN_SHARD_ENTRIES).max(1);
        let most = usize::try_from(capacity).unwrap_or(usize::MAX).clamp(1, MAX_SHARDS);
        let wanted = shards.clamp(1, MAX_SHARDS).next_power_of_two();
        let n = wanted.min(floor_power(fit)).min(floor_power(most));
        let chooser = Chooser::new(estimated_entries);
        let share = |i: usize| capacity / n as u64 + u64::from((i as u64) < capacity % n as u64);
        let lock = |space| match n < MANY_SHARDS {
            true => Lock::Spread(ShardedLock::new(space)),
            false => Lock::Plain(RwLock::new(space)),
        };
        let shards = (0..n).map(|i| lock(Space::new(share(i), chooser.mode()))).collect();
        Engine { shards, hasher: RandomState::default(), chooser, capacity }
    }

    /// What `look` sees in the value; counts as a use. It runs under a lock of the shard, so it must be short and not use this cache.
    #[inline]
    pub(crate) fn get<Q, R>(&self, key: &Q, look: impl FnOnce(&V) -> R) -> Option<R>
    where
        Q: ?Sized + Hash + Equivalent<K>,
    {
        let hash = self.hasher.hash_one(key);
        let space = self.shard(hash)?.read();
        let held = space.find(hash, |(k, _)| key.equivalent(k));
        let found = held.and_then(|held| {
            held.touch();
            held.item.as_ref().map(|(_, value)| look(value))
        });
        drop(space);
        if self.chooser.samples(hash) {
            self.chooser.observe(hash, || self.entries_if_full());
        }
        found
    }

    /// What `look` sees in the value; does not count as a use.
    #[inline]
    pub(super) fn glance<Q, R>(&self, key: &Q, look: impl FnOnce(&V) -> R) -> Option<R>
    where
        Q: ?Sized + Hash + Equivalent<K>,
    {
        let hash = self.hasher.hash_one(key);
        let space = self.shard(hash)?.read();
        let held = space.find(hash, |(k, _)| key.equivalent(k))?;
        held.item.as_ref().map(|(_, value)| look(value))
    }

    /// The value, not counting as a use.
    pub(super) fn peek<Q: ?Sized + Hash + Equivalent<K>>(&self, key: &Q) -> Option<V> {
        self.glance(key, V::clone)
    }

    /// Stores or replaces; refuses what is heavier than one shard's share of the capacity.
    pub(crate) fn insert(&self, key: K, value: V, weight: u64) -> Inserted<K, V> {
        let hash = self.hasher.hash_one(&key);
        let mut displaced = Vec::new();
        let Some(shard) = self.shard(hash) else {
            return Inserted { stored: false, displaced: vec![(key, value)] };
        };
        let mode = self.chooser.mode();
        let mut space = shard.write();
        if space.mode() != mode {
            space.set_mode(mode);
        }
        let stored =
            space.insert(hash, (key, value), weight, |(a, _), (b, _)| a == b, &mut displaced);
        drop(space);
        Inserted { stored, displaced }
    }

    /// Takes the entry out.
    pub(super) fn remove<Q: ?Sized + Hash + Equivalent<K>>(&self, key: &Q) -> Option<V> {
        let hash = self.hasher.hash_one(key);
        let taken = self.shard(hash)?.write().remove(hash, |(k, _)| key.equivalent(k));
        taken.map(|(_, v)| v)
    }

    /// Takes everything out, to be dropped by the caller outside of any lock; what was learnt about the workload stays.
    pub(super) fn clear(&self) -> Vec<impl Sized + use<K, V>> {
        let emptied = |shard: &Shard<K, V>| {
            let mut space = shard.write();
            let fresh = Space::new(space.capacity(), space.mode());
            std::mem::replace(&mut *space, fresh)
        };
        self.shards.iter().map(emptied).collect()
    }

    /// Resident entries.
    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.read().len()).sum()
    }

    /// Weight of the resident entries.
    pub(super) fn weight(&self) -> u64 {
        self.shards.iter().map(|shard| shard.read().weight()).sum()
    }

    #[inline]
    fn shard(&self, hash: u64) -> Option<&Shard<K, V>> {
        // bits of their own: the table uses the lowest and the seven highest, the sample from 32 up
        self.shards.get((hash >> 24) as usize & (self.shards.len() - 1))
    }

    fn entries_if_full(&self) -> Option<usize> {
        (self.weight() >= self.capacity - self.capacity / 8).then(|| self.len())
    }
}

fn floor_power(n: usize) -> usize {
    1 << n.max(1).ilog2()
}
