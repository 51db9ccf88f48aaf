//! Given, when, then.

use data_patterns::{prelude::*, testing::given};

use crate::{
    bank::{Account, AccountError, AccountEvent},
    messages::message_of,
};

fn opened() -> [AccountEvent; 2] {
    [AccountEvent::opened("Ann".into()), AccountEvent::deposited(100)]
}

#[test]
fn a_decision_is_tested_by_its_events() {
    given::<Account>("1234", opened())
        .when(|account| account.withdraw(30))
        .then([AccountEvent::withdrawn(30)])
        .then_state(|account| assert_eq!(account.balance, 70));
}

#[test]
fn a_refusal_is_tested_by_its_error() {
    given::<Account>("1234", opened())
        .when(|account| account.withdraw(101))
        .then_error(|error| matches!(error, AccountError::InsufficientFunds))
        .when(|account| account.open("Bea".into()))
        .then_error_is(AccountError::Taken)
        .then_state(|account| assert_eq!(account.owner.as_deref(), Some("Ann")));
}

#[test]
fn commands_follow_one_another() {
    given::<Account>("1234", [])
        .when(Account::close)
        .then_nothing()
        .when(|account| account.open("Ann".into()))
        .when(|account| account.deposit(5))
        .then([AccountEvent::opened("Ann".into()), AccountEvent::deposited(5)])
        .when(Account::close)
        .then([AccountEvent::withdrawn(5), AccountEvent::closed()])
        .when(|account| account.deposit(1))
        .then_state(|account| assert_eq!((account.balance, &account.owner), (1, &None)));
}

#[test]
fn other_events_are_shown_beside_those_expected() {
    let said = message_of(|| {
        given::<Account>("1234", opened())
            .when(|account| account.withdraw(30))
            .when(|account| account.deposit(1))
            .then([AccountEvent::withdrawn(31), AccountEvent::deposited(1)]);
    });
    assert_eq!(
        said,
        "other events than expected; account/1234 with 4 events now (- expected, + recorded):\n\
         \x20 - Withdrawn { amount: 31 }\n\
         \x20 + Withdrawn { amount: 30 }\n\
         \x20   Deposited { amount: 1 }\n"
    );
}

#[test]
fn an_unexpected_refusal_is_shown() {
    let expected = "the command refused; account/1234 with 2 events:\n    InsufficientFunds\nIf that is right, `.then_error(..)` expects that.";
    let refused = || given::<Account>("1234", opened()).when(|account| account.withdraw(500));
    let said = message_of(|| drop(refused().then([AccountEvent::withdrawn(500)])));
    assert_eq!(said, expected);
    assert_eq!(message_of(|| drop(refused().then_nothing())), expected);
    assert_eq!(message_of(|| drop(refused().then_state(|_| ()))), expected);
    let said = message_of(|| drop(refused().when(Account::close).then_nothing()));
    assert!(said.contains("before the next `.when(..)`"), "{said}");
    let said = message_of(|| drop(refused().then_error_is(AccountError::Taken)));
    assert!(said.contains("  - Taken\n  + InsufficientFunds"), "{said}");
    let said = message_of(|| drop(refused().then_error(|error| *error == AccountError::Taken)));
    assert!(
        said.contains("another error than expected") && said.contains("InsufficientFunds"),
        "{said}"
    );
}

#[test]
fn an_unexpected_decision_is_shown() {
    let said = message_of(|| {
        given::<Account>("1234", opened())
            .when(|account| account.withdraw(30))
            .then_error(|_| true);
    });
    assert_eq!(
        said,
        "the command did not refuse; account/1234 with 3 events now. It recorded\n  + Withdrawn { amount: 30 }\n"
    );
    let said = message_of(|| {
        given::<Account>("1234", [])
            .when(|account| Ok::<_, AccountError>(account.close()))
            .then_error_is(AccountError::Taken);
    });
    assert!(said.contains("`.then_nothing()` expects that"), "{said}");
    let said =
        message_of(|| drop(given::<Account>("1", opened()).when(Account::close).then_nothing()));
    assert!(said.contains("  + Withdrawn { amount: 100 }\n  + Closed\n"), "{said}");
    let said = message_of(|| {
        given::<Account>("1", []).when(Account::close).then([AccountEvent::closed()]);
    });
    assert!(said.contains("  - Closed\nNothing was recorded."), "{said}");
}

/// A part of a payload that serde was told to leave out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    text: String,
    #[serde(skip)]
    price: i64,
}

#[derive(Aggregate, Debug, PartialEq)]
struct Order {
    #[id]
    number: u32,
    total: i64,
}

#[events]
impl Order {
    fn line_added(&mut self, line: Line) {
        self.total += line.price;
    }
}

#[test]
fn e6_an_event_that_does_not_come_back_is_found() {
    let line = || Line { text: "a".into(), price: 7 };
    let said = message_of(|| drop(given::<Order>(7_u32, [OrderEvent::line_added(line())])));
    assert!(
        said.starts_with("event 1 of those given of order/7 comes back from the store as another"),
        "{said}"
    );
    assert!(said.contains("  -         price: 7,\n  +         price: 0,\n"), "{said}");
    assert!(said.contains("serde attributes"), "{said}");
    let said = message_of(|| {
        given::<Order>(7_u32, []).when(|_| OrderEvent::line_added(line())).then_nothing();
    });
    assert!(said.starts_with("an event that the command decided on, of order/7"), "{said}");
}
