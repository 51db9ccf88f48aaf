#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(name = "opened", alias = "created")]
    Opened,
    #[event(version = 2, upcast = from_v1)]
    Deposited { amount: i64 },
    Withdrawn(#[serde(default)] i64),
    #[serde(bound = "")]
    Moved(i64, i64),
}

fn from_v1(old: i64) -> AccountEvent {
    AccountEvent::Deposited { amount: old }
}

#[fold]
impl Apply for Account {
    type Event = AccountEvent;

    fn apply(&mut self, event: Self::Event) {
        match event {
            AccountEvent::Opened => {}
            AccountEvent::Deposited { amount } | AccountEvent::Withdrawn(amount) => self.balance += amount,
            AccountEvent::Moved(from, to) => self.balance += to - from,
        }
    }
}

fn main() {
    let mut account = Account::initial(&"1".into());
    for event in
        [AccountEvent::Opened, AccountEvent::Deposited { amount: 1 }, AccountEvent::Withdrawn(2), AccountEvent::Moved(3, 4)]
    {
        account.apply(event);
    }
    assert_eq!(account.balance, 4);
}
