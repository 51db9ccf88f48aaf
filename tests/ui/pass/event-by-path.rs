#![deny(warnings)]

use data_patterns::{Aggregate, event::Event, events};

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    #[data_patterns::event(name = "was_opened")]
    fn opened(&mut self) {
        self.balance = 0;
    }
}

fn main() {
    assert_eq!(AccountEvent::SCHEMA[0].name, "was_opened");
}
