//! The cache itself: its entries, what is under way, and the rules under which entries change.

use std::{
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
    time::Duration,
};

use super::{
    Background, CachePolicy, Demand, Loaded, TimedOut,
    bounds::{CacheKey, CachedValue, SharedError},
    clock::{Clock, Moment, TICK},
    engine::{Engine, Inserted},
    entry::{Entry, Extras, Verdict},
    flight::Flight,
    policy::RETRY_AFTER,
    reading::Hit,
    statistics::Counters,
    tags::{Since, Tags},
    underway::{Epoch, Stripe, Underway},
};

pub(super) struct Inner<K, V, E> {
    pub(super) name: &'static str,
    pub(super) policy: CachePolicy,
    pub(super) weigh: fn(&V) -> u64,
    pub(super) is_negative: fn(&V) -> bool,
    pub(super) on_timeout: Option<fn(TimedOut) -> E>,
    pub(super) clock: Clock,
    pub(super) background: Arc<dyn Background>,
    pub(super) engine: Engine<K, Entry<V, E>>,
    pub(super) underway: Underway<K, V, E>,
    pub(super) tags: Tags,
    pub(super) counters: Counters,
    pub(super) warned_of_weight: AtomicBool,
    #[cfg(test)]
    pub(super) weakened: super::Weakened,
}

/// What a reader finds under a key, seen together with what is under way.
pub(super) enum Turn<V, E> {
    /// An entry that will do.
    Served(Hit<V, E>),
    /// Somebody else's load to wait for.
    Join(Arc<Flight<V, E>>),
    /// A load of one's own.
    Lead { flight: Arc<Flight<V, E>>, began: Began, entry: Option<Entry<V, E>> },
}

/// What is to be dropped outside of any lock.
type Dropped<K, V, E> = Vec<(K, Entry<V, E>)>;

/// An entry and what it weighs.
pub(super) type Weighed<V, E> = (Entry<V, E>, u64);

/// What must be known about the beginning of a load or a write when it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Began {
    pub(super) epoch: Epoch,
    pub(super) stamp: Moment,
    pub(super) since: Since,
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Inner<K, V, E> {
    #[inline]
    pub(super) fn judge(&self, entry: &Entry<V, E>, demand: Demand, now: Moment) -> Verdict {
        // One minus, because the random number may be 0 and never is 1.
        entry.judge(&self.policy, demand, now, || 1.0 - fastrand::f64())
    }

    /// Serves what is there now, or joins a load, or begins one: one step, so that no load begins twice and none is joined too late.
    pub(super) fn take_turn(
        &self,
        key: &K,
        demand: Demand,
        may_join: bool,
        flight: impl FnOnce(Moment) -> Arc<Flight<V, E>>,
    ) -> Turn<V, E> {
        let now = self.clock.now();
        // Declared before the lock is taken, so that it is dropped after the lock is released.
        let mut entry;
        let mut stripe = self.underway.stripe(key);
        entry = self.engine.peek(key);
        if let Some(hit) = entry.as_ref().and_then(|entry| self.hit(entry, demand, now)) {
            return Turn::Served(hit);
        }
        let gone =
            entry.as_ref().is_some_and(|entry| self.judge(entry, demand, now) == Verdict::Gone);
        let suits = |flight: &Arc<Flight<V, E>>| {
            may_join && !flight.is_piloted_here() && demand.allows(now.since(flight.began))
        };
        match self.joinable(&mut stripe, key, now).filter(suits) {
            Some(flight) => Turn::Join(flight),
            None => {
                let (flight, began) = self.begin_load(&mut stripe, key, flight);
                Turn::Lead { flight, began, entry: if gone { None } else { entry.take() } }
            }
        }
    }

    /// The load of `key` that one may join. Not one that began so long ago that what it brings is no better than an expired entry.
    fn joinable(
        &self,
        stripe: &mut Stripe<K, V, E>,
        key: &K,
        now: Moment,
    ) -> Option<Arc<Flight<V, E>>> {
        let flight = stripe.flight(key)?;
        // Within a tick nobody can tell; so callers at one time share one load however short the time to live is.
        if now.since(flight.began) <= self.policy.ttl.max(TICK) {
            return Some(flight);
        }
        stripe.close(key);
        None
    }

    /// Begins a load behind everybody's back, unless one is under way.
    pub(super) fn take_lead(&self, key: &K) -> Option<(Arc<Flight<V, E>>, Began)> {
        let mut stripe = self.underway.stripe(key);
        match self.joinable(&mut stripe, key, self.clock.now()) {
            Some(_) => None,
            None => Some(self.begin_load(&mut stripe, key, Flight::detached)),
        }
    }

    pub(super) fn begin_write(&self, key: &K) -> Began {
        let mut stripe = self.underway.stripe(key);
        Began {
            epoch: stripe.begin(key, None),
            stamp: self.clock.stamp(),
            since: self.tags.since(),
        }
    }

    fn begin_load(
        &self,
        stripe: &mut Stripe<K, V, E>,
        key: &K,
        flight: impl FnOnce(Moment) -> Arc<Flight<V, E>>,
    ) -> (Arc<Flight<V, E>>, Began) {
        let stamp = self.clock.stamp();
        let flight = flight(stamp);
        let epoch = stripe.begin(key, Some(&flight));
        (flight, Began { epoch, stamp, since: self.tags.since() })
    }

    /// A load has ended: it leaves `entry`, unless something has outdated it since it began.
    pub(super) fn end_load(
        &self,
        key: &K,
        began: Began,
        flight: &Arc<Flight<V, E>>,
        entry: Option<Weighed<V, E>>,
    ) {
        let mut stripe = self.underway.stripe(key);
        let current = stripe.end(key, began.epoch, Some(flight)) || self.unfenced_fills();
        let dropped = match entry {
            Some(entry) if current => self.replace(key, entry),
            Some((entry, _)) => self.fenced(key, entry),
            None => Vec::new(),
        };
        drop(stripe);
        drop(dropped);
    }

    /// An entry that may stand in for a load that failed is served for a while without another attempt.
    pub(super) fn hold_back_retries(&self, key: &K, began: Began) {
        let until = self.clock.now().after(RETRY_AFTER);
        self.engine.glance(key, |entry| {
            if let Some(extras) = &entry.extras
                && entry.verified_at <= began.stamp
            {
                extras.hold_back_retries(until);
            }
        });
    }

    /// A write has ended: it leaves `entry`, or nothing if something has outdated it or its outcome is unknown.
    pub(super) fn end_write(&self, key: &K, began: Began, entry: Option<Weighed<V, E>>) {
        let mut stripe = self.underway.stripe(key);
        let current = stripe.end(key, began.epoch, None) || self.unfenced_puts();
        stripe.outdate(key);
        let dropped = match entry {
            Some(entry) if current && !self.is_met_by_a_load(key, &entry.0) => {
                self.replace(key, entry)
            }
            // What another write has left since may be newer; the outcome of this one is then in it.
            Some((entry, _)) => {
                let mut dropped = self.remove_unless(key, |other| other.version > entry.version);
                dropped.extend(self.fenced(key, entry));
                dropped
            }
            None => self.remove_unless(key, |_| false),
        };
        drop(stripe);
        drop(dropped);
    }

    /// Whether a load that began after the write has left what it saw: before or after it, nobody knows without versions.
    fn is_met_by_a_load(&self, key: &K, written: &Entry<V, E>) -> bool {
        let met = |present: &Entry<V, E>| {
            present.version == 0 && present.verified_at > written.verified_at
        };
        written.version == 0 && self.engine.glance(key, met).unwrap_or(false)
    }

    /// A write has ended without having written.
    pub(super) fn end_nothing(&self, key: &K, began: Began) {
        self.underway.stripe(key).end(key, began.epoch, None);
    }

    /// Outdates what is under way, and drops the entry unless it is at least as new as `version`.
    pub(super) fn invalidate(&self, key: &K, version: u64) {
        let mut stripe = self.underway.stripe(key);
        stripe.outdate(key);
        let dropped = self.remove_unless(key, |entry| entry.version >= version);
        drop(stripe);
        drop(dropped);
    }

    pub(super) fn clear(&self) {
        // In one step: a load that begins in between would start from what is about to go, and bring it back.
        let dropped = self.underway.outdate_all(|| self.engine.clear());
        drop(dropped);
    }

    // The following run under the lock of the key's stripe, and answer what is to be dropped outside of it.

    fn replace(&self, key: &K, (entry, weight): Weighed<V, E>) -> Dropped<K, V, E> {
        if self.engine.glance(key, |present| self.keeps(present, &entry)).unwrap_or(false) {
            return self.fenced(key, entry);
        }
        if entry.is_invalidated() {
            // What is there is older still, and its tags may be others.
            let mut dropped = self.remove_unless(key, |_| false);
            dropped.extend(self.fenced(key, entry));
            return dropped;
        }
        let Inserted { stored, displaced } = self.engine.insert(key.clone(), entry, weight);
        let evicted = displaced.iter().filter(|(other, _)| other != key).count();
        self.counters.evictions.add(evicted as u64);
        if !stored {
            self.too_heavy(weight);
        }
        displaced
    }

    fn keeps(&self, present: &Entry<V, E>, new: &Entry<V, E>) -> bool {
        match (&present.outcome, &new.outcome) {
            (Ok(_), Ok(_)) => !present.is_older_than(new) && !self.any_version(),
            // A failure never takes the place of something that may be served.
            (Ok(_), Err(_)) => present.still_serves(&self.policy, self.clock.now()),
            (Err(_), _) => false,
        }
    }

    fn remove_unless(&self, key: &K, keep: impl FnOnce(&Entry<V, E>) -> bool) -> Dropped<K, V, E> {
        if self.engine.glance(key, keep).unwrap_or(false) {
            return Vec::new();
        }
        self.engine.remove(key).map(|removed| (key.clone(), removed)).into_iter().collect()
    }

    fn fenced(&self, key: &K, entry: Entry<V, E>) -> Dropped<K, V, E> {
        if entry.outcome.is_ok() {
            tracing::debug!(name: "patterns.cache", cache = self.name, "outdated on its way");
            self.counters.fenced.increment();
        }
        vec![(key.clone(), entry)]
    }

    fn too_heavy(&self, weight: u64) {
        self.counters.too_heavy.increment();
        if !self.warned_of_weight.swap(true, Ordering::Relaxed) {
            tracing::warn!(name: "patterns.cache", cache = self.name, weight, "an entry is too heavy to be kept");
        }
    }
}

impl<K, V, E> Inner<K, V, E> {
    #[cfg(not(test))]
    const fn unfenced_fills(&self) -> bool {
        false
    }

    #[cfg(not(test))]
    const fn unfenced_puts(&self) -> bool {
        false
    }

    #[cfg(not(test))]
    const fn any_version(&self) -> bool {
        false
    }
}

#[cfg(test)]
impl<K, V, E> Inner<K, V, E> {
    const fn unfenced_fills(&self) -> bool {
        self.weakened.unfenced_fills
    }

    const fn unfenced_puts(&self) -> bool {
        self.weakened.unfenced_puts
    }

    const fn any_version(&self) -> bool {
        self.weakened.any_version
    }
}

/// What an entry takes besides its value, roughly.
const OVERHEAD: u64 = 128;

impl<K, V, E> Inner<K, V, E> {
    /// Weighing is the user's code: it must be done before something ends, and under no lock.
    pub(super) fn weighed(&self, entry: Entry<V, E>) -> Weighed<V, E> {
        let weight = match (&entry.outcome, self.policy.capacity) {
            (Ok(value), super::CacheCapacity::Bytes(_)) => {
                (self.weigh)(value).saturating_add(OVERHEAD)
            }
            (Err(_), super::CacheCapacity::Bytes(_)) => OVERHEAD,
            (_, super::CacheCapacity::Entries(_)) => 1,
        };
        (entry, weight)
    }

    /// The entry that a load leaves.
    pub(super) fn loaded(&self, loaded: Loaded<V>, began: Began, cost: Duration) -> Entry<V, E> {
        let Loaded { value, version, tags } = loaded;
        let negative = self.policy.negative_ttl.filter(|_| (self.is_negative)(&value));
        let ttl = negative.unwrap_or(self.policy.ttl);
        let extras = self.extras(began, cost, tags);
        let expires_at = began.stamp.after(self.jittered(ttl));
        Entry { outcome: Ok(value), version, verified_at: began.stamp, expires_at, extras }
    }

    /// The entry that a failure leaves, if failures are kept.
    pub(super) fn failed(&self, error: Arc<E>, began: Began) -> Option<Entry<V, E>> {
        let expires_at = began.stamp.after(self.jittered(self.policy.error_ttl?));
        let outcome = Err(error);
        Some(Entry { outcome, version: 0, verified_at: began.stamp, expires_at, extras: None })
    }

    fn extras(&self, began: Began, cost: Duration, tags: Vec<String>) -> Option<Arc<Extras>> {
        let used_at = self.policy.idle.map(|_| self.clock.now().ticks().into());
        let load_cost = self.policy.refresh_ahead.then_some(cost);
        let retry_at = self.policy.serves_beyond_a_failure().then(|| 0.into());
        let tagged = self.tags.tag(began.since, tags);
        let any =
            used_at.is_some() || load_cost.is_some() || retry_at.is_some() || tagged.is_some();
        any.then(|| Arc::new(Extras { used_at, load_cost, retry_at, tagged }))
    }

    fn jittered(&self, ttl: Duration) -> Duration {
        // Beyond this nobody can tell the difference, and durations do not overflow.
        const LONGEST: Duration = Duration::from_secs(100 * 366 * 86_400);
        let share = f64::from(self.policy.jitter_percent.min(100)) / 100.0;
        ttl.min(LONGEST).mul_f64(1.0 - share * fastrand::f64())
    }
}
