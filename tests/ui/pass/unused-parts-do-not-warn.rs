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
    fn opened(&mut self) {
        self.balance = 0;
    }

    fn never_recorded(&mut self, _by: u8) {}
}

#[commands]
impl Account {
    pub fn never_called(&self) -> Option<AccountEvent> {
        None
    }
}

fn main() {
    let _ = Account::initial(&String::new()).balance;
}
