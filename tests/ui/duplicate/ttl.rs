use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = 60, ttl = 70)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
