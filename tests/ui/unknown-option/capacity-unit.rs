use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = 60, capacity = "64 megs")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
