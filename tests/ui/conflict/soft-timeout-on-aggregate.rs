use data_patterns::prelude::*;

#[derive(Aggregate, Clone)]
#[cached(ttl = 60, soft_timeout = "50ms")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
