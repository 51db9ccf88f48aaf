#![deny(warnings, deprecated)]

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    #[deprecated]
    balance: i64,
}

#[events]
impl Account {
    #[deprecated]
    fn opened(&mut self, owner: String) {
        self.number = owner;
    }

    fn renamed(&mut self, owner: String) {
        self.number = owner;
    }
}

#[commands]
impl Account {
    #[deprecated]
    fn rename(&self) -> AccountEvent {
        AccountEvent::renamed(String::new())
    }
}

fn main() {}
