//! How busy slots are now.

use core::time::Duration;

use super::load::Load;

/// Operations and bytes a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Appends a second.
    pub appends: f64,
    /// Reads a second.
    pub reads: f64,
    /// Bytes a second.
    pub bytes: f64,
}

impl Rate {
    /// What this rate comes to in a time.
    pub fn over(&self, time: Duration) -> Load {
        let seconds = time.as_secs_f64();
        let [appends, reads, bytes] =
            [self.appends, self.reads, self.bytes].map(|rate| (rate * seconds).round() as u64);
        Load { appends, reads, bytes }
    }

    fn blend(&mut self, load: Load, seconds: f64, kept: f64) {
        let blended = |old: f64, new: u64| old * kept + new as f64 / seconds * (1.0 - kept);
        self.appends = blended(self.appends, load.appends);
        self.reads = blended(self.reads, load.reads);
        self.bytes = blended(self.bytes, load.bytes);
    }

    fn scaled(self, by: f64) -> Self {
        Self { appends: self.appends * by, reads: self.reads * by, bytes: self.bytes * by }
    }
}

/// Rates of slots that forget: what lies a half-life back counts half.
///
/// There is no clock in it: each observation says what time it spans.
///
/// ```
/// use core::time::Duration;
/// use patterns_core::shard::skew::{Load, Rates};
///
/// let mut rates = Rates::new(Duration::from_secs(60));
/// rates.observe(&[Load::new(100, 0, 0)], Duration::from_secs(10));
/// assert_eq!(rates.slot(0).appends, 10.0);
/// rates.observe(&[Load::new(0, 0, 0)], Duration::from_secs(600));
/// assert!(rates.slot(0).appends < 0.1);
/// ```
#[derive(Clone, Debug)]
pub struct Rates {
    half_life: Duration,
    /// How much of the past the blended figures hold; below 1 they would start too low.
    weight: f64,
    slots: Vec<Rate>,
}

impl Rates {
    /// No slots yet. A half-life of zero knows the last observation only.
    pub fn new(half_life: Duration) -> Self {
        Self { half_life, weight: 0.0, slots: Vec::new() }
    }

    /// Adds what each slot did in the last `elapsed`, as of [`SlotCounters::take`](super::SlotCounters::take). Nothing happens in no time.
    pub fn observe(&mut self, loads: &[Load], elapsed: Duration) {
        if elapsed.is_zero() {
            return;
        }
        let kept = self.kept(elapsed);
        let idle = core::iter::repeat(Load::default());
        self.slots.resize(self.slots.len().max(loads.len()), Rate::default());
        for (rate, load) in self.slots.iter_mut().zip(loads.iter().copied().chain(idle)) {
            rate.blend(load, elapsed.as_secs_f64(), kept);
        }
        self.weight = self.weight * kept + (1.0 - kept);
    }

    fn kept(&self, elapsed: Duration) -> f64 {
        match self.half_life.is_zero() {
            true => 0.0,
            false => (-elapsed.as_secs_f64() / self.half_life.as_secs_f64()).exp2(),
        }
    }

    /// The rate of a slot; zero for one that was never observed.
    pub fn slot(&self, slot: usize) -> Rate {
        let weighed = self.weight > 0.0;
        self.slots
            .get(slot)
            .filter(|_| weighed)
            .map_or(Rate::default(), |rate| rate.scaled(1.0 / self.weight))
    }

    /// What all slots would do in a time at their rates: the input of a report that forgets.
    pub fn loads_over(&self, time: Duration) -> Vec<Load> {
        (0..self.slots.len()).map(|slot| self.slot(slot).over(time)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9 * right.abs().max(1.0)
    }

    #[test]
    fn a_steady_load_is_its_own_rate_from_the_first_observation() {
        let mut rates = Rates::new(100 * SECOND);
        for seconds in [1, 7, 30] {
            rates.observe(&[Load::new(5 * seconds, 2 * seconds, 0)], SECOND * seconds as u32);
            assert!(near(rates.slot(0).appends, 5.0) && near(rates.slot(0).reads, 2.0));
        }
    }

    #[test]
    fn a_half_life_ago_counts_half() {
        let mut rates = Rates::new(60 * SECOND);
        rates.observe(&[Load::new(60_000_000, 0, 0)], 60_000 * SECOND);
        rates.observe(&[], 60 * SECOND);
        assert!(near(rates.slot(0).appends, 500.0));
    }

    #[test]
    fn splitting_an_observation_changes_nothing() {
        let (mut once, mut twice) = (Rates::new(10 * SECOND), Rates::new(10 * SECOND));
        once.observe(&[Load::new(90, 0, 30)], 6 * SECOND);
        twice.observe(&[Load::new(45, 0, 15)], 3 * SECOND);
        twice.observe(&[Load::new(45, 0, 15)], 3 * SECOND);
        assert!(near(once.slot(0).appends, twice.slot(0).appends) && near(once.slot(0).bytes, 5.0));
        assert_eq!(once.loads_over(2 * SECOND), [Load::new(30, 0, 10)]);
    }

    #[test]
    fn no_time_and_no_half_life_are_no_division_by_zero() {
        let mut rates = Rates::new(Duration::ZERO);
        rates.observe(&[Load::new(9, 9, 9)], Duration::ZERO);
        assert_eq!(rates.slot(0), Rate::default());
        rates.observe(&[Load::new(u64::MAX, 0, 0)], Duration::from_nanos(1));
        rates.observe(&[Load::new(3, 0, 0)], SECOND);
        assert_eq!(rates.slot(0).appends, 3.0);
    }
}
