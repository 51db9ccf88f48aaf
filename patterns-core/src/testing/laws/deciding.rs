//! A decision is about the state and the arguments, and changes nothing.

use std::thread;

use super::{
    Laws,
    breach::Breach,
    command::{Answer, Asked},
    history::History,
};
use crate::{
    aggregate::Apply,
    testing::{
        Comparable,
        codec::fixed_bytes,
        compare::{difference, same},
    },
};

const CHANGES: &str = "A decision is asked for again after a conflict, and its state may be shared with others: it must leave no trace, neither in the state
\
    (`Cell`, `Mutex`, atomics) nor elsewhere. Record what changes as an event. A value that is only kept to be faster does not belong into `Debug`, `PartialEq` and serde.";
const DEPENDS: &str = "A decision is asked for again after a conflict: it depends on the state and its arguments, and on nothing else: no clock, no randomness, no static,
\
    nothing it has changed itself. Take what it needs as an argument.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// The state is the same after a decision as before: to `PartialEq`, to `Debug`, and to the snapshots of the type if it declares some. So
    /// a decision changes nothing through `Cell`s, mutexes or atomics.
    ///
    /// # Panics
    /// When that does not hold, or a command panics; the message says which one, and after which events.
    #[track_caller]
    pub fn decisions_change_nothing(&self) {
        self.check("decisions change nothing", |case| {
            let history = self.history(case)?;
            let Some(asked) = self.asked(&case.command) else { return Ok(()) };
            asked.check_leaves_no_trace(&history).map_err(|breach| breach.after(history.text()))
        });
    }

    /// The same state and arguments give the same answer: asked again, about another copy of the state, and on another thread. So
    /// a decision draws no random numbers and counts nothing.
    ///
    /// # Panics
    /// When that does not hold, or a command panics; the message says which one, and after which events.
    #[track_caller]
    pub fn deciding_again_gives_the_same_answer(&self) {
        self.check("deciding again gives the same answer", |case| {
            let history = self.history(case)?;
            let Some(asked) = self.asked(&case.command) else { return Ok(()) };
            asked.check_answers(&history).map_err(|breach| breach.after(history.text()))
        });
    }

    /// The same state and arguments give the same answer in another second: a decision does not look at a clock, it is told the time. Takes a
    /// little more than a second.
    ///
    /// # Panics
    /// When that does not hold, or a command panics; the message says which one, and after which events.
    #[track_caller]
    pub fn deciding_later_gives_the_same_answer(&self) {
        self.check_later(
            "deciding later gives the same answer",
            |case| {
                let history = self.history(case)?;
                let answer = self.decide(&case.command, &history)?;
                Ok((case.command.clone(), history, answer))
            },
            |(_, history, _)| history.events.len(),
            |(command, history, first)| {
                let Some(asked) = self.asked(command) else { return Ok(()) };
                let (state, again) = (history.replay()?, self.decide(command, history)?);
                let Some((first, again)) = first.as_ref().zip(again) else { return Ok(()) };
                asked
                    .compare("a second later", first, &again, &state)
                    .map_err(|breach| breach.after(history.text()))
            },
        );
    }

    fn decide(
        &self,
        command: &[u64],
        history: &History<A>,
    ) -> Result<Option<Answer<A::Event>>, Breach> {
        let state = history.replay()?;
        let answer = self.asked(command).map(|asked| asked.decide(&state)).transpose();
        answer.map_err(|breach| breach.after(history.text()))
    }
}

impl<A: Apply<Event: Comparable> + Comparable> Asked<'_, A> {
    fn check_leaves_no_trace(&self, history: &History<A>) -> Result<(), Breach> {
        let (state, untouched) = (history.replay()?, history.replay()?);
        let (before, bytes) = (format!("{state:#?}"), snapshot(&state));
        self.decide(&state)?;
        let changed = if !same(&untouched, &state) {
            difference(&untouched, &state)
        } else if format!("{state:#?}") != before {
            difference(&Text(&before), &Text(&format!("{state:#?}")))
        } else if snapshot(&state) != bytes {
            "the bytes of its snapshot (`Debug` shows no difference)\n".to_owned()
        } else {
            return Ok(());
        };
        let happened =
            format!("the command `{}` changes the state it decides on", self.text(&state));
        let evidence = format!("the state (- before, + after):\n{changed}");
        Err(Breach::differs(happened, evidence, CHANGES))
    }

    fn check_answers(&self, history: &History<A>) -> Result<(), Breach> {
        let (state, other) = (history.replay()?, history.replay()?);
        let first = self.decide(&state)?;
        self.compare("again", &first, &self.decide(&state)?, &state)?;
        self.compare("about a copy of the state", &first, &self.decide(&other)?, &state)?;
        let elsewhere = thread::scope(|scope| {
            let elsewhere = scope.spawn(|| self.decide(&state));
            elsewhere.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        self.compare("on another thread", &first, &elsewhere?, &state)
    }

    fn compare(
        &self,
        when: &str,
        first: &Answer<A::Event>,
        again: &Answer<A::Event>,
        state: &A,
    ) -> Result<(), Breach> {
        if same(first, again) {
            return Ok(());
        }
        let happened =
            format!("the command `{}`, asked {when}, gives another answer", self.text(state));
        let evidence = format!("the answer (- at first, + {when}):\n{}", difference(first, again));
        Err(Breach::differs(happened, evidence, DEPENDS))
    }
}

/// The state as its type keeps it, if it does.
fn snapshot<A: Apply>(state: &A) -> Option<Vec<u8>> {
    A::SNAPSHOTS.and_then(|snapshots| fixed_bytes(&snapshots, state))
}

/// A text that is shown as it is.
struct Text<'a>(&'a str);

impl core::fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.0)
    }
}
