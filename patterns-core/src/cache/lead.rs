//! A load that has begun, and what is owed to those who wait for it: whatever happens, it lands.

use core::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use super::{
    Loaded,
    bounds::{CacheKey, CachedValue, SharedError},
    flight::{Flight, Landing, Panic, Unlanded},
    inner::{Began, Inner, Weighed},
};

/// A load took longer than its cache's `timeout`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the load of `{cache}` took longer than {after:?}")]
#[non_exhaustive]
pub struct TimedOut {
    /// The name of the cache.
    pub cache: &'static str,
    /// The timeout.
    pub after: Duration,
}

/// A load under way. Dropped before its end, it counts as abandoned, and one of those who wait for it loads.
pub(super) struct Lead<K: CacheKey, V: CachedValue, E: SharedError> {
    inner: Arc<Inner<K, V, E>>,
    key: K,
    flight: Arc<Flight<V, E>>,
    began: Began,
    started: Instant,
    landing: Result<Landing<V, E>, Unlanded>,
    leaves: Option<Weighed<V, E>>,
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Lead<K, V, E> {
    pub(super) fn new(
        inner: Arc<Inner<K, V, E>>,
        key: K,
        flight: Arc<Flight<V, E>>,
        began: Began,
    ) -> Self {
        inner.counters.loads.increment();
        let (started, landing) = (Instant::now(), Err(Unlanded::Abandoned));
        Self { inner, key, flight, began, started, landing, leaves: None }
    }

    pub(super) const fn key(&self) -> &K {
        &self.key
    }

    /// Runs `load` to its end.
    pub(super) async fn fly(self, load: impl Future<Output = Result<Loaded<V>, E>>) {
        let outcome = guarded(&self.inner, load).await;
        self.land(outcome);
    }

    /// Ends the load: it has succeeded, and has no answer for this key.
    pub(super) fn leave_unanswered(mut self) {
        self.landing = Err(Unlanded::Unanswered);
    }

    /// Ends the load: what it leaves is in the cache, and those who wait are told.
    pub(super) fn land(mut self, outcome: Result<Result<Loaded<V>, E>, Panic>) -> Landing<V, E> {
        let cost = self.started.elapsed();
        let nanoseconds = u64::try_from(cost.as_nanos()).unwrap_or(u64::MAX);
        self.inner.counters.load_nanoseconds.add(nanoseconds);
        let landing = match outcome {
            Ok(Ok(loaded)) => Landing::Loaded(self.inner.loaded(loaded, self.began, cost)),
            Ok(Err(error)) => Landing::Failed(Arc::new(error)),
            Err(panic) => Landing::Panicked(panic),
        };
        let entry = match &landing {
            Landing::Loaded(entry) => Some(entry.clone()),
            Landing::Failed(error) => self.inner.failed(Arc::clone(error), self.began),
            Landing::Panicked(_) => None,
        };
        self.leaves = entry.map(|entry| self.inner.weighed(entry));
        self.landing = Ok(landing.clone());
        // The drop tells the others.
        landing
    }

    fn leave(&mut self, failed: bool) {
        let leaves = self.leaves.take();
        self.inner.end_load(&self.key, self.began, &self.flight, leaves);
        if failed {
            tracing::debug!(name: "patterns.cache", cache = self.inner.name, "a load failed");
            self.inner.counters.loads_failed.increment();
            self.inner.hold_back_retries(&self.key, self.began);
        }
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Drop for Lead<K, V, E> {
    fn drop(&mut self) {
        // Told last, when what the load leaves is in the cache; and told also when a value of the user's panics on the way.
        let landing = std::mem::replace(&mut self.landing, Err(Unlanded::Abandoned));
        let failed = matches!(landing, Ok(Landing::Failed(_) | Landing::Panicked(_)));
        let _told = Told { flight: Arc::clone(&self.flight), landing: Some(landing) };
        self.leave(failed);
    }
}

/// Tells those who wait, when it is dropped.
struct Told<V: Clone, E> {
    flight: Arc<Flight<V, E>>,
    landing: Option<Result<Landing<V, E>, Unlanded>>,
}

impl<V: Clone, E> Drop for Told<V, E> {
    fn drop(&mut self) {
        if let Some(landing) = self.landing.take() {
            self.flight.land(landing);
        }
    }
}

/// What `load` answers, or its panic, or that it took too long.
pub(super) async fn guarded<K, V, E, T>(
    inner: &Inner<K, V, E>,
    load: impl Future<Output = Result<T, E>>,
) -> Result<Result<T, E>, Panic> {
    let mut load = pin!(load);
    let limit = inner.policy.timeout.zip(inner.on_timeout);
    let mut delay = limit.map(|(after, _)| futures_timer::Delay::new(after));
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| load.as_mut().poll(context)));
        match polled.map_err(Panic::new) {
            Ok(Poll::Pending) => {}
            Ok(Poll::Ready(answer)) => return Poll::Ready(Ok(answer)),
            Err(panic) => return Poll::Ready(Err(panic)),
        }
        match (&mut delay, limit) {
            (Some(delay), Some((after, on_timeout))) => pin!(delay)
                .poll(context)
                .map(|()| Ok(Err(on_timeout(TimedOut { cache: inner.name, after })))),
            _ => Poll::Pending,
        }
    })
    .await
}
