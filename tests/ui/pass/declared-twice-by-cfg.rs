#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    #[cfg(debug_assertions)]
    fn opened(&mut self) {
        self.balance = 0;
    }

    #[cfg(not(debug_assertions))]
    fn opened(&mut self) {
        self.balance = 1;
    }
}

fn main() {
    assert_eq!(AccountEvent::SCHEMA.len(), 1);
}
