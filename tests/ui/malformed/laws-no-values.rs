use data_patterns::{prelude::*, testing::laws};

#[derive(Aggregate, Debug, PartialEq)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
}

laws!(Account, stored = [("deposited.currency", [])]);

fn main() {}
