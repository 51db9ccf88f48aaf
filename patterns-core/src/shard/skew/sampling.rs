//! Which operations a summary is told of, and what it may say about those it was not told of.
//!
//! Threshold sampling: Duffield, Lund, Thorup, "Learn more, sample less: control of volume and variance in network measurement", IEEE
//! Transactions on Information Theory 51(5), 2005. The bounds are Chernoff's and Bernstein's for sums of independent terms of at most `period`.

use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

/// ln(1 / 10^-6): each bound fails for one key in a million at most.
const LOG_CONFIDENCE: f64 = 13.816;

thread_local! {
    static THREAD: (usize, Cell<u64>) = {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Relaxed);
        (number as usize, Cell::new(mixed(number)))
    };
}

/// A number that tells threads apart.
#[inline]
pub(super) fn thread_number() -> usize {
    THREAD.with(|(number, _)| *number)
}

/// The weight to be told of, so that in the mean nothing is missing: all of a heavy operation, the period for one of `period / weight` others.
#[inline]
pub(super) fn sampled(weight: u64, period: u32) -> Option<u64> {
    let period = u64::from(period);
    if weight >= period {
        return Some(weight);
    }
    // Both factors are below 2^32.
    ((random() >> 32) * period < weight << 32).then_some(period)
}

#[inline]
fn random() -> u64 {
    THREAD.with(|(_, state)| {
        state.set(state.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        mixed(state.get())
    })
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014); one to one.
pub(super) const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The least that can have been there, given what was sampled of it.
pub(super) fn at_least(sampled: u64, period: u32) -> u64 {
    if period <= 1 {
        return sampled;
    }
    let (sampled, slack) = (sampled as f64, f64::from(period) * LOG_CONFIDENCE);
    (sampled - (2.0 * slack * sampled).sqrt()).max(0.0) as u64
}

/// The most that can have been there, given what was sampled of it.
pub(super) fn at_most(sampled: u64, period: u32) -> u64 {
    if period <= 1 {
        return sampled;
    }
    let (sampled, slack) = (sampled as f64, f64::from(period) * LOG_CONFIDENCE);
    (sampled + slack + (slack * (slack + 2.0 * sampled)).sqrt()).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_sampling_bounds_are_exact() {
        assert!((0..100).all(|weight| sampled(weight, 1).unwrap_or(0) == weight));
        assert_eq!((at_least(77, 1), at_most(77, 1)), (77, 77));
    }

    #[test]
    fn sampled_weights_stay_within_the_bounds_of_the_truth() {
        for (period, weight, times) in
            [(16, 1, 200_000), (64, 1, 500_000), (64, 5, 100_000), (8, 9, 1_000), (16, 1, 10)]
        {
            let sum: u64 = (0..times).filter_map(|_| sampled(weight, period)).sum();
            let truth = weight * times;
            assert!(
                at_least(sum, period) <= truth && truth <= at_most(sum, period),
                "{period} {weight} {times}: {sum}"
            );
        }
    }

    #[test]
    fn bounds_grow_tight() {
        let of = |weight| (at_most(weight, 16) - at_least(weight, 16)) as f64 / weight as f64;
        assert!(of(1_000) > 0.9 && of(1_000_000) < 0.05 && of(100_000_000) < 0.005);
    }
}
