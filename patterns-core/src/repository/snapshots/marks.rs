//! What the database remembers of the newest snapshots: those that it has asked for, and those of states that a cache shares.

use std::{
    collections::HashMap,
    hash::BuildHasher,
    sync::{Mutex, MutexGuard, PoisonError},
};

use foldhash::fast::RandomState;

use super::progress::Covered;
use crate::store::SnapshotKey;

const SHARDS: usize = 16;
/// So many are remembered a shard, which takes a few MiB in all. When they are more, all are forgotten: the store is asked again.
const REMEMBERED: usize = 4_096;

type Shard = HashMap<SnapshotKey, Covered, RandomState>;

#[derive(Debug, Default)]
pub(super) struct Marks {
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
}

impl Marks {
    pub(super) fn get(&self, key: &SnapshotKey) -> Option<Covered> {
        self.shard(key)?.get(key).copied()
    }

    /// Remembers what the newest snapshot covers, or forgets it; answers what was remembered before.
    pub(super) fn set(&self, key: &SnapshotKey, covered: Option<Covered>) -> Option<Covered> {
        let mut shard = self.shard(key)?;
        let Some(covered) = covered else { return shard.remove(key) };
        insert(&mut shard, key, covered)
    }

    /// Remembers `covered`, unless something newer is known.
    pub(super) fn learn(&self, key: &SnapshotKey, covered: Covered) {
        if self.get(key).is_none_or(|known| known.version <= covered.version) {
            self.set(key, Some(covered));
        }
    }

    /// Remembers `covered` if `known` is all that is remembered by now; answers whether it was.
    pub(super) fn replace(
        &self,
        key: &SnapshotKey,
        known: Option<Covered>,
        covered: Covered,
    ) -> bool {
        let Some(mut shard) = self.shard(key) else { return true };
        let unchanged = shard.get(key).copied() == known;
        if unchanged {
            insert(&mut shard, key, covered);
        }
        unchanged
    }

    fn shard(&self, key: &SnapshotKey) -> Option<MutexGuard<'_, Shard>> {
        let shard = self.shards.get(self.hasher.hash_one(key) as usize % SHARDS)?;
        Some(shard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn insert(shard: &mut Shard, key: &SnapshotKey, covered: Covered) -> Option<Covered> {
    if shard.len() >= REMEMBERED && !shard.contains_key(key) {
        shard.clear();
    }
    shard.insert(key.clone(), covered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Fingerprint, StreamId};

    fn key(number: u64) -> SnapshotKey {
        SnapshotKey { stream: StreamId::new("account", &number), fingerprint: Fingerprint::new(1) }
    }

    #[test]
    fn what_was_set_last_is_remembered_until_it_is_forgotten() {
        let (marks, one, two) =
            (Marks::default(), Covered::default(), Covered { version: 2, at: None });
        assert_eq!(marks.set(&key(1), Some(one)), None);
        assert_eq!(marks.set(&key(1), Some(two)), Some(one));
        assert_eq!((marks.get(&key(1)), marks.get(&key(2))), (Some(two), None));
        assert_eq!(marks.set(&key(1), None), Some(two));
        assert_eq!(marks.get(&key(1)), None);
    }

    #[test]
    fn no_more_is_remembered_than_there_is_room_for() {
        let marks = Marks::default();
        let all = 2 * (SHARDS * REMEMBERED) as u64;
        for number in 0..all {
            marks.set(&key(number), Some(Covered::default()));
            assert!(marks.get(&key(number)).is_some());
        }
        let remembered = (0..all).filter(|number| marks.get(&key(*number)).is_some()).count();
        assert!(remembered <= SHARDS * REMEMBERED);
    }
}
