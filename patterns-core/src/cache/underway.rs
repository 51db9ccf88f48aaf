//! What is under way: the loads and writes that have begun and not ended, by key.
//!
//! Every change of an entry is made under the lock of its key's stripe, together with what it does to those under way. So whatever is
//! invalidated or written is fenced against loads and writes that began before (promise C2), exactly and at no cost for hits.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher as _,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{bounds::CacheKey, flight::Flight};

const STRIPES: usize = 64;

/// The loads and writes under way.
#[derive(Debug)]
pub(super) struct Underway<K, V, E> {
    stripes: Box<[Mutex<Stripe<K, V, E>>]>,
    hasher: RandomState,
}

/// Those of some keys.
#[derive(Debug)]
pub(super) struct Stripe<K, V, E> {
    keys: HashMap<K, Key<V, E>>,
}

/// Those of one key. Exists only while there are any.
#[derive(Debug)]
struct Key<V, E> {
    /// Advances whenever those under way may have read what is outdated now.
    epoch: u64,
    /// How many are under way.
    count: usize,
    /// The load that others may join.
    flight: Option<Arc<Flight<V, E>>>,
}

/// The epoch in which something began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Epoch(u64);

impl<K: CacheKey, V, E> Underway<K, V, E> {
    pub(super) fn new() -> Self {
        let stripe = || Mutex::new(Stripe { keys: HashMap::new() });
        Self { stripes: (0..STRIPES).map(|_| stripe()).collect(), hasher: RandomState::new() }
    }

    /// Locks the stripe of `key`. Nobody awaits, loads or drops a user's value under it.
    pub(super) fn stripe(&self, key: &K) -> MutexGuard<'_, Stripe<K, V, E>> {
        let index = self.hasher.hash_one(key) as usize % STRIPES;
        #[expect(clippy::indexing_slicing, reason = "the index is below the number of stripes")]
        lock(&self.stripes[index])
    }

    /// Outdates whatever is under way, and does `meanwhile` before anything else begins or ends. Locks in the order of the stripes, of which nobody
    /// else holds more than one.
    pub(super) fn outdate_all<R>(&self, meanwhile: impl FnOnce() -> R) -> R {
        let mut stripes: Vec<_> = self.stripes.iter().map(lock).collect();
        for stripe in &mut stripes {
            stripe.keys.values_mut().for_each(Key::outdate);
        }
        meanwhile()
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.stripes.iter().all(|stripe| lock(stripe).keys.is_empty())
    }

    /// The epoch of `key`, how many are under way, and the load that one may join.
    #[cfg(test)]
    #[expect(clippy::type_complexity, reason = "for one caller, in the tests")]
    pub(super) fn seen(&self, key: &K) -> Option<(u64, usize, Option<Arc<Flight<V, E>>>)> {
        let stripe = self.stripe(key);
        let under_way = stripe.keys.get(key)?;
        Some((under_way.epoch, under_way.count, under_way.flight.clone()))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic of a user's `Hash` or `Eq` leaves the maps whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K: CacheKey, V, E> Stripe<K, V, E> {
    /// The load of `key` that one may join.
    pub(super) fn flight(&self, key: &K) -> Option<Arc<Flight<V, E>>> {
        self.keys.get(key)?.flight.clone()
    }

    /// Nobody joins the load of `key` any more.
    pub(super) fn close(&mut self, key: &K) {
        if let Some(under_way) = self.keys.get_mut(key) {
            under_way.flight = None;
        }
    }

    /// Something begins: a load with its flight, or a write without.
    pub(super) fn begin(&mut self, key: &K, flight: Option<&Arc<Flight<V, E>>>) -> Epoch {
        let nothing = || Key { epoch: 0, count: 0, flight: None };
        // An epoch is compared only with those of the same key's life in the map, so every life may begin with 0.
        let key = self.keys.entry(key.clone()).or_insert_with(nothing);
        key.count += 1;
        if key.flight.is_none() {
            key.flight = flight.cloned();
        }
        Epoch(key.epoch)
    }

    /// Something ends; answers whether nothing has outdated it since it began.
    pub(super) fn end(
        &mut self,
        key: &K,
        began: Epoch,
        flight: Option<&Arc<Flight<V, E>>>,
    ) -> bool {
        let Some(under_way) = self.keys.get_mut(key) else { return false };
        let current = under_way.epoch == began.0;
        under_way.count -= 1;
        if let (Some(own), Some(joined)) = (flight, &under_way.flight)
            && Arc::ptr_eq(own, joined)
        {
            under_way.flight = None;
        }
        if under_way.count == 0 {
            self.keys.remove(key);
        }
        current
    }

    /// Outdates what is under way for `key`: it can still answer those who wait, but leaves nothing in the cache.
    pub(super) fn outdate(&mut self, key: &K) {
        if let Some(under_way) = self.keys.get_mut(key) {
            under_way.outdate();
        }
    }
}

impl<V, E> Key<V, E> {
    fn outdate(&mut self) {
        self.epoch += 1;
        self.flight = None;
    }
}
