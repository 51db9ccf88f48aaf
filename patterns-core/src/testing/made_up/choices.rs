//! The numbers that values are made up by, and how they become smaller.

use proptest::{
    collection::vec,
    prelude::any,
    strategy::{NewTree, Strategy, ValueTree},
    test_runner::TestRunner,
};

/// So many numbers make up one value; a value that asks for more gets the simplest that there is.
const CHOICES: usize = 96;

/// Differences below this change nothing: no choice has so many alternatives.
const FINEST: u64 = 1 << 40;

/// Makes lists of choices.
#[derive(Clone, Copy, Debug)]
pub(in crate::testing) struct Choices;

impl Strategy for Choices {
    type Tree = Shrinking;
    type Value = Vec<u64>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let choices = vec(any::<u64>(), CHOICES).new_tree(runner)?.current();
        let high = choices.first().copied().unwrap_or_default();
        Ok(Shrinking { choices, at: 0, steps: 0, low: 0, high })
    }
}

/// The choices of a seed; all are the simplest for 0.
pub(super) fn from_seed(seed: u64) -> Vec<u64> {
    let mut random = fastrand::Rng::with_seed(seed);
    let choices = core::iter::repeat_with(|| if seed == 0 { 0 } else { random.u64(..) });
    choices.take(CHOICES).collect()
}

/// Makes one number after the other as small as it can be: zero if that will do, or else found by bisection, of which the first steps are
/// large ones. None is removed, so that each keeps its meaning.
#[derive(Clone, Debug)]
pub(in crate::testing) struct Shrinking {
    choices: Vec<u64>,
    at: usize,
    /// How often this number has been made smaller.
    steps: u32,
    /// All that is smaller is too small.
    low: u64,
    /// Not too small.
    high: u64,
}

impl Shrinking {
    fn next(&mut self) -> bool {
        loop {
            if self.steps == 0 && self.high > 0 {
                return self.set(0);
            }
            if self.low.saturating_add(FINEST) < self.high {
                let part = match self.steps {
                    ..=1 => 16,
                    2 => 4,
                    _ => 2,
                };
                return self.set(self.low + (self.high - self.low) / part);
            }
            self.at += 1;
            let Some(choice) = self.choices.get(self.at) else { return false };
            (self.steps, self.low, self.high) = (0, 0, *choice);
        }
    }

    fn set(&mut self, to: u64) -> bool {
        self.steps += 1;
        self.put(to);
        true
    }

    fn put(&mut self, to: u64) {
        if let Some(choice) = self.choices.get_mut(self.at) {
            *choice = to;
        }
    }
}

impl ValueTree for Shrinking {
    type Value = Vec<u64>;

    fn current(&self) -> Vec<u64> {
        self.choices.clone()
    }

    fn simplify(&mut self) -> bool {
        if let Some(choice) = self.choices.get(self.at) {
            self.high = *choice;
        }
        self.next()
    }

    fn complicate(&mut self) -> bool {
        let tried = self.choices.get(self.at).copied();
        // What was tried is too small; nothing was if it is what is known to do.
        if let Some(tried) = tried.filter(|tried| *tried < self.high) {
            self.low = tried + 1;
            self.put(self.high);
        }
        self.next()
    }
}
