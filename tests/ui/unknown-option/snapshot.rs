use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(evry = 100))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
