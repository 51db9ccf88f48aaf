use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(replay = 50))]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
