//! What a command decides is what is recorded.

use std::sync::Arc;

use super::{
    Laws,
    breach::Breach,
    command::{Answer, Asked},
    history::History,
};
use crate::{
    aggregate::Apply,
    repository::CommandError,
    store::conformance::block_on,
    testing::{
        Comparable,
        compare::{difference, same},
        fail::quietly,
    },
};

const REMEDY: &str = "Through a handle a command does what it decides, and nothing else. If the other laws hold, this is a fault of the library: please report it.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// Through a handle, on a store in memory with the history in it: a command records the events it decides on and no others, the state loaded
    /// afterwards is the fold of all, and a command that refuses records nothing.
    ///
    /// # Panics
    /// When that does not hold, or a command panics; the message says which one, and after which events.
    #[track_caller]
    pub fn commands_record_what_they_decide(&self) {
        self.check("commands record what they decide", |case| {
            let history = self.history(case)?;
            let Some(asked) = self.asked(&case.command) else { return Ok(()) };
            asked.check_recorded(&history).map_err(|breach| breach.after(history.text()))
        });
    }
}

/// What a handle answers to a command, and to a load after it.
#[derive(Debug, PartialEq)]
struct Told<A, E> {
    answer: Answer<E>,
    version: u64,
    state: Arc<A>,
}

impl<A: Apply<Event: Comparable> + Comparable> Asked<'_, A> {
    fn check_recorded(&self, history: &History<A>) -> Result<(), Breach> {
        let expected = self.expected(history)?;
        let told = quietly(|| self.told(history));
        let different = match &told {
            Ok(Ok(told)) if same(&expected, told) => return Ok(()),
            Ok(Ok(told)) => difference(&expected, told),
            Ok(Err(error)) | Err(error) => format!("    {error}\n"),
        };
        let text = self.text(&history.replay()?);
        let happened = format!("the command `{text}` does not record what it decides");
        let evidence = format!("(- expected, + through a handle)\n{different}");
        Err(Breach::differs(happened, evidence, REMEDY))
    }

    fn expected(&self, history: &History<A>) -> Result<Told<A, A::Event>, Breach> {
        let mut after = history.copy();
        let answer = self.decide(&history.replay()?)?;
        if let Answer::Records(events) = &answer {
            events.iter().try_for_each(|event| after.record(event).map(drop))?;
        }
        Ok(Told { answer, version: after.events.len() as u64, state: Arc::new(after.replay()?) })
    }

    fn told(&self, history: &History<A>) -> Result<Told<A, A::Event>, String> {
        block_on(async {
            let handle = history.recorded().await.map_err(|error| error.to_string())?;
            let decide = |state: &A| match self.decide(state) {
                Ok(Answer::Records(events)) => Ok(events),
                Ok(Answer::Refuses(refusal)) => Err(refusal),
                Err(breach) => Err(breach.to_string()),
            };
            let answer = match handle.update(decide).await {
                Ok(committed) => Answer::Records(committed.events),
                Err(CommandError::Rejected(refusal)) => Answer::Refuses(refusal),
                Err(error) => return Err(error.to_string()),
            };
            let loaded = handle.load().await.map_err(|error| error.to_string())?;
            Ok(Told { answer, version: loaded.version(), state: loaded.into_shared() })
        })
    }
}
