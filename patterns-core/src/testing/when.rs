//! What commands have answered, and what a test says about it.

use core::fmt::Debug;

use super::{
    Comparable, Given,
    codec::encode_and_decode,
    compare::{difference, difference_of_lists, indented, line, same},
    fail::fail,
};
use crate::aggregate::{Apply, Decision};

/// What commands have answered to the state after some events.
#[must_use = "nothing is tested before `then(..)`, `then_nothing()` or `then_error(..)`"]
pub struct When<A: Apply, X> {
    /// With what has been recorded since.
    given: Given<A>,
    recorded: Vec<A::Event>,
    refusal: Option<X>,
}

impl<A: Apply<Event: Comparable>, X: Debug> When<A, X> {
    /// Asks for another decision, about the state with what has been recorded.
    ///
    /// # Panics
    /// When the command before has refused.
    #[track_caller]
    pub fn when<D: Decision<A::Event>>(self, decide: impl FnOnce(&A) -> D) -> When<A, D::Error> {
        self.check_accepted("`.then_error(..)` before the next `.when(..)` expects that");
        let Self { given, recorded, .. } = self;
        When::ask(given, recorded, decide)
    }

    /// The commands have recorded `expected`, all of them together and in this order, since the last method that begins with `then`.
    ///
    /// # Panics
    /// When they have recorded anything else, or the last one has refused.
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = A::Event>) -> Given<A> {
        self.check_accepted("`.then_error(..)` expects that");
        let expected: Vec<_> = expected.into_iter().collect();
        let agree = expected.len() == self.recorded.len()
            && expected.iter().zip(&self.recorded).all(|(one, other)| same(one, other));
        if !agree {
            fail(format_args!(
                "other events than expected; {} now (- expected, + recorded):\n{}{}",
                self.given.place(),
                difference_of_lists(&expected, &self.recorded),
                if self.recorded.is_empty() { "Nothing was recorded.\n" } else { "" },
            ));
        }
        self.given
    }

    /// The commands have recorded nothing, and the last one has not refused.
    ///
    /// # Panics
    /// Otherwise.
    #[track_caller]
    pub fn then_nothing(self) -> Given<A> {
        self.then([])
    }

    /// The last command has refused with an error of which `expected` is true.
    ///
    /// # Panics
    /// When it has accepted, or refused with another error.
    #[track_caller]
    pub fn then_error(self, expected: impl FnOnce(&X) -> bool) -> Given<A> {
        let refusal = self.refused();
        if !expected(refusal) {
            fail(format_args!(
                "the command refused with another error than expected; {}:\n{}",
                self.given.place(),
                indented(&line(refusal))
            ));
        }
        self.given
    }

    /// The last command has refused with `expected`.
    ///
    /// # Panics
    /// When it has accepted, or refused with another error.
    #[track_caller]
    pub fn then_error_is(self, expected: X) -> Given<A>
    where
        X: PartialEq,
    {
        let refusal = self.refused();
        if !same(&expected, refusal) {
            fail(format_args!(
                "the command refused with another error than expected; {} (- expected, + answered):\n{}",
                self.given.place(),
                difference(&expected, refusal)
            ));
        }
        self.given
    }

    /// The last command has not refused; lets `check` look at the state with what has been recorded.
    ///
    /// # Panics
    /// When it has refused.
    #[track_caller]
    pub fn then_state(self, check: impl FnOnce(&A)) -> Given<A> {
        self.check_accepted("`.then_error(..)` expects that");
        self.given.then_state(check)
    }

    #[track_caller]
    fn check_accepted(&self, remedy: &str) {
        if let Some(refusal) = &self.refusal {
            fail(format_args!(
                "the command refused; {}:\n{}If that is right, {remedy}.",
                self.given.place(),
                indented(&line(refusal))
            ));
        }
    }

    #[track_caller]
    fn refused(&self) -> &X {
        match &self.refusal {
            Some(refusal) => refusal,
            None if self.recorded.is_empty() => fail(format_args!(
                "the command did not refuse: it decided to record nothing; {}. `.then_nothing()` expects that.",
                self.given.place()
            )),
            None => fail(format_args!(
                "the command did not refuse; {} now. It recorded\n{}",
                self.given.place(),
                difference_of_lists(&[], &self.recorded)
            )),
        }
    }
}

impl<A: Apply<Event: Comparable>, X> When<A, X> {
    #[track_caller]
    pub(super) fn ask<D: Decision<A::Event, Error = X>>(
        mut given: Given<A>,
        mut recorded: Vec<A::Event>,
        decide: impl FnOnce(&A) -> D,
    ) -> Self {
        let events = match decide(&given.state).events() {
            Err(refusal) => return Self { given, recorded, refusal: Some(refusal) },
            Ok(events) => events,
        };
        for event in &events {
            let whose = "an event that the command decided on,";
            let encoded = encode_and_decode(&given.stream, event);
            given.apply(event, encoded, whose);
        }
        recorded.extend(events);
        Self { given, recorded, refusal: None }
    }
}
