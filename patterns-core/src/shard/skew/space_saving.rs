//! The heaviest keys of a stream in bounded memory.
//!
//! Space-Saving: Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k elements in data streams", ICDT 2005.
//! Merging: Agrawal, Cormode, Huang, Phillips, Wei, Yi, "Mergeable summaries", PODS 2012.

use core::{borrow::Borrow, cmp::Reverse, hash::Hash};
use std::collections::{BinaryHeap, HashMap, binary_heap::PeekMut};

/// A key with the bounds of its weight: `estimate - error <= true weight <= estimate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted<K> {
    /// The key.
    pub key: K,
    /// The most the key can weigh.
    pub estimate: u64,
    /// How much of the estimate may belong to other keys.
    pub error: u64,
}

impl<K> Counted<K> {
    /// The least the key can weigh.
    pub fn least(&self) -> u64 {
        self.estimate.saturating_sub(self.error)
    }
}

/// A summary of a weighted stream of keys, with at most `k` counters.
///
/// With `N` the weight of everything added, every key of more than `N / k` is listed, and no error is above `N / k`. Both also hold after
/// merges. An addition costs O(1) for a listed key and O(log k) amortized for a new one. Estimates stop at [`u64::MAX`].
///
/// ```
/// use patterns_core::shard::skew::SpaceSaving;
///
/// let mut heavy = SpaceSaving::new(2);
/// for key in ["acme", "acme", "zoo", "acme", "bar"] {
///     heavy.add(key, 1);
/// }
/// let hottest = heavy.listed().remove(0);
/// assert_eq!((hottest.key, hottest.least(), hottest.estimate), ("acme", 3, 3));
/// ```
#[derive(Clone, Debug)]
pub struct SpaceSaving<K> {
    capacity: usize,
    total: u128,
    /// The most that a key which is not listed can weigh.
    floor: u64,
    entries: Vec<Counted<K>>,
    ids: HashMap<K, usize>,
    /// One item an entry, with an estimate it once had. Estimates only grow, so a least item that is up to date is the least of all.
    least: BinaryHeap<Reverse<(u64, usize)>>,
}

impl<K: Hash + Eq + Clone> SpaceSaving<K> {
    /// An empty summary of at most `capacity` keys; 0 counts as 1.
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        let (entries, ids, least) = (Vec::new(), HashMap::new(), BinaryHeap::new());
        Self { capacity, total: 0, floor: 0, entries, ids, least }
    }

    /// Adds the weight to the key. A weight of 0 changes nothing.
    pub fn add(&mut self, key: K, weight: u64) {
        self.add_with(&key, weight, || key.clone());
    }

    /// As [`add`](Self::add), for a key that is made only when it is not listed yet.
    pub fn add_with<Q>(&mut self, key: &Q, weight: u64, make: impl FnOnce() -> K)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if weight == 0 {
            return;
        }
        match self.ids.get(key).copied() {
            Some(id) => self.increase(id, weight),
            None if self.entries.len() < self.capacity => self.list_new(make(), weight),
            None => self.replace_least(make(), weight),
        }
        self.total = self.total.saturating_add(weight.into());
    }

    fn increase(&mut self, id: usize, weight: u64) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.estimate = entry.estimate.saturating_add(weight);
        }
    }

    fn list_new(&mut self, key: K, weight: u64) {
        let estimate = self.floor.saturating_add(weight);
        self.push(Counted { key, estimate, error: self.floor });
    }

    fn push(&mut self, entry: Counted<K>) {
        let id = self.entries.len();
        self.ids.insert(entry.key.clone(), id);
        self.least.push(Reverse((entry.estimate, id)));
        self.entries.push(entry);
    }

    /// The newcomer inherits what the least key may have weighed, which is the most that it can have weighed before itself.
    fn replace_least(&mut self, key: K, weight: u64) {
        let Some((least, id)) = self.pop_least() else { return };
        let Some(entry) = self.entries.get_mut(id) else { return };
        self.floor = self.floor.max(least);
        self.ids.remove(&entry.key);
        self.ids.insert(key.clone(), id);
        let estimate = least.saturating_add(weight);
        *entry = Counted { key, estimate, error: least };
        self.least.push(Reverse((estimate, id)));
    }

    fn pop_least(&mut self) -> Option<(u64, usize)> {
        loop {
            let mut item = self.least.peek_mut()?;
            let Reverse((known, id)) = *item;
            let now = self.entries.get(id)?.estimate;
            if now == known {
                PeekMut::pop(item);
                return Some((now, id));
            }
            item.0.0 = now;
        }
    }

    /// Adds everything the other summary was given. The capacity becomes the smaller of the two.
    pub fn merge(&mut self, other: &Self) {
        let mut merged = Self::new(self.capacity.min(other.capacity));
        merged.total = self.total.saturating_add(other.total);
        merged.floor = self.floor.saturating_add(other.floor);
        let mut entries: Vec<_> = self.entries.iter().map(|entry| other.joined(entry)).collect();
        let alone = other.entries.iter().filter(|entry| !self.ids.contains_key(&entry.key));
        entries.extend(alone.map(|entry| self.joined(entry)));
        entries.sort_by_key(|entry| Reverse(entry.estimate));
        if let Some(dropped) = entries.get(merged.capacity) {
            merged.floor = merged.floor.max(dropped.estimate);
        }
        entries.truncate(merged.capacity);
        entries.into_iter().for_each(|entry| merged.push(entry));
        *self = merged;
    }

    /// An entry of another summary, with what this one knows of its key.
    fn joined(&self, entry: &Counted<K>) -> Counted<K> {
        let (estimate, error) =
            self.get(&entry.key).map_or((self.floor, self.floor), |own| (own.estimate, own.error));
        Counted {
            key: entry.key.clone(),
            estimate: entry.estimate.saturating_add(estimate),
            error: entry.error.saturating_add(error),
        }
    }

    /// The bounds of a listed key.
    pub fn get<Q>(&self, key: &Q) -> Option<&Counted<K>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.ids.get(key).and_then(|id| self.entries.get(*id))
    }

    /// All listed keys, the greatest estimate first.
    pub fn listed(&self) -> Vec<Counted<K>> {
        let mut listed = self.entries.clone();
        listed.sort_by_key(|entry| Reverse(entry.estimate));
        listed
    }

    /// The most that any key which is not listed can weigh; at most `N / k`.
    pub fn unlisted(&self) -> u64 {
        self.floor
    }

    /// The weight of everything that was added.
    pub fn total(&self) -> u128 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    type Stream = Vec<(u16, u64)>;

    fn summary(stream: &Stream, capacity: usize) -> SpaceSaving<u16> {
        let mut summary = SpaceSaving::new(capacity);
        stream.iter().for_each(|(key, weight)| summary.add(*key, *weight));
        summary
    }

    fn exact(streams: &[&Stream]) -> HashMap<u16, u128> {
        let mut exact = HashMap::new();
        for (key, weight) in streams.iter().copied().flatten() {
            *exact.entry(*key).or_default() += u128::from(*weight);
        }
        exact
    }

    fn keeps_its_promises(
        summary: &SpaceSaving<u16>,
        exact: &HashMap<u16, u128>,
    ) -> Result<(), TestCaseError> {
        let total: u128 = exact.values().sum();
        prop_assert_eq!(summary.total(), total);
        prop_assert!(summary.listed().len() <= summary.capacity);
        let share = total / summary.capacity as u128;
        for (key, weight) in exact {
            match summary.get(key) {
                Some(counted) => prop_assert!(
                    u128::from(counted.least()) <= *weight
                        && *weight <= u128::from(counted.estimate)
                ),
                None => prop_assert!(*weight <= u128::from(summary.unlisted())),
            }
        }
        prop_assert!(u128::from(summary.unlisted()) <= share);
        prop_assert!(summary.listed().iter().all(|counted| u128::from(counted.error) <= share));
        Ok(())
    }

    /// Few keys often, many keys seldom: what summaries are made for, and what evicts.
    fn streams() -> impl Strategy<Value = Stream> {
        vec((prop_oneof![0_u16..6, 0_u16..200], 0_u64..50), 0..400)
    }

    proptest! {
        #[test]
        fn true_weights_lie_within_the_bounds(stream in streams(), capacity in 1_usize..20) {
            keeps_its_promises(&summary(&stream, capacity), &exact(&[&stream]))?;
        }

        #[test]
        fn merged_summaries_keep_the_bounds(
            streams in vec(streams(), 1..5), capacities in vec(1_usize..20, 5), after in streams(),
        ) {
            let summaries = streams.iter().zip(&capacities).map(|(stream, capacity)| summary(stream, *capacity));
            let mut merged = summaries.reduce(|mut merged, other| { merged.merge(&other); merged }).unwrap();
            after.iter().for_each(|(key, weight)| merged.add(*key, *weight));
            let all: Vec<_> = streams.iter().chain([&after]).collect();
            keeps_its_promises(&merged, &exact(&all))?;
        }

        #[test]
        fn what_fits_is_exact(stream in vec((0_u16..20, 1_u64..50), 0..200)) {
            let summary = summary(&stream, 20);
            let counts = exact(&[&stream]);
            prop_assert_eq!(summary.listed().len(), counts.len());
            prop_assert!(summary.listed().iter().all(|counted| counted.error == 0 && u128::from(counted.estimate) == *counts.get(&counted.key).unwrap()));
        }
    }

    #[test]
    fn what_a_merge_does_not_list_is_bounded_by_what_both_had_dropped() {
        let a_after_b = || summary(&vec![(2, 1), (1, 5)], 1);
        let mut same = a_after_b();
        same.merge(&a_after_b());
        assert_eq!(
            (same.unlisted(), same.listed()),
            (2, vec![Counted { key: 1, estimate: 12, error: 2 }])
        );
        let mut other = summary(&vec![(1, 5)], 1);
        other.merge(&summary(&vec![(2, 3)], 1));
        assert_eq!(
            (other.unlisted(), other.listed()),
            (3, vec![Counted { key: 1, estimate: 5, error: 0 }])
        );
    }

    #[test]
    fn extreme_weights_saturate_and_stay_within_the_bounds() {
        let mut heavy = SpaceSaving::new(1);
        for key in ["a", "b", "a"] {
            heavy.add(key, u64::MAX);
        }
        let [only] = heavy.listed().try_into().unwrap();
        assert_eq!((only.key, only.least(), only.estimate), ("a", 0, u64::MAX));
        assert_eq!(heavy.total(), 3 * u128::from(u64::MAX));
    }

    #[test]
    fn a_weight_of_zero_lists_no_key() {
        let mut heavy = SpaceSaving::new(0);
        heavy.add("idle", 0);
        assert!(heavy.listed().is_empty());
        heavy.add("busy", 1);
        assert_eq!(heavy.listed().len(), 1);
    }

    #[test]
    fn a_key_is_made_only_when_it_is_new() {
        let mut heavy = SpaceSaving::<String>::new(4);
        heavy.add_with("acme", 1, || "acme".into());
        heavy.add_with("acme", 1, || unreachable!("it is listed"));
        assert_eq!(heavy.get("acme").unwrap().estimate, 2);
    }
}
