//! How often and when a command is tried again after a conflict.

use core::{num::NonZeroU32, time::Duration};

use super::Database;
use crate::store::Conflict;

/// Tries again after a random time between zero and a bound that doubles with every attempt.
///
/// The method is the "full jitter" of M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: NonZeroU32,
    first: Duration,
    longest: Duration,
}

impl Default for RetryPolicy {
    /// At most 30 attempts, the first pause at most 1 ms, none longer than 50 ms: about a second in all.
    fn default() -> Self {
        const ATTEMPTS: NonZeroU32 = NonZeroU32::new(30).unwrap();
        Self {
            attempts: ATTEMPTS,
            first: Duration::from_millis(1),
            longest: Duration::from_millis(50),
        }
    }
}

impl RetryPolicy {
    /// Never tries again: a conflict is answered to the caller.
    #[must_use]
    pub const fn never() -> Self {
        Self { attempts: NonZeroU32::MIN, first: Duration::ZERO, longest: Duration::ZERO }
    }

    /// How often a command is tried in all.
    #[must_use]
    pub const fn attempts(mut self, attempts: NonZeroU32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The bound of the pause after the first attempt, and the one it never exceeds.
    #[must_use]
    pub const fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// The bound of the pause after the `attempt`th attempt, from 1; `None` when that was the last.
    fn pause_after(&self, attempt: u32) -> Option<Duration> {
        let doubled = self.first.saturating_mul(1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX));
        (attempt < self.attempts.get()).then(|| doubled.min(self.longest))
    }
}

/// The attempts of one command.
pub(crate) struct Attempts<'a> {
    db: &'a Database,
    made: u32,
}

/// Nothing was written: others were faster every time.
pub(crate) struct Contended {
    pub(crate) attempts: u32,
    pub(crate) conflict: Conflict,
}

impl<'a> Attempts<'a> {
    pub(crate) const fn of(db: &'a Database) -> Self {
        Self { db, made: 0 }
    }

    /// An attempt on a state that nobody had compared with the store met `conflict`; another one may follow at once.
    pub(crate) fn not_counting(&self, conflict: &Conflict) {
        self.db.counters.conflicts.increment();
        tracing::debug!(name: "patterns.conflict", %conflict, "the state was outdated");
    }

    /// Waits until another attempt may follow the one that met `conflict`, if the policy of the database allows one.
    pub(crate) async fn again_after(&mut self, conflict: Conflict) -> Result<(), Contended> {
        self.made += 1;
        self.db.counters.conflicts.increment();
        tracing::debug!(name: "patterns.conflict", %conflict, attempt = self.made, "others were faster");
        let Some(bound) = self.db.retry.pause_after(self.made) else {
            return Err(Contended { attempts: self.made, conflict });
        };
        pause(bound).await;
        Ok(())
    }
}

/// Waits for a random part of `bound`. Needs no async runtime.
async fn pause(bound: Duration) {
    let part = bound.mul_f64(fastrand::f64());
    if !part.is_zero() {
        futures_timer::Delay::new(part).await;
    }
}
