use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(version = 99999999999)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
