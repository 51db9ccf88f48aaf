use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(hour = 24))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
