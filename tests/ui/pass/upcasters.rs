#![deny(warnings, missing_docs)]
//! Every form of an upcaster.

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[derive(Deserialize)]
struct DepositedV1 {
    euros: i64,
}

#[derive(Deserialize)]
struct DepositedV2 {
    cents: String,
}

fn from_v1(old: DepositedV1) -> DepositedV2 {
    DepositedV2 { cents: format!("{}00", old.euros) }
}

fn from_v2(old: DepositedV2) -> Result<AccountEvent, std::num::ParseIntError> {
    Ok(AccountEvent::deposited(old.cents.parse()?))
}

mod older {
    pub(super) fn keep<T>(old: T) -> T {
        old
    }

    pub(super) fn without_fields((): ()) -> super::AccountEvent {
        super::AccountEvent::closed()
    }
}

impl Account {
    fn bonus(points: i64) -> AccountEvent {
        AccountEvent::Granted { points }
    }
}

#[events]
impl Account {
    #[event(version = 3, upcast(2 = from_v2, 1 = from_v1))]
    fn deposited(&mut self, cents: i64) {
        self.balance += cents;
    }

    #[event(version = 3, upcast(1 = older::keep::<()>, 2 = older::without_fields))]
    fn closed(&mut self) {
        self.balance = 0;
    }

    #[event(retired, version = 2, upcast = Self::bonus)]
    fn granted(&mut self, points: i64) {
        self.balance += points;
    }

    #[event(version = 7, oldest = 6, upcast = older::keep::<AccountEvent>)]
    fn moved(&mut self, number: String) {
        self.number = number;
    }
}

fn main() {
    assert_eq!(AccountEvent::deposited(3), AccountEvent::Deposited { cents: 3 });
    assert_eq!(AccountEvent::moved(String::new()), AccountEvent::Moved { number: String::new() });
}
