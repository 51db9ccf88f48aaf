use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(capacity = 100)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
