use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(key = AccountNumber)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
