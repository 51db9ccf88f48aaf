//! Reading through the cache without a runtime: the load runs on the thread that asks, and other threads wait for it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    Cache, Demand, Known, Loaded, Lookup, Read, ReadMode,
    bounds::{CacheKey, CachedValue, SharedError},
    flight::{Flight, Panic},
    inner::Turn,
    lead::Lead,
};

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// As [`read`](Self::read), for code that is not async. Loads on this thread; never in the background.
    ///
    /// An entry that `stale_while_revalidate` covers is served, and loaded by whoever asks by [`read`](Self::read), or when the grace is over.
    ///
    /// A load that reads its own key on its own thread loads again, instead of waiting for itself.
    ///
    /// # Errors
    /// What the load answers, unless `stale_if_error` has something to serve.
    ///
    /// # Panics
    /// If the load panics, on every thread that waited for it.
    pub fn read_blocking<Q: Lookup<K> + ?Sized>(
        &self,
        key: &Q,
        demand: impl Into<Demand>,
        load: impl FnOnce(Option<Known<V>>) -> Result<Loaded<V>, E>,
    ) -> Result<Read<V>, E> {
        let demand = demand.into();
        if let Some((outcome, _)) = self.try_cached(key, demand) {
            return outcome;
        }
        self.0.counters.misses.increment();
        let key = key.to_key();
        let mut may_join = demand.mode != ReadMode::Strong;
        loop {
            match self.0.take_turn(&key, demand, may_join, Flight::on_this_thread) {
                Turn::Served(hit) => return self.0.answer(hit),
                Turn::Join(flight) => match flight.wait_on_thread() {
                    Ok(landing) if self.0.suits(&landing, demand) => {
                        return self.0.conclude(landing, &key, demand);
                    }
                    Ok(landing) => may_join &= landing.is_invalidated(),
                    Err(_) => {}
                },
                Turn::Lead { flight, began, entry } => {
                    let lead = Lead::new(Arc::clone(&self.0), key.clone(), flight, began);
                    let known = entry.and_then(|entry| entry.known());
                    let loaded = catch_unwind(AssertUnwindSafe(|| load(known)));
                    let landing = lead.land(loaded.map_err(Panic::new));
                    return self.0.conclude(landing, &key, demand);
                }
            }
        }
    }
}
