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
    fn opened(&mut self, balance: i64) {
        self.balance = balance;
    }
}

#[commands]
impl Account {
    pub fn event(&self) -> AccountEvent {
        AccountEvent::opened(1)
    }

    pub fn option(&self) -> Option<AccountEvent> {
        None
    }

    pub fn list(&self) -> Vec<AccountEvent> {
        vec![]
    }

    pub fn array(&self) -> [AccountEvent; 2] {
        [AccountEvent::opened(1), AccountEvent::opened(2)]
    }

    pub fn result(&self) -> Result<AccountEvent, String> {
        Err(String::new())
    }

    pub fn result_of_list(&self) -> Result<Vec<AccountEvent>, &'static str> {
        Err("no")
    }
}

fn main() {}
