//! Given events, when commands, then events: a decision is tested without any store.

use core::fmt::Debug;

use super::{
    Comparable,
    compare::{difference, difference_of_lists, indented, line, same},
    fail::fail,
};
use crate::{
    aggregate::{Apply, Decision, IntoId},
    event::{EncodeError, EventData, StreamId, encode_and_decode, encode_as_it_was},
};

/// The aggregate `id`, after `events`. Asked with [`when`](Given::when) and tested with the methods of [`When`].
///
/// Every event goes through the codec on its way, so an attribute of serde that loses something is found here.
///
/// ```
/// # mod bank {
/// #     use patterns_core::{aggregate::*, event::*};
/// #     use serde::{Deserialize, Serialize};
/// #     pub struct Account { pub balance: i64 }
/// #     #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// #     pub enum AccountEvent { Deposited(i64), Withdrawn(i64) }
/// #     impl Event for AccountEvent {
/// #         const SCHEMA: &'static [EventSchema] = &[EventSchema::new("deposited"), EventSchema::new("withdrawn")];
/// #     }
/// #     impl Aggregate for Account {
/// #         type Id = String;
/// #         const NAME: &'static str = "account";
/// #         const SHAPE: Fingerprint = Fingerprint::new(1);
/// #         fn initial(_: &String) -> Self { Self { balance: 0 } }
/// #     }
/// #     impl Apply for Account {
/// #         type Event = AccountEvent;
/// #         const FOLD: Fingerprint = Fingerprint::new(1);
/// #         fn apply(&mut self, event: AccountEvent) {
/// #             match event {
/// #                 AccountEvent::Deposited(amount) => self.balance += amount,
/// #                 AccountEvent::Withdrawn(amount) => self.balance -= amount,
/// #             }
/// #         }
/// #     }
/// #     impl Account {
/// #         pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, &'static str> {
/// #             if self.balance < amount { Err("insufficient funds") } else { Ok(AccountEvent::Withdrawn(amount)) }
/// #         }
/// #     }
/// # }
/// # use bank::{Account, AccountEvent};
/// use patterns_core::testing::given;
///
/// given::<Account>("1234", [AccountEvent::Deposited(100)])
///     .when(|account| account.withdraw(30))
///     .then([AccountEvent::Withdrawn(30)])
///     .when(|account| account.withdraw(80))
///     .then_error(|refusal| refusal.contains("insufficient"))
///     .then_state(|account| assert_eq!(account.balance, 70));
/// ```
///
/// # Panics
/// When an event does not come back from the codec as it was, or the fold panics.
#[track_caller]
#[must_use = "nothing is tested before `when(..).then(..)`"]
pub fn given<A: Apply<Event: Comparable>>(
    id: impl IntoId<A::Id>,
    events: impl IntoIterator<Item = A::Event>,
) -> Given<A> {
    let id = id.into_id();
    let mut given =
        Given { state: A::initial(&id), name: StreamId::new(A::NAME, &id).to_string(), version: 0 };
    for (at, event) in (1..).zip(events) {
        given.apply(&event, encode_as_it_was(&event), &format!("event {at} of those given"));
    }
    given
}

/// An event as it is stored, and as it will be read.
type Encoded<E> = Result<(EventData, E), EncodeError>;

/// An aggregate after some events.
pub struct Given<A: Apply> {
    state: A,
    name: String,
    version: usize,
}

/// What commands have answered to the state after some events.
#[must_use = "nothing is tested before `then(..)`, `then_nothing()` or `then_error(..)`"]
pub struct When<A: Apply, X> {
    /// With what has been recorded since.
    given: Given<A>,
    recorded: Vec<A::Event>,
    refusal: Option<X>,
}

impl<A: Apply<Event: Comparable>> Given<A> {
    /// Asks for a decision about the state.
    #[track_caller]
    pub fn when<D: Decision<A::Event>>(self, decide: impl FnOnce(&A) -> D) -> When<A, D::Error> {
        When { given: self, recorded: Vec::new(), refusal: None::<D::Error> }.ask(decide)
    }

    /// Lets `check` look at the state.
    #[track_caller]
    pub fn then_state(self, check: impl FnOnce(&A)) -> Self {
        check(&self.state);
        self
    }

    #[track_caller]
    fn apply(&mut self, event: &A::Event, encoded: Encoded<A::Event>, whose: &str) {
        let read = match encoded {
            Ok((_, read)) => read,
            Err(error) => fail(format_args!("{whose} of {}, {event:?}: {error}", self.name)),
        };
        if !same(event, &read) {
            fail(format_args!(
                "{whose} of {} comes back from the store as another (- as it was, + as it is read):\n{}\
                 Look at the serde attributes of its fields: something is skipped, defaulted or converted.",
                self.name,
                difference(event, &read)
            ));
        }
        self.state.apply(read);
        self.version += 1;
    }

    fn place(&self) -> String {
        format!("{} with {} events", self.name, self.version)
    }
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
        When { given, recorded, refusal: None }.ask(decide)
    }

    /// The commands have recorded `expected`, all of them together and in this order.
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
    fn ask<D: Decision<A::Event, Error = X>>(mut self, decide: impl FnOnce(&A) -> D) -> Self {
        match decide(&self.given.state).events() {
            Err(refusal) => self.refusal = Some(refusal),
            Ok(events) => {
                for event in &events {
                    let whose = "an event that the command decided on,";
                    self.given.apply(event, encode_and_decode(event), whose);
                }
                self.recorded.extend(events);
            }
        }
        self
    }
}
