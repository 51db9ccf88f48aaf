//! Laws that have nothing to try: they fail, and say what they need.

use data_patterns::{
    prelude::*,
    testing::{
        Laws,
        proptest::{collection::vec, prelude::*},
    },
};

use crate::{
    bank::{Account, AccountEvent},
    messages::{assert_says, message_of},
};

#[derive(Aggregate, Debug, PartialEq)]
struct Deposit {
    #[id]
    number: u64,
    iban: Option<String>,
}

#[events]
impl Deposit {
    fn opened(&mut self, iban: String) {
        self.iban = Some(iban);
    }
}

#[commands]
impl Deposit {
    fn open(&self, iban: String) -> Result<DepositEvent, &'static str> {
        iban.starts_with("DE").then(|| DepositEvent::opened(iban)).ok_or("no iban")
    }
}

#[test]
fn commands_that_need_a_beginning_test_nothing_and_the_laws_say_so() {
    let laws = || {
        Laws::<Account>::new().command("account.withdraw(amount)", |account, made| {
            account.withdraw(made.make::<u64>("amount").max(1))
        })
    };
    let every = [
        Laws::events_come_back_as_they_were,
        Laws::replaying_again_gives_the_same_state,
        Laws::replaying_later_gives_the_same_state,
        Laws::snapshots_hold_the_whole_state,
        Laws::undo_and_redo_are_inverse,
        Laws::decisions_change_nothing,
        Laws::deciding_again_gives_the_same_answer,
        Laws::deciding_later_gives_the_same_answer,
        Laws::commands_record_what_they_decide,
    ];
    for law in every {
        let said = message_of(|| law(&laws()));
        assert_says(
            &said,
            &[
                "Account` was not tested for the law «",
                "of 256 histories none has an event: whatever they are asked, the commands record nothing",
                "    `account.withdraw(amount), where amount = ",
                "` refuses: InsufficientFunds",
                "Name a command that begins the history",
            ],
        );
    }
}

#[test]
fn arguments_that_are_always_refused_test_nothing_and_the_laws_say_so() {
    let laws =
        Laws::<Deposit>::new().command("open(iban)", |state, made| state.open(made.make("iban")));
    let said = message_of(|| laws.replaying_again_gives_the_same_state());
    assert_says(
        &said,
        &["was not tested", "refuses: \"no iban\"", "made right\n", "in the closure"],
    );
    let laws = Laws::<Deposit>::new().command("open(number)", |state, made| {
        state.open(format!("DE{}", made.make::<u8>("number")))
    });
    laws.replaying_again_gives_the_same_state();
}

#[test]
fn histories_that_are_always_empty_test_nothing_and_the_laws_say_so() {
    let laws = Laws::<Account>::new().histories(Just(Vec::new()));
    let said = message_of(|| laws.replaying_again_gives_the_same_state());
    assert_says(
        &said,
        &["was not tested", "the strategy makes empty ones", "Let the strategy make events"],
    );
}

#[test]
fn a_single_case_may_have_an_empty_history() {
    for _ in 0..100 {
        let events = vec(Just(AccountEvent::deposited(1)), 0..2);
        Laws::<Account>::new().cases(1).histories(events).replaying_again_gives_the_same_state();
    }
}
