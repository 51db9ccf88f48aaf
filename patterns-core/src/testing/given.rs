//! Given events, when commands, then events: a decision is tested without any store.

use super::{
    Comparable, When,
    codec::encode_as_it_was,
    compare::{difference, same},
    fail::fail,
};
use crate::{
    aggregate::{Apply, Decision, IntoId},
    event::{EncodeError, EventData, StreamId},
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
        Given { state: A::initial(&id), stream: StreamId::new(A::NAME, &id), version: 0 };
    for (at, event) in (1..).zip(events) {
        let encoded = encode_as_it_was(&given.stream, &event);
        given.apply(&event, encoded, &format!("event {at} of those given"));
    }
    given
}

/// An event as it is stored, and as it will be read.
type Encoded<E> = Result<(EventData, E), EncodeError>;

/// An aggregate after some events.
pub struct Given<A: Apply> {
    pub(super) state: A,
    pub(super) stream: StreamId,
    version: usize,
}

impl<A: Apply<Event: Comparable>> Given<A> {
    /// Asks for a decision about the state.
    #[track_caller]
    pub fn when<D: Decision<A::Event>>(self, decide: impl FnOnce(&A) -> D) -> When<A, D::Error> {
        When::ask(self, Vec::new(), decide)
    }

    /// Lets `check` look at the state.
    #[track_caller]
    pub fn then_state(self, check: impl FnOnce(&A)) -> Self {
        check(&self.state);
        self
    }

    #[track_caller]
    pub(super) fn apply(&mut self, event: &A::Event, encoded: Encoded<A::Event>, whose: &str) {
        let read = match encoded {
            Ok((_, read)) => read,
            Err(error) => fail(format_args!("{whose} of {}, {event:?}: {error}", self.stream)),
        };
        if !same(event, &read) {
            fail(format_args!(
                "{whose} of {} comes back from the store as another (- as it was, + as it is read):\n{}\
                 Look at the serde attributes of its fields: something is skipped, defaulted or converted.",
                self.stream,
                difference(event, &read)
            ));
        }
        self.state.apply(read);
        self.version += 1;
    }

    pub(super) fn place(&self) -> String {
        format!("{} with {} events", self.stream, self.version)
    }
}
