use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    #[cached(ttl = 60)]
    balance: i64,
}

fn main() {}
