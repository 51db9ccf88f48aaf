#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
#[serde(deny_unknown_fields)]
impl Account {
    fn opened(
        &mut self,
        /// Who opened it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        owner: String,
        #[serde(rename = "sum", alias = "amount")] balance: i64,
    ) {
        drop(owner);
        self.balance = balance;
    }
}

fn main() {
    let _ = AccountEvent::opened(String::new(), 1);
}
