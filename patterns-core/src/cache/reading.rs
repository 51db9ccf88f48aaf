//! Reading through the cache: from it if it has what is demanded, and else by a load that everybody shares.

use core::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};
use std::sync::Arc;

use super::{
    Cache, Demand, Freshness, Known, Loaded, Lookup, Read, ReadMode, StaleReason, Task,
    bounds::{CacheKey, CachedValue, SharedError},
    entry::{Entry, Verdict},
    flight::{Flight, Landing},
    inner::{Inner, Turn},
    lead::Lead,
};

/// What a load may start from, and what it answers.
pub(super) type Outcome<V, E> = Result<Read<V>, E>;

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// What is cached under `key`, if it may be served as `demand` says. Never loads.
    pub fn get<Q: Lookup<K> + ?Sized>(
        &self,
        key: &Q,
        demand: impl Into<Demand>,
    ) -> Option<Read<V>> {
        self.try_cached(key, demand.into())?.ok()
    }

    /// The value of `key`: from the cache if it has what is demanded, else by `load`.
    ///
    /// Of all who miss the same key at the same time one loads, and the others wait for it. The load belongs to nobody: it goes on, and fills
    /// the cache, when all who wait for it have given up. It is given what the cache still knows, to start from. It is asked for again only if it
    /// was dropped before its end, as when a runtime is shut down. A load must not read its own key: it would wait for itself.
    ///
    /// # Errors
    /// What the load answers, unless `stale_if_error` has something to serve. Everybody who waited for it gets it, and nobody who comes later.
    ///
    /// # Panics
    /// If the load panics, in everybody who waited for it.
    ///
    /// # Example
    /// ```
    /// # use std::{convert::Infallible, time::Duration};
    /// use patterns_core::cache::{Cache, CachePolicy, Loaded, ReadMode};
    ///
    /// # pollster::block_on(async {
    /// let cache: Cache<u64, String, Infallible> =
    ///     Cache::new("names", CachePolicy::new(Duration::from_secs(60)));
    /// let load = |_known| async { Ok(Loaded::new("Ann".to_string())) };
    /// let name = cache.read(&7, ReadMode::Session, load).await?;
    /// assert_eq!(*name, "Ann");
    /// # Ok::<(), Infallible>(())
    /// # });
    /// ```
    pub async fn read<Q, F>(
        &self,
        key: &Q,
        demand: impl Into<Demand>,
        load: impl Fn(Option<Known<V>>) -> F,
    ) -> Result<Read<V>, E>
    where
        Q: Lookup<K> + ?Sized,
        F: Future<Output = Result<Loaded<V>, E>> + Send + 'static,
    {
        let demand = demand.into();
        match self.look(key, demand) {
            Some((entry, Verdict::Serve(freshness))) => self.0.serve(entry, freshness),
            Some((entry, Verdict::ServeAndRefresh(freshness))) => {
                self.refresh_behind(key.to_key(), &entry, &load);
                self.0.serve(entry, freshness)
            }
            _ => self.read_through(key.to_key(), demand, &load).await,
        }
    }

    /// What is cached, or a failure that is, if it may be served as `demand` says.
    pub(super) fn try_cached<Q: Lookup<K> + ?Sized>(
        &self,
        key: &Q,
        demand: Demand,
    ) -> Option<Outcome<V, E>> {
        let (entry, verdict) = self.look(key, demand)?;
        self.0.counters.hits.increment();
        Some(self.0.serve_as(entry, verdict))
    }

    /// The entry of `key` if it can be served, and how.
    #[inline]
    fn look<Q: Lookup<K> + ?Sized>(
        &self,
        key: &Q,
        demand: Demand,
    ) -> Option<(Entry<V, E>, Verdict)> {
        let entry = self.0.engine.get(key)?;
        let verdict = self.0.judge(&entry, demand, self.0.clock.now());
        matches!(verdict, Verdict::Serve(_) | Verdict::ServeAndRefresh(_))
            .then_some((entry, verdict))
    }

    async fn read_through<F>(
        &self,
        key: K,
        demand: Demand,
        load: &impl Fn(Option<Known<V>>) -> F,
    ) -> Outcome<V, E>
    where
        F: Future<Output = Result<Loaded<V>, E>> + Send + 'static,
    {
        self.0.counters.misses.increment();
        // A load that has begun may have read before a strong read began.
        let mut may_join = demand.mode != ReadMode::Strong;
        let mut in_background = true;
        loop {
            let (flight, leads) = match self.0.take_turn(&key, demand, may_join, Flight::detached) {
                Turn::Served(entry, verdict) => return self.0.serve_as(entry, verdict),
                Turn::Join(flight) => (flight, false),
                Turn::Lead { flight, began, entry } => {
                    let known = entry.and_then(|entry| entry.known());
                    let lead =
                        Lead::new(Arc::clone(&self.0), key.clone(), Arc::clone(&flight), began);
                    self.launch(Box::pin(lead.fly(load(known))), in_background).await;
                    (flight, true)
                }
            };
            match self.wait(&flight, &key, demand).await {
                // What one's own load has read is what there is, whatever version the reader hoped for.
                Waited::Landed(landing) if leads || self.0.suits(&landing, demand) => {
                    return self.0.conclude(landing, &key, demand);
                }
                Waited::Landed(_) => may_join = false,
                // One's own load was dropped: nobody runs anything in the background any more.
                Waited::Abandoned => in_background &= !leads,
                Waited::Slow(entry) => {
                    let freshness = entry.stale(self.0.clock.now(), StaleReason::LoadSlow);
                    return self.0.answer(entry, freshness);
                }
            }
        }
    }

    /// Runs a load: as far as it goes at once, and then in the background.
    pub(super) async fn launch(&self, mut task: Task, in_background: bool) {
        if !in_background {
            return task.await;
        }
        // Many stores answer at once, and then there is nothing to hand over.
        let polled = poll_fn(|context| Poll::Ready(task.as_mut().poll(context))).await;
        if polled.is_pending() {
            self.0.background.run(task);
        }
    }

    fn refresh_behind<F>(&self, key: K, entry: &Entry<V, E>, load: &impl Fn(Option<Known<V>>) -> F)
    where
        F: Future<Output = Result<Loaded<V>, E>> + Send + 'static,
    {
        if let Some((flight, began)) = self.0.take_lead(&key) {
            let lead = Lead::new(Arc::clone(&self.0), key, flight, began);
            self.0.background.run(Box::pin(lead.fly(load(entry.known()))));
        }
    }

    /// Waits for a load; with a soft timeout no longer than it says, if there is something to serve instead.
    async fn wait(&self, flight: &Flight<V, E>, key: &K, demand: Demand) -> Waited<V, E> {
        let mut landing = pin!(flight.wait());
        let consolation = || self.0.consolation(key, demand);
        let Some((after, entry)) = self.0.policy.soft_timeout.zip(consolation()) else {
            return landing.await.map_or(Waited::Abandoned, Waited::Landed);
        };
        let mut delay = futures_timer::Delay::new(after);
        let mut entry = Some(entry);
        poll_fn(|context| match landing.as_mut().poll(context) {
            Poll::Ready(landing) => Poll::Ready(landing.map_or(Waited::Abandoned, Waited::Landed)),
            Poll::Pending => {
                std::task::ready!(Pin::new(&mut delay).poll(context));
                entry.take().map_or(Poll::Pending, |entry| Poll::Ready(Waited::Slow(entry)))
            }
        })
        .await
    }
}

/// What came of waiting for a load.
enum Waited<V, E> {
    Landed(Landing<V, E>),
    Abandoned,
    /// It takes too long; here is what may be served instead.
    Slow(Entry<V, E>),
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Inner<K, V, E> {
    pub(super) fn serve(&self, entry: Entry<V, E>, freshness: Freshness) -> Outcome<V, E> {
        self.counters.hits.increment();
        self.answer(entry, freshness)
    }

    fn answer(&self, entry: Entry<V, E>, freshness: Freshness) -> Outcome<V, E> {
        if let Freshness::Stale { reason, .. } = freshness {
            tracing::debug!(name: "patterns.cache", cache = self.name, ?reason, "served stale");
            self.counters.stale_serves.increment();
        }
        let version = entry.version;
        match entry.outcome {
            Ok(value) => Ok(Read { value, version, freshness }),
            Err(error) => Err(E::clone(&error)),
        }
    }

    pub(super) fn serve_as(&self, entry: Entry<V, E>, verdict: Verdict) -> Outcome<V, E> {
        match verdict {
            Verdict::Serve(freshness) | Verdict::ServeAndRefresh(freshness) => {
                self.answer(entry, freshness)
            }
            Verdict::Load | Verdict::Gone => self.answer(entry, Freshness::Fresh),
        }
    }

    /// Whether somebody else's load answers `demand`.
    pub(super) fn suits(&self, landing: &Landing<V, E>, demand: Demand) -> bool {
        !matches!(landing, Landing::Loaded(entry) if entry.version < demand.at_least)
    }

    /// What a load answers one who waited for it.
    pub(super) fn conclude(
        &self,
        landing: Landing<V, E>,
        key: &K,
        demand: Demand,
    ) -> Outcome<V, E> {
        match landing {
            Landing::Loaded(entry) => self.answer(entry, Freshness::Fresh),
            Landing::Panicked(panic) => panic.resume(),
            Landing::Failed(error) => match self.consolation(key, demand) {
                Some(entry) => {
                    let freshness = entry.stale(self.clock.now(), StaleReason::LoadFailed);
                    self.answer(entry, freshness)
                }
                None => Err(E::clone(&error)),
            },
        }
    }

    fn consolation(&self, key: &K, demand: Demand) -> Option<Entry<V, E>> {
        let entry = self.engine.peek(key)?;
        entry.consoles(&self.policy, demand, self.clock.now()).then_some(entry)
    }
}
