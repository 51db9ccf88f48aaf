//! Looks for a case that breaks a law, and for the smallest one.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::breach::{Breach, Kind};
use crate::testing::fail::fail;

/// Repeats what a seed found.
const SEED: &str = "PATTERNS_SEED";

/// So often a case is made smaller.
const STEPS: usize = 20_000;

/// Makes cases, the same ones for the same seed.
pub(super) struct Search {
    seed: u64,
    runner: TestRunner,
}

impl Search {
    /// With the seed of the environment, or one that nobody has tried yet.
    pub(super) fn new() -> Self {
        let given = std::env::var(SEED).ok();
        let seed = match given.as_deref().map(str::parse) {
            Some(Ok(seed)) => seed,
            Some(Err(error)) => fail(format_args!("{SEED} must be a whole number: {error}")),
            None => fastrand::u32(..).into(),
        };
        Self::seeded(seed)
    }

    pub(super) fn seeded(seed: u64) -> Self {
        let mut bytes = [0; 32];
        let places = bytes.iter_mut();
        places.zip(seed.to_le_bytes()).for_each(|(place, byte)| *place = byte);
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self { seed, runner: TestRunner::new_with_rng(Config::default(), random) }
    }

    /// One case.
    pub(super) fn case<S: Strategy>(&mut self, strategy: &S) -> S::Tree {
        match strategy.new_tree(&mut self.runner) {
            Ok(tree) => tree,
            Err(reason) => fail(format_args!(
                "the strategy gives no values: {reason}; let it filter less, and make what is right at once"
            )),
        }
    }

    /// How the smallest case found breaks the law; nothing if none of `cases` does.
    pub(super) fn find<S: Strategy<Value: Shorter>>(
        &mut self,
        cases: u32,
        strategy: &S,
        verdict: impl Fn(&S::Value) -> Result<(), Breach>,
    ) -> Result<(), Breach> {
        for _ in 0..cases {
            let case = self.case(strategy);
            if let Err(breach) = verdict(&case.current()) {
                let (case, breach) = simplest(case, breach, &verdict);
                return Err(shortest(case, breach, verdict));
            }
        }
        Ok(())
    }

    /// What to say at the end of a message.
    pub(super) fn how_to_repeat(&self) -> String {
        format!("The same cases again: {SEED}={} cargo test ..", self.seed)
    }
}

/// A case of which parts can be left out.
pub(super) trait Shorter {
    type Part;

    /// How many parts can be left out.
    fn parts(&self) -> usize;

    /// Leaves a part out; none if there is none of this number.
    fn take(&mut self, number: usize) -> Option<Self::Part>;

    /// Puts it back.
    fn put(&mut self, number: usize, part: Self::Part);
}

/// The case as simple as its strategy can make it.
fn simplest<T: ValueTree>(
    mut case: T,
    mut breach: Breach,
    verdict: impl Fn(&T::Value) -> Result<(), Breach>,
) -> (T::Value, Breach) {
    // What cannot be made up has nothing to show.
    let mut goes_on = breach.kind != Kind::CannotMakeUp && case.simplify();
    let mut simplest = None;
    for _ in 0..STEPS {
        if !goes_on {
            break;
        }
        let current = case.current();
        goes_on = match verdict(&current) {
            Err(smaller) if smaller.kind == breach.kind => {
                (simplest, breach) = (Some(current), smaller);
                case.simplify()
            }
            _ => case.complicate(),
        };
    }
    (simplest.unwrap_or_else(|| case.current()), breach)
}

/// The case without the parts that do not matter any more now that the others are simple.
fn shortest<C: Shorter>(
    mut case: C,
    mut breach: Breach,
    verdict: impl Fn(&C) -> Result<(), Breach>,
) -> Breach {
    for number in (0..case.parts()).rev() {
        let Some(part) = case.take(number) else { continue };
        match verdict(&case) {
            Err(shorter) if shorter.kind == breach.kind => breach = shorter,
            _ => case.put(number, part),
        }
    }
    breach
}
