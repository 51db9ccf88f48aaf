//! The hottest keys of a keyspace, found while operations go by.

use core::{borrow::Borrow, hash::Hash};
use std::sync::{
    Mutex, MutexGuard, PoisonError, TryLockError,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use super::{
    sampling::{at_least, at_most, sampled, thread_number},
    space_saving::{Counted, SpaceSaving},
};

const STRIPES: usize = 16;

/// A [`SpaceSaving`] summary that many threads tell of their operations without waiting for each other.
///
/// One operation of `sampling` is told in the mean, with `sampling` times its weight. Each of 16 stripes has threads of its own; what finds its
/// stripe locked is not told, but its weight is kept, and widens all bounds.
#[derive(Debug)]
pub struct HotKeys<K> {
    stripes: Box<[Stripe<K>]>,
    counters: usize,
    sampling: u32,
}

#[derive(Debug)]
#[repr(align(64))]
struct Stripe<K> {
    summary: Mutex<SpaceSaving<K>>,
    missed: AtomicU64,
}

/// What is known of the hottest keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HotList<K> {
    /// The keys, the greatest estimate first. Without sampling the bounds are certain; with it each fails for one key in a million at most.
    pub keys: Vec<Counted<K>>,
    /// The most that any other key can weigh, with the same certainty.
    pub others: u64,
    /// One operation of so many was looked at.
    pub sampling: u32,
    /// Weight that was sampled and then missed, since two threads met. It is part of the bounds.
    pub missed: u64,
}

impl<K: Hash + Eq + Clone> HotKeys<K> {
    /// Keeps `counters` keys a stripe: every key of more than `1 / counters` of the weight is listed, beyond what sampling blurs. `sampling` is the
    /// number of operations of which one is looked at; 0 and 1 look at all.
    pub fn new(counters: usize, sampling: u32) -> Self {
        let stripe = || Stripe {
            summary: Mutex::new(SpaceSaving::new(counters)),
            missed: AtomicU64::new(0),
        };
        Self {
            stripes: (0..STRIPES).map(|_| stripe()).collect(),
            counters,
            sampling: sampling.max(1),
        }
    }

    /// Tells of an operation on a key; `make` is called only when the key is looked at and new. Never waits.
    #[inline]
    pub fn record<Q>(&self, key: &Q, weight: u64, make: impl FnOnce() -> K)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if let Some(weight) = sampled(weight, self.sampling) {
            self.tell(key, weight, make);
        }
    }

    fn tell<Q>(&self, key: &Q, weight: u64, make: impl FnOnce() -> K)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let Some(stripe) = self.stripes.get(thread_number() % STRIPES) else { return };
        match stripe.try_lock() {
            Some(mut summary) => summary.add_with(key, weight, make),
            None => _ = stripe.missed.fetch_add(weight, Relaxed),
        }
    }

    /// The hottest keys since the start or the last [`take`](Self::take).
    pub fn list(&self) -> HotList<K> {
        self.gather(|stripe| (stripe.lock().clone(), stripe.missed.load(Relaxed)))
    }

    /// The hottest keys, of which all are then forgotten.
    pub fn take(&self) -> HotList<K> {
        self.gather(|stripe| {
            let summary = core::mem::replace(&mut *stripe.lock(), SpaceSaving::new(self.counters));
            (summary, stripe.missed.swap(0, Relaxed))
        })
    }

    fn gather(&self, read: impl Fn(&Stripe<K>) -> (SpaceSaving<K>, u64)) -> HotList<K> {
        let (mut all, mut missed) = (SpaceSaving::new(self.counters), 0_u64);
        for (summary, of_it) in self.stripes.iter().map(read) {
            all.merge(&summary);
            missed = missed.saturating_add(of_it);
        }
        let most = |weight: u64| at_most(weight.saturating_add(missed), self.sampling);
        let keys = all.listed().into_iter().map(|counted| self.widened(counted, most)).collect();
        HotList { keys, others: most(all.unlisted()), sampling: self.sampling, missed }
    }

    fn widened(&self, counted: Counted<K>, most: impl Fn(u64) -> u64) -> Counted<K> {
        let estimate = most(counted.estimate);
        let error = estimate.saturating_sub(at_least(counted.least(), self.sampling));
        Counted { key: counted.key, estimate, error }
    }
}

impl<K> Stripe<K> {
    fn try_lock(&self) -> Option<MutexGuard<'_, SpaceSaving<K>>> {
        match self.summary.try_lock() {
            Ok(summary) => Some(summary),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, SpaceSaving<K>> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key `k` has `k * 1_000` of the weight, from four threads at once.
    fn recorded(sampling: u32) -> HotList<u64> {
        let hot = HotKeys::new(64, sampling);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for round in 0..250 {
                        (0..=40_u64)
                            .for_each(|key| (0..key).for_each(|_| hot.record(&key, 1, || key)));
                        hot.record(&(1_000 + round), 1, || 1_000 + round);
                    }
                });
            }
        });
        hot.list()
    }

    fn holds(list: &HotList<u64>) {
        for counted in list.keys.iter().filter(|counted| counted.key <= 40) {
            assert!(
                counted.least() <= counted.key * 1_000 && counted.key * 1_000 <= counted.estimate,
                "{counted:?}"
            );
        }
        for key in (1..=40).filter(|key| list.keys.iter().all(|counted| counted.key != *key)) {
            assert!(key * 1_000 <= list.others, "{key} is missing");
        }
    }

    #[test]
    fn bounds_hold_for_threads_that_tell_everything() {
        holds(&recorded(1));
    }

    #[test]
    fn bounds_hold_for_sampled_operations() {
        let list = recorded(8);
        assert_eq!(list.keys.first().map(|hottest| hottest.key > 30), Some(true));
        holds(&list);
    }

    #[test]
    fn what_meets_a_locked_stripe_widens_the_bounds_instead_of_waiting() {
        let hot = HotKeys::new(4, 1);
        hot.record(&1_u64, 10, || 1);
        let guards: Vec<_> = hot.stripes.iter().map(Stripe::lock).collect();
        hot.record(&1_u64, 5, || 1);
        drop(guards);
        let list = hot.list();
        assert_eq!((list.missed, list.others), (5, 5));
        assert_eq!(list.keys, [Counted { key: 1, estimate: 15, error: 5 }]);
    }

    #[test]
    fn a_panic_of_a_key_leaves_its_stripe_of_use() {
        let hot = HotKeys::new(4, 1);
        let panics = std::panic::AssertUnwindSafe(|| hot.record(&1_u64, 1, || panic!("no key")));
        assert!(std::panic::catch_unwind(panics).is_err());
        hot.record(&2_u64, 1, || 2);
        assert_eq!(hot.take().keys, [Counted { key: 2, estimate: 1, error: 0 }]);
        assert!(hot.list().keys.is_empty());
    }
}
