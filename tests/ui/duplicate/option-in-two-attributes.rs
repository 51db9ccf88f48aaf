use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(name = "a")]
#[aggregate(name = "b")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
