//! What one key takes of a short time.

use std::collections::HashMap;

use crate::{key::Place, shard::skew::text::ratio};

/// A short time is so many operations.
const OPERATIONS: usize = 1_024;

/// The mean share of the heaviest key in operations that follow each other.
#[derive(Debug, Default)]
pub(super) struct Moments {
    seen: usize,
    keys: HashMap<Place, u128>,
    sum: f64,
    ended: u64,
}

impl Moments {
    pub(super) fn add(&mut self, place: Place, weight: u64) {
        *self.keys.entry(place).or_default() += u128::from(weight);
        self.seen += 1;
        if self.seen == OPERATIONS {
            self.sum += self.share();
            self.ended += 1;
            self.seen = 0;
            self.keys.clear();
        }
    }

    fn share(&self) -> f64 {
        let heaviest = self.keys.values().copied().max().unwrap_or(0);
        ratio(heaviest as f64, self.keys.values().sum::<u128>() as f64)
    }

    /// The mean of all that ended, or what there is of the first.
    pub(super) fn mean(&self) -> f64 {
        if self.ended == 0 { self.share() } else { self.sum / self.ended as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(places: impl IntoIterator<Item = u64>) -> f64 {
        let mut moments = Moments::default();
        places.into_iter().for_each(|place| moments.add(Place::new(place), 1));
        moments.mean()
    }

    #[test]
    fn keys_that_take_turns_are_told_from_keys_at_once() {
        assert!(mean((0..1_000_000).map(|operation| operation / 10_000)) > 0.9);
        assert!(mean((0..1_000_000).map(|operation| operation % 100)) < 0.02);
        assert_eq!(mean([1, 1, 1, 2]), 0.75);
        assert_eq!(mean([]), 0.0);
    }
}
