use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = "5min")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
