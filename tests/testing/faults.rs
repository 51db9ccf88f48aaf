//! Planted faults: each is caught, by the law that it breaks, with a message that shows it.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use data_patterns::{prelude::*, testing::Laws};

use crate::messages::{assert_says, message_of};

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

mod clock {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Visit {
        #[id]
        id: u64,
        seen_at: u64,
    }

    #[events]
    impl Visit {
        fn seen(&mut self) {
            self.seen_at = seconds();
        }

        fn left(&mut self) {}
    }

    #[test]
    fn e1_a_fold_that_reads_the_clock_is_caught() {
        let said = message_of(|| Laws::<Visit>::new().replaying_later_gives_the_same_state());
        assert_says(
            &said,
            &[
                "Visit` breaks the law «replaying later gives the same state»",
                "the same events, replayed a second later, give another state",
                "after 1 event:\n    1  Seen\n",
                "  -     seen_at: ",
                "  +     seen_at: ",
                "no clock",
                "record it in the event",
            ],
        );
    }
}

mod chance {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Lot {
        #[id]
        id: String,
        number: u64,
    }

    #[events]
    impl Lot {
        fn drawn(&mut self, least: u64) {
            self.number = least.max(RandomState::new().hash_one(1));
        }

        fn returned(&mut self) {
            self.number = 0;
        }
    }

    #[test]
    fn e1_a_fold_that_draws_random_numbers_is_caught() {
        let said = message_of(|| Laws::<Lot>::new().replaying_again_gives_the_same_state());
        assert_says(
            &said,
            &[
                "the same events, replayed again, give another state",
                "after 1 event:\n    1  Drawn { least: 0 }\n",
                "  -     number: ",
                "no randomness",
            ],
        );
    }
}

mod threads {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Task {
        #[id]
        id: u8,
        by: String,
    }

    #[events]
    impl Task {
        fn done(&mut self) {
            self.by = format!("{:?}", thread::current().id());
        }
    }

    #[test]
    fn e1_a_fold_that_asks_for_its_thread_is_caught() {
        let said = message_of(|| Laws::<Task>::new().replaying_again_gives_the_same_state());
        assert_says(&said, &["replayed on another thread", "  -     by: \"ThreadId(", "no thread"]);
    }
}

mod counting {
    use super::*;

    static COUNT: AtomicU64 = AtomicU64::new(0);

    #[derive(Aggregate, Debug, PartialEq)]
    struct Ticket {
        #[id]
        id: (u8, String),
        number: u64,
    }

    #[events]
    impl Ticket {
        fn issued(&mut self) {
            self.number = COUNT.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn e1_a_fold_that_counts_in_a_static_is_caught() {
        let said = message_of(|| Laws::<Ticket>::new().replaying_again_gives_the_same_state());
        assert_says(&said, &["replayed again", "Issued", "no static"]);
    }
}

mod overflow {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    pub(super) struct Account {
        #[id]
        number: String,
        balance: u64,
    }

    #[events]
    impl Account {
        fn deposited(&mut self, amount: u64) {
            self.balance += amount;
        }

        fn withdrawn(&mut self, amount: u64) {
            self.balance -= amount;
        }
    }

    #[commands]
    impl Account {
        pub(super) fn deposit(&self, amount: u64) -> AccountEvent {
            AccountEvent::deposited(amount)
        }
    }

    #[test]
    fn e1_a_fold_that_panics_is_told_with_the_events_that_lead_there() {
        let said = message_of(|| Laws::<Account>::new().replaying_again_gives_the_same_state());
        assert_says(
            &said,
            &[
                "the fold panics at event 1, `withdrawn`: attempt to subtract with overflow, at tests/testing/faults.rs:",
                "account/ after 1 event:\n    1  Withdrawn { amount: 1 }\n",
                "commands = [",
                "PATTERNS_SEED=",
            ],
        );
    }

    #[test]
    fn a_command_that_records_what_cannot_be_replayed_is_caught() {
        let laws = Laws::<Account>::new()
            .command("deposit(amount)", |account, made| account.deposit(made.make("amount")));
        let said = message_of(|| laws.replaying_again_gives_the_same_state());
        assert_says(
            &said,
            &[
                "attempt to add with overflow",
                "after 2 events:",
                "Your commands record this history",
            ],
        );
    }
}

mod snapshots {
    use super::*;

    /// Serde knows the name, but nobody told it the note.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Contact {
        name: String,
        #[serde(skip)]
        note: String,
    }

    #[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
    #[aggregate(snapshot(every = 100))]
    struct Customer {
        #[id]
        id: u32,
        contacts: Vec<Contact>,
    }

    #[events]
    impl Customer {
        fn added(&mut self, name: String, note: String) {
            self.contacts.push(Contact { name, note });
        }

        fn removed(&mut self) {
            self.contacts.pop();
        }
    }

    #[test]
    fn e2_a_snapshot_that_skips_a_nested_field_is_caught() {
        let said = message_of(|| Laws::<Customer>::new().snapshots_hold_the_whole_state());
        assert_says(
            &said,
            &[
                "Customer` breaks the law «snapshots hold the whole state»",
                "the snapshot of version 1, with the events after it, gives another state than all events",
                "after 1 event:\n    1  Added { name: \"\", note: \"a\" }\n",
                "  -             note: \"a\",\n  +             note: \"\",",
                "A snapshot holds what serde writes",
            ],
        );
    }

    /// Written by hand, for a type that has nothing to say to derives.
    mod written_otherwise {
        use serde::{Deserialize, Deserializer, Serialize, Serializer};

        #[derive(Clone, Debug, Default, PartialEq)]
        pub(super) struct Total(pub(super) i64);

        impl Serialize for Total {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_i32(self.0 as i32 / 2 * 2)
            }
        }

        impl<'de> Deserialize<'de> for Total {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                i64::deserialize(from).map(Self)
            }
        }
    }

    #[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
    #[aggregate(snapshot(every = 100))]
    struct Cart {
        #[id]
        id: u32,
        total: written_otherwise::Total,
    }

    #[events]
    impl Cart {
        fn added(&mut self, price: i64) {
            self.total.0 += price;
        }
    }

    #[test]
    fn e2_a_snapshot_that_converts_is_caught() {
        let said = message_of(|| Laws::<Cart>::new().snapshots_hold_the_whole_state());
        assert_says(&said, &["after 1 event:\n    1  Added { price: ", "converted"]);
    }

    /// One `None` cannot be told from the other when it is read.
    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Lock(Option<Option<u8>>);

    #[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
    #[aggregate(snapshot(every = 100))]
    struct Door {
        #[id]
        id: u32,
        lock: Lock,
    }

    #[events]
    impl Door {
        fn locked(&mut self, key: Option<u8>) {
            self.lock.0 = Some(key);
        }
    }

    #[test]
    fn e2_a_snapshot_that_cannot_tell_nothing_from_nothing_is_caught() {
        let said = message_of(|| Laws::<Door>::new().snapshots_hold_the_whole_state());
        assert_says(&said, &["Locked { key: None }", "  -         Some(\n"]);
    }

    /// A number that is checked when it is read, and not when it is counted.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(try_from = "u8")]
    struct Small(u8);

    impl TryFrom<u8> for Small {
        type Error = String;

        fn try_from(number: u8) -> Result<Self, String> {
            if number < 3 { Ok(Self(number)) } else { Err(format!("{number} is not small")) }
        }
    }

    #[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
    #[aggregate(snapshot(every = 100))]
    struct Counter {
        #[id]
        id: u32,
        count: Small,
    }

    #[events]
    impl Counter {
        fn counted(&mut self) {
            self.count.0 += 1;
        }
    }

    #[test]
    fn e2_a_snapshot_that_cannot_be_read_back_is_caught() {
        let said = message_of(|| Laws::<Counter>::new().snapshots_hold_the_whole_state());
        assert_says(
            &said,
            &[
                "the snapshot of version 3 cannot be read back: 3 is not small",
                "folded anew at every load",
            ],
        );
    }
}

mod codec {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(super) enum Payment {
        Cash,
        Card {
            #[serde(skip_serializing, default)]
            number: String,
        },
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Order {
        #[id]
        id: u32,
        paid: bool,
    }

    #[events]
    impl Order {
        fn placed(&mut self) {}

        fn paid(&mut self, _with: Vec<Payment>) {
            self.paid = true;
        }
    }

    #[test]
    fn e6_an_event_that_loses_a_nested_field_is_caught() {
        let said = message_of(|| Laws::<Order>::new().events_come_back_as_they_were());
        assert_says(
            &said,
            &[
                "an event comes back from the store as another",
                "  -             number: \"a\",\n  +             number: \"\",",
                "serde attributes",
            ],
        );
    }
}

/// Counts what it has decided, where only decisions see it.
mod interior {
    use super::*;

    #[derive(Debug, Default)]
    struct Attempts(AtomicU64);

    /// As somebody writes it who wants the derives above to go on working.
    impl PartialEq for Attempts {
        fn eq(&self, _: &Self) -> bool {
            true
        }
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Login {
        #[id]
        user: String,
        attempts: Attempts,
        failures: u64,
    }

    #[events]
    impl Login {
        fn failed(&mut self) {
            self.failures += 1;
        }
    }

    #[commands]
    impl Login {
        fn fail(&self) -> Option<LoginEvent> {
            let attempts = self.attempts.0.fetch_add(1, Ordering::Relaxed);
            (attempts < 100).then(LoginEvent::failed)
        }
    }

    #[test]
    fn a_decision_that_changes_its_state_is_caught() {
        let laws = Laws::<Login>::new().command("login.fail()", |login, _| login.fail());
        let said = message_of(|| laws.decisions_change_nothing());
        assert_says(
            &said,
            &[
                "Login` breaks the law «decisions change nothing»",
                "the command `login.fail()` changes the state it decides on",
                "login/ without any event",
                "  -         0,\n  +         1,\n",
                "leave no trace",
            ],
        );
    }

    static NEXT: Mutex<u64> = Mutex::new(0);

    #[derive(Aggregate, Debug, PartialEq)]
    struct Invoice {
        #[id]
        customer: String,
        number: Option<u64>,
    }

    #[events]
    impl Invoice {
        fn sent(&mut self, number: u64) {
            self.number = Some(number);
        }
    }

    #[commands]
    impl Invoice {
        fn send(&self, least: u64) -> InvoiceEvent {
            let mut next = NEXT.lock().unwrap();
            *next += 1;
            InvoiceEvent::sent(least.max(*next))
        }
    }

    #[test]
    fn a_decision_that_changes_what_it_decides_by_is_caught() {
        let laws = Laws::<Invoice>::new()
            .command("invoice.send(least)", |invoice, made| invoice.send(made.make("least")));
        let said = message_of(|| laws.deciding_again_gives_the_same_answer());
        assert_says(
            &said,
            &[
                "the command `invoice.send(least), where least = 0`, asked again, gives another answer",
                "invoice/ without any event",
                "  -             number: ",
                "no static",
            ],
        );
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Appointment {
        #[id]
        id: u64,
        made_at: u64,
    }

    #[events]
    impl Appointment {
        fn made(&mut self, at: u64) {
            self.made_at = at;
        }
    }

    #[commands]
    impl Appointment {
        fn make(&self) -> AppointmentEvent {
            AppointmentEvent::made(seconds())
        }
    }

    #[test]
    fn a_decision_that_reads_the_clock_is_caught() {
        let laws = Laws::<Appointment>::new().command("make()", |state, _| state.make());
        let said = message_of(|| laws.deciding_later_gives_the_same_answer());
        assert_says(
            &said,
            &[
                "the command `make()`, asked a second later, gives another answer",
                " without any event",
                "Take what it needs as an argument",
            ],
        );
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Account {
        #[id]
        number: u64,
        balance: i64,
    }

    #[events]
    impl Account {
        fn deposited(&mut self, amount: i64) {
            self.balance = self.balance.saturating_add(amount);
        }
    }

    #[commands]
    impl Account {
        fn double(&self) -> AccountEvent {
            AccountEvent::deposited(2 * self.balance)
        }
    }

    #[test]
    fn a_decision_that_panics_is_told_with_the_events_that_lead_there() {
        let laws = Laws::<Account>::new()
            .command("account.double()", |account, _| account.double())
            .command("deposit(amount)", |_, made| AccountEvent::deposited(made.make("amount")));
        let said = message_of(|| laws.decisions_change_nothing());
        assert_says(
            &said,
            &[
                "the command `account.double()` panics: attempt to multiply with overflow, at ",
                "after 1 event:",
                "A command decides or refuses",
            ],
        );
    }
}

mod made_up {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(try_from = "String")]
    pub(super) struct Iban(String);

    impl TryFrom<String> for Iban {
        type Error = String;

        fn try_from(text: String) -> Result<Self, String> {
            if text.len() == 22 { Ok(Self(text)) } else { Err("an IBAN has 22 characters".into()) }
        }
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Transfer {
        #[id]
        id: u64,
        to: Option<Iban>,
    }

    #[events]
    impl Transfer {
        fn requested(&mut self, to: Iban) {
            self.to = Some(to);
        }
    }

    #[commands]
    impl Transfer {
        fn request(&self, to: Iban) -> Option<TransferEvent> {
            self.to.is_none().then(|| TransferEvent::requested(to))
        }
    }

    #[test]
    fn what_cannot_be_made_up_asks_for_a_strategy() {
        for law in [Laws::events_come_back_as_they_were, Laws::replaying_again_gives_the_same_state]
        {
            let said = message_of(|| law(&Laws::<Transfer>::new()));
            assert_says(
                &said,
                &[
                    "cannot make up a value of ",
                    "`event.to`: an IBAN has 22 characters",
                    "laws!(.., events = strategy)",
                ],
            );
        }
        let laws = Laws::<Transfer>::new()
            .command("request(to)", |transfer, made| transfer.request(made.make("to")));
        let said = message_of(|| laws.decisions_change_nothing());
        assert_says(&said, &["an IBAN has 22 characters", "and make `to` of them"]);
    }

    #[test]
    fn a_strategy_makes_what_cannot_be_made_up() {
        use data_patterns::testing::proptest::prelude::*;
        let events = "[A-Z]{2}[0-9]{20}".prop_map(|text| TransferEvent::requested(Iban(text)));
        let laws = Laws::<Transfer>::new().events(events).cases(50);
        laws.command("request(to)", |transfer, made| {
            transfer.request(Iban(format!("DE{:020}", made.make::<u64>("to"))))
        })
        .check_all();
    }
}

mod hashing {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Poll {
        #[id]
        id: u64,
        votes: std::collections::HashMap<u8, u64>,
        first: Option<u8>,
    }

    #[events]
    impl Poll {
        fn voted(&mut self, choice: u8) {
            *self.votes.entry(choice).or_default() += 1;
            self.first = self.votes.keys().next().copied();
        }
    }

    #[test]
    fn e1_a_fold_that_depends_on_the_order_of_a_map_is_caught() {
        let said = message_of(|| Laws::<Poll>::new().replaying_again_gives_the_same_state());
        assert_says(&said, &["\n        first: Some(\n  -     ", "no order of a `HashMap`"]);
    }
}

mod upcasting {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "what is lost is never read")]
    struct OpenedV1 {
        name: String,
        title: Option<String>,
        limits: Vec<LimitV1>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "what is lost is never read")]
    struct LimitV1 {
        cents: u64,
        currency: String,
    }

    #[derive(Aggregate, Debug, PartialEq)]
    struct Account {
        #[id]
        number: String,
        owner: Option<String>,
    }

    #[events]
    impl Account {
        #[event(version = 3, upcast(1 = from_v1, 2 = from_v2))]
        fn opened(&mut self, owner: String, limit: u64) {
            self.owner = (limit > 0).then_some(owner);
        }

        #[event(version = 2, upcast = renamed_from_v1)]
        fn renamed(&mut self, to: String) {
            self.owner = Some(to);
        }

        #[event(retired)]
        fn rewarded(&mut self, points: u8) {
            self.owner = self.owner.take().filter(|_| points > 1);
        }
    }

    #[derive(Debug, Deserialize)]
    struct OpenedV2 {
        name: String,
        limit: u64,
    }

    /// The title and the currency are read, and gone.
    fn from_v1(old: OpenedV1) -> OpenedV2 {
        let limit = old.limits.iter().fold(0, |sum, limit| limit.cents.saturating_add(sum));
        OpenedV2 { name: old.name, limit }
    }

    fn from_v2(old: OpenedV2) -> AccountEvent {
        AccountEvent::opened(old.name, old.limit)
    }

    #[derive(Debug, Deserialize)]
    struct RenamedV1 {
        first: String,
        last: String,
    }

    fn renamed_from_v1(old: RenamedV1) -> Result<AccountEvent, &'static str> {
        if old.last.is_empty() {
            return Err("there is no last name");
        }
        Ok(AccountEvent::renamed(old.first + " " + &old.last))
    }

    #[test]
    fn e7_an_upcaster_that_loses_a_field_is_caught() {
        let laws = Laws::<Account>::new();
        let said = message_of(|| laws.upcasts_lose_nothing());
        assert_says(
            &said,
            &[
                "Account` breaks the law «upcasts lose nothing»",
                "the upcasters of `opened` of version 1 forget `limits.[].currency`: whatever it holds",
                "    name: \"",
                "becomes\n    Opened { owner: ",
                "`laws!(.., dropped = [\"opened.limits.[].currency\"])`",
            ],
        );
        let laws = laws.dropped("opened.limits.[].currency");
        let said = message_of(|| laws.upcasts_lose_nothing());
        assert_says(&said, &["forget `title`", "`laws!(.., dropped = [\"opened.title\"])`"]);
        laws.dropped("opened.title").upcasts_lose_nothing();
    }

    #[test]
    fn e7_an_upcaster_that_refuses_is_caught() {
        let said = message_of(|| Laws::<Account>::new().upcasts_take_everything());
        assert_says(
            &said,
            &[
                "the upcaster from version 1 to 2 refuses `renamed` of version 1: there is no last name",
                "    last: \"\"",
                "let the upcaster take every value",
            ],
        );
    }

    #[test]
    fn e7_retired_events_are_replayed_by_the_laws() {
        let laws = Laws::<Account>::new();
        laws.events_come_back_as_they_were();
        laws.replaying_again_gives_the_same_state();
        data_patterns::testing::given::<Account>("1", [AccountEvent::Rewarded { points: 1 }])
            .when(|_| Some(AccountEvent::renamed("Ann".into())))
            .then([AccountEvent::renamed("Ann".into())]);
        let laws = laws.command("reward", |_, _| AccountEvent::Rewarded { points: 1 });
        let said = message_of(|| laws.commands_record_what_they_decide());
        assert_says(&said, &["`rewarded` is retired"]);
    }

    mod missing {
        use data_patterns::event::{Event, EventSchema};

        use super::*;

        /// Written by hand, and one step was forgotten.
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        enum ByHand {
            Opened { owner: String },
        }

        impl Event for ByHand {
            const SCHEMA: &'static [EventSchema] =
                &[EventSchema { version: 2, ..EventSchema::new("opened") }];
        }

        #[derive(Aggregate, Debug, PartialEq)]
        struct Account {
            #[id]
            number: String,
            owner: String,
        }

        #[fold]
        impl Apply for Account {
            type Event = ByHand;

            fn apply(&mut self, event: ByHand) {
                let ByHand::Opened { owner } = event;
                self.owner = owner;
            }
        }

        #[test]
        fn e7_a_missing_upcaster_is_caught() {
            let said = message_of(|| Laws::<Account>::new().upcasts_take_everything());
            assert_says(&said, &["no upcaster takes `opened` of version 1"]);
        }
    }
}
