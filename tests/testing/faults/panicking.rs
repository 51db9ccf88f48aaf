//! Folds that panic.

use data_patterns::{prelude::*, testing::Laws};

use crate::messages::{assert_says, message_of};

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
            "the fold panics at event 1, `withdrawn`: attempt to subtract with overflow, at tests/testing/faults/panicking.rs:",
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
        &["attempt to add with overflow", "after 2 events:", "Your commands record this history"],
    );
}
