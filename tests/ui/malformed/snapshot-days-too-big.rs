use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(days = 999999999999))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
