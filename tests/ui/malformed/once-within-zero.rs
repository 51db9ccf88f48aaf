use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(once_within = 0)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
