//! An account without any macro: what `#[derive(Aggregate)]` and `#[events]` would write.

use patterns_core::{
    aggregate::{Aggregate, Apply, Snapshots},
    event::{Event, EventSchema, Fingerprint, StreamId, encode},
    repository::{Database, Handle, HasHandle},
    store::{Append, ExpectedVersion, conformance::block_on},
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Takes a snapshot after `EVERY` events, never if that is 0; `CODE` stands for the release it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Account<const EVERY: u64 = 0, const CODE: u64 = 1> {
    number: String,
    pub(crate) owner: Option<String>,
    pub(crate) balance: i64,
    /// Depends on every event and on their order.
    trail: u64,
}

/// One variant of every shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum AccountEvent {
    Closed,
    Deposited(i64),
    Moved(String, i64),
    Opened { owner: String, limit: Option<i64> },
}

impl Event for AccountEvent {
    const SCHEMA: &'static [EventSchema] = &[
        EventSchema::new("closed"),
        EventSchema::new("deposited"),
        EventSchema { aliases: &["shifted", "sent"], ..EventSchema::new("moved") },
        EventSchema { version: 2, oldest: 2, ..EventSchema::new("opened") },
    ];
}

impl<const EVERY: u64, const CODE: u64> Aggregate for Account<EVERY, CODE> {
    type Id = String;

    const NAME: &'static str = "account";
    const SHAPE: Fingerprint = Fingerprint::new(CODE);
    const SNAPSHOTS: Option<Snapshots<Self>> =
        if EVERY > 0 { Some(Snapshots::every(EVERY)) } else { None };

    fn initial(id: &String) -> Self {
        Self { number: id.clone(), owner: None, balance: 0, trail: 0 }
    }
}

impl<const EVERY: u64, const CODE: u64> Apply for Account<EVERY, CODE> {
    type Event = AccountEvent;

    const FOLD: Fingerprint = Fingerprint::new(7);

    fn apply(&mut self, event: AccountEvent) {
        let mark = match event {
            AccountEvent::Closed => {
                self.owner = None;
                1
            }
            AccountEvent::Deposited(amount) => {
                self.balance = self.balance.wrapping_add(amount);
                2
            }
            AccountEvent::Moved(to, amount) => {
                self.balance = self.balance.wrapping_sub(amount);
                3 + to.len() as u64
            }
            AccountEvent::Opened { owner, limit } => {
                self.owner = Some(owner);
                limit.map_or(4, i64::unsigned_abs)
            }
        };
        self.trail = self.trail.wrapping_mul(31).wrapping_add(mark);
    }
}

impl<const EVERY: u64, const CODE: u64> HasHandle for Account<EVERY, CODE> {
    type Handle = Handle<Self>;
}

pub(crate) const ID: &str = "1234";

pub(crate) fn stream() -> StreamId {
    StreamId::new("account", &ID.to_string())
}

/// The fold by hand.
pub(crate) fn folded<A>(events: &[AccountEvent]) -> A
where
    A: Apply<Event = AccountEvent> + Aggregate<Id = String>,
{
    let mut state = A::initial(&ID.to_string());
    events.iter().for_each(|event| state.apply(event.clone()));
    state
}

/// Appends events past any command.
pub(crate) fn append(db: &Database, events: &[AccountEvent]) {
    let events = events.iter().map(|event| encode(event).unwrap()).collect();
    append_raw(db, events);
}

pub(crate) fn append_raw(db: &Database, events: Vec<patterns_core::event::EventData>) {
    let entry = Append { stream: stream(), expected: ExpectedVersion::Any, events };
    block_on(db.store().append(vec![entry])).unwrap();
}

pub(crate) fn any_event() -> impl Strategy<Value = AccountEvent> {
    prop_oneof![
        Just(AccountEvent::Closed),
        any::<i64>().prop_map(AccountEvent::Deposited),
        (any_text(), any::<i64>()).prop_map(|(to, amount)| AccountEvent::Moved(to, amount)),
        (any_text(), any::<Option<i64>>())
            .prop_map(|(owner, limit)| AccountEvent::Opened { owner, limit }),
    ]
}

pub(crate) fn any_events(most: usize) -> impl Strategy<Value = Vec<AccountEvent>> {
    proptest::collection::vec(any_event(), 0..=most)
}

/// Texts with the characters that encodings get wrong.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec!['\0', '\u{1}', '\u{2}', 'a', 'b', 'ÿ', '\u{10ffff}']);
    let character = prop_oneof![3 => odd, 1 => any::<char>()];
    proptest::collection::vec(character, 0..6).prop_map(String::from_iter)
}
