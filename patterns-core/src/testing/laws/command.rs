//! Commands as the laws ask them, with arguments that are made up.

use core::fmt::{self, Debug};

use super::breach::{Breach, Kind};
use crate::{
    aggregate::{Apply, Decision},
    testing::{
        CannotMakeUp, Comparable, MadeUp,
        fail::{fail, quietly},
        made_up::{Range, make},
    },
};

/// So many choices make up one argument.
const CHOICES: usize = 24;

/// Makes up the arguments of one command.
#[derive(Debug)]
pub struct Arguments<'a> {
    choices: &'a [u64],
    made: Vec<String>,
    /// The argument that could not be made up.
    missing: Option<(String, CannotMakeUp)>,
}

impl<'a> Arguments<'a> {
    fn new(choices: &'a [u64]) -> Self {
        Self { choices, made: Vec::new(), missing: None }
    }

    /// An argument, shown as `name` when a law is broken.
    ///
    /// # Panics
    /// When the type refuses everything that is tried.
    pub fn make<T: MadeUp>(&mut self, name: &str) -> T {
        let (own, rest) = self.choices.split_at(CHOICES.min(self.choices.len()));
        self.choices = rest;
        let value = match make(own, Range::Whole) {
            Ok(value) => value,
            Err(error) => {
                let message = error.to_string();
                self.missing = Some((name.to_owned(), error));
                fail(message)
            }
        };
        self.made.push(format!("{name} = {value:?}"));
        value
    }
}

type Decide<A> = dyn Fn(&A, &mut Arguments<'_>) -> Answer<<A as Apply>::Event> + Send + Sync;

pub(super) struct Command<A: Apply> {
    text: String,
    decide: Box<Decide<A>>,
}

/// What a command answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer<E> {
    Records(Vec<E>),
    Refuses(String),
}

/// A command with its arguments.
pub(super) struct Asked<'a, A: Apply> {
    pub(super) command: &'a Command<A>,
    pub(super) choices: &'a [u64],
}

impl<A: Apply> Command<A> {
    pub(super) fn new<D>(
        text: String,
        decide: impl Fn(&A, &mut Arguments<'_>) -> D + Send + Sync + 'static,
    ) -> Self
    where
        D: Decision<A::Event, Error: Debug>,
    {
        let decide = move |state: &A, arguments: &mut Arguments<'_>| match decide(state, arguments)
            .events()
        {
            Ok(events) => Answer::Records(events),
            Err(refusal) => Answer::Refuses(format!("{refusal:?}")),
        };
        Self { text, decide: Box::new(decide) }
    }
}

impl<A: Apply<Event: Comparable>> Asked<'_, A> {
    pub(super) fn decide(&self, state: &A) -> Result<Answer<A::Event>, Breach> {
        self.ask(state).map(|(answer, _)| answer)
    }

    fn ask(&self, state: &A) -> Result<(Answer<A::Event>, Vec<String>), Breach> {
        let mut arguments = Arguments::new(self.choices);
        let answer = quietly(|| (self.command.decide)(state, &mut arguments));
        let Arguments { made, missing, .. } = arguments;
        if let Some((name, error)) = missing {
            return Err(Breach::cannot_make_up(
                &error,
                &format!(
                    "Take arguments that can be made up, and make `{name}` of them: `|state, number: u64| state.ask(Name::new(number))`."
                ),
            ));
        }
        answer.map(|answer| (answer, made.clone())).map_err(|panic| {
            Breach::new(
                Kind::CommandPanicked,
                format!("the command `{}` panics: {panic}", Shown(&self.command.text, &made)),
                "A command decides or refuses, whatever the state is and whatever it is asked for.",
            )
        })
    }

    /// As it is shown: with its arguments.
    pub(super) fn text(&self, state: &A) -> String {
        let made = self.ask(state).map(|(_, made)| made).unwrap_or_default();
        Shown(&self.command.text, &made).to_string()
    }
}

struct Shown<'a>(&'a str, &'a [String]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text, made) = self;
        f.write_str(text)?;
        if made.is_empty() { Ok(()) } else { write!(f, ", where {}", made.join(", ")) }
    }
}
