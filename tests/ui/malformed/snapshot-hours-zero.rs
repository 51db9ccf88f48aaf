use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(hours = 0))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
