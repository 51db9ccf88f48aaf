use data_patterns::prelude::*;

#[derive(Aggregate)]
#[id]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
