//! Many keys at once: one load for all that are missing, and still one load a key.

use core::future::Future;
use std::{collections::HashMap, sync::Arc};

use super::{
    Cache, Demand, Loaded, Read, ReadMode, Task,
    bounds::{CacheKey, CachedValue, SharedError},
    flight::{Flight, Panic, Unlanded},
    inner::Turn,
    lead::{Lead, guarded},
};

/// Where the answer for one key comes from.
enum Source<V, E> {
    Here(Result<Read<V>, E>),
    There { flight: Arc<Flight<V, E>>, leads: bool },
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// The values of many keys, in their order; `None` for those that `load` does not answer.
    ///
    /// `load` is asked for all keys at once that are not in the cache and that nobody else is loading; others can join it key by key.
    /// As with [`read`](Self::read) it belongs to nobody. It is given no key twice.
    ///
    /// # Errors
    /// What a load answers, its own or one that it joined.
    ///
    /// # Panics
    /// If a load panics.
    pub async fn read_many<F>(
        &self,
        keys: impl IntoIterator<Item = K>,
        demand: impl Into<Demand>,
        load: impl Fn(Vec<K>) -> F,
    ) -> Result<Vec<Option<Read<V>>>, E>
    where
        F: Future<Output = Result<HashMap<K, Loaded<V>>, E>> + Send + 'static,
    {
        let demand = demand.into();
        let keys: Vec<K> = keys.into_iter().collect();
        let mut found: HashMap<K, Option<Read<V>>> = HashMap::with_capacity(keys.len());
        let mut missing: Vec<K> = keys.clone();
        let mut may_join = demand.mode != ReadMode::Strong;
        let mut in_background = true;
        while !missing.is_empty() {
            let keys = std::mem::take(&mut missing);
            let sources = self.depart(keys, demand, may_join, in_background, &load).await;
            for (key, source) in sources {
                let leads = matches!(source, Source::There { leads: true, .. });
                match self.arrive(&key, source, demand).await {
                    Some(read) => drop(found.insert(key, read?)),
                    None => {
                        // One's own load was dropped: nobody runs anything in the background any more.
                        in_background &= !leads;
                        missing.push(key);
                    }
                }
            }
            may_join = false;
        }
        Ok(keys.iter().map(|key| found.get(key).cloned().flatten()).collect())
    }

    async fn depart<F>(
        &self,
        keys: Vec<K>,
        demand: Demand,
        may_join: bool,
        in_background: bool,
        load: &impl Fn(Vec<K>) -> F,
    ) -> HashMap<K, Source<V, E>>
    where
        F: Future<Output = Result<HashMap<K, Loaded<V>>, E>> + Send + 'static,
    {
        let mut sources = HashMap::with_capacity(keys.len());
        let (mut leads, mut refreshing) = (Vec::new(), Vec::new());
        for key in keys {
            if sources.contains_key(&key) {
                continue;
            }
            let source = self.source(&key, demand, may_join, &mut leads, &mut refreshing);
            sources.insert(key, source);
        }
        if !refreshing.is_empty() {
            self.0.background.run(self.flight_of(refreshing, load));
        }
        if !leads.is_empty() {
            self.launch(self.flight_of(leads, load), in_background).await;
        }
        sources
    }

    fn flight_of<F>(&self, leads: Vec<Lead<K, V, E>>, load: &impl Fn(Vec<K>) -> F) -> Task
    where
        F: Future<Output = Result<HashMap<K, Loaded<V>>, E>> + Send + 'static,
    {
        let keys = leads.iter().map(|lead| lead.key().clone()).collect();
        Box::pin(fly(Arc::clone(&self.0), leads, load(keys)))
    }

    fn source(
        &self,
        key: &K,
        demand: Demand,
        may_join: bool,
        leads: &mut Vec<Lead<K, V, E>>,
        refreshing: &mut Vec<Lead<K, V, E>>,
    ) -> Source<V, E> {
        if let Some((outcome, refresh)) = self.try_cached(key, demand) {
            let lead = refresh.then(|| self.0.take_lead(key)).flatten();
            refreshing.extend(
                lead.map(|(flight, began)| {
                    Lead::new(Arc::clone(&self.0), key.clone(), flight, began)
                }),
            );
            return Source::Here(outcome);
        }
        self.0.counters.misses.increment();
        match self.0.take_turn(key, demand, may_join, Flight::detached) {
            Turn::Served(hit) => Source::Here(self.0.answer(hit)),
            Turn::Join(flight) => Source::There { flight, leads: false },
            Turn::Lead { flight, began, .. } => {
                let inner = Arc::clone(&self.0);
                leads.push(Lead::new(inner, key.clone(), Arc::clone(&flight), began));
                Source::There { flight, leads: true }
            }
        }
    }

    /// The answer for one key; `None` if it has to be loaded once more.
    async fn arrive(
        &self,
        key: &K,
        source: Source<V, E>,
        demand: Demand,
    ) -> Option<Result<Option<Read<V>>, E>> {
        let (flight, leads) = match source {
            Source::Here(outcome) => return Some(outcome.map(Some)),
            Source::There { flight, leads } => (flight, leads),
        };
        match flight.wait().await {
            Ok(landing) if leads || self.0.suits(&landing, demand) => {
                Some(self.0.conclude(landing, key, demand).map(Some))
            }
            Err(Unlanded::Unanswered) if leads => Some(Ok(None)),
            Ok(_) | Err(_) => None,
        }
    }
}

async fn fly<K: CacheKey, V: CachedValue, E: SharedError>(
    inner: Arc<super::inner::Inner<K, V, E>>,
    leads: Vec<Lead<K, V, E>>,
    load: impl Future<Output = Result<HashMap<K, Loaded<V>>, E>>,
) {
    let mut outcome = guarded(&inner, load).await;
    for lead in leads {
        let own: Result<Result<Loaded<V>, E>, Panic> = match &mut outcome {
            Ok(Ok(loaded)) => match loaded.remove(lead.key()) {
                Some(loaded) => Ok(Ok(loaded)),
                // Whoever joined it for this key loads by itself.
                None => {
                    lead.leave_unanswered();
                    continue;
                }
            },
            Ok(Err(error)) => Ok(Err(error.clone())),
            Err(panic) => Err(panic.clone()),
        };
        lead.land(own);
    }
}
