//! One entry, and what may be done with it. Pure: the same entry, demand and moment always answer the same.

use core::time::Duration;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{
    CachePolicy, Demand, Freshness, Known, Read, ReadMode, StaleReason,
    clock::{Clock, Moment},
    tags::Tagged,
};

/// What is kept under a key. A hit clones it, so whatever few entries need stands in `extras`.
#[derive(Debug)]
pub(super) struct Entry<V, E> {
    /// A value; or a failure, where failures are kept.
    pub(super) outcome: Result<V, Arc<E>>,
    pub(super) version: u64,
    /// When the read that it comes from was sent.
    pub(super) verified_at: Moment,
    pub(super) expires_at: Moment,
    pub(super) extras: Option<Arc<Extras>>,
}

/// What an entry has only if it was declared.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// When it was last used, in ticks; only with `idle`.
    pub(super) used_at: Option<AtomicU64>,
    /// How long its load took; only with `refresh_ahead`.
    pub(super) load_cost: Option<Duration>,
    /// Before when no load is tried again after one that failed, in ticks; only where stale entries are served.
    pub(super) retry_at: Option<AtomicU64>,
    pub(super) tagged: Option<Tagged>,
}

/// What a reader may do with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Serve(Freshness),
    /// Serve it, and load it anew behind the reader's back.
    ServeAndRefresh(Freshness),
    /// Load. The entry may serve as a start; and as the answer, if the load is slow or fails and the declared grace allows.
    Load,
    /// Load as if there were nothing.
    Gone,
}

impl<V, E> Entry<V, E> {
    /// `luck` is a random number from 0 (exclusive) to 1, asked for only if it matters.
    #[inline]
    pub(super) fn judge(
        &self,
        policy: &CachePolicy,
        demand: Demand,
        now: Moment,
        luck: impl FnOnce() -> f64,
    ) -> Verdict {
        if let Some(extras) = &self.extras {
            if extras.gone(policy, now) {
                return Verdict::Gone;
            }
            extras.touch(now);
        }
        if self.version < demand.at_least {
            return Verdict::Load;
        }
        match demand.mode {
            ReadMode::Session if now < self.expires_at => self.in_time(now, luck),
            ReadMode::Session => self.expired(policy, now),
            ReadMode::Strong => Verdict::Load,
            ReadMode::Any => self.asked(now, true),
            ReadMode::MaxStale(age) => self.asked(now, self.age(now) <= age),
        }
    }

    #[inline]
    fn in_time(&self, now: Moment, luck: impl FnOnce() -> f64) -> Verdict {
        let cached = Freshness::Cached { age: self.age(now) };
        let cost = self.extras.as_ref().and_then(|extras| extras.load_cost);
        match cost {
            Some(cost)
                if !self.held_back(now)
                    && refresh_early(cost, self.expires_at.since(now), luck) =>
            {
                Verdict::ServeAndRefresh(cached)
            }
            _ => Verdict::Serve(cached),
        }
    }

    fn expired(&self, policy: &CachePolicy, now: Moment) -> Verdict {
        let within = |grace: Option<Duration>| {
            self.outcome.is_ok() && grace.is_some_and(|grace| now <= self.expires_at.after(grace))
        };
        match (within(policy.stale_while_revalidate), self.held_back(now)) {
            (true, false) => Verdict::ServeAndRefresh(self.stale(now, StaleReason::Revalidating)),
            (true, true) => Verdict::Serve(self.stale(now, StaleReason::LoadFailed)),
            (false, true) if within(policy.stale_if_error) => {
                Verdict::Serve(self.stale(now, StaleReason::LoadFailed))
            }
            (false, _) => Verdict::Load,
        }
    }

    fn held_back(&self, now: Moment) -> bool {
        self.extras.as_ref().is_some_and(|extras| extras.holds_back(now))
    }

    fn asked(&self, now: Moment, young_enough: bool) -> Verdict {
        match (young_enough && self.outcome.is_ok(), now < self.expires_at) {
            (false, _) => Verdict::Load,
            (true, true) => Verdict::Serve(Freshness::Cached { age: self.age(now) }),
            (true, false) => Verdict::Serve(self.stale(now, StaleReason::Asked)),
        }
    }

    /// Whether it may answer `demand` in place of a load that failed or is slow.
    pub(super) fn consoles(&self, policy: &CachePolicy, demand: Demand, now: Moment) -> bool {
        let grace = policy.stale_if_error.unwrap_or_default();
        let gone = self.extras.as_ref().is_some_and(|extras| extras.gone(policy, now));
        self.outcome.is_ok()
            && !gone
            && !grace.is_zero()
            && demand.mode == ReadMode::Session
            && self.version >= demand.at_least
            && now <= self.expires_at.after(grace)
    }

    /// Whether anybody may still be served it, of those who ask for nothing special.
    pub(super) fn still_serves(&self, policy: &CachePolicy, now: Moment) -> bool {
        let gone = self.extras.as_ref().is_some_and(|extras| extras.gone(policy, now));
        let grace = policy.stale_while_revalidate.max(policy.stale_if_error).unwrap_or_default();
        self.outcome.is_ok() && !gone && now < self.expires_at.after(grace)
    }

    pub(super) fn stale(&self, now: Moment, reason: StaleReason) -> Freshness {
        Freshness::Stale { age: self.age(now), reason }
    }

    pub(super) fn is_invalidated(&self) -> bool {
        self.extras.as_ref().is_some_and(|extras| extras.invalidated())
    }

    #[inline]
    pub(super) fn age(&self, now: Moment) -> Duration {
        now.since(self.verified_at)
    }

    /// Whether `other` knows no less than this.
    pub(super) fn is_older_than(&self, other: &Self) -> bool {
        (self.version, self.verified_at) <= (other.version, other.verified_at)
    }
}

impl<V: Clone, E> Entry<V, E> {
    /// The answer to most reads: a value within its time to live of which nothing special was declared. [`judge`](Self::judge) says the same.
    #[inline]
    pub(super) fn plain_read(&self, demand: Demand, clock: &Clock) -> Option<Read<V>> {
        let plain = demand.mode == ReadMode::Session && self.extras.is_none();
        if !plain || self.version < demand.at_least {
            return None;
        }
        // First the copy, which waits for the memory of the value, and only then the clock, which the processor reads meanwhile.
        let value = self.outcome.as_ref().ok()?.clone();
        let now = clock.now();
        let freshness = Freshness::Cached { age: self.age(now) };
        (now < self.expires_at).then_some(Read { value, version: self.version, freshness })
    }

    pub(super) fn known(&self) -> Option<Known<V>> {
        let value = self.outcome.as_ref().ok()?;
        Some(Known::new(value.clone(), self.version))
    }
}

impl Extras {
    fn gone(&self, policy: &CachePolicy, now: Moment) -> bool {
        self.idle(policy, now) || self.invalidated()
    }

    fn invalidated(&self) -> bool {
        self.tagged.as_ref().is_some_and(Tagged::invalidated)
    }

    fn idle(&self, policy: &CachePolicy, now: Moment) -> bool {
        let Some((used_at, idle)) = self.used_at.as_ref().zip(policy.idle) else { return false };
        now > Moment::from_ticks(used_at.load(Ordering::Relaxed)).after(idle)
    }

    pub(super) fn hold_back_retries(&self, until: Moment) {
        if let Some(retry_at) = &self.retry_at {
            retry_at.store(until.ticks(), Ordering::Relaxed);
        }
    }

    fn holds_back(&self, now: Moment) -> bool {
        let retry_at =
            self.retry_at.as_ref().map_or(0, |retry_at| retry_at.load(Ordering::Relaxed));
        now < Moment::from_ticks(retry_at)
    }

    fn touch(&self, now: Moment) {
        if let Some(used_at) = &self.used_at {
            used_at.fetch_max(now.ticks(), Ordering::Relaxed);
        }
    }
}

/// Whether to load early: the likelier the nearer the expiry is and the longer a load takes, so that of many readers about one does.
///
/// "XFetch" with beta = 1: A. Vattani, F. Chierichetti, K. Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015.
fn refresh_early(cost: Duration, left: Duration, luck: impl FnOnce() -> f64) -> bool {
    // The logarithm of the smallest random number is -37: nobody is that early.
    left < cost.saturating_mul(37) && cost.as_secs_f64() * -luck().ln() >= left.as_secs_f64()
}

// Not derived: that would ask for `E: Clone`.
impl<V: Clone, E> Clone for Entry<V, E> {
    #[inline]
    fn clone(&self) -> Self {
        Self { outcome: self.outcome.clone(), extras: self.extras.clone(), ..*self }
    }
}
