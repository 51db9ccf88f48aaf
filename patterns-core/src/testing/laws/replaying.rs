//! State is the fold of its events, and of nothing else.

use std::thread;

use super::{Laws, breach::Breach, history::History};
use crate::{
    aggregate::Apply,
    testing::{
        Comparable,
        compare::{difference, same},
    },
};

const REMEDY: &str = "A fold depends on the state and the event, and on nothing else: no clock, no randomness, no thread, no static, no order of a `HashMap`.
\
    Let the command find out what the fold needs, and record it in the event.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// The same events give the same state when they are replayed again, and on another thread: the fold draws no random numbers, counts
    /// nothing of its own, and does not ask on which thread it is (promise E1). It never panics.
    ///
    /// # Panics
    /// When that does not hold; the message says for which events.
    #[track_caller]
    pub fn replaying_again_gives_the_same_state(&self) {
        self.check("replaying again gives the same state", |case| {
            let history = self.history(case)?;
            let first = history.replay()?;
            history.compare("again", &first, &history.replay()?)?;
            history.compare("on another thread", &first, &history.replay_elsewhere()?)
        });
    }

    /// The same events give the same state when they are replayed in another second: the fold does not look at a clock, be it one that
    /// shows seconds only (promise E1). Takes a little more than a second.
    ///
    /// # Panics
    /// When that does not hold; the message says for which events.
    #[track_caller]
    pub fn replaying_later_gives_the_same_state(&self) {
        self.check_later(
            "replaying later gives the same state",
            |case| {
                let history = self.history(case)?;
                let state = history.replay()?;
                Ok((history, state))
            },
            |(history, _)| history.events.len(),
            |(history, state)| history.compare("a second later", state, &history.replay()?),
        );
    }
}

impl<A: Apply<Event: Comparable> + Comparable> History<A> {
    fn replay_elsewhere(&self) -> Result<A, Breach> {
        thread::scope(|scope| {
            let elsewhere = scope.spawn(|| self.replay());
            elsewhere.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    fn compare(&self, when: &str, first: &A, again: &A) -> Result<(), Breach> {
        if same(first, again) {
            return Ok(());
        }
        let happened = format!("the same events, replayed {when}, give another state");
        let evidence = format!("the state (- at first, + {when}):\n{}", difference(first, again));
        Err(Breach::differs(happened, evidence, REMEDY).after(self.text()))
    }
}
