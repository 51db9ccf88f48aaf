use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64, _amount: i64) {
        self.balance += amount;
    }
}

fn main() {}
