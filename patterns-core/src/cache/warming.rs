//! Loading ahead of time, for those who know what will be asked for.

use core::future::Future;
use std::sync::Arc;

use super::{
    Cache, Demand, Loaded,
    bounds::{CacheKey, CachedValue, SharedError},
    flight::{Flight, Landing},
    inner::Turn,
    lead::Lead,
};

/// So many loads of a warm-up are on their way at one time.
const AT_ONCE: usize = 32;

/// What a warm-up did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WarmUp {
    /// Keys that were loaded.
    pub loaded: u64,
    /// Keys whose load failed.
    pub failed: u64,
    /// Keys that were in the cache already.
    pub present: u64,
}

impl WarmUp {
    pub(super) const fn count(&mut self, loaded: bool) {
        if loaded {
            self.loaded += 1;
        } else {
            self.failed += 1;
        }
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// Loads all of `keys` that are not in the cache, a few at a time. Failures are counted, and met again by whoever asks.
    pub async fn warm<F>(&self, keys: impl IntoIterator<Item = K>, load: impl Fn(K) -> F) -> WarmUp
    where
        F: Future<Output = Result<Loaded<V>, E>> + Send + 'static,
    {
        let mut done = WarmUp::default();
        let mut keys = keys.into_iter().peekable();
        while keys.peek().is_some() {
            let mut flights = Vec::with_capacity(AT_ONCE);
            for key in keys.by_ref().take(AT_ONCE) {
                match self.0.take_turn(&key, Demand::default(), true, Flight::detached) {
                    Turn::Served(..) => done.present += 1,
                    Turn::Join(flight) => flights.push(flight),
                    Turn::Lead { flight, began, .. } => {
                        let inner = Arc::clone(&self.0);
                        let lead = Lead::new(inner, key.clone(), Arc::clone(&flight), began);
                        self.launch(Box::pin(lead.fly(load(key))), true).await;
                        flights.push(flight);
                    }
                }
            }
            for flight in flights {
                done.count(matches!(flight.wait().await, Ok(Landing::Loaded(_))));
            }
        }
        done
    }
}
