//! Decisions that leave a trace, or depend on more than the state and their arguments.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use data_patterns::{prelude::*, testing::Laws};

use super::seconds;
use crate::messages::{assert_says, message_of};

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
