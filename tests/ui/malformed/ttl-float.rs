use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = 1.5)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
