use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(every = 100, keep = 0))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
