use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = 60, jitter = "110%")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
