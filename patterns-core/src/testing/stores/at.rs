//! Which of many calls something is done to.

use std::collections::BTreeSet;

/// Which of the calls that a fault is for it is done to, counted from 1 from when it was injected.
#[derive(Clone, Debug)]
pub struct At(Which);

#[derive(Clone, Debug)]
enum Which {
    First(u64),
    These(BTreeSet<u64>),
    Every(u64),
    Random(f64, fastrand::Rng),
}

impl At {
    /// Every call.
    #[must_use]
    pub const fn always() -> Self {
        Self(Which::First(u64::MAX))
    }

    /// The first `calls`.
    #[must_use]
    pub const fn first(calls: u64) -> Self {
        Self(Which::First(calls))
    }

    /// The calls with these numbers.
    #[must_use]
    pub fn these(calls: impl IntoIterator<Item = u64>) -> Self {
        Self(Which::These(calls.into_iter().collect()))
    }

    /// Every `n`th call; 0 counts as 1.
    #[must_use]
    pub const fn every(n: u64) -> Self {
        Self(Which::Every(n))
    }

    /// About this share of the calls, from 0 to 1; the same ones for the same `seed`.
    #[must_use]
    pub fn random(share: f64, seed: u64) -> Self {
        Self(Which::Random(share, fastrand::Rng::with_seed(seed)))
    }

    /// Whether it is done to the call with this number. Asked about one call after the other.
    pub(super) fn is(&mut self, call: u64) -> bool {
        match &mut self.0 {
            Which::First(calls) => call <= *calls,
            Which::These(calls) => calls.contains(&call),
            Which::Every(n) => call.is_multiple_of((*n).max(1)),
            Which::Random(share, random) => random.f64() < *share,
        }
    }
}
