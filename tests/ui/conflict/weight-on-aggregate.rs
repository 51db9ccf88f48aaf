use data_patterns::prelude::*;

#[derive(Aggregate, Clone)]
#[cached(ttl = 60, weight = Account::weight)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
