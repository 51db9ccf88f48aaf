//! Cases: what histories are made from.

use core::fmt::Debug;

use proptest::{
    collection::vec,
    strategy::{BoxedStrategy, Strategy},
};

use super::search::Shorter;
use crate::testing::made_up::Choices;

/// The longest history that is made up, in events or commands.
const LONGEST: usize = 20;

/// What one history, and one command after it, are made from.
#[derive(Clone, Debug)]
pub(super) struct Case<E> {
    pub(super) id: Vec<u64>,
    pub(super) steps: Steps<E>,
    pub(super) command: Vec<u64>,
}

/// What the events of a history come from.
#[derive(Clone, Debug)]
pub(super) enum Steps<E> {
    /// From choices: by making up events, or by making up commands.
    MadeUp(Vec<Vec<u64>>),
    /// From a strategy.
    Told(Vec<E>),
}

/// Where events come from.
pub(super) enum Origin<E> {
    MadeUp,
    Told(BoxedStrategy<Vec<E>>),
}

impl<E: Debug> Origin<E> {
    /// Events one by one, in any order and number.
    pub(super) fn one_by_one(events: impl Strategy<Value = E> + 'static) -> Self
    where
        E: 'static,
    {
        Self::Told(vec(events, 0..=LONGEST).boxed())
    }

    pub(super) fn cases(&self) -> BoxedStrategy<Case<E>>
    where
        E: 'static,
    {
        let steps = match self {
            Self::MadeUp => vec(Choices, 0..=LONGEST).prop_map(Steps::MadeUp).boxed(),
            Self::Told(histories) => histories.clone().prop_map(Steps::Told).boxed(),
        };
        let parts = (Choices, steps, Choices);
        parts.prop_map(|(id, steps, command)| Case { id, steps, command }).boxed()
    }
}

/// A step that was left out.
pub(super) enum Step<E> {
    MadeUp(Vec<u64>),
    Told(E),
}

impl<E> Shorter for Case<E> {
    type Part = Step<E>;

    fn parts(&self) -> usize {
        match &self.steps {
            Steps::MadeUp(steps) => steps.len(),
            Steps::Told(events) => events.len(),
        }
    }

    fn take(&mut self, number: usize) -> Option<Step<E>> {
        match &mut self.steps {
            // Taken from what the last one left, so there is one.
            Steps::MadeUp(steps) if number < steps.len() => {
                Some(Step::MadeUp(steps.remove(number)))
            }
            Steps::Told(events) if number < events.len() => Some(Step::Told(events.remove(number))),
            _ => None,
        }
    }

    fn put(&mut self, number: usize, part: Step<E>) {
        match (&mut self.steps, part) {
            (Steps::MadeUp(steps), Step::MadeUp(step)) => steps.insert(number, step),
            (Steps::Told(events), Step::Told(event)) => events.insert(number, event),
            // A case does not change what its steps are.
            _ => {}
        }
    }
}

/// Choices and seeds are whole as they are.
macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Shorter for $type {
            type Part = ();

            fn parts(&self) -> usize {
                0
            }

            fn take(&mut self, _: usize) -> Option<()> {
                None
            }

            fn put(&mut self, _: usize, (): ()) {}
        }
    )*};
}

whole!(Vec<u64>, u64);

/// Which of `alternatives` a list of choices begins with, and the rest.
pub(super) fn pick(choices: &[u64], alternatives: usize) -> (usize, &[u64]) {
    let (first, rest) = choices.split_first().map_or((0, choices), |(first, rest)| (*first, rest));
    (((u128::from(first) * alternatives as u128) >> 64) as usize, rest)
}
