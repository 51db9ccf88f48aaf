use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(keep = 3))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
