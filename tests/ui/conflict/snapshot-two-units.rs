use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(hours = 24, minutes = 30))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
