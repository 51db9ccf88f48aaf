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
    clock::Moment,
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
        let demand = demand.into();
        self.plain_read(key, demand).or_else(|| self.0.serve(self.look(key, demand)?).ok())
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
        if let Some(read) = self.plain_read(key, demand) {
            return Ok(read);
        }
        match self.look(key, demand) {
            Some(hit) => {
                if hit.refresh {
                    self.refresh_behind(key.to_key(), &load);
                }
                self.0.serve(hit)
            }
            None => self.read_through(key.to_key(), demand, &load).await,
        }
    }

    /// What is cached, or a failure that is, if it may be served as `demand` says; and whether to load it anew behind the reader's back.
    pub(super) fn try_cached<Q: Lookup<K> + ?Sized>(
        &self,
        key: &Q,
        demand: Demand,
    ) -> Option<(Outcome<V, E>, bool)> {
        if let Some(read) = self.plain_read(key, demand) {
            return Some((Ok(read), false));
        }
        self.look(key, demand).map(|hit| {
            let refresh = hit.refresh;
            (self.0.serve(hit), refresh)
        })
    }

    /// The short way of most hits, apart from everything else: its answer stays in registers, so that the processor looks ahead to what follows
    /// while it waits for the memory of the entry.
    #[inline]
    fn plain_read<Q: Lookup<K> + ?Sized>(&self, key: &Q, demand: Demand) -> Option<Read<V>> {
        let read = self.0.engine.get(key, |entry| entry.plain_read(demand, &self.0.clock))??;
        self.0.counters.hits.tick();
        Some(read)
    }

    /// Whatever else may be served. [`plain_read`](Self::plain_read) has counted the use.
    #[inline(never)]
    fn look<Q: Lookup<K> + ?Sized>(&self, key: &Q, demand: Demand) -> Option<Hit<V, E>> {
        let now = self.0.clock.now();
        self.0.engine.glance(key, |entry| self.0.hit(entry, demand, now))?
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
                Turn::Served(hit) => return self.0.answer(hit),
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
                // The next load begins after the tag was invalidated; one that saw too little may see too little again.
                Waited::Landed(landing) => may_join &= landing.is_invalidated(),
                // One's own load was dropped: nobody runs anything in the background any more.
                Waited::Abandoned => in_background &= !leads,
                Waited::Slow(entry) => return self.0.console(&entry, StaleReason::LoadSlow),
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

    fn refresh_behind<F>(&self, key: K, load: &impl Fn(Option<Known<V>>) -> F)
    where
        F: Future<Output = Result<Loaded<V>, E>> + Send + 'static,
    {
        if let Some((flight, began)) = self.0.take_lead(&key) {
            let known = self.0.engine.peek(&key).and_then(|entry| entry.known());
            let lead = Lead::new(Arc::clone(&self.0), key, flight, began);
            self.0.background.run(Box::pin(lead.fly(load(known))));
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

/// What is served of an entry.
pub(super) struct Hit<V, E> {
    read: Result<Read<V>, Arc<E>>,
    /// Whether to load it anew behind the reader's back.
    refresh: bool,
}

impl<V: Clone, E> Hit<V, E> {
    pub(super) fn new(entry: &Entry<V, E>, freshness: Freshness, refresh: bool) -> Self {
        let version = entry.version;
        let read = match &entry.outcome {
            Ok(value) => Ok(Read { value: value.clone(), version, freshness }),
            Err(error) => Err(Arc::clone(error)),
        };
        Self { read, refresh }
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
    /// What a reader gets of an entry, if it may be served. Runs under the engine's lock.
    #[inline(never)]
    pub(super) fn hit(
        &self,
        entry: &Entry<V, E>,
        demand: Demand,
        now: Moment,
    ) -> Option<Hit<V, E>> {
        let (freshness, refresh) = match self.judge(entry, demand, now) {
            Verdict::Serve(freshness) => (freshness, false),
            Verdict::ServeAndRefresh(freshness) => (freshness, true),
            Verdict::Load | Verdict::Gone => return None,
        };
        Some(Hit::new(entry, freshness, refresh))
    }

    #[inline]
    fn serve(&self, hit: Hit<V, E>) -> Outcome<V, E> {
        self.counters.hits.tick();
        self.answer(hit)
    }

    #[inline]
    pub(super) fn answer(&self, hit: Hit<V, E>) -> Outcome<V, E> {
        match hit.read {
            Ok(read) => {
                if let Freshness::Stale { reason, .. } = read.freshness {
                    self.serves_stale(reason);
                }
                Ok(read)
            }
            Err(error) => Err(E::clone(&error)),
        }
    }

    #[cold]
    fn serves_stale(&self, reason: StaleReason) {
        tracing::debug!(name: "patterns.cache", cache = self.name, ?reason, "served stale");
        self.counters.stale_serves.increment();
    }

    fn console(&self, entry: &Entry<V, E>, reason: StaleReason) -> Outcome<V, E> {
        self.answer(Hit::new(entry, entry.stale(self.clock.now(), reason), false))
    }

    /// Whether somebody else's load answers `demand`.
    pub(super) fn suits(&self, landing: &Landing<V, E>, demand: Demand) -> bool {
        let too_old = matches!(landing, Landing::Loaded(entry) if entry.version < demand.at_least);
        !too_old && !landing.is_invalidated()
    }

    /// What a load answers one who waited for it.
    pub(super) fn conclude(
        &self,
        landing: Landing<V, E>,
        key: &K,
        demand: Demand,
    ) -> Outcome<V, E> {
        match landing {
            Landing::Loaded(entry) => self.answer(Hit::new(&entry, Freshness::Fresh, false)),
            Landing::Panicked(panic) => panic.resume(),
            Landing::Failed(error) => match self.consolation(key, demand) {
                Some(entry) => self.console(&entry, StaleReason::LoadFailed),
                None => Err(E::clone(&error)),
            },
        }
    }

    fn consolation(&self, key: &K, demand: Demand) -> Option<Entry<V, E>> {
        let entry = self.engine.peek(key)?;
        entry.consoles(&self.policy, demand, self.clock.now()).then_some(entry)
    }
}
