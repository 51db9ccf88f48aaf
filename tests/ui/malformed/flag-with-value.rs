use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = 60, refresh_ahead = true)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
