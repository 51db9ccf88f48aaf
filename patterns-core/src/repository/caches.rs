//! The caches of a database: one a type, made when the type is first used.

use core::any::{Any, TypeId};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use super::{
    LoadError,
    state::{Cached, Copy},
};
#[cfg(feature = "personal")]
use crate::cache::Moment;
use crate::{
    aggregate::Aggregate,
    cache::{Builder, Cache, CacheKey, CachedValue, Caching, Clock, SharedError},
    event::StreamId,
};

/// The cache of the states of a type.
pub(super) struct StateCache<A: Aggregate> {
    pub(super) cache: Cache<StreamId, Cached<A>, LoadError>,
    pub(super) copy: Copy<A>,
}

#[derive(Default)]
pub(crate) struct Caches {
    clock: Clock,
    by_type: RwLock<ByType>,
}

type ByType = HashMap<TypeId, Arc<dyn OfAnyType>>;

/// A cache, whatever is in it.
trait OfAnyType: Any + Send + Sync {
    /// Drops everything.
    #[cfg(feature = "personal")]
    fn clear(&self);
}

impl<K: CacheKey, V: CachedValue, E: SharedError> OfAnyType for Cache<K, V, E> {
    #[cfg(feature = "personal")]
    fn clear(&self) {
        Self::clear(self);
    }
}

impl Caches {
    /// Caches that age by `clock`.
    pub(super) fn with_clock(clock: Clock) -> Self {
        Self { clock, ..Self::default() }
    }

    /// The cache of the aggregates of the type `A`, if it is declared.
    pub(super) fn states<A: Aggregate>(&self) -> Option<StateCache<A>> {
        let caching = A::CACHE?;
        let make = || states(A::NAME, &caching);
        Some(StateCache { cache: self.of_type::<A, _, _, _>(make), copy: caching.copy() })
    }

    /// The moment to write on what is about to be read.
    #[cfg(feature = "personal")]
    pub(super) fn now(&self) -> Moment {
        self.clock.stamp()
    }

    /// Drops all that is cached, of every type. What is loaded or written just now leaves nothing.
    #[cfg(feature = "personal")]
    pub(super) fn clear(&self) {
        let caches = self.by_type.read().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<_> = caches.values().cloned().collect();
        drop(caches);
        // Outside of the lock: what is dropped may use the database, and be the first to use a type.
        all.iter().for_each(|cache| cache.clear());
    }

    /// The cache of the type `T`. It is made when it is first asked for, and always has the same keys, values and errors.
    pub(crate) fn of_type<T: 'static, K: CacheKey, V: CachedValue, E: SharedError>(
        &self,
        make: impl FnOnce() -> Builder<V, E>,
    ) -> Cache<K, V, E> {
        let found = |caches: &ByType| {
            let cache: &dyn Any = &**caches.get(&TypeId::of::<T>())?;
            cache.downcast_ref::<Cache<K, V, E>>().cloned()
        };
        let known = found(&self.by_type.read().unwrap_or_else(PoisonError::into_inner));
        known.unwrap_or_else(|| {
            let mut caches = self.by_type.write().unwrap_or_else(PoisonError::into_inner);
            found(&caches).unwrap_or_else(|| {
                let cache = make().clock(self.clock.clone()).build();
                caches.insert(TypeId::of::<T>(), Arc::new(cache.clone()));
                cache
            })
        })
    }
}

fn states<A: Aggregate>(name: &'static str, caching: &Caching<A>) -> Builder<Cached<A>, LoadError> {
    // A function, not a closure over `caching`: what a type declares is a constant of the type.
    let weigh = |cached: &Cached<A>| {
        let state = A::CACHE.map_or(0, |caching| caching.weight(&cached.state));
        state.saturating_add(cached.provenance.weight())
    };
    Builder::new(name, caching.policy()).weigh(weigh).on_timeout(LoadError::TimedOut)
}

impl<A: Aggregate> Clone for StateCache<A> {
    fn clone(&self) -> Self {
        Self { cache: self.cache.clone(), ..*self }
    }
}

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let caches = self.by_type.read().unwrap_or_else(PoisonError::into_inner);
        write!(f, "{} caches", caches.len())
    }
}
