use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    number: String,
    owner_id: u64,
    balance: i64,
}

fn main() {}
