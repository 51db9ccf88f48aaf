use data_patterns::prelude::*;

#[derive(Aggregate, Clone)]
#[cached(ttl = 60, negative = 5)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
