use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(version = "two")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
