use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(every = 100))]
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

fn main() {}
